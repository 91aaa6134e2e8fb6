import type { ProblemList } from "../problems.ts";
import type { Text } from "../text.ts";
import { readTable, type DatabaseRead } from "./sqlite-table.ts";
import type { TableRow } from "./table-row.ts";
import type { Table } from "./table-selection.ts";

/** A row of wtmpdb's database. */
export interface WtmpdbRow {
  /** Given again after a rotation. */
  readonly id: number;
  /** wtmpdb's own numbering: 1 a boot, 3 a user's session. */
  readonly type: number;
  readonly user: Text;
  readonly line: Text;
  /** Empty where the database has NULL, as the line. */
  readonly host: Text;
  readonly service: string | null;
  /** Microseconds since 1970; null if there is none or a number can't hold it exactly. */
  readonly loginMicros: number | null;
  /** The same; null, too, while the session is open. */
  readonly logoutMicros: number | null;
}

type Column = "ID" | "Type" | "User" | "Login" | "Logout" | "TTY" | "RemoteHost" | "Service";

/** lib/sqlite.c of wtmpdb, 0.1 to 0.75. */
const WTMP: Table<Column> = {
  name: "wtmp",
  columns: ["ID", "Type", "User", "Login", "Logout"],
  optional: ["TTY", "RemoteHost", "Service"],
};

/**
 * Reads a database of wtmpdb(8), in the order of the logins, then of the ids; first rows without a
 * login. What is no possible value is null, empty or 0, and stands in the problems.
 *
 * @param isAtRest whether no program writes it: evidence, an image, or what was rotated
 * @param root tree that it must lie in
 * @throws what open(2) and read(2) fail with; {@link RecordFormatError} if it is no database;
 *   {@link StoreError} if it is no file, is damaged, or is not wtmpdb's
 */
export function readWtmpdb(
  path: string,
  isAtRest: boolean,
  problems: ProblemList,
  root?: string,
): DatabaseRead<WtmpdbRow> {
  const { rows, stale } = readTable({ path, isAtRest, root }, WTMP, problems, rowOf);
  return { rows: rows.toSorted(byLogin), stale };
}

function rowOf(row: TableRow<Column>): WtmpdbRow {
  return {
    id: row.someInteger("ID"),
    type: row.someInteger("Type"),
    user: row.someText("User"),
    line: row.someText("TTY"),
    host: row.someText("RemoteHost"),
    service: row.text("Service")?.text ?? null,
    loginMicros: row.integer("Login"),
    logoutMicros: row.integer("Logout"),
  };
}

function byLogin(a: WtmpdbRow, b: WtmpdbRow): number {
  if (a.loginMicros === b.loginMicros) return a.id - b.id;
  return (a.loginMicros ?? Number.NEGATIVE_INFINITY) - (b.loginMicros ?? Number.NEGATIVE_INFINITY);
}
