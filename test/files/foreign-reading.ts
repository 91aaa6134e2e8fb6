import { Btmp } from "../../src/views/btmp.ts";
import { Lastlog } from "../../src/views/lastlog.ts";
import { Utmp } from "../../src/views/utmp.ts";
import type { LastlogOptions } from "../../src/views/view-options.ts";
import { Wtmp } from "../../src/views/wtmp.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { expectedEntries, type Expected } from "./foreign-entries.ts";
import { writeForeign, type ForeignFile } from "./foreign-files.ts";
import type { Kind } from "./foreign-kinds.ts";

/** The view of a database of logins. */
export function loginsOf(
  database: "utmp" | "wtmp" | "btmp",
  options: LastlogOptions,
): Utmp | Wtmp | Btmp {
  switch (database) {
    case "utmp":
      return new Utmp(options);
    case "wtmp":
      return new Wtmp(options);
    case "btmp":
      return new Btmp(options);
  }
}

/** The view of any database. */
export function viewOf(
  database: Kind["database"],
  options: LastlogOptions,
): Utmp | Wtmp | Btmp | Lastlog {
  return database === "lastlog" ? new Lastlog(options) : loginsOf(database, options);
}

/** What a view gives of a file, in the order and with the fields of what was written. */
export function givenEntries(file: ForeignFile, view: ReturnType<typeof viewOf>): unknown[] {
  const { kind } = file;
  const fields = Object.keys(expectedEntries(file)[0] ?? {});
  const given = [...view]
    .map((entry): Record<string, unknown> => ({ ...entry.toJSON() }))
    .filter((entry) => entry["type"] !== "EMPTY" || entry["line"] !== "" || entry["micros"] !== 0)
    .map((entry) => Object.fromEntries(fields.map((field) => [field, entry[field]])));
  return ordered(kind, given);
}

/** What a hash keeps comes in no order. */
function ordered(kind: Kind, entries: readonly unknown[]): unknown[] {
  if (kind.framing !== "db-hash") return [...entries];
  return entries.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}

function isEmpty({ type, line, micros }: Expected): boolean {
  return type === "EMPTY" && line === "" && micros === 0;
}

/** A directory in which a file stands, as "file". */
export function inDirectory(file: ForeignFile, modified?: number): TemporaryDirectory {
  const directory = new TemporaryDirectory();
  writeForeign(directory.at("file"), file, modified);
  return directory;
}

/** The entries that were written, in the order of {@link givenEntries}. */
export function wantedEntries(file: ForeignFile): unknown[] {
  return ordered(
    file.kind,
    expectedEntries(file).filter((entry) => !isEmpty(entry)),
  );
}

/** The entries of a file, by a layout that is named or by the one it shows. */
export function entriesOf(file: ForeignFile, path: string, layout?: string): unknown[] {
  const options = { path, ...(layout !== undefined && { layout }) };
  return givenEntries(file, viewOf(file.kind.database, options));
}

/** Whether two layouts make the same of a file. */
export function areEqual(file: ForeignFile, one: string, other: string): boolean {
  if (one === other) return true;
  using directory = inDirectory(file);
  try {
    const [a, b] = [one, other].map((layout) => entriesOf(file, directory.at("file"), layout));
    return Bun.deepEquals(a, b);
  } catch (error) {
    // A layout of the other kind of records.
    if (error instanceof RangeError) return false;
    throw error;
  }
}
