import { clockMinute, ctime, ctimeMinute, lastIsoTime } from "../local-time.ts";
import { memoized } from "../memo.ts";
import type { Zone } from "../zone.ts";
import type { ByteText } from "./byte-text.ts";

/** How last(1) shows times, and how wide its columns for begin and end are. */
export const TIME_FORMATS = {
  notime: { begin: 0, end: 0 },
  short: { begin: 16, end: 7 },
  full: { begin: 24, end: 26 },
  iso: { begin: 25, end: 27 },
} as const;

export type TimeFormat = keyof typeof TIME_FORMATS;

export function isTimeFormat(name: string): name is TimeFormat {
  return Object.hasOwn(TIME_FORMATS, name);
}

/** Of `Wed Aug 28 13:00:07 2013`: what is shown of a begin, and of an end. */
const MINUTE = 16;
const HOUR = 11;

/** The time at which something began; all of it in the line that says when a file begins. */
export function timeText(seconds: number, format: TimeFormat, zone: Zone): ByteText {
  if (format === "iso") return lastIsoTime(zone, seconds) ?? strange(seconds);
  return ctime(zone, seconds) ?? strange(seconds);
}

const endColumn = memoized((clock) => `- ${clock}`);

/** The column of a begin. */
export function beginText(seconds: number, format: TimeFormat, zone: Zone): ByteText {
  if (format === "notime") return "";
  if (format !== "short") return timeText(seconds, format, zone);
  return ctimeMinute(zone, seconds) ?? strange(seconds).slice(0, MINUTE);
}

/** What the column of an end says, before it is cut. */
export function endText(seconds: number, format: TimeFormat, zone: Zone): ByteText {
  if (format === "notime") return "- ";
  if (format !== "short") return `- ${timeText(seconds, format, zone)}`;
  return endColumn(clockMinute(zone, seconds) ?? strange(seconds).slice(HOUR, MINUTE));
}

/** A time that no clock shows: as `--since` takes it, where it is known. */
function strange(seconds: number): string {
  return Number.isNaN(seconds) ? "?" : `@${seconds}`;
}
