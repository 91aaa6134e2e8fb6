import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import fc from "fast-check";
import { parseTime, timeOption } from "../../src/cli/time-string.ts";
import { UsageError } from "../../src/cli/usage-error.ts";
import { IanaZone } from "../../src/iana-zone.ts";
import { recordBytes } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { askLocally } from "./local-times.ts";
import { hasTools } from "./tool-comparison.ts";

const SEED = 20261122;
/** 2026-11-20 12:00:00 UTC, a Friday. */
const NOW = 1_795_176_000;
const utc = new IanaZone("UTC");
const berlin = new IanaZone("Europe/Berlin");

/** The time that a text is, in ISO 8601. */
function parsed(text: string, zone: IanaZone = berlin): string | null {
  const micros = parseTime(text, NOW, zone);
  if (micros === null) return null;
  const below = String(((micros % 1000) + 1000) % 1000).padStart(3, "0");
  const iso = new Date(Math.floor(micros / 1000)).toISOString();
  return iso.replace(".000Z", below === "000" ? "Z" : ".000Z").replace(/(\.\d+)Z/, `$1${below}Z`);
}

describe("parseTime", () => {
  test.each([
    ["now", "2026-11-20T12:00:00Z"],
    ["today", "2026-11-19T23:00:00Z"],
    ["yesterday", "2026-11-18T23:00:00Z"],
    ["tomorrow", "2026-11-20T23:00:00Z"],
    ["+1h", "2026-11-20T13:00:00Z"],
    ["-1h30min", "2026-11-20T10:30:00Z"],
    ["- 2 days", "2026-11-18T12:00:00Z"],
    ["2 days ago", "2026-11-18T12:00:00Z"],
    ["1h 30min ago", "2026-11-20T10:30:00Z"],
    ["-5", "2026-11-20T11:59:55Z"],
    ["0.25s ago", "2026-11-20T11:59:59.750000Z"],
    ["@0", "1970-01-01T00:00:00Z"],
    ["@1795176000", "2026-11-20T12:00:00Z"],
    ["@1795176000.000123", "2026-11-20T12:00:00.000123Z"],
    ["@1795176000,5", "2026-11-20T12:00:00.500000Z"],
    ["2026-11-20", "2026-11-19T23:00:00Z"],
    ["26-11-20", "2026-11-19T23:00:00Z"],
    ["70-2-1", "1970-01-31T23:00:00Z"],
    ["68-2-1", "2068-01-31T23:00:00Z"],
    ["2026-07-20 12:34", "2026-07-20T10:34:00Z"],
    ["2026-07-20 12:34:56", "2026-07-20T10:34:56Z"],
    ["2026-07-20T12:34:56", "2026-07-20T10:34:56Z"],
    ["26-7-2 1:2:3", "2026-07-01T23:02:03Z"],
    ["2026-07-20 12:34:56.5", "2026-07-20T10:34:56.500000Z"],
    ["2026-07-20T12:34:56,000123", "2026-07-20T10:34:56.000123Z"],
    ["20260720123456", "2026-07-20T10:34:56Z"],
    ["20260720123456.25", "2026-07-20T10:34:56.250000Z"],
    ["12:34", "2026-11-20T11:34:00Z"],
    ["12:34:56", "2026-11-20T11:34:56Z"],
    ["12:34:56.25", "2026-11-20T11:34:56.250000Z"],
    ["Fri 2026-11-20", "2026-11-19T23:00:00Z"],
    ["friday 2026-11-20 12:34", "2026-11-20T11:34:00Z"],
    ["FRI 12:34", "2026-11-20T11:34:00Z"],
    [" 2026-11-20", "2026-11-19T23:00:00Z"],
    ["2026-02-31", "2026-03-02T23:00:00Z"],
    ["23:59:60", "2026-11-20T23:00:00Z"],
    ["9999-12-31", "9999-12-30T23:00:00Z"],
  ])("in Berlin, %j is %s", (text, wanted) => {
    expect(parsed(text)).toBe(wanted);
  });

  test.each([
    "",
    " ",
    "Now",
    " now",
    "today ",
    "yesterday ago",
    "ago",
    " ago",
    "5ago",
    "1h",
    "+",
    "-",
    "+1h ago",
    "+x",
    "@",
    "@-5",
    "@ 5",
    "@5.",
    "@5.1234567",
    "Thu 2026-11-20",
    "Fri",
    "Fri today",
    "Fri -1h",
    "2026-11",
    "2026-13-01",
    "2026-11-32",
    "2026-11-20 ",
    "2026-11-20 24:00",
    "2026-11-20 12",
    "2026-11-20 12:34.5",
    "2026-11-20.5",
    "2026-11-20 12:34:56.",
    "2026-11-20 12:34:56.1234567",
    "2026-11-20 12:34:56 .5",
    "2026-11-20T12:34",
    "2026-11-20t12:34:56",
    "202611201234",
    "10000-01-01",
    "\u00a02026-11-20",
  ])("%j is no time", (text) => {
    expect(parseTime(text, NOW, berlin)).toBeNull();
  });

  test.each(["-99999days", "1960-01-01", "1970-01-01", "126-01-01", "69-12-31", "+9999999years"])(
    "%s is too far away",
    (text) => {
      expect(parseTime(text, NOW, berlin)).toBeNull();
    },
  );

  test("a weekday is that of the time, not of the text", () => {
    expect(parsed("Tue 2026-02-31")).toBe("2026-03-02T23:00:00Z");
    expect(parsed("Sat 23:59:60")).toBe("2026-11-20T23:00:00Z");
    expect(parsed("Fri 23:59:60")).toBeNull();
  });

  test("now is as exact as the clock of last(1): a second", () => {
    expect(parseTime("now", NOW + 0.75, berlin)).toBe(NOW * 1e6);
    expect(parseTime("-1s", NOW + 0.75, berlin)).toBe((NOW - 1) * 1e6);
  });

  test("a day of today is the zone's", () => {
    const late = Date.parse("2026-11-20T23:30:00Z") / 1000;
    expect(parseTime("today", late, utc)).toBe(Date.parse("2026-11-20T00:00:00Z") * 1000);
    expect(parseTime("today", late, berlin)).toBe(Date.parse("2026-11-20T23:00:00Z") * 1000);
    expect(parseTime("12:00", late, berlin)).toBe(Date.parse("2026-11-21T11:00:00Z") * 1000);
  });

  test("days are of the calendar, where a day has 25 hours, too", () => {
    const after = Date.parse("2026-10-26T11:00:00Z") / 1000;
    expect(parseTime("yesterday", after, berlin)).toBe(Date.parse("2026-10-24T22:00:00Z") * 1000);
    expect(parseTime("today", after, berlin)).toBe(Date.parse("2026-10-25T23:00:00Z") * 1000);
  });

  test.each([
    ["2026-11-20T12:00:00Z", "2026-11-20T12:00:00Z"],
    ["2026-11-20T12:00Z", "2026-11-20T12:00:00Z"],
    ["2026-11-20 12:00:00Z", "2026-11-20T12:00:00Z"],
    ["2026-11-20T12:00:00.000123Z", "2026-11-20T12:00:00.000123Z"],
    ["2026-11-20T12:00:00,5Z", "2026-11-20T12:00:00.500000Z"],
    ["2026-11-20T12:00:00.123456789Z", "2026-11-20T12:00:00.123456Z"],
    ["2026-11-20T12:00:00+01:00", "2026-11-20T11:00:00Z"],
    ["2026-11-20T12:00:00.000123-0330", "2026-11-20T15:30:00.000123Z"],
    ["1960-01-01T00:00:00.250000Z", "1960-01-01T00:00:00.250000Z"],
    ["+010000-01-01T00:00:00Z", "+010000-01-01T00:00:00Z"],
    ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"],
  ])("%s has its own zone: %s", (text, wanted) => {
    expect(parsed(text)).toBe(wanted);
  });

  test.each([
    "2026-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-11-20T24:00:01Z",
    "2026-11-20T12:60:00Z",
    "2026-11-20T12:00:00+1",
    "2026-11-20T12:00:00+01:60",
    "2026-11-20T12:00:00 Z",
    "2026-11-20Z",
    "12:00Z",
    "26-11-20T12:00:00Z",
    "2026-11-20T12:00:00.Z",
  ])("%s is no time of a zone", (text) => {
    expect(parseTime(text, NOW, berlin)).toBeNull();
  });
});

