import { expect, test } from "bun:test";
import { dateMicros, entryMicros } from "../../src/sessions/micros.ts";

test("the time of a record is in microseconds, where a number can hold them", () => {
  const time = new Date(1_700_000_000_123);
  expect(entryMicros({ micros: 1_700_000_000_123_456, time })).toBe(1_700_000_000_123_456);
  expect(entryMicros({ micros: null, time })).toBe(1_700_000_000_123_000);
  expect(entryMicros({ micros: null, time: null })).toBeNaN();
  expect(dateMicros(new Date(-1))).toBe(-1000);
});
