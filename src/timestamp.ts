const MAX_DATE_MS = 8.64e15;

/** Microseconds since 1970 as a `Date`, rounded down to the millisecond. */
export function dateOf(seconds: number, microseconds: number): Date | null {
  return hasDate(seconds, microseconds) ? new Date(msOf(seconds, microseconds)) : null;
}

/** Whether a `Date` can hold a time. */
export function hasDate(seconds: number, microseconds: number): boolean {
  return Math.abs(msOf(seconds, microseconds)) <= MAX_DATE_MS;
}

function msOf(seconds: number, microseconds: number): number {
  return seconds * 1000 + Math.floor(microseconds / 1000);
}

/** Microseconds since 1970, or `null` where a number can't hold them exactly. */
export function microsOf(seconds: number, microseconds: number): number | null {
  const micros = seconds * 1e6 + microseconds;
  return Number.isSafeInteger(micros) ? micros : null;
}

/** `00` to `59`. */
export const TWO_DIGITS: readonly string[] = twoDigits();

// A loop because each command makes them: it takes a fifth of what callbacks take.
function twoDigits(): string[] {
  const texts: string[] = [];
  for (let i = 0; i < 60; i++) texts.push(i < 10 ? `0${i}` : `${i}`);
  return texts;
}

const DAY_MS = 86_400_000;

/** The day that was asked for last: records are close together. */
const lastDay = { number: Number.NaN, text: "" };

/** `2026-11-20`: a day of UTC, counted from 1970, that a `Date` can hold. */
export function isoDay(number: number): string {
  if (number !== lastDay.number) {
    lastDay.text = new Date(number * DAY_MS).toISOString().split("T", 1)[0] ?? "";
    lastDay.number = number;
  }
  return lastDay.text;
}

/** `2026-11-20T12:00:00.000123Z`; the microseconds are those of `micros` where it is known. */
export function isoTime(time: Date, micros: number | null): string {
  const ms = time.getTime();
  const day = Math.floor(ms / DAY_MS);
  const left = ms - day * DAY_MS;
  const hours = TWO_DIGITS[Math.floor(left / 3_600_000)];
  const minutes = TWO_DIGITS[Math.floor(left / 60_000) % 60];
  const seconds = TWO_DIGITS[Math.floor(left / 1000) % 60];
  const below = micros === null ? 0 : ((micros % 1000) + 1000) % 1000;
  const fraction = String((left % 1000) * 1000 + below).padStart(6, "0");
  return `${isoDay(day)}T${hours}:${minutes}:${seconds}.${fraction}Z`;
}