test("what time it is, is asked only if that matters", () => {
  const unasked = (): number => {
    throw new Error("it was asked");
  };
  const texts = ["2026-11-20", "2026-11-20 12:00", "@5", "2026-11-20T12:00:00Z", "soon", "x ago"];
  for (const text of texts) expect(parseTime(text, unasked, utc)).toBe(parseTime(text, NOW, utc));
  for (const text of ["now", "yesterday", "12:00", "-1s", "1h ago"]) {
    expect(() => parseTime(text, unasked, utc)).toThrow("it was asked");
    expect(parseTime(text, () => NOW + 0.5, berlin)).toBe(parseTime(text, NOW, berlin));
  }
});

describe("timeOption", () => {
  test("is the time, or says what can be understood", () => {
    expect(timeOption("since", "@5", NOW, utc)).toBe(5e6);
    const use = (): number => timeOption("since", "soon", NOW, utc);
    expect(use).toThrow(UsageError);
    expect(use).toThrow(
      'Cannot understand the time "soon" of --since: wanted is one as yesterday, -2days, "2026-11-20 12:00" or 2026-11-20T12:00:00Z',
    );
  });
});

/** The newest of these instants that lastb(8) shows up to a time; `null` if it refuses it. */
function newestUntil(text: string, tz: string, instants: readonly number[]): number | null {
  using directory = new TemporaryDirectory();
  const path = directory.at("btmp");
  const records = instants.map((seconds) => ({ type: "USER_PROCESS" as const, seconds }));
  writeFileSync(path, recordBytes(records));
  const child = Bun.spawnSync(
    ["lastb", "-f", path, "-n", "1", "-t", text, "--time-format", "iso"],
    { env: { ...process.env, TZ: tz, LC_ALL: "C" } },
  );
  const [, time] = /^ +(\d{4}-\S+)/.exec(child.stdout.toString()) ?? [];
  if (child.exitCode !== 0) return null;
  return time === undefined ? Number.NaN : Date.parse(time) / 1000;
}

