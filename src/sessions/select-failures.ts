import { invalidTextOf, UtmpEntry } from "../entry.ts";
import { failureTest } from "./failure-filter.ts";
import type { FailureOptions } from "./failure-options.ts";

/** Records that can be read from either end; each reading starts anew. */
interface TwoWayRecords {
  readonly forward: () => Iterable<UtmpEntry>;
  readonly backward: () => Iterable<UtmpEntry>;
}

/**
 * The failed logins that are wanted, in the order of the file unless it is to be reversed. Only
 * those that a limit leaves are ever kept, and without one none are.
 *
 * @param options that have been checked
 */
export function* selectFailures(
  records: TwoWayRecords,
  { limit = Number.POSITIVE_INFINITY, reverse = false, ...filter }: FailureOptions,
): Generator<UtmpEntry, undefined, undefined> {
  const isWanted = failureTest(filter);
  if (limit === Number.POSITIVE_INFINITY || reverse) {
    yield* first(limit, reverse ? records.backward() : records.forward(), isWanted);
    return;
  }
  const last = Array.from(first(limit, records.backward(), isWanted), withOwnBytes);
  yield* last.reverse();
}

function* first(
  count: number,
  entries: Iterable<UtmpEntry>,
  isWanted: (entry: UtmpEntry) => boolean,
): Generator<UtmpEntry, undefined, undefined> {
  let left = count;
  if (left === 0) return;
  for (const entry of entries) {
    if (!isWanted(entry)) continue;
    yield entry;
    left--;
    if (left === 0) return;
  }
}

/** An entry keeps the chunk of the file that it is from: one that is kept must not. */
function withOwnBytes(entry: UtmpEntry): UtmpEntry {
  const raw = entry.raw();
  const count = entry.count === undefined ? {} : { count: entry.count };
  return new UtmpEntry(entry, { ...invalidTextOf(entry), ...count }, raw, 0, raw?.length ?? 0);
}
