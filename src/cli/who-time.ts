import { hostPlatform } from "../../platforms/index.ts";
import type { UtmpEntry } from "../entry.ts";
import { LoginRecordError } from "../errors.ts";
import { dateTime, monthDayTime } from "../local-time.ts";
import type { Zone } from "../zone.ts";

/** How who(1) shows times. */
export interface WhoTime {
  /** Of the column. */
  readonly width: number;
  readonly textOf: (entry: UtmpEntry) => string;
}

/** Times in a zone: those of the C locale have the month's name and no year. */
export function whoTime(zone: Zone): WhoTime {
  const isPlain = /^(?:C|POSIX)$/.test(localeName());
  const format = isPlain ? monthDayTime : dateTime;
  return {
    width: (isPlain ? "Nov 20 12:00" : "2026-11-20 12:00").length,
    textOf: (entry) => {
      const seconds = secondsOf(entry);
      return seconds === null ? "?" : (format(zone, seconds) ?? String(seconds));
    },
  };
}

/** Seconds since 1970 of a record, `null` if a `Date` can't hold them. */
export function secondsOf({ time }: UtmpEntry): number | null {
  return time === null ? null : Math.floor(time.getTime() / 1000);
}

/** As setlocale(3) has it; where libc can't be asked, what the environment names. */
function localeName(): string {
  try {
    return hostPlatform().openLibrary().localeOf("LC_TIME");
  } catch (error) {
    if (!(error instanceof LoginRecordError)) throw error;
    const { LC_ALL, LC_TIME, LANG } = process.env;
    return LC_ALL || LC_TIME || LANG || "C";
  }
}
