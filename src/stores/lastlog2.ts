import type { ProblemList } from "../problems.ts";
import { rawText, type Text } from "../text.ts";
import { readTable, type DatabaseRead } from "./sqlite-table.ts";
import type { TableRow } from "./table-row.ts";
import type { Table } from "./table-selection.ts";

/** A row of lastlog2's database: the last login of a name. */
export interface Lastlog2Row {
  readonly name: Text;
  /** Since 1970; null if the user never logged in, or a number can't hold it exactly. */
  readonly seconds: number | null;
  /** `ssh` from sshd, and empty from su. */
  readonly line: Text;
  readonly host: Text;
  readonly service: string | null;
}

type Column = "Name" | "Time" | "TTY" | "RemoteHost" | "Service";

/** liblastlog2/src/lastlog2.c of util-linux, 2.40 to 2.43. */
const LASTLOG2: Table<Column> = {
  name: "Lastlog2",
  columns: ["Name", "Time"],
  optional: ["TTY", "RemoteHost", "Service"],
};

/**
 * Reads a database of lastlog2(8), in the order of the names' bytes. What is no possible value is
 * null or empty, and stands in the problems.
 *
 * @param isAtRest whether no program writes it: evidence, or an image
 * @param root tree that it must lie in
 * @throws what open(2) and read(2) fail with; {@link RecordFormatError} if it is no database;
 *   {@link StoreError} if it is no file, is damaged, or is not lastlog2's
 */
export function readLastlog2(
  path: string,
  isAtRest: boolean,
  problems: ProblemList,
  root?: string,
): DatabaseRead<Lastlog2Row> {
  const { rows, stale } = readTable({ path, isAtRest, root }, LASTLOG2, problems, rowOf);
  const keyed = rows.map((row) => ({ row, key: rawText(row.name) }));
  keyed.sort((a, b) => Buffer.compare(a.key, b.key));
  return { rows: keyed.map(({ row }) => row), stale };
}

function rowOf(row: TableRow<Column>): Lastlog2Row {
  return {
    name: row.someText("Name"),
    seconds: row.seconds("Time") || null,
    line: row.someText("TTY"),
    host: row.someText("RemoteHost"),
    service: row.text("Service")?.text ?? null,
  };
}
