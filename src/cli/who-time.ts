import type { LoginRecord } from "../entry.ts";
import { dateTime, monthDayTime } from "../local-time.ts";
import type { Zone } from "../zone.ts";
import { entryMicros } from "../sessions/micros.ts";
import { localeName } from "./locale-name.ts";

/** How who(1) shows times. */
export interface WhoTime {
  /** Of the column. */
  readonly width: number;
  readonly textOf: (entry: LoginRecord) => string;
}

/** Times in a zone: those of the C locale have the month's name and no year. */
export function whoTime(zone: Zone): WhoTime {
  const isPlain = /^(?:C|POSIX)$/.test(localeName("LC_TIME"));
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
export function secondsOf(record: LoginRecord): number | null {
  const micros = entryMicros(record);
  return Number.isNaN(micros) ? null : Math.floor(micros / 1e6);
}
