import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { IanaZone } from "../src/iana-zone.ts";
import {
  ctime,
  dayNumber,
  dayOf,
  lastIsoTime,
  localDate,
  lastlogTime,
  localIsoTime,
  localSeconds,
  localShortTime,
  minuteOfDay,
  minuteText,
  monthDay,
  secondsSinceMidnight,
} from "../src/local-time.ts";
import type { Zone } from "../src/zone.ts";
import { hasTools } from "./cli/tool-comparison.ts";

const SEED = 20261122;
const NOON = 1_795_176_000;

function zone(name: string): Zone {
  return new IanaZone(name);
}

/** A zone whose clocks never change. */
function ahead(seconds: number | null): Zone {
  return { name: "fixed", offsetAt: () => seconds, instantOf: () => null };
}

describe("localIsoTime", () => {
  test.each([
    ["UTC", "2026-11-20T12:00:00.000123Z", "2026-11-20T12:00:00.000123+00:00"],
    ["Europe/Berlin", "2026-11-20T12:00:00.000123Z", "2026-11-20T13:00:00.000123+01:00"],
    ["Asia/Kolkata", "2026-11-20T20:00:00.000123Z", "2026-11-21T01:30:00.000123+05:30"],
    ["Asia/Kathmandu", "2026-11-20T12:00:00.000123Z", "2026-11-20T17:45:00.000123+05:45"],
    ["America/St_Johns", "2026-11-20T02:00:00.999999Z", "2026-11-19T22:30:00.999999-03:30"],
    ["America/St_Johns", "2026-07-01T12:00:00.000000Z", "2026-07-01T09:30:00.000000-02:30"],
    ["Pacific/Kiritimati", "2026-12-31T10:00:00.000000Z", "2027-01-01T00:00:00.000000+14:00"],
    ["Etc/GMT+12", "2026-01-01T00:00:00.000000Z", "2025-12-31T12:00:00.000000-12:00"],
    ["Asia/Kolkata", "1969-12-31T23:59:59.999999Z", "1970-01-01T05:29:59.999999+05:30"],
    ["America/New_York", "1850-01-01T00:00:00.000000Z", "1849-12-31T19:04:00.000000-04:56"],
    ["Africa/Monrovia", "1971-12-31T00:00:00.000000Z", "1971-12-30T23:16:00.000000-00:44"],
  ])("in %s, %s is %s", (name, utc, local) => {
    expect(localIsoTime(zone(name), utc)).toBe(local);
  });

  test("has six digits behind the second whatever it is given", () => {
    const utc = zone("UTC");
    expect(localIsoTime(utc, "2026-11-20T12:00:00.123Z")).toBe("2026-11-20T12:00:00.123000+00:00");
    expect(localIsoTime(utc, "2026-11-20T12:00:00Z")).toBe("2026-11-20T12:00:00.000000+00:00");
  });

  test("tells the same instant, also where an offset has seconds", () => {
    const anyTime = fc.integer({ min: -8e15, max: 8e15 });
    const offset = fc.integer({ min: -90_000, max: 90_000 });
    const check = fc.property(anyTime, offset, (ms, seconds) => {
      const utc = new Date(ms).toISOString();
      const [, local, sign, hours, minutes] =
        /^(.*)([+-])(\d\d):(\d\d)$/.exec(localIsoTime(ahead(seconds), utc)) ?? [];
      const shift = (Number(hours) * 60 + Number(minutes)) * 60_000;
      expect(Date.parse(`${local}Z`) - (sign === "-" ? -shift : shift)).toBe(ms);
      expect(Math.abs((sign === "-" ? -shift : shift) - seconds * 1000)).toBeLessThan(60_000);
    });
    fc.assert(check, { seed: SEED, numRuns: 1000 });
  });

  test("has times beyond the year 9999 and before the year 0", () => {
    expect(localIsoTime(zone("Asia/Kolkata"), "9999-12-31T23:00:00.000001Z")).toBe(
      "+010000-01-01T04:30:00.000001+05:30",
    );
    expect(localIsoTime(zone("UTC"), "-000001-01-01T00:00:00.000001Z")).toBe(
      "-000001-01-01T00:00:00.000001+00:00",
    );
  });

  test("stays in UTC where there is no local time", () => {
    const utc = "2026-11-20T12:00:00.000123Z";
    expect(localIsoTime(ahead(null), utc)).toBe(utc);
    const last = "+275760-09-13T00:00:00.000000Z";
    expect(localIsoTime(zone("Asia/Kolkata"), last)).toBe(last);
    expect(localIsoTime(zone("UTC"), last)).toBe("+275760-09-13T00:00:00.000000+00:00");
    expect(localIsoTime(zone("Etc/GMT+5"), last)).toBe("+275760-09-12T19:00:00.000000-05:00");
    const first = "-271821-04-20T00:00:00.000000Z";
    expect(localIsoTime(zone("America/St_Johns"), first)).toBe(first);
  });
});

describe("localShortTime", () => {
  test("is the local date and minute", () => {
    const date = new Date("2026-11-20T12:00:59.999Z");
    expect(localShortTime(zone("UTC"), date)).toBe("2026-11-20 12:00");
    expect(localShortTime(zone("Asia/Kolkata"), date)).toBe("2026-11-20 17:30");
    expect(localShortTime(zone("America/St_Johns"), date)).toBe("2026-11-20 08:30");
  });

  test("stays in UTC where there is no local time", () => {
    expect(localShortTime(zone("Asia/Kolkata"), new Date(8.64e15))).toBe("+275760-09-13 00:00");
    expect(localShortTime(ahead(3600), new Date(8.64e15 - 3_600_000))).toBe("+275760-09-13 00:00");
    expect(localShortTime(ahead(3600), new Date(8.64e15 - 3_599_999))).toBe("+275760-09-12 23:00");
    expect(localShortTime(ahead(null), new Date(NOON * 1000))).toBe("2026-11-20 12:00");
  });
});

