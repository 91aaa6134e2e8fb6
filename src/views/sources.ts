import { hostPlatform, platforms } from "../../platforms/index.ts";
import { hasCode } from "../errors.ts";
import { locate } from "../files/locate.ts";
import { UtmpFile } from "../files/utmp-file.ts";
import { checkOptions } from "../options.ts";
import type { Database } from "../platform.ts";
import { isoTime } from "../timestamp.ts";
import { Lastlog } from "./lastlog.ts";
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
  /** Records in it, free slots not counted; `null` if it can't be read. */
  readonly records: number | null;
  /** Time of its first record, ISO 8601 in UTC. */
  readonly oldest: string | null;
  /** Time of its last record, ISO 8601 in UTC. */
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
  const stores = ["utmp", "wtmp", "btmp", "lastlog"] as const;
  return stores.map((store) => sourceStatus(store, options));
}

/** What reading a store shows. */
type Found = Pick<
  SourceStatus,
  "status" | "layout" | "records" | "oldest" | "newest" | "trailingBytes" | "advice"
>;

function sourceStatus(store: Database, options: SourcesOptions): SourceStatus {
  const [platform = hostPlatform()] = options.root === undefined ? [] : platforms;
  const { writer, limits, absent } = platform.notes[store];
  const { path } = locate(store, undefined, options.root);
  const found = examine(store, path, options, absent);
  const used = found.status === "ok" || found.status === "empty";
  return { store, path, ...found, writer, limits, used };
}

function examine(store: Database, path: string, options: SourcesOptions, absent: string): Found {
  try {
    return store === "lastlog" ? examineLastlog(path) : examineUtmp(path, options.layout);
  } catch (error) {
    const nothing = {
      layout: null,
      records: null,
      oldest: null,
      newest: null,
      trailingBytes: null,
    };
    if (hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR")) {
      return { status: "absent", ...nothing, advice: absent };
    }
    return { status: "unreadable", ...nothing, advice: remedy(error) };
  }
}

function remedy(error: unknown): string {
  if (hasCode(error, "EACCES") || hasCode(error, "EPERM")) {
    return "run as root, or as a member of the file's group";
  }
  if (error instanceof Error) return error.message;
  throw error;
}

function examineUtmp(path: string, layout: string | undefined): Found {
  using file = new UtmpFile(path, layout === undefined ? {} : { layout });
  const { trailingBytes } = file;
  const end = new Wtmp({ path, layout: file.layout });
  return {
    status: file.records === 0 ? "empty" : "ok",
    layout: file.layout,
    records: file.records,
    oldest: firstTime(file[Symbol.iterator]().take(LOOKED_AT)),
    newest: lastTime(end.newest(LOOKED_AT)),
    trailingBytes,
    advice: adviceFor(file.records, trailingBytes),
  };
}

function examineLastlog(path: string): Found {
  const view = new Lastlog(path);
  const entries = [...view];
  const [torn] = view.problems;
  return {
    status: entries.length === 0 ? "empty" : "ok",
    layout: view.layout,
    records: entries.length,
    oldest: firstTime(entries),
    newest: lastTime(entries),
    trailingBytes: torn?.bytes ?? 0,
    advice: adviceFor(entries.length, torn?.bytes ?? 0),
  };
}

function adviceFor(records: number, trailingBytes: number): string | null {
  if (trailingBytes > 0) return `its last ${trailingBytes} bytes are no whole record`;
  return records === 0 ? "nothing was recorded since it was made or rotated" : null;
}

interface Timed {
  readonly time: Date | null;
  readonly micros: number | null;
}

/** Free slots and records of programs that have ended can have the time 0: it is no time. */
function times(records: Iterable<Timed>): Timed[] {
  const known = [...records].filter(({ micros }) => micros !== null && micros !== 0);
  return known.sort((a, b) => (a.micros ?? 0) - (b.micros ?? 0));
}

function firstTime(records: Iterable<Timed>): string | null {
  const [first] = times(records);
  return first?.time ? isoTime(first.time, first.micros) : null;
}

function lastTime(records: Iterable<Timed>): string | null {
  const last = times(records).at(-1);
  return last?.time ? isoTime(last.time, last.micros) : null;
}
