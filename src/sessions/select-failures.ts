import { UtmpEntry, type LoginRecord } from "../entry.ts";
import { failureTest } from "./failure-filter.ts";
import type { FailureOptions } from "./failure-options.ts";

/** Records that can be read from either end; each reading starts anew. */
interface TwoWayRecords {
  readonly forward: () => Iterable<LoginRecord>;
  readonly backward: () => Iterable<LoginRecord>;
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
): Generator<LoginRecord, undefined, undefined> {
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
  entries: Iterable<LoginRecord>,
  isWanted: (entry: LoginRecord) => boolean,
): Generator<LoginRecord, undefined, undefined> {
  let left = count;
  if (left === 0) return;
  for (const entry of entries) {
    if (!isWanted(entry)) continue;
    yield entry;
    left--;
    if (left === 0) return;
  }
}

/** A record keeps the chunk of the file that it is from: one that is kept must not. */
function withOwnBytes(record: LoginRecord): LoginRecord {
  const raw = record.raw();
  return new UtmpEntry(record, raw && { raw: () => raw.slice() });
}
