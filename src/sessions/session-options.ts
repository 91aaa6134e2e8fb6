import { AddressRange } from "../cidr.ts";
import { checkCount, checkOptions, checkText, wrongKind } from "../options.ts";
import type { LoginFilter } from "./login-filter.ts";

/**
 * Which sessions are given. Records are paired before anything is left out, so that no filter
 * changes how a session ends, except `asOf`.
 */
export interface SessionOptions extends LoginFilter {
  /**
   * Sessions that reach to this moment or beyond it. One that has no logout reaches to `asOf`; one
   * whose clock was set back takes the time between its two times.
   */
  readonly since?: Date;
  /** Sessions that begin at this moment or before it. */
  readonly until?: Date;
  /**
   * The moment that is looked at: records after it are left out, as though it were now. Without it
   * none is, and sessions that have no logout reach to now on the live system, to the last record in
   * any other file. Sessions of the live system are `open` or `gone` only if no moment is given, or
   * one that is less than two seconds ago: what was there before can't be asked.
   */
  readonly asOf?: Date;
  /**
   * Most sessions to give: the newest by login, in either order. No more of them are held in memory
   * than this needs. @default that of the view
   */
  readonly limit?: number;
  /** Whether the newest login comes first. @default false */
  readonly reverse?: boolean;
}

const TIMES = ["since", "until", "asOf"] as const;
const TEXTS = ["user", "host", "address", "line"] as const;
const KNOWN: readonly string[] = [...TIMES, ...TEXTS, "limit", "reverse"];

/** The options by which logins are chosen, those that succeeded and those that failed. */
export const FILTERS: readonly string[] = KNOWN.filter((name) => !/^(?:asOf|reverse)$/.test(name));

/**
 * Refuses options of {@link SessionOptions} that can't be meant.
 *
 * @throws TypeError on an unknown option or a value of the wrong kind; RangeError on a date that is
 *   none, an end before the beginning, a limit that is no count, or an address that is none
 */
export function checkSessionOptions(options: SessionOptions): void {
  checkOptions(options, KNOWN);
  checkValues(options);
}

/** The same of values only, whatever other options there are. */
export function checkValues(options: SessionOptions): void {
  for (const name of TIMES) checkTime(name, options[name]);
  for (const name of TEXTS) {
    const value: unknown = options[name];
    if (value !== undefined) checkText(name, value);
  }
  const { since, until, address, limit, reverse } = options;
  if (since !== undefined && until !== undefined && since > until) {
    throw new RangeError(
      `Cannot end before the beginning: until is ${until.toISOString()}, since ${since.toISOString()}`,
    );
  }
  if (address !== undefined) AddressRange.parse(address);
  checkCount("limit", limit, 0);
  if (reverse !== undefined && typeof reverse !== "boolean") {
    throw wrongKind("reverse", reverse, "true or false is");
  }
}

function checkTime(name: string, time: unknown): void {
  if (time === undefined) return;
  if (!(time instanceof Date)) throw wrongKind(name, time, "a Date is");
  if (Number.isNaN(time.getTime())) {
    throw new RangeError(`Cannot take an invalid Date as ${name}: it must be a time`);
  }
}
