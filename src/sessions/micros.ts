import type { LoginRecord } from "../entry.ts";

/** Time of a record in microseconds since 1970; NaN if it can't be told. */
export function entryMicros({ micros, time }: Pick<LoginRecord, "micros" | "time">): number {
  return micros ?? (time === null ? Number.NaN : dateMicros(time));
}

/** A moment in microseconds since 1970. */
export function dateMicros(date: Date): number {
  return date.getTime() * 1000;
}
