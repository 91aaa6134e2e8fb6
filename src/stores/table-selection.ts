import type { Database } from "bun:sqlite";
import { StoreError } from "../errors.ts";
import type { BytesOfCell, Cells } from "./table-row.ts";

/** A table, as the program that writes it has it. */
export interface Table<Column extends string> {
  readonly name: string;
  /** Columns that must be there; the first is what a row is told by. */
  readonly columns: readonly [Column, ...Column[]];
  /** Columns that are NULL in a table that lacks them. */
  readonly optional: readonly Column[];
}

/** All rows of a table. */
export interface Selection {
  /** In the order in which they are stored; what is not wanted is there, too, by other names. */
  rows(): Iterable<Cells>;
  /** Those behind the first rows, the last first. */
  rowsBehind(count: number): Iterable<Cells>;
  readonly bytesOfCell: BytesOfCell;
}

/**
 * Selects the rows of a table, if it is one that only has rows.
 *
 * @param database gives integers as `bigint`
 * @returns `null` if there is no table at all: the database was made and not used yet
 * @throws {@link StoreError} if there is no such table, or it is computed; `SQLiteError` if the
 *   database is damaged
 */
export function selectTable<Column extends string>(
  path: string,
  database: Database,
  { name, columns, optional }: Table<Column>,
): Selection | null {
  const refuse = (state: string): never => {
    throw new StoreError(`Cannot read "${path}": ${state}`);
  };
  if (database.query("SELECT 1 FROM sqlite_schema LIMIT 1").get() === null) return null;
  const kind = kindOf(database, name);
  if (kind !== "table") refuse(`its "${name}" is ${kind}, and a table is wanted`);
  const stored = columnsOf(database, name);
  const isThere = (column: Column): boolean => {
    const found = stored.get(column.toLowerCase());
    if (found === undefined && optional.includes(column)) return false;
    if (found?.isStored === true) return true;
    const state = found === undefined ? "no column" : "a computed column";
    return refuse(`its table "${name}" has ${state} "${column}", and a stored one is wanted`);
  };
  const wanted = [...columns, ...optional].filter(isThere);
  const known = new Set(wanted.map((column) => column.toLowerCase()));
  const others = [...stored.values()].filter(
    (column) => column.isStored && !known.has(column.lower),
  );
  const list = [
    ...wanted.map((column) => `${quoted(column)} AS ${quoted(column)}`),
    ...others.map((column, i) => `${quoted(column.name)} AS "other ${i}"`),
  ];
  const bytes = wanted.map((column) => `CAST(${quoted(column)} AS BLOB) AS ${quoted(column)}`);
  // An index that is damaged would hide rows.
  const from = `FROM ${quoted(name)} NOT INDEXED`;
  return {
    rows: () => database.query<Cells, []>(`SELECT ${list} ${from}`).iterate(),
    rowsBehind(count) {
      const last = `SELECT rowid AS last ${from} LIMIT 1 OFFSET ${count - 1}`;
      const found = count === 0 ? null : database.query<{ last: bigint }, []>(last).get();
      const behind = found === null ? "" : `WHERE rowid > ${found.last}`;
      return database
        .query<Cells, []>(`SELECT ${list} ${from} ${behind} ORDER BY rowid DESC`)
        .iterate();
    },
    bytesOfCell: isUtf8(database) ? bytesReader(database, `SELECT ${bytes} ${from}`) : () => null,
  };
}

/** What the schema has under a name: SQLite sees to it that its SQL is of the same kind. */
function kindOf(database: Database, name: string): string {
  const sql = `SELECT type, sql FROM sqlite_schema
    WHERE name = ? COLLATE NOCASE AND type IN ('table', 'view')`;
  const found = database.query<{ type: string; sql: string }, [string]>(sql).get(name);
  if (found === null) return "missing";
  if (found.type === "view") return "a view";
  return /^CREATE\s+TABLE\b/i.test(found.sql) ? "table" : "a virtual table";
}

interface Column {
  readonly name: string;
  readonly lower: string;
  /** Whether it is in the rows, and not computed for them. */
  readonly isStored: boolean;
}

/** The columns by their names in lower case, as SQLite has that: it knows of ASCII alone. */
function columnsOf(database: Database, table: string): ReadonlyMap<string, Column> {
  const sql = "SELECT name, lower(name) AS lower, hidden = 0 AS stored FROM pragma_table_xinfo(?)";
  const columns = database
    .query<{ name: string; lower: string; stored: bigint }, [string]>(sql)
    .all(table);
  return new Map(
    columns.map(({ name, lower, stored }) => [lower, { name, lower, isStored: stored === 1n }]),
  );
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Text in another encoding is made UTF-8 by SQLite, and has no bytes of its own. */
function isUtf8(database: Database): boolean {
  return database.query<{ encoding: string }, []>("PRAGMA encoding").get()?.encoding === "UTF-8";
}

/** Reads bytes of rows, one after the other, from the first that is asked for: few are. */
function bytesReader(database: Database, sql: string): BytesOfCell {
  let rows: Iterator<Cells> | null = null;
  let cells: Cells = {};
  let next = 0;
  return (row, column) => {
    if (rows === null) {
      rows = database.query<Cells, []>(`${sql} LIMIT -1 OFFSET ${row}`).iterate();
      next = row;
    }
    for (; next <= row; next++) cells = rows.next().value ?? {};
    const bytes = cells[column];
    return bytes instanceof Uint8Array ? bytes : null;
  };
}
