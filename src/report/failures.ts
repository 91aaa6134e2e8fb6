import type { UtmpEntry } from "../entry.ts";
import { isoTime } from "../timestamp.ts";

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

interface Tally {
  count: number;
  first: UtmpEntry;
  last: UtmpEntry;
  readonly users: Map<string, number>;
  readonly addresses: Set<string>;
}

/**
 * Counts failed logins by where they came from, most first.
 *
 * @param entries records of btmp, oldest first
 * @param nameOf what to show of a name
 */
export function countFailures(
  entries: Iterable<UtmpEntry>,
  nameOf: (user: string) => string,
): { readonly count: number; readonly bySource: readonly FailureCount[] } {
  const tallies = new Map<string, Tally>();
  for (const entry of entries) {
    const key = entry.address ?? (entry.host || entry.line);
    let tally = tallies.get(key);
    if (tally === undefined) {
      tally = { count: 0, first: entry, last: entry, users: new Map(), addresses: new Set() };
      tallies.set(key, tally);
    }
    tally.count++;
    if ((entry.micros ?? 0) < (tally.first.micros ?? 0)) tally.first = entry;
    if ((entry.micros ?? 0) >= (tally.last.micros ?? 0)) tally.last = entry;
    tally.users.set(entry.user, (tally.users.get(entry.user) ?? 0) + 1);
    if (entry.address !== null) tally.addresses.add(entry.address);
  }
  const bySource = [...tallies]
    .map(([key, tally]) => ({
      key,
      count: tally.count,
      first: timeOf(tally.first),
      last: timeOf(tally.last),
      users: tally.users.size,
      addresses: tally.addresses.size,
      names: mostTried(tally.users).map(nameOf),
    }))
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
  return { count: bySource.reduce((sum, { count }) => sum + count, 0), bySource };
}

function mostTried(users: ReadonlyMap<string, number>): string[] {
  return [...users]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, NAMES_SHOWN)
    .map(([user]) => user);
}

function timeOf({ time, micros }: UtmpEntry): string | null {
  return time && isoTime(time, micros);
}
