const MAX_DATE_MS = 8.64e15;

/** Microseconds since 1970 as a `Date`, rounded down to the millisecond. */
export function dateOf(seconds: number, microseconds: number): Date | null {
  const ms = seconds * 1000 + Math.floor(microseconds / 1000);
  return ms >= -MAX_DATE_MS && ms <= MAX_DATE_MS ? new Date(ms) : null;
}

/** Microseconds since 1970, or `null` where a number can't hold them exactly. */
export function microsOf(seconds: number, microseconds: number): number | null {
  const micros = seconds * 1e6 + microseconds;
  return Number.isSafeInteger(micros) ? micros : null;
}

/** `2026-11-20T12:00:00.000123Z`; the microseconds are those of `micros` where it is known. */
export function isoTime(time: Date, micros: number | null): string {
  const below = micros === null ? 0 : ((micros % 1000) + 1000) % 1000;
  return `${time.toISOString().slice(0, -1)}${String(below).padStart(3, "0")}Z`;
}
