import type { LoginRecord } from "../entry.ts";
import type { NameRule } from "../redaction.ts";
import type { Zone } from "../zone.ts";
import { keyCodes } from "./failure-codes.ts";
import type { FailureKey } from "./failure-options.ts";
import { FailureTally, type JudgedCount } from "./failure-tally.ts";

/** How failed logins are counted. */
interface CountRule {
  /** Whose clocks show the hours and days; UTC without it. */
  readonly zone?: Pick<Zone, "offsetAt"> | undefined;
  /** Most counts to give, the highest. Without it there are all, hours and days in their order. */
  readonly top?: number | undefined;
  /** What is told of names that they are counted by. */
  readonly names?: NameRule | undefined;
}

/**
 * Counts failed logins, most first, and where they are as many, in the order of their keys. What is
 * kept grows with the keys, names, addresses, and pairs of them that are met, not with the entries.
 */
export function countFailures(
  entries: Iterable<LoginRecord>,
  by: FailureKey,
  { zone, top, names }: CountRule = {},
): JudgedCount[] {
  using tally = new FailureTally(by, keyCodes(by, zone ?? null));
  for (const entry of entries) tally.add(entry);
  const isTime = by === "hour" || by === "day";
  const order = isTime && top === undefined ? "time" : "count";
  return tally.counts(order, top, by === "user" ? names : undefined);
}
