import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { localTime } from "../../platforms/libc-time.ts";
import { canBuild } from "../stand-in-library.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { askLibrary, plain, run } from "./library-process.ts";

const NEW_MKTIME = Bun.fileURLToPath(new URL("./new-mktime.c", import.meta.url));

const SYSTEMS = "of the system";
const ZONES = [
  SYSTEMS,
  "UTC",
  "Europe/Berlin",
  ":America/New_York",
  "America/St_Johns",
  "America/Sao_Paulo", // where days began at 01:00
  "Australia/Lord_Howe",
  "Asia/Kolkata",
  "Africa/Monrovia", // 44 minutes and 30 seconds behind up to 1972
  "Europe/Dublin", // where summer time is the standard
  "Pacific/Apia", // without the 30th of December 2011
  "America/Juneau", // with the 18th of October 1867 twice
  "CET-1CEST,M3.5.0,M10.5.0/3",
  "EST5EDT,0/0,J365/25", // summer time for ever
  "<+0330>-3:30<+0430>,J79/24,J263/24",
  "XYZ-24:59:59",
  "no/such/zone",
] as const;

const DAY = 86_400;

const envOf = (zone: string): Record<string, string> => (zone === SYSTEMS ? {} : { TZ: zone });

/** What libc says of local time at these instants. */
function offsetsOf(zone: string, instants: readonly number[]): unknown {
  return askLibrary(
    envOf(zone),
    ({ localOffset }, given) => given.map((seconds) => localOffset(seconds)),
    instants,
  );
}

/** What date(1) says of it; `null` where it says nothing. */
function offsetsOfDate(zone: string, instants: readonly number[]): (number | null)[] {
  const { stdout } = Bun.spawnSync(["date", "-f", "-", "+%s %::z"], {
    env: { ...plain(), LC_ALL: "C", ...envOf(zone) },
    stdin: Buffer.from(instants.map((seconds) => `@${seconds}\n`).join("")),
  });
  const offsets = new Map<number, number>();
  for (const [, seconds, sign, hours, minutes, rest] of stdout
    .toString()
    .matchAll(/^(-?\d+) ([+-])(\d+):(\d+):(\d+)$/gm)) {
    const offset = Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
    offsets.set(Number(seconds), sign === "-" ? 0 - offset : offset);
  }
  return instants.map((seconds) => offsets.get(seconds) ?? null);
}

/** From 1855 to 2100, at any time of the day; and far away. */
const INSTANTS = [
  ...Array.from({ length: 900 }, (_, i) => -3_628_800_000 + i * 8_611_433),
  ...[-1, 0, 1, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 253_402_300_800, -62_135_596_801],
  ...[2 ** 40, -(2 ** 40), 2 ** 55, -(2 ** 55)],
];

describe("localOffset", () => {
  test.each(ZONES)("in the zone %s is what date(1) says", (zone) => {
    const offsets = offsetsOfDate(zone, INSTANTS);
    expect(offsets).not.toContain(null);
    expect(offsetsOf(zone, INSTANTS)).toEqual(offsets);
  });

  test("has the seconds of local mean time", () => {
    expect(offsetsOf("Europe/Berlin", [-3e9])).toEqual([53 * 60 + 28]);
    expect(offsetsOf("America/St_Johns", [-3e9])).toEqual([-(3 * 3600 + 30 * 60 + 52)]);
  });

  test("is null where the year is no int", () => {
    for (const seconds of [2 ** 56, -(2 ** 56), 2 ** 62, -(2 ** 62)]) {
      expect(offsetsOf("Europe/Berlin", [seconds])).toEqual([null]);
      expect(offsetsOfDate("Europe/Berlin", [seconds])).toEqual([null]);
    }
  });

  test("is null of what no time_t holds", () => {
    const answer = askLibrary(
      {},
      ({ localOffset }) => [2 ** 63, -(2 ** 63), 1e300, Infinity, -Infinity, NaN].map(localOffset),
      null,
    );
    expect(answer).toEqual([null, null, null, null, null, null]);
  });

  test("has TZ read before it asks, once", () => {
    const calls: string[] = [];
    const { localOffset, localInstant } = localTime({
      tzset: () => void calls.push("tzset"),
      localtime_r: () => (calls.push("localtime_r"), null),
    });
    expect([localOffset(0), localInstant(0), localOffset(1)]).toEqual([null, null, null]);
    expect(calls).toEqual(["tzset", "localtime_r", "localtime_r", "localtime_r"]);
  });
});

