import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { dateOf, isoTime, microsOf } from "../src/timestamp.ts";

const SEED = 20261122;
const LAST_DATE_SECONDS = 8.64e12;

const microseconds = fc.nat(999_999);
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const near = fc.integer({ min: -1e10, max: 1e10 }).map(BigInt);
const anySeconds = fc.oneof(
  int64,
  near,
  fc.constantFrom(9007199254n, -9007199255n, 8640000000000n, -8640000000000n, -8640000000001n),
);

describe("dateOf", () => {
  test("is the time rounded down to the millisecond, also before 1970", () => {
    expect(dateOf(0, 999)?.getTime()).toBe(0);
    expect(dateOf(0, 1999)?.getTime()).toBe(1);
    expect(dateOf(-1, 999_999)?.getTime()).toBe(-1);
    expect(dateOf(-1, 1)?.getTime()).toBe(-1000);
    expect(dateOf(0, -1)?.getTime()).toBe(-1);
    expect(dateOf(0, -1000)?.getTime()).toBe(-1);
  });

  test("is null only where a Date can't hold the time", () => {
    expect(dateOf(LAST_DATE_SECONDS, 999)?.getTime()).toBe(8.64e15);
    expect(dateOf(LAST_DATE_SECONDS, 1000)).toBeNull();
    expect(dateOf(-LAST_DATE_SECONDS, 0)?.getTime()).toBe(-8.64e15);
    expect(dateOf(-LAST_DATE_SECONDS - 1, 999_999)).toBeNull();
    expect(dateOf(2 ** 63, 0)).toBeNull();
  });

  test("never is an invalid Date", () => {
    const check = fc.property(anySeconds, microseconds, (seconds, micros) => {
      const exact = seconds * 1000n + BigInt(micros - (micros % 1000)) / 1000n;
      const isHeld = exact >= -8640000000000000n && exact <= 8640000000000000n;
      const date = dateOf(Number(seconds), micros);
      expect(date === null).toBe(!isHeld);
      if (date !== null) expect(Number.isNaN(date.getTime())).toBe(false);
    });
    fc.assert(check, { seed: SEED, numRuns: 2000 });
  });
});

describe("microsOf", () => {
  test("is exact, or null beyond what a number can hold", () => {
    const check = fc.property(anySeconds, microseconds, (seconds, micros) => {
      const exact = seconds * 1_000_000n + BigInt(micros);
      const isHeld = exact > -(2n ** 53n) && exact < 2n ** 53n;
      expect(microsOf(Number(seconds), micros)).toBe(isHeld ? Number(exact) : null);
    });
    fc.assert(check, { seed: SEED, numRuns: 5000 });
  });

  test("ends with 2^53", () => {
    expect(microsOf(9007199254, 740_991)).toBe(Number.MAX_SAFE_INTEGER);
    expect(microsOf(9007199254, 740_992)).toBeNull();
    expect(microsOf(-9007199255, 259_009)).toBe(Number.MIN_SAFE_INTEGER);
    expect(microsOf(-9007199255, 259_008)).toBeNull();
  });
});

describe("isoTime", () => {
  test("has six digits behind the second", () => {
    const micros = 1795176000_000_123;
    expect(isoTime(new Date(1795176000_000), micros)).toBe("2026-11-20T12:00:00.000123Z");
  });

  test("has the microseconds of times before 1970", () => {
    expect(isoTime(new Date(-1), -1)).toBe("1969-12-31T23:59:59.999999Z");
    expect(isoTime(new Date(-1000), -999_999)).toBe("1969-12-31T23:59:59.000001Z");
  });

  test("has zeros where the microseconds are not known", () => {
    expect(isoTime(new Date(8.64e15), null)).toBe("+275760-09-13T00:00:00.000000Z");
  });

  test("tells the same instant as the microseconds", () => {
    const check = fc.property(fc.integer({ min: -1e10, max: 9e9 }), microseconds, (seconds, us) => {
      const micros = microsOf(seconds, us);
      const date = dateOf(seconds, us);
      if (micros === null || date === null) return;
      const text = isoTime(date, micros);
      const [, below = ""] = /\.([0-9]{6})Z$/.exec(text) ?? [];
      expect(Number(below)).toBe(us);
      expect(Date.parse(text.replace(/\.[0-9]+Z$/, "Z"))).toBe(seconds * 1000);
    });
    fc.assert(check, { seed: SEED, numRuns: 2000 });
  });
});
