import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { ColumnsOutput } from "../../src/cli/columns-output.ts";
import { ShortTimes } from "../../src/cli/short-times.ts";
import { localShortTime } from "../../src/local-time.ts";
import type { Zone } from "../../src/zone.ts";
import { written } from "./written.ts";

const NOON = Date.parse("2026-11-20T12:00:07.999Z");
const DAY = 86_400_000;
const MAX_DATE_MS = 8.64e15;

function ahead(seconds: number | null): Zone {
  return { name: "test", offsetAt: () => seconds, instantOf: () => null };
}

/** What is written of times, each in a line. */
function texts(
  zone: Zone,
  list: readonly (number | null)[],
  put: "putMinute" | "putSecond" = "putMinute",
): string[] {
  const lines = written((output) => {
    const times = new ShortTimes(zone);
    const columns = new ColumnsOutput(output, []);
    for (const ms of list) {
      times[put](columns, ms);
      columns.endLine();
    }
  });
  return lines.split("\n").slice(0, -1);
}

function rest(zone: Zone, ms: number | null, before: number | null): string {
  return written((output) => {
    new ShortTimes(zone).putRest(new ColumnsOutput(output, []), ms, before);
  });
}

const anyMs = fc.oneof(
  fc.integer({ min: -MAX_DATE_MS, max: MAX_DATE_MS }),
  fc.integer({ min: NOON - 400 * DAY, max: NOON + 400 * DAY }),
  fc.constantFrom(MAX_DATE_MS, -MAX_DATE_MS, 0, -1),
);
const anyZone = fc.option(fc.integer({ min: -60_000, max: 60_000 })).map(ahead);

describe("ShortTimes", () => {
  test("are of the zone, and a dash where none is known", () => {
    const list = [NOON, null, NOON + 12 * 3_600_000];
    expect(texts(ahead(3600), list)).toEqual(["2026-11-20 13:00", "-", "2026-11-21 01:00"]);
    expect(texts(ahead(-13 * 3600), list, "putSecond")).toEqual([
      "2026-11-19 23:00:07",
      "-",
      "2026-11-20 11:00:07",
    ]);
  });

  test("are what localShortTime makes, in any order", () => {
    fc.assert(
      fc.property(anyZone, fc.array(anyMs), (zone, list) => {
        expect(texts(zone, list)).toEqual(list.map((ms) => localShortTime(zone, new Date(ms))));
      }),
      { seed: 20261130 },
    );
  });

  test("have the second of the clock", () => {
    fc.assert(
      fc.property(anyZone, anyMs, (zone, ms) => {
        const offset = zone.offsetAt(0) ?? 0;
        const local = Math.abs(ms + 1000 * offset) <= MAX_DATE_MS ? ms + 1000 * offset : ms;
        const second = String(new Date(local).getUTCSeconds()).padStart(2, "0");
        expect(texts(zone, [ms], "putSecond")).toEqual([
          `${localShortTime(zone, new Date(ms))}:${second}`,
        ]);
      }),
      { seed: 20261130 },
    );
  });
});

describe("the rest of a time", () => {
  test.each([
    [NOON, NOON, "12:00"],
    [NOON + DAY, NOON, "11-21 12:00"],
    [NOON - DAY, NOON, "11-19 12:00"],
    [NOON + 64 * DAY, NOON, "2027-01-23 12:00"],
    [NOON, null, "2026-11-20 12:00"],
    [null, NOON, "-"],
  ])("%p after %p is %s", (ms, before, text) => {
    expect(rest(ahead(0), ms, before)).toBe(text);
  });

  test("completes what the earlier time says", () => {
    fc.assert(
      fc.property(anyZone, anyMs, anyMs, (zone, ms, before) => {
        const earlier = localShortTime(zone, new Date(before));
        const whole = localShortTime(zone, new Date(ms));
        const [day = ""] = /^.* /.exec(whole) ?? [];
        const [year = ""] = /^.\d+-/.exec(day) ?? [];
        const left = [day, year].find((part) => earlier.startsWith(part)) ?? "";
        expect(left + rest(zone, ms, before)).toBe(whole);
      }),
      { seed: 20261130 },
    );
  });
});
