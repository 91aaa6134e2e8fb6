import { entryFrom, type LoginRecord } from "../entry.ts";
import { failureTest } from "./failure-filter.ts";
import type { FailureOptions } from "./failure-options.ts";

/** Which records are wanted, and how many of those at most. */
export interface WantedFailures {
  readonly isWanted: (record: LoginRecord) => boolean;
  readonly limit: number;
}

/** Records that can be read from either end; each reading starts anew. */
interface TwoWayRecords {
  readonly forward: (wanted: WantedFailures) => IteratorObject<LoginRecord, undefined>;
  readonly backward: (wanted: WantedFailures) => IteratorObject<LoginRecord, undefined>;
}

/**
 * The failed logins that are wanted, in the order of the file unless it is to be reversed. Only
 * those that a limit leaves are ever kept, and without one none are.
 *
 * @param options that have been checked
 */
export function selectFailures(
  records: TwoWayRecords,
  { limit = Number.POSITIVE_INFINITY, reverse = false, ...filter }: FailureOptions,
): IteratorObject<LoginRecord, undefined> {
  const wanted = { isWanted: failureTest(filter), limit };
  if (reverse) return records.backward(wanted);
  if (limit === Number.POSITIVE_INFINITY) return records.forward(wanted);
  return turned(records.backward(wanted));
}

function* turned(
  records: Iterable<LoginRecord, undefined>,
): Generator<LoginRecord, undefined, undefined> {
  yield* Array.from(records, withOwnBytes).reverse();
}

/** A record keeps the chunk of the file that it is from: one that is kept must not. */
function withOwnBytes(record: LoginRecord): LoginRecord {
  const raw = record.raw();
  return entryFrom(record, raw && { rawOf: () => raw.slice() });
}
