import { describe, expect, test } from "bun:test";
import { AsOf } from "../../src/sessions/as-of.ts";

const NOW = Date.parse("2026-11-20T12:00:00Z");

function at(ms: number): { micros: number } {
  return { micros: (NOW + ms) * 1000 };
}

describe("the moment that sessions are looked at", () => {
  test.each([
    [null, true],
    [0, true],
    [-1999, true],
    [86_400_000, true],
    [-2000, false],
    [-86_400_000, false],
  ])("%p ms from now is the live system's present: %p", (ms, isPresent) => {
    const asked = ms === null ? undefined : new Date(NOW + ms);
    expect(new AsOf(asked, true, NOW).isPresent).toBe(isPresent);
    expect(new AsOf(asked, false, NOW).isPresent).toBe(false);
  });

  test("leaves out what is after it, if it is asked for", () => {
    const asOf = new AsOf(new Date(NOW), true, NOW);
    expect([at(-1), at(0), { micros: NOW * 1000 + 1 }].map((record) => asOf.takes(record))).toEqual(
      [true, true, false],
    );
    expect(asOf.takes({ micros: null })).toBe(true);
  });

  test("leaves out nothing otherwise: a clock can have been wrong", () => {
    for (const isLive of [true, false]) {
      expect(new AsOf(undefined, isLive, NOW).takes(at(86_400_000))).toBe(true);
    }
  });

  test("is how far sessions reach", () => {
    const asked = new AsOf(new Date(NOW - 5), false, NOW);
    const live = new AsOf(undefined, true, NOW);
    const other = new AsOf(undefined, false, NOW);
    expect(other.reach).toBe(Number.POSITIVE_INFINITY);
    for (const asOf of [asked, live, other]) {
      for (const record of [at(-70), at(-40), at(-50), { micros: 0 }, { micros: null }]) {
        asOf.takes(record);
      }
    }
    expect(asked.reach).toBe((NOW - 5) * 1000);
    expect(live.reach).toBe(NOW * 1000);
    // The last record is not the latest where the clock was set back.
    expect(other.reach).toBe((NOW - 50) * 1000);
  });
});