/** Local times around changes of offsets from 1890 to 2060, and between them. */
function timesAroundChanges(zone: string): number[] {
  const answer = askLibrary(
    envOf(zone),
    ({ localOffset }, { from, until, step, most }) => {
      const times = new Set<number>();
      for (let time = from; time < until && times.size < most; time += step) {
        let [before, after] = [time, time + step];
        times.add(before);
        const offset = localOffset(before) ?? 0;
        if (offset === localOffset(after)) continue;
        while (after - before > 1) {
          const middle = Math.floor((before + after) / 2);
          if (localOffset(middle) === offset) before = middle;
          else after = middle;
        }
        const change = (localOffset(after) ?? 0) - offset;
        for (const part of [-1, -0.5, 0, 0.5, 1, 1.5]) {
          const local = after + offset + Math.floor(part * change);
          times.add(local - 1).add(local);
        }
      }
      return [...times];
    },
    { from: -29_220 * DAY, until: 32_900 * DAY, step: 97 * DAY, most: 150 },
  );
  return numbersOf(answer);
}

function numbersOf(answer: unknown): number[] {
  const isNumbers =
    Array.isArray(answer) && answer.every((value): value is number => typeof value === "number");
  if (!isNumbers) throw new Error(`It said ${JSON.stringify(answer)}`);
  return answer;
}

/** The instants that libc gives local times, one after the other. */
function instantsOf(zone: string, times: readonly number[]): unknown {
  return askLibrary(
    envOf(zone),
    ({ localInstant }, given) => given.map((local) => localInstant(local)),
    times,
  );
}

/** Seconds of a time without a zone, as though it were UTC. */
const secondsOf = (text: string): number => Date.parse(`${text}Z`) / 1000;

/** Zones that count leap seconds, as those of `right/`: ahead of UTC, and behind it. */
const LEAPING = `Rule R 1980 max - Mar lastSun 1:00u 1:00 S
Rule R 1980 max - Oct lastSun 1:00u 0 -
Zone Ahead 1:00 R CE%sT
Zone Behind -3:30 R N%sT
`;
const LEAPS = ["1972 Jun 30", "1998 Dec 31", "2016 Dec 31"];