const TEXTS = { ctime, lastIsoTime, lastlogTime, localDate, monthDay };

describe("the times of the old tools", () => {
  test("are as they print them", () => {
    const berlin = zone("Europe/Berlin");
    expect(ctime(berlin, NOON)).toBe("Fri Nov 20 13:00:00 2026");
    expect(lastIsoTime(berlin, NOON)).toBe("2026-11-20T13:00:00+01:00");
    expect(lastlogTime(berlin, NOON)).toBe("Fri Nov 20 13:00:00 +0100 2026");
    expect(localDate(berlin, NOON)).toBe("2026-11-20");
    expect(monthDay(berlin, NOON)).toBe("Nov 20");
  });

  // Printed by C: glibc 2.36's ctime and strftime, and last 2.38.1.
  test("of a year that has not four digits are as C prints them", () => {
    const year126 = -58_188_585_600;
    const year10000 = 253_402_300_800;
    const year1199 = -99_999_999_999;
    const utc = zone("UTC");
    expect(ctime(utc, year126)).toBe("Tue Jan 29 00:00:00 126");
    expect(ctime(utc, year10000)).toBe("Sat Jan  1 00:00:00 10000");
    expect(ctime(utc, year1199)).toBe("Thu Feb 15 14:13:21 -1199");
    expect(localDate(utc, year126)).toBe("126-01-29");
    expect(lastIsoTime(utc, year126)).toBe(" 126-01-29T00:00:00+00:00");
    expect(lastIsoTime(utc, year10000)).toBe("10000-01-01T00:00:00+00:00");
  });

  test("of a clock that is less than an hour behind have a sign, but for last's", () => {
    expect(lastlogTime(ahead(-1800), NOON)).toBe("Fri Nov 20 11:30:00 -0030 2026");
    expect(lastIsoTime(ahead(-1800), NOON)).toBe("2026-11-20T11:30:00+00:30");
    expect(lastIsoTime(ahead(-5400), NOON)).toBe("2026-11-20T10:30:00-01:30");
    expect(lastlogTime(ahead(-30), NOON)).toBe("Fri Nov 20 11:59:30 -0000 2026");
    expect(lastIsoTime(ahead(-17_762), NOON)).toBe("2026-11-20T07:03:58-04:56");
  });

  test("are null where there is no local time", () => {
    for (const text of Object.values(TEXTS)) {
      expect(text(ahead(null), NOON)).toBeNull();
      expect(text(ahead(0), 8.64e12)).toBeString();
      expect(text(ahead(86_400), 8.64e12)).toBeNull();
      expect(text(ahead(0), 2 ** 63)).toBeNull();
      expect(text(ahead(0), Number.NaN)).toBeNull();
    }
  });

  const FORMATS = [
    "%a %b %e %H:%M:%S %Y",
    "%Y-%m-%dT%H:%M:%S%:z",
    "%a %b %e %H:%M:%S %z %Y",
    "%Y-%m-%d",
    "%b %e",
  ];

  const NAMES = ["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu"];
  test.skipIf(!hasTools("date")).each(NAMES)("in %s are those of date(1)", (name) => {
    const here = zone(name);
    // Far from each other and close by, so that what is remembered of a day is of use and of none.
    const instants = fc
      .sample(fc.tuple(fc.nat(1_750_000_000), fc.integer({ min: -90_000, max: 90_000 })), {
        seed: SEED,
        numRuns: 500,
      })
      .flatMap(([time, distance]) => [time + 90_000, time + 90_000 + distance]);
    const child = Bun.spawnSync(["date", "-f", "-", `+${FORMATS.join("|")}`], {
      env: { ...process.env, TZ: name, LC_ALL: "C" },
      stdin: Buffer.from(instants.map((time) => `@${time}\n`).join("")),
    });
    const ours = instants.map((time) =>
      Object.values(TEXTS)
        .map((text) => text(here, time))
        .join("|"),
    );
    expect(ours).toEqual(child.stdout.toString().trimEnd().split("\n"));
  });
});

describe("localSeconds", () => {
  const LAST = 8.64e12;

  test("shows the same day and minute as a whole time does, or none where that has none", () => {
    const anyTime = fc.oneof(
      fc.integer({ min: -LAST - 1e6, max: LAST + 1e6 }),
      fc
        .constantFrom(-LAST, LAST)
        .chain((edge) =>
          fc.integer({ min: -200_000, max: 200_000 }).map((distance) => edge + distance),
        ),
    );
    const offset = fc.oneof(fc.constant(null), fc.integer({ min: -90_000, max: 90_000 }));
    const check = fc.property(anyTime, offset, (seconds, given) => {
      const local = localSeconds(ahead(given), seconds);
      const whole = ctime(ahead(given), seconds);
      if (local === null) {
        expect(whole).toBeNull();
        return;
      }
      const weekday = dayOf(dayNumber(local))?.weekday ?? "?";
      expect(whole).toStartWith(
        `${weekday} ${minuteText(minuteOfDay(secondsSinceMidnight(local)))}:`,
      );
    });
    fc.assert(check, { seed: SEED, numRuns: 2000 });
  });
});
