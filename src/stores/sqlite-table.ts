import { Database, SQLiteError } from "bun:sqlite";
import { StoreError } from "../errors.ts";
import type { ProblemList } from "../problems.ts";
import { copyDatabase } from "./database-copy.ts";
import { checkDatabase, withoutWal } from "./database-header.ts";
import { TableRow, type Cells } from "./table-row.ts";
import { selectTable, type Selection, type Table } from "./table-selection.ts";

/** A file to read a table of. */
export interface DatabaseFile {
  readonly path: string;
  /** Whether no program writes it: evidence, an image, or what was rotated. */
  readonly isAtRest: boolean;
  /** Tree that it must lie in. */
  readonly root?: string | undefined;
}

/** What was read of a database. */
export interface DatabaseRead<Row> {
  readonly rows: readonly Row[];
  /** Why rows may be missing or half written; `null` if none are. */
  readonly stale: string | null;
}

/**
 * Reads all rows of a table, in the order in which they are stored. SQLite sees a copy of the
 * database: nothing is written, and no program that records a login is kept waiting. Nothing is run
 * that stands in the database: no view, virtual table or generated column. Of what is damaged the
 * rows are read that stand before the damage, and those behind it from the end.
 *
 * @param problems told of values that are not what is wanted
 * @param read makes something of a row, which is another's when it returns
 * @throws what open(2) and read(2) fail with; {@link RecordFormatError} if it is no database;
 *   {@link StoreError} if it is no file, has no such table, or is damaged and no row can be read
 */
export function readTable<Column extends string, Row>(
  { path, isAtRest, root }: DatabaseFile,
  table: Table<Column>,
  problems: ProblemList,
  read: (row: TableRow<Column>) => Row,
): DatabaseRead<Row> {
  const { bytes, stale } = copyDatabase(path, isAtRest, root);
  if (bytes.length === 0) return { rows: [], stale };
  const whole = checkDatabase(path, bytes);
  let { damage } = whole;
  try {
    using database = openCopy(whole.bytes);
    const selection = selectTable(path, database, table);
    if (selection === null) return { rows: [], stale: bothOf(stale, damage) };
    const size = new SizeGuard(path, bytes.length);
    const rows: Row[] = [];
    try {
      const row = new TableRow(path, table.columns[0], problems, selection.bytesOfCell);
      for (const cells of selection.rows()) {
        size.take(cells);
        row.next(cells);
        rows.push(read(row));
      }
    } catch (error) {
      if (!(error instanceof SQLiteError)) throw error;
      damage ??= error.message;
      const behind = readBehind(selection, rows.length, (cells) => {
        size.take(cells);
        // Bytes are found by counting rows from the first, which can't be done here.
        const row = new TableRow(path, table.columns[0], problems, () => null);
        row.next(cells);
        return read(row);
      });
      rows.push(...behind);
      if (rows.length === 0) throw error;
    }
    return { rows, stale: bothOf(stale, damage) };
  } catch (error) {
    if (!(error instanceof SQLiteError)) throw error;
    throw new StoreError(`Cannot read "${path}": ${damage ?? error.message}`, { cause: error });
  }
}

function bothOf(stale: string | null, damage: string | null): string | null {
  const reasons = [stale, damage].filter((reason) => reason !== null);
  return reasons.length === 0 ? null : reasons.join("; ");
}

/** The rows that can be read from the end, in the order in which they are stored. */
function readBehind<Row>(
  selection: Selection,
  count: number,
  read: (cells: Cells) => Row,
): readonly Row[] {
  const rows: Row[] = [];
  try {
    for (const cells of selection.rowsBehind(count)) rows.push(read(cells));
  } catch (error) {
    if (!(error instanceof SQLiteError)) throw error;
  }
  return rows.reverse();
}

/** Pages that are used again and again make a table of any size in a small file. */
class SizeGuard {
  readonly #path: string;
  #left: number;

  constructor(path: string, bytes: number) {
    this.#path = path;
    this.#left = bytes;
  }

  /** @throws {@link StoreError} if rows take more than the database */
  take(cells: Cells): void {
    this.#left -= sizeOf(cells);
    if (this.#left < 0) {
      throw new StoreError(`Cannot read "${this.#path}": its rows are larger than it is`);
    }
  }
}

function openCopy(bytes: Uint8Array): Database {
  const options = { readonly: true, safeIntegers: true };
  const database = Database.deserialize(withoutWal(bytes), options);
  // https://www.sqlite.org/security.html, 1.2
  database.run("PRAGMA trusted_schema=OFF");
  database.run("PRAGMA cell_size_check=ON");
  return database;
}

/** The least that a row takes in a page: its place in it, and the cell. */
const MIN_ROW_BYTES = 6;

function sizeOf(cells: Cells): number {
  let size = MIN_ROW_BYTES;
  for (const column in cells) {
    const cell = cells[column];
    if (typeof cell === "string" || cell instanceof Uint8Array) size += cell.length;
  }
  return size;
}
