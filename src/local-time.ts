import { isoDay, isoTime, TWO_DIGITS } from "./timestamp.ts";
import type { Zone } from "./zone.ts";

const DAY = 86_400;
const MAX_DATE_MS = 8.64e15;
/** Days from 1970 that a `Date` can hold, either way. */
const MAX_DAY = MAX_DATE_MS / (1000 * DAY);
const WEEKDAYS = "Sun Mon Tue Wed Thu Fri Sat".split(" ");
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** A day of the calendar, in the words of C. */
interface Day {
  /** Days since 1970. */
  readonly number: number;
  readonly year: number;
  /** `-11-20`. */
  readonly monthAndDate: string;
  /** `Nov 20`. */
  readonly monthDay: string;
  /** `Fri Nov 20`. */
  readonly weekday: string;
}

/** A time on a clock. */
interface LocalTime {
  readonly day: Day;
  readonly secondOfDay: number;
  /** Seconds by which the clock is ahead of UTC. */
  readonly offset: number;
}

/**
 * ISO 8601 text of an instant in a zone, `2026-11-20T13:00:00.000123+01:00`, from the same in UTC.
 * It tells the same instant: before zones had whole minutes its clock is seconds off. Where a
 * `Date` can't hold the local time it stays in UTC.
 */
export function localIsoTime(zone: Zone, utc: string): string {
  const ms = Date.parse(utc);
  const offset = zone.offsetAt(Math.floor(ms / 1000));
  const minutes = offset === null ? null : Math.trunc(offset / 60);
  if (minutes === null || Math.abs(ms + minutes * 60_000) > MAX_DATE_MS) return utc;
  const local = isoTime(new Date(ms + minutes * 60_000), null).slice(0, -".000000Z".length);
  const fraction = /\.(\d+)Z$/.exec(utc)?.[1] ?? "";
  const sign = minutes < 0 ? "-" : "+";
  return `${local}.${fraction.padEnd(6, "0")}${sign}${hoursAndMinutes(Math.abs(minutes), ":")}`;
}

/** Local time for a person, `2026-11-20 13:00`; in UTC where a `Date` can't hold it. */
export function localShortTime(zone: Zone, date: Date): string {
  const shown = shownSeconds(zone, date.getTime());
  return `${isoDay(dayNumber(shown))} ${minuteText(minuteOfDay(secondsSinceMidnight(shown)))}`;
}

/**
 * Seconds since 1970 on the clocks of a zone; on those of UTC where a `Date` can't hold the local
 * time.
 *
 * @param ms of a `Date`
 */
export function shownSeconds(zone: Zone, ms: number): number {
  const seconds = Math.floor(ms / 1000);
  const offset = zone.offsetAt(seconds) ?? 0;
  return Math.abs(ms + 1000 * offset) <= MAX_DATE_MS ? seconds + offset : seconds;
}

/** `Fri Nov 20 13:00:00 2026`: ctime(3) without its line feed, `null` if there is no local time. */
export function ctime(zone: Zone, seconds: number): string | null {
  const time = localTime(zone, seconds);
  return time && `${time.day.weekday} ${clock(time.secondOfDay)} ${time.day.year}`;
}

/**
 * `2026-11-20T13:00:00+01:00`, as last(1) has it: an offset of less than an hour has no sign there.
 */
export function lastIsoTime(zone: Zone, seconds: number): string | null {
  const time = localTime(zone, seconds);
  if (time === null) return null;
  const { day, secondOfDay } = time;
  const offset = zone.shownOffsetAt?.(seconds) ?? time.offset;
  const sign = offset <= -3600 ? "-" : "+";
  const minutes = Math.floor(Math.abs(offset) / 60);
  const date = isoDate(day).padStart("2026-11-20".length);
  return `${date}T${clock(secondOfDay)}${sign}${hoursAndMinutes(minutes, ":")}`;
}

