import { statSync } from "node:fs";
import type { LoginRecord } from "../entry.ts";
import { findStore } from "../files/find-store.ts";
import type { LoginDatabase } from "../platform.ts";
import { Lastlog } from "./lastlog.ts";
import { RecordFiles } from "./record-files.ts";
import { foundIn, isTimed, timeOf, TimeSpan, type Found } from "./source-status.ts";
import { UtmpView } from "./utmp-view.ts";

/** Which system's records are looked at. */
export interface RecordsPlace {
  readonly root?: string;
  readonly layout?: string;
}

/** Records at the beginning and end of a file among which the oldest and newest are looked for. */
const LOOKED_AT = 1000;

/** A database by its records alone, whatever else answers for the system. */
class RecordsOnly extends UtmpView {
  constructor(database: LoginDatabase, options: RecordsPlace & { readonly limit?: number }) {
    super(database, options, (kind) => new RecordFiles(database, kind, options));
  }
}

/**
 * Looks at a database that is a file of records of logins.
 *
 * @throws as iterating its view
 */
export function examineLogins(database: LoginDatabase, place: RecordsPlace): Found {
  const view = new RecordsOnly(database, place);
  const { records, trailingBytes } = view.extent();
  // What the file has shown once need not be looked for again.
  const known = view.source === "file" ? { ...place, layout: view.layout } : place;
  const span = new TimeSpan();
  const beginning = new RecordsOnly(database, { ...known, limit: LOOKED_AT });
  for (const entry of beginning) span.add(entry);
  const { oldest } = span;
  const end = new RecordsOnly(database, known);
  const logins = new TimeSpan();
  let last: LoginRecord | null = null;
  for (const entry of end.newest(LOOKED_AT)) {
    if (isTimed(entry)) last = entry;
    if (entry.isUserProcess) logins.add(entry);
    span.add(entry);
  }
  // The records of a log are in order; those of utmp are where there was room.
  const newest = database === "utmp" ? span.newest : last && timeOf(last);
  const met = [...view.problems, ...beginning.problems, ...end.problems];
  const { path, size } = fileOf(view);
  const { layout, source } = view;
  const times = { oldest: database === "utmp" ? span.oldest : oldest, newest };
  const read = { path, layout, source, records, ...times, lastLogin: logins.last };
  return foundIn(read, trailingBytes, size, met);
}

/**
 * Looks at the file of last logins.
 *
 * @throws as iterating its view
 */
export function examineLastlog(place: RecordsPlace): Found {
  // Where there is another store, who asks for no source means that.
  const source = findStore("lastlog2", place.root) === null ? "auto" : "file";
  const view = new Lastlog({ ...place, source });
  const span = new TimeSpan();
  for (const entry of view) span.add(entry);
  const { count: records, oldest, newest, last: lastLogin } = span;
  const { path, size } = fileOf(view);
  const { layout, trailingBytes, problems } = view;
  const read = { path, layout, source: view.source, records, oldest, newest, lastLogin };
  return foundIn(read, trailingBytes, size, problems);
}

/** libc can have records that are in no file of ours. */
function fileOf({ path }: UtmpView | Lastlog): {
  readonly path: string | null;
  readonly size: number;
} {
  const stats = statSync(path, { throwIfNoEntry: false });
  return { path: stats === undefined ? null : path, size: stats?.size ?? 0 };
}
