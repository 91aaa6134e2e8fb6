import type { UtmpEntry } from "../entry.ts";
import { dateOf, isoTime } from "../timestamp.ts";

/** Failed logins from one source. */
export interface FailureCount {
  /** Address of the source, else its host, else the line. */
  readonly key: string;
  readonly count: number;
  /** Time of the first, ISO 8601 in UTC. */
  readonly first: string | null;
  /** Time of the last, ISO 8601 in UTC. */
  readonly last: string | null;
  /** How many different names were tried. */
  readonly users: number;
  /** How many different addresses they came from. */
  readonly addresses: number;
  /** The names tried most, redacted if that was asked for. */
  readonly names: readonly string[];
}

const NAMES_SHOWN = 3;

/** What is kept of a source: an entry itself would keep its chunk of the file in memory. */
interface Tally {
  count: number;
  first: number;
  last: number;
  readonly users: Map<string, number>;
  readonly addresses: Set<string>;
}

/** Failed logins by their sources, and how many there are in all. */
export interface Failures {
  readonly count: number;
  readonly bySource: readonly FailureCount[];
}

/**
 * Counts failed logins by where they came from, most first.
 *
 * @param entries records of btmp
 * @param nameOf what to show of a name
 */
export function countFailures(
  entries: Iterable<UtmpEntry>,
  nameOf: (user: string) => string,
): Failures {
  const tallies = new Map<string, Tally>();
  let count = 0;
  for (const entry of entries) {
    const key = entry.address ?? (entry.host || entry.line);
    let tally = tallies.get(key);
    if (tally === undefined) {
      tally = {
        count: 0,
        first: Number.POSITIVE_INFINITY,
        last: Number.NEGATIVE_INFINITY,
        users: new Map(),
        addresses: new Set(),
      };
      tallies.set(key, tally);
    }
    count++;
    tally.count++;
    tally.first = Math.min(tally.first, entry.micros ?? Number.POSITIVE_INFINITY);
    tally.last = Math.max(tally.last, entry.micros ?? Number.NEGATIVE_INFINITY);
    tally.users.set(entry.user, (tally.users.get(entry.user) ?? 0) + 1);
    if (entry.address !== null) tally.addresses.add(entry.address);
  }
  const bySource = [...tallies]
    .map(([key, tally]) => ({
      key,
      count: tally.count,
      first: isoOf(tally.first),
      last: isoOf(tally.last),
      users: tally.users.size,
      addresses: tally.addresses.size,
      names: mostTried(tally.users).map(nameOf),
    }))
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
  return { count, bySource };
}

function mostTried(users: ReadonlyMap<string, number>): string[] {
  return [...users]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, NAMES_SHOWN)
    .map(([user]) => user);
}

function isoOf(micros: number): string | null {
  const time = Number.isFinite(micros) ? dateOf(0, micros) : null;
  return time && isoTime(time, micros);
}
