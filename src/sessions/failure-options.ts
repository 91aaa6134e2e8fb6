import { checkCount, checkOptions, wrongKind } from "../options.ts";
import type { FailureFilter } from "./failure-filter.ts";
import { checkValues, FILTERS } from "./session-options.ts";

/** What failed logins are counted by. */
export const FAILURE_KEYS = ["user", "host", "address", "network", "hour", "day"] as const;

/**
 * What failed logins are counted by. `network`: the first 24 bits of an IPv4 address, 64 of an IPv6
 * address. `hour`, `day`: as the clocks of a zone show them, `2026-11-20T13` and `2026-11-20`. An
 * hour that is shown twice, as the clocks are set back, is one.
 */
export type FailureKey = (typeof FAILURE_KEYS)[number];

/** Which failed logins are looked at. */
interface FailureLimit extends FailureFilter {
  /** Most to take: the last of the file, in either order. @default that of the view */
  readonly limit?: number;
}

/** Which failed logins are given. */
export interface FailureOptions extends FailureLimit {
  /** Whether the last of the file comes first. @default false */
  readonly reverse?: boolean;
}

/** Which failed logins are counted, and how. */
export interface FailureCountOptions extends FailureLimit {
  /** Most counts to give, the highest. Without it there are all, hours and days in their order. */
  readonly top?: number;
  /**
   * Whose clocks show the hours and days: an IANA name, or what tells by how many seconds they are
   * ahead of UTC at a second since 1970; `null` if they can't show it. @default "UTC"
   */
  readonly zone?: string | { offsetAt(seconds: number): number | null };
}

/**
 * Refuses options of {@link FailureOptions} that can't be meant.
 *
 * @throws TypeError on an unknown option or a value of the wrong kind; RangeError on a date that is
 *   none, an end before the beginning, a limit that is no count, or an address that is none
 */
export function checkFailureOptions(options: FailureOptions): void {
  checkOptions(options, [...FILTERS, "reverse"]);
  checkValues(options);
}

/**
 * The same for {@link FailureCountOptions}.
 *
 * @throws as {@link checkFailureOptions}; RangeError on a key that is none of those known
 */
export function checkFailureCountOptions(key: string, options: FailureCountOptions): void {
  if (!FAILURE_KEYS.some((known) => known === key)) {
    throw new RangeError(`Cannot count by "${key}": known are ${FAILURE_KEYS.join(", ")}`);
  }
  checkOptions(options, [...FILTERS, "top", "zone"]);
  const { top, zone, ...filter } = options;
  checkValues(filter);
  checkCount("top", top, 0);
  if (zone !== undefined && typeof zone !== "string" && typeof zone?.offsetAt !== "function") {
    throw wrongKind("zone", zone, "a time zone is");
  }
}
