import type { Zone } from "../zone.ts";
import { strptime, type ClockTime } from "./strptime.ts";
import { parseSpan } from "./time-span.ts";
import { UsageError } from "./usage-error.ts";

const DAY = 86_400;
const SECOND = 1e6;
const MAX_DATE_MICROS = 8.64e18;

const DAYS: ReadonlyMap<string, number> = new Map([
  ["yesterday", -1],
  ["today", 0],
  ["tomorrow", 1],
]);

/** What is read of a time that stands on a clock, in this order. */
const FORMATS = [
  "%y-%m-%d %H:%M:%S",
  "%Y-%m-%d %H:%M:%S",
  "%Y-%m-%dT%H:%M:%S",
  "%y-%m-%d %H:%M",
  "%Y-%m-%d %H:%M",
  "%y-%m-%d",
  "%Y-%m-%d",
  "%H:%M:%S",
  "%H:%M",
  "%Y%m%d%H%M%S",
] as const;

const WEEKDAY =
  /^(?:(sunday|sun)|(monday|mon)|(tuesday|tue)|(wednesday|wed)|(thursday|thu)|(friday|fri)|(saturday|sat)) /i;

/** Seconds since 1970; a function is asked only for a time that depends on it. */
export type Now = number | (() => number);

/**
 * Understands a time as last(1) of util-linux does, and ISO 8601 with a zone: `now`, `yesterday`,
 * `-2days`, `1h 30min ago`, `@1795176000.5`, `2026-11-20 12:00`, `Fri 2026-11-20`, `12:00`,
 * `2026-11-20T12:00:00+01:00`.
 *
 * @param zone what times without a zone are in
 * @returns microseconds since 1970; `null` if it is no such time, or none of last's since 1970
 */
export function parseTime(text: string, now: Now, zone: Zone): number | null {
  const micros = isoMicros(text);
  if (micros !== null) return micros;
  const seconds = (): number => Math.floor(typeof now === "number" ? now : now());
  const found = lastMicros(text, seconds, zone);
  return found !== null && found >= 0 && found <= MAX_DATE_MICROS ? found : null;
}

/**
 * The time that was given for an option, in microseconds since 1970.
 *
 * @throws {@link UsageError} if it can't be understood
 */
export function timeOption(option: string, text: string, now: Now, zone: Zone): number {
  const micros = parseTime(text, now, zone);
  if (micros !== null) return micros;
  const wanted = 'wanted is one as yesterday, -2days, "2026-11-20 12:00" or 2026-11-20T12:00:00Z';
  throw new UsageError(`Cannot understand the time "${text}" of --${option}: ${wanted}`);
}

const ISO_TIME =
  /^((?:\d{4}|[+-]\d{6})-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?:Z|([+-]\d\d):?(\d\d))$/;

function isoMicros(text: string): number | null {
  const [, date, time, seconds = "00", fraction = "", hours = "+00", minutes = "00"] =
    ISO_TIME.exec(text) ?? [];
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const ms = Date.parse(`${date}T${time}:${seconds}${hours}:${minutes}`);
  if (Number.isNaN(midnight) || Number.isNaN(ms)) return null;
  // Some take the 31st of February for a day in March.
  if (!new Date(midnight).toISOString().startsWith(`${date}T`)) return null;
  return ms * 1000 + fractionMicros(fraction);
}

function lastMicros(text: string, now: () => number, zone: Zone): number | null {
  if (text === "now") return now() * SECOND;
  const [, epoch, epochFraction] = /^@(\d+)(?:[.,](\d{1,6}))?$/.exec(text) ?? [];
  if (epoch !== undefined) return Number(epoch) * SECOND + fractionMicros(epochFraction);
  const [, sign, after, before] = /^(?:([+-])(.*)|(.*) ago)$/s.exec(text) ?? [];
  const span = after ?? before;
  if (span !== undefined) {
    const micros = parseSpan(span);
    return micros === null ? null : now() * SECOND + (sign === "+" ? micros : -micros);
  }
  const days = DAYS.get(text);
  if (days === undefined) return clockMicros(text, now, zone);
  const today = localDay(now(), zone);
  const instant = today === null ? null : zone.instantOf(today + days * DAY);
  return instant === null ? null : instant * SECOND;
}

/** The midnight before, in seconds since 1970 as though it were UTC. */
function localDay(now: number, zone: Zone): number | null {
  const offset = zone.offsetAt(now);
  return offset === null ? null : Math.floor((now + offset) / DAY) * DAY;
}

/** A time on a clock, of a day that is today where none is named. */
function clockMicros(text: string, now: () => number, zone: Zone): number | null {
  const weekday = WEEKDAY.exec(text);
  const time = weekday === null ? text : text.slice(weekday[0].length);
  for (const format of FORMATS) {
    const read = strptime(time, format);
    if (read === null) continue;
    const [rest, fraction] = /^(?:[.,](\d{1,6}))?$/.exec(read.rest) ?? [];
    if (rest === undefined || (rest !== "" && !format.endsWith("%S"))) continue;
    const day = read.fields.year === undefined ? localDay(now(), zone) : 0;
    const instant = day === null ? null : zone.instantOf(secondsOf(read.fields, day));
    if (instant === null) return null;
    const isDay = weekday === null || weekday[weekdayOf(instant, zone) + 1] !== undefined;
    return isDay ? instant * SECOND + fractionMicros(fraction) : null;
  }
  return null;
}

/** Seconds since 1970 as though it were UTC; a day that the month lacks is one of the next. */
function secondsOf(fields: Partial<ClockTime>, today: number): number {
  const { year, month = 1, day = 1, hours = 0, minutes = 0, seconds = 0 } = fields;
  const date = new Date(today * 1000);
  if (year !== undefined) date.setUTCFullYear(year, month - 1, day);
  return date.getTime() / 1000 + hours * 3600 + minutes * 60 + seconds;
}

/** 0 is a Sunday. */
function weekdayOf(instant: number, zone: Zone): number {
  const local = instant + (zone.offsetAt(instant) ?? 0);
  return new Date(local * 1000).getUTCDay();
}

/** Digits beyond microseconds are cut off. */
function fractionMicros(digits: string = ""): number {
  return Number(digits.slice(0, 6).padEnd(6, "0"));
}