/** What both understand in the same way: 2.38.1 knows no `@`, fraction of a second, or bare number. */
const TEXTS = [
  ...["now", "today", "yesterday", "tomorrow", "Now", "today ", "12:34", "1:2:3", "23:59:61"],
  ...["+1h", "-1h30min", "1h 30min ago", "- 2 days", "2.5 weeks ago", "-1month", "+.5h", "++1s"],
  ...["+1.+5h", "+-1s", "-1mo", "1h", "+1h ago", "-1year 1us", "+\v1h", " +1h"],
  ...["2026-11-20", "26-11-20", "26-1-2", "70-1-3", "2026-02-31", "2026-13-01"],
  ...["2026-11-20 12:34", "2026-11-20 12:34:56", "2026-11-20T12:34:56", "2026-11-20T12:34"],
  ...["20261120123400", "202611201234", "2026-11-2012:34", " 2026- 11-\t20", "2026-11-20\n12:34"],
  ...["Fri 2026-11-20", "friday 26-11-20 12:34", "Thu 2026-11-20", "SUN 2026-11-22  1:2"],
  // Where clocks are put forward or back, in one of the zones.
  ...["2026-03-29 02:30", "2026-10-25 02:30", "2026-03-08 02:30", "2026-11-01 01:30"],
  ...["2026-03-29 01:30", "2026-10-25 01:30", "Sun 2026-03-29 02:59:59", "2026-10-04 02:15"],
  ...["2018-11-04", "Sun 2018-11-04", "Sat 2018-11-04", "2018-02-17 23:30", "2026-04-05 01:45"],
];

const two = fc.integer({ min: 0, max: 65 }).map((number) => String(number).padStart(2, "0"));
const blank = fc.constantFrom("", " ", "  ", "\t");
const date = fc
  .tuple(fc.integer({ min: 1971, max: 2037 }), two, two)
  .map(([year, month, day]) => `${year}-${month}-${day}`);
const clock = fc.array(two, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(":"));
const span = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 30 }),
      fc.constantFrom("", ".5", ".25"),
      blank,
      fc.constantFrom("s", "sec", "min", "m", "h", "hours", "d", "days", "w", "week", "us", "x"),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((parts) => parts.map((part) => part.join("")).join(" "));
const anyText = fc.oneof(
  fc.tuple(fc.constantFrom("+", "-"), span).map((parts) => parts.join("")),
  span.map((text) => `${text} ago`),
  fc.tuple(fc.constantFrom("", "Sun ", "monday "), date, blank, clock).map((all) => all.join("")),
  clock,
);

describe("last(1) of util-linux", () => {
  const ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"];
  const RULES = ["America/Sao_Paulo", "Europe/Dublin", "CET-1CEST,M3.5.0,M10.5.0/3"];
  const REACH = [-3, -2, -1, 0, 1, 2, 3];

  test.skipIf(!hasTools("lastb")).each([...ZONES, ...RULES])(
    "understands what we do, with TZ=%s",
    (tz) => {
      const texts = [...TEXTS, ...fc.sample(anyText, { seed: SEED + tz.length, numRuns: 40 })];
      const secondsOf = (): (number | null)[] => {
        const now = Math.floor(Date.now() / 1000);
        const { micros } = askLocally(tz, { texts, now });
        return micros.map((time) => (time === null ? null : Math.floor(time / 1e6)));
      };
      const ours = secondsOf();
      const theirs = texts.map((text, i) => {
        const expected = ours[i] ?? NOW;
        return newestUntil(text, tz, [1, 2, ...REACH.map((away) => expected + away)]);
      });
      // Midnight can have been in between.
      const later = secondsOf();
      const different = texts.flatMap((text, i) => {
        const [before = null, found = null, after = null] = [ours[i], theirs[i], later[i]];
        if (before === null || found === null)
          return before === found ? [] : [{ text, before, found }];
        const isSame = [before, after ?? before].some((time) => Math.abs(time - found) <= 1);
        const isOfNow = /now|day|ago|^[+-]|^\d?\d:/.test(text);
        return before === found || (isOfNow && isSame) ? [] : [{ text, before, found }];
      });
      expect(different).toEqual([]);
      expect(ours.filter((time) => time !== null).length).toBeGreaterThan(40);
    },
  );
});
