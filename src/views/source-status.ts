import type { Database, Store } from "../platform.ts";
import type { RecordProblem } from "../problems.ts";
import type { SourceName } from "../source.ts";
import { isoTime } from "../timestamp.ts";

/**
 * The state of a store. `absent`: there is none. `unreadable`: there is one, and it can't be read.
 * `empty`: it holds no record. `stale`: it was read, and another store of this system shows later
 * logins, or not all of it could be. `ok`.
 */
export type StoreState = "absent" | "unreadable" | "empty" | "stale" | "ok";

/** The stores that a system can have; what services answer for is part of theirs. */
export type StoreName = Database | Exclude<Store, "utmps" | "wtmpdbd">;

/** What a store of login records is, and what it can't tell. */
export interface SourceStatus {
  readonly store: StoreName;
  /** `null` if the system keeps no such file. */
  readonly path: string | null;
  readonly status: StoreState;
  /** Name of the records' layout, or of what is no file of records. */
  readonly layout: string | null;
  /**
   * Records in it; of lastlog and lastlog2 users who have one, of logind sessions that are logins.
   * `null` if it can't be read.
   */
  readonly records: number | null;
  /** Time of its first record; the oldest time in what has no order. ISO 8601 in UTC. */
  readonly oldest: string | null;
  /** Time of its last record; the newest time in what has no order. ISO 8601 in UTC. */
  readonly newest: string | null;
  /** Bytes at its end that are no whole record; `null` if it can't be read. */
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
  /** How many problems there were where it was looked at: of files, their beginning and end. */
  readonly problems: number;
}

/** What reading a store shows. */
export interface Found extends Omit<SourceStatus, "store" | "writer" | "limits" | "used"> {
  /** When a user logged in last, in microseconds since 1970; `null` if nobody did. */
  readonly lastLogin: number | null;
}

/** A store that is not there. */
export function absentAt(path: string | null): Found {
  const times = { oldest: null, newest: null };
  const sizes = { layout: null, records: null, ...times, trailingBytes: null };
  const nothing = { advice: null, source: null, problems: 0, lastLogin: null };
  return { path, status: "absent", ...sizes, ...nothing };
}

/** What is known of a store that was read, but for its state. */
type Read = Pick<
  Found,
  "path" | "layout" | "records" | "oldest" | "newest" | "source" | "lastLogin"
>;

/**
 * A store that could be read.
 *
 * @param size of its file, which bytes that are no record are counted from
 * @param met problems, which can have been met more than once
 */
export function foundIn(
  read: Read,
  trailingBytes: number,
  size: number,
  met: readonly RecordProblem[],
): Found {
  const torn = `its last ${trailingBytes} bytes, from byte ${size - trailingBytes}, are no whole record`;
  const other = met.find(({ kind }) => kind !== "torn-tail");
  const advice = trailingBytes > 0 ? torn : (other?.message ?? null);
  const isStale = met.some(({ kind }) => kind === "stale");
  const status = isStale ? "stale" : read.records === 0 ? "empty" : "ok";
  const problems = new Set(met.map(({ message }) => message)).size;
  return { ...read, status, trailingBytes, advice, problems };
}

/** What has a time. */
interface Timed {
  readonly time: Date | null;
  readonly micros: number | null;
  readonly type?: string;
}

/** Free slots, and records of programs that have ended, can have the time 0: it is no time. */
export function isTimed({ micros, type }: Timed): boolean {
  return micros !== null && micros !== 0 && type !== "EMPTY";
}

export function timeOf({ time, micros }: Timed): string | null {
  return time && isoTime(time, micros);
}

/** The first and last time of what is in any order. */
export class TimeSpan {
  count = 0;
  /** The last time, in microseconds since 1970. */
  get last(): number | null {
    return this.newest === null ? null : this.#last;
  }

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
