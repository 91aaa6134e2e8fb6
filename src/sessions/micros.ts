import type { LoginRecord } from "../entry.ts";

/** Time of a record in microseconds since 1970; NaN if it can't be told. */
export function entryMicros(record: Pick<LoginRecord, "micros" | "time">): number {
  const { micros } = record;
  if (micros !== null) return micros;
  // Made only where it is needed: for each who asks.
  const { time } = record;
  return time === null ? Number.NaN : dateMicros(time);
}

/** A moment in microseconds since 1970. */
export function dateMicros(date: Date): number {
  return date.getTime() * 1000;
}
