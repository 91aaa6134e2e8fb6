import type { LoginRecord } from "../entry.ts";
import { loginTest, type LoginFilter } from "./login-filter.ts";
import { dateMicros, entryMicros } from "./micros.ts";

/** Which failed logins are wanted: those that all of these fit. */
export interface FailureFilter extends LoginFilter {
  /** Those of this moment and later. One whose time is not known is given in any case. */
  readonly since?: Date;
  /** Those of this moment and before. */
  readonly until?: Date;
}

/**
 * The test of a filter: whether an entry is a failed login that is wanted. Free slots and records
 * that were wiped are none.
 *
 * @throws RangeError if `address` is no address or range
 */
export function failureTest(filter: FailureFilter): (entry: LoginRecord) => boolean {
  const isWanted = loginTest(filter);
  const since = filter.since ? dateMicros(filter.since) : Number.NEGATIVE_INFINITY;
  const until = filter.until ? dateMicros(filter.until) : Number.POSITIVE_INFINITY;
  return (entry) => {
    if (entry.type === "EMPTY" || entry.type === "SIGNATURE") return false;
    const time = entryMicros(entry);
    return !(time < since || time > until) && isWanted(entry);
  };
}