/** `Fri Nov 20 13:00:00 +0100 2026`, as lastlog(8) has it: `%a %b %e %H:%M:%S %z %Y`. */
export function lastlogTime(zone: Zone, seconds: number): string | null {
  const time = localTime(zone, seconds);
  if (time === null) return null;
  const { day, secondOfDay } = time;
  const offset = zone.shownOffsetAt?.(seconds) ?? time.offset;
  const sign = offset < 0 ? "-" : "+";
  const difference = hoursAndMinutes(Math.floor(Math.abs(offset) / 60), "");
  return `${day.weekday} ${clock(secondOfDay)} ${sign}${difference} ${day.year}`;
}

/** `2026-11-20`: the day of a time. */
export function localDate(zone: Zone, seconds: number): string | null {
  const time = localTime(zone, seconds);
  return time && isoDate(time.day);
}

/** `Nov 20`, as ac(8) has it: `%b %e`. */
export function monthDay(zone: Zone, seconds: number): string | null {
  return localTime(zone, seconds)?.day.monthDay ?? null;
}

/** `null` where no clock shows the time. */
function localTime(zone: Zone, seconds: number): LocalTime | null {
  const offset = zone.offsetAt(seconds);
  if (offset === null) return null;
  const day = dayOf(dayNumber(seconds + offset));
  return day && { day, secondOfDay: seconds + offset - day.number * DAY, offset };
}

/** Seconds since 1970 on the clocks of a zone; `null` where none shows the time. */
export function localSeconds(zone: Zone, seconds: number): number | null {
  const offset = zone.offsetAt(seconds);
  if (offset === null) return null;
  const local = seconds + offset;
  return Math.abs(dayNumber(local)) <= MAX_DAY ? local : null;
}

/** Days since 1970, of seconds since then. */
export function dayNumber(local: number): number {
  return Math.floor(local / DAY);
}

/** Seconds since midnight, of seconds since 1970. */
export function secondsSinceMidnight(local: number): number {
  return local - DAY * dayNumber(local);
}

/** The days that were asked for last, each in a place of its own: records are close together. */
const lastDays: (Day | undefined)[] = [];
const MAX_DAYS = 64;

/** `null` if a `Date` can't hold it. */
export function dayOf(number: number): Day | null {
  const place = number & (MAX_DAYS - 1);
  const known = lastDays[place];
  if (known?.number === number) return known;
  const date = new Date(number * DAY * 1000);
  if (Number.isNaN(date.getTime())) return null;
  const dayOfMonth = date.getUTCDate();
  const monthDay = `${MONTHS[date.getUTCMonth()]} ${String(dayOfMonth).padStart(2)}`;
  const day = {
    number,
    year: date.getUTCFullYear(),
    monthAndDate: `-${TWO_DIGITS[date.getUTCMonth() + 1]}-${TWO_DIGITS[dayOfMonth]}`,
    monthDay,
    weekday: `${WEEKDAYS[date.getUTCDay()]} ${monthDay}`,
  };
  lastDays[place] = day;
  return day;
}

/** `2026-11-20`. */
export function isoDate({ year, monthAndDate }: Day): string {
  return `${year}${monthAndDate}`;
}

/** `13:00:00`. */
function clock(secondOfDay: number): string {
  return `${minuteClock(secondOfDay)}:${TWO_DIGITS[secondOfDay % 60]}`;
}

/** `13:00`. */
function minuteClock(secondOfDay: number): string {
  return minuteText(minuteOfDay(secondOfDay));
}

export const MINUTES_OF_DAY: number = 24 * 60;

/** Those that were asked for: few commands show all. */
const minuteTexts: string[] = [];

/** A minute of the day: `13:00`. */
export function minuteText(minute: number): string {
  return (minuteTexts[minute] ??= hoursAndMinutes(minute, ":"));
}

export function minuteOfDay(secondOfDay: number): number {
  return Math.floor(secondOfDay / 60);
}

function hoursAndMinutes(minutes: number, separator: string): string {
  return `${TWO_DIGITS[Math.floor(minutes / 60)]}${separator}${TWO_DIGITS[minutes % 60]}`;
}
