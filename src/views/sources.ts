import { statSync } from "node:fs";
import { join } from "node:path";
import { hostPlatform, lastlogBeside, layoutNamed, platforms } from "../../platforms/index.ts";
import type { UtmpEntry } from "../entry.ts";
import { hasCode } from "../errors.ts";
import { locate } from "../files/locate.ts";
import type { LastlogEntry } from "../lastlog-entry.ts";
import { checkOptions } from "../options.ts";
import type { Database } from "../platform.ts";
import { resolveInRoot } from "../root.ts";
import { isoTime } from "../timestamp.ts";
import { Btmp } from "./btmp.ts";
import { Lastlog } from "./lastlog.ts";
import { Utmp } from "./utmp.ts";
import { Wtmp } from "./wtmp.ts";

/**
 * The state of a store. `absent`: there is none. `unreadable`: there is one, and it can't be read.
 * `empty`: it holds no record. `stale`: another store of this system shows later logins. `ok`.
 */
export type StoreState = "absent" | "unreadable" | "empty" | "stale" | "ok";

/** What a store of login records is, and what it can't tell. */
export interface SourceStatus {
  readonly store: Database;
  readonly path: string;
  readonly status: StoreState;
  /** Name of the records' layout. */
  readonly layout: string | null;
  /** Records in it; of lastlog, users who have one. `null` if it can't be read. */
  readonly records: number | null;
  /** Time of its first record; of utmp and lastlog the oldest time in it. ISO 8601 in UTC. */
  readonly oldest: string | null;
  /** Time of its last record; of utmp and lastlog the newest time in it. ISO 8601 in UTC. */
  readonly newest: string | null;
  /** Bytes at its end that are no whole record. */
  readonly trailingBytes: number | null;
  /** The programs that write it. */
  readonly writer: string;
  /** What can't be learned from it. */
  readonly limits: string;
  /** What is wrong with it and what would help, or `null`. */
  readonly advice: string | null;
  /** Whether the answers about this system are taken from it. */
  readonly used: boolean;
}

/** Which system's stores are looked at. */
export interface SourcesOptions {
  /** Tree of another system: a mounted image, or a copy. */
  readonly root?: string;
  /** Name of the layout of its login records. @default this machine's */
  readonly layout?: string;
}

/** Records at the beginning and end of a file among which the oldest and newest are looked for. */
const LOOKED_AT = 1000;

/**
 * The stores of login records of this system, or of another's tree: what each is, and what it
 * can't tell. That a store is not there is an answer; nothing is thrown for it.
 *
 * @throws {@link UnsupportedPlatformError} if this system's stores are not known
 *
 * @example
 * ```ts
 * import { sources } from "bun-utmpx";
 * for (const { store, status, advice } of sources()) console.log(store, status, advice);
 * ```
 */
export function sources(options: SourcesOptions = {}): SourceStatus[] {
  checkOptions(options, ["root", "layout"]);
  // A tree that is not there is an error; all that can be wrong in it is a state of its stores.
  if (options.root !== undefined) resolveInRoot(options.root, "/");
  const stores = ["utmp", "wtmp", "btmp", "lastlog"] as const;
  return stores.map((store) => sourceStatus(store, options));
}

/** What reading a store shows. */
type Found = Pick<
  SourceStatus,
  "path" | "status" | "layout" | "records" | "oldest" | "newest" | "trailingBytes"
> & { readonly advice: string | null };

function sourceStatus(store: Database, options: SourcesOptions): SourceStatus {
  const [platform = hostPlatform()] = options.root === undefined ? [] : platforms;
  const { writer, limits, absent } = platform.notes[store];
  const [first = ""] = platform.paths[store];
  const { advice, ...found } = examine(store, first, options, absent);
  const used = found.status === "ok" || found.status === "empty";
  return { store, ...found, writer, limits, advice, used };
}

function examine(store: Database, first: string, options: SourcesOptions, absent: string): Found {
  let path = options.root === undefined ? first : join(options.root, first);
  try {
    path = locate(store, undefined, options.root).path;
    return store === "lastlog" ? examineLastlog(options) : examineUtmp(store, options);
  } catch (error) {
    const sizes = { layout: null, records: null, trailingBytes: null };
    const nothing = { path, ...sizes, oldest: null, newest: null };
    if (hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR")) {
      return { ...nothing, status: "absent", advice: absent };
    }
    return { ...nothing, status: "unreadable", advice: remedy(error) };
  }
}

function remedy(error: unknown): string {
  if (hasCode(error, "EACCES") || hasCode(error, "EPERM")) {
    return "run as root, or as a member of the file's group";
  }
  if (error instanceof Error) return error.message;
  throw error;
}

const VIEWS = { utmp: Utmp, wtmp: Wtmp, btmp: Btmp } as const;

function examineUtmp(store: keyof typeof VIEWS, options: SourcesOptions): Found {
  const view = new VIEWS[store]({ ...options, source: "file" });
  const { path, layout } = view;
  const span = new TimeSpan();
  const beginning = new VIEWS[store]({ ...options, source: "file", limit: LOOKED_AT });
  for (const entry of beginning) span.add(entry);
  const { oldest } = span;
  // The records of a log are in order; those of utmp are where there was room.
  let newest: string | null = null;
  for (const entry of view.newest(LOOKED_AT)) {
    if (isTimed(entry)) newest = timeOf(entry);
    if (store === "utmp") span.add(entry);
  }
  if (store === "utmp") newest = span.newest;
  return found(path, layout, layoutNamed(layout, "utmp").layout.size, null, oldest, newest);
}

function examineLastlog({ root, layout }: SourcesOptions): Found {
  const where = root === undefined ? {} : { root };
  const view = new Lastlog(
    layout === undefined ? where : { ...where, layout: lastlogBeside(layout) },
  );
  const span = new TimeSpan();
  for (const entry of view) span.add(entry);
  const { size } = layoutNamed(view.layout, "lastlog").layout;
  return found(view.path, view.layout, size, span.count, span.oldest, span.newest);
}

/** @param count records in it, `null` if all that fit are */
function found(
  path: string,
  layout: string,
  recordSize: number,
  count: number | null,
  oldest: string | null,
  newest: string | null,
): Found {
  const { size } = statSync(path);
  const trailingBytes = size % recordSize;
  const records = count ?? (size - trailingBytes) / recordSize;
  const torn = `its last ${trailingBytes} bytes, from byte ${size - trailingBytes}, are no whole record`;
  const empty = records === 0 ? "nothing was recorded since it was made or rotated" : null;
  const advice = trailingBytes > 0 ? torn : empty;
  const status = records === 0 ? "empty" : "ok";
  return { path, status, layout, records, oldest, newest, trailingBytes, advice };
}

type Timed = UtmpEntry | LastlogEntry;

/** Free slots, and records of programs that have ended, can have the time 0: it is no time. */
function isTimed(entry: Timed): boolean {
  return (
    entry.micros !== null && entry.micros !== 0 && !("type" in entry && entry.type === "EMPTY")
  );
}

function timeOf({ time, micros }: Timed): string | null {
  return time && isoTime(time, micros);
}

/** The first and last time of records in any order. */
class TimeSpan {
  count = 0;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;
  oldest: string | null = null;
  newest: string | null = null;

  add(entry: Timed): void {
    this.count++;
    const { micros } = entry;
    if (micros === null || !isTimed(entry)) return;
    if (micros < this.#first) [this.#first, this.oldest] = [micros, timeOf(entry)];
    if (micros > this.#last) [this.#last, this.newest] = [micros, timeOf(entry)];
  }
}