describe("leap seconds", () => {
  const hasZic = Bun.which("zic") !== null || process.env["CI"] !== undefined;
  if (!hasZic) console.warn("skipping zones of leap seconds: there is no zic to make them");
  let directory: TemporaryDirectory;

  beforeAll(async () => {
    directory = new TemporaryDirectory();
    if (!hasZic) return;
    await Bun.write(directory.at("zones"), LEAPING);
    const leaps = LEAPS.map((day) => `Leap\t${day.replaceAll(" ", "\t")}\t23:59:60\t+\tS\n`);
    await Bun.write(directory.at("leaps"), leaps.join(""));
    run(["zic", "-L", directory.at("leaps"), "-d", directory.path, directory.at("zones")]);
  });
  afterAll(() => directory[Symbol.dispose]());

  const around = LEAPS.flatMap((day, before) => {
    const leap = Date.parse(`${day} 23:59:59Z`) / 1000 + before + 1;
    return [leap - 1, leap, leap + 1, leap + 2, leap + 86_400, leap + 200 * 86_400];
  });

  test.skipIf(!hasZic).each(["Ahead", "Behind"])("are counted as date(1) does: %s", (name) => {
    const zone = directory.at(name);
    const fields = run(
      ["date", "-f", "-", "+%Y-%m-%dT%H:%M:%S"],
      { ...plain(), TZ: zone },
      around.map((seconds) => `@${seconds}\n`).join(""),
    );
    // The leap second has the time of the second before it: there is no offset that makes 60 of it.
    const wanted = fields.trim().replaceAll(/:60$/gm, ":59").split("\n").map(secondsOf);
    const offsets = numbersOf(offsetsOf(zone, around));
    expect(offsets.map((offset, i) => (around[i] ?? 0) + offset)).toEqual(wanted);
    expect(fields).toContain(":60");
    const shown = askLibrary(
      { TZ: zone },
      ({ localOffsetShown }, given) => given.map((seconds) => localOffsetShown(seconds)),
      around,
    );
    expect(shown).toEqual(offsetsOfDate(zone, around));
  });

  test.skipIf(!hasZic).each(["Ahead", "Behind"])(
    "are in the instants of date(1), too: %s",
    (name) => {
      const zone = directory.at(name);
      const clocks = around.flatMap((seconds) =>
        [-5400, 3598, 3599, 3600].map((at) => seconds + at),
      );
      const texts = clocks.map((local) => new Date(local * 1000).toISOString().slice(0, 19));
      const said = run(["date", "-f", "-", "+%s"], { ...plain(), TZ: zone }, texts.join("\n"));
      expect(instantsOf(zone, clocks)).toEqual(numbersOf(said.trim().split("\n").map(Number)));
    },
  );
});

describe("localInstant", () => {
  let directory: TemporaryDirectory;

  beforeAll(() => {
    directory = new TemporaryDirectory();
    if (canBuild) run(["cc", "-O1", "-o", directory.at("mktime"), NEW_MKTIME]);
  });
  afterAll(() => directory[Symbol.dispose]());

  test.skipIf(!canBuild).each(ZONES)("in the zone %s is what a new mktime(3) says", (zone) => {
    const times = timesAroundChanges(zone);
    const said = run([directory.at("mktime")], { ...plain(), ...envOf(zone) }, times.join("\n"));
    expect(instantsOf(zone, times)).toEqual(numbersOf(said.trim().split("\n").map(Number)));
  });

  test.each([
    ["Europe/Berlin", "2026-10-25T02:30:00"],
    ["America/New_York", "2026-11-01T01:30:00"],
    ["Australia/Lord_Howe", "2026-04-05T01:45:00"],
    ["CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T02:00:00"],
    ["America/Juneau", "1867-10-18T12:00:00"],
    ["Asia/Kolkata", "2026-01-01T00:00:00"],
  ])("in the zone %s, %s is the instant that date(1) takes for it", (zone, text) => {
    const said = run(["date", "-d", text, "+%s"], { ...plain(), ...envOf(zone) });
    expect(instantsOf(zone, [secondsOf(text)])).toEqual([Number(said)]);
  });

  test("does not depend on what was asked before", () => {
    const twice = secondsOf("2026-10-25T02:30:00");
    const [summer, winter] = [secondsOf("2026-07-01T00:00:00"), secondsOf("2026-01-01T00:00:00")];
    const instants = numbersOf(instantsOf("Europe/Berlin", [twice, summer, twice, winter, twice]));
    expect(new Set([instants[0], instants[2], instants[4]])).toEqual(new Set([twice - 3600]));
  });

  test("a time that no clock shows is an instant all the same", () => {
    const skipped = secondsOf("2026-03-29T02:30:00");
    expect(instantsOf("Europe/Berlin", [skipped])).toEqual([skipped - 3600]);
    const day = secondsOf("2011-12-30T12:00:00");
    expect(instantsOf("Pacific/Apia", [day])).toEqual([day - 14 * 3600]);
  });

  test("is null where there is no such instant", () => {
    expect(instantsOf("Europe/Berlin", [2 ** 56, -(2 ** 56), 1e300])).toEqual([null, null, null]);
  });
});
