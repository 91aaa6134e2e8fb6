import { checkCount, checkOptions } from "../options.ts";
import type { Zone } from "../zone.ts";
import type { FailureFilter } from "./failure-filter.ts";
import { FAILURE_KEYS } from "./failure-key.ts";
import { checkSessionOptions } from "./session-options.ts";

/** Which failed logins are given. */
export interface FailureOptions extends FailureFilter {
  /** Most to give: the last of the file, in either order. @default that of the view */
  readonly limit?: number;
  /** Whether the last of the file comes first. @default false */
  readonly reverse?: boolean;
}

/** Which failed logins are counted, and how. */
export interface FailureCountOptions extends FailureFilter {
  /** Most to count: the last of the file. @default that of the view */
  readonly limit?: number;
  /** Most counts to give, the highest. Without it there are all, hours and days in their order. */
  readonly top?: number;
  /** Whose clocks show the hours and days: an IANA name, or what tells offsets. @default "UTC" */
  readonly zone?: string | Pick<Zone, "offsetAt">;
}

const FILTERS = ["since", "until", "user", "host", "address", "line", "limit"] as const;

/**
 * Refuses options of {@link FailureOptions} that can't be meant.
 *
 * @throws TypeError on an unknown option or a value of the wrong kind; RangeError on a date that is
 *   none, an end before the beginning, a limit that is no count, or an address that is none
 */
export function checkFailureOptions(options: FailureOptions): void {
  checkOptions(options, [...FILTERS, "reverse"]);
  checkSessionOptions(options);
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
  checkSessionOptions(filter);
  checkCount("top", top, 0);
  if (zone !== undefined && typeof zone !== "string" && typeof zone?.offsetAt !== "function") {
    throw new TypeError(`Cannot take ${Bun.inspect(zone)} as zone: a time zone is wanted`);
  }
}
