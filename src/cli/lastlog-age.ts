import type { LastlogEntry } from "../lastlog-entry.ts";
import { UsageError } from "./usage-error.ts";

const DAY_SECONDS = 24 * 60 * 60;

/** How old a login may be, in days. */
interface AgeValues {
  /** At most. */
  readonly time?: string;
  /** At least. */
  readonly before?: string;
}

/**
 * Whether a login is as old as was asked for; one that never was is as old as time.
 *
 * @throws {@link UsageError} if what was asked for is no number of days
 */
export function ageFilter({ time, before }: AgeValues): (entry: LastlogEntry | null) => boolean {
  const now = Math.floor(Date.now() / 1000);
  const most = time === undefined ? Number.POSITIVE_INFINITY : daysValue("time", time);
  const least = before === undefined ? Number.NEGATIVE_INFINITY : daysValue("before", before);
  return (entry) => {
    const age = now - Math.floor((entry?.time?.getTime() ?? 0) / 1000);
    return age <= most * DAY_SECONDS && age >= least * DAY_SECONDS;
  };
}

/** Without a zero in front: the old tool takes that for octal. */
function daysValue(option: string, text: string): number {
  if (/^(?:0|[1-9][0-9]*)$/.test(text)) return Number(text);
  throw new UsageError(`Cannot take "${text}" as --${option}: it must be a number of days`);
}
