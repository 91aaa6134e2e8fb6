import { statSync } from "node:fs";
import { join } from "node:path";
import { findLayout, hostPlatform, layoutNamed, platforms } from "../../platforms/index.ts";
import { accessRemedy } from "../access-remedy.ts";
import type { UtmpEntry } from "../entry.ts";
import { hasCode, isReadError, UnsupportedPlatformError } from "../errors.ts";
import { locate, systemsOf } from "../files/locate.ts";
import type { LastlogEntry } from "../lastlog-entry.ts";
import { checkOptions } from "../options.ts";
import type { Database, Platform } from "../platform.ts";
import type { RecordProblem } from "../problems.ts";
import { resolveInRoot } from "../root.ts";
import type { SourceName } from "../source.ts";
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
  /** `null` if the system keeps no such file. */
  readonly path: string | null;
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
  /** How it is read; `null` if it can't be. */
  readonly source: SourceName | null;
  /** How many problems there were where it was looked at: its beginning and its end. */
  readonly problems: number;
}

/** Which system's stores are looked at. */
export interface SourcesOptions {
  /** Tree of another system: a mounted image, or a copy. */
  readonly root?: string;
  /** Name of the layout of its records, for the stores that can have it. @default what they show */
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
  const { layout } = options;
  if (layout !== undefined && findLayout(layout, "lastlog") === null) layoutNamed(layout, "utmp");
  const stores = ["utmp", "wtmp", "btmp", "lastlog"] as const;
  const likely = options.root === undefined ? hostPlatform() : systemsOf(options.root)[0];
  const found = stores.map((store) => ({
    store,
    ...examine(store, options, likely?.paths[store][0] ?? null),
  }));
  const platform = options.root === undefined ? hostPlatform() : platformOf(found, likely);
  return found.map(({ advice, source, problems, ...state }) => {
    const { writer, limits, absent } = platform.notes[state.store];
    const used = state.status === "ok" || state.status === "empty";
    const told = state.status === "absent" ? absent : advice;
    return { ...state, writer, limits, advice: told, used, source, problems };
  });
}

/** What reading a store shows. */
type Found = Omit<SourceStatus, "store" | "writer" | "limits" | "used">;

/** The system whose files these are: the layouts tell, where systems have the same paths. */
function platformOf(found: readonly Found[], likely: Platform | undefined): Platform {
  const names = found.flatMap(({ layout }) => layout ?? []);
  const counted = [...(likely === undefined ? [] : [likely]), ...platforms].map((platform) => {
    const ids = platform.layouts.map(({ id }) => id);
    const count = names.filter((name) => ids.includes(name.replace(/-(?:le|be)$/, ""))).length;
    return { platform, count };
  });
  const best = counted.reduce((a, b) => (b.count > a.count ? b : a));
  return best.platform;
}

function absentAt(path: string | null): Found {
  const times = { oldest: null, newest: null };
  const sizes = { layout: null, records: null, ...times, trailingBytes: null };
  return { path, status: "absent", ...sizes, advice: null, source: null, problems: 0 };
}

/** @param first where the store is if nothing shows it */
function examine(store: Database, options: SourcesOptions, first: string | null): Found {
  let path = first === null || options.root === undefined ? first : join(options.root, first);
  try {
    path = locate(store, undefined, options.root).path;
    return store === "lastlog" ? examineLastlog(options) : examineUtmp(store, options);
  } catch (error) {
    const isAbsent =
      error instanceof UnsupportedPlatformError ||
      hasCode(error, "ENOENT") ||
      hasCode(error, "ENOTDIR");
    const nothing = absentAt(path);
    return isAbsent ? nothing : { ...nothing, status: "unreadable", advice: remedy(error) };
  }
}

function remedy(error: unknown): string {
  const advice = accessRemedy(error);
  if (advice !== null) return advice;
  if (isReadError(error)) return error.message;
  throw error;
}

const VIEWS = { utmp: Utmp, wtmp: Wtmp, btmp: Btmp } as const;

function examineUtmp(store: keyof typeof VIEWS, options: SourcesOptions): Found {
  const where = whereOf("utmp", options);
  const view = new VIEWS[store](where);
  const { records, trailingBytes } = view.extent();
  // What the file has shown once need not be looked for again.
  const found = view.source === "file" ? { ...where, layout: view.layout } : where;
  const span = new TimeSpan();
  const beginning = new VIEWS[store]({ ...found, limit: LOOKED_AT });
  for (const entry of beginning) span.add(entry);
  const { oldest } = span;
  // The records of a log are in order; those of utmp are where there was room.
  let newest: string | null = null;
  const end = new VIEWS[store](found);
  for (const entry of end.newest(LOOKED_AT)) {
    if (isTimed(entry)) newest = timeOf(entry);
    if (store === "utmp") span.add(entry);
  }
  if (store === "utmp") newest = span.newest;
  const met = [...view.problems, ...beginning.problems, ...end.problems];
  return foundIn(view, records, trailingBytes, oldest, newest, met);
}

function examineLastlog(options: SourcesOptions): Found {
  const view = new Lastlog(whereOf("lastlog", options));
  const span = new TimeSpan();
  for (const entry of view) span.add(entry);
  return foundIn(view, span.count, view.trailingBytes, span.oldest, span.newest, view.problems);
}

/** A layout that is named is that of the stores which can have it. */
export function whereOf(
  record: "utmp" | "lastlog",
  { root, layout }: SourcesOptions,
): SourcesOptions {
  const where = root === undefined ? {} : { root };
  if (layout === undefined) return where;
  const other = record === "utmp" ? "lastlog" : "utmp";
  const isOther = findLayout(layout, record) === null && findLayout(layout, other) !== null;
  return isOther ? where : { ...where, layout };
}
/** What a view that could be read shows. */
function foundIn(
  view: Utmp | Wtmp | Btmp | Lastlog,
  records: number,
  trailingBytes: number,
  oldest: string | null,
  newest: string | null,
  met: readonly RecordProblem[],
): Found {
  const { path, layout, source } = view;
  const stats = statSync(path, { throwIfNoEntry: false });
  const start = stats?.size ?? 0;
  const torn = `its last ${trailingBytes} bytes, from byte ${start - trailingBytes}, are no whole record`;
  const empty = records === 0 ? "nothing was recorded since it was made or rotated" : null;
  const other = met.filter(({ kind }) => kind !== "torn-tail");
  const advice = trailingBytes > 0 ? torn : (other[0]?.message ?? empty);
  // The same can be met at the beginning and at the end.
  const problems = new Set(met.map(({ message }) => message)).size;
  const status = records === 0 ? "empty" : "ok";
  const from = { path: stats === undefined ? null : path, source };
  return { ...from, status, layout, records, oldest, newest, trailingBytes, advice, problems };
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
