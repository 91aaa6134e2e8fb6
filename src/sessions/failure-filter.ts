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
  const isInTime = timeTest(filter);
  return (entry) => {
    if (entry.type === "EMPTY" || entry.type === "SIGNATURE") return false;
    return isInTime(entry) && isWanted(entry);
  };
}

function timeTest({ since, until }: FailureFilter): (entry: LoginRecord) => boolean {
  if (since === undefined && until === undefined) return () => true;
  const from = since ? dateMicros(since) : Number.NEGATIVE_INFINITY;
  const to = until ? dateMicros(until) : Number.POSITIVE_INFINITY;
  return (entry) => {
    const time = entryMicros(entry);
    return !(time < from || time > to);
  };
}
