import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import fc from "fast-check";
import { lastIsoTime, lastlogTime } from "../../src/local-time.ts";
import { LocalZone } from "../../src/cli/zone.ts";
import type { Nature } from "../foreign-hosts/host.ts";
import { recordBytes } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { askLocally } from "./local-times.ts";
import { hasTools } from "./tool-comparison.ts";

const SEED = 20261122;
const NOON = 1_795_176_000;
const DAY = 86_400;

const ZONES = [
  "UTC",
  ":Europe/Berlin",
  "Europe/Dublin",
  "Australia/Lord_Howe",
  "CET-1CEST,M3.5.0,M10.5.0/3",
  "EST5EDT4:30,M3.2.0/2:07:13,M11.1.0/-25:11:11",
  "NZST-12NZDT,M9.5.0,M4.1.0/3",
  "AAA0BBB,J1/0,J1/1:05", // five minutes of summer
  "XXX0:30",
  "<-03>3",
];

/** Instants of 130 years, and in the hours around the changes of one. */
function instants(zone: string): number[] {
  const anyTime = fc.integer({ min: -2e9, max: 2 ** 31 - 1 });
  const changes = [-1, 0, 1, 2, 3].flatMap((hour) =>
    [1_767_225_600, 1_774_746_000, 1_772_953_633, 1_790_604_000, 1_791_041_400].map(
      (change) => change + hour * 3600,
    ),
  );
  const near = fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -1200, max: 1200 }))
    .map(([change, distance]) => change + distance);
  return fc.sample(fc.oneof(anyTime, near), { seed: SEED + zone.length, numRuns: 3000 });
}

describe("localZone", () => {
  test.skipIf(!hasTools("date")).each(ZONES)("with TZ=%s has the time of date(1)", (tz) => {
    const times = instants(tz);
    const child = Bun.spawnSync(["date", "-f", "-", "+%a %b %e %H:%M:%S %Y"], {
      env: { ...process.env, TZ: tz, LC_ALL: "C" },
      stdin: Buffer.from(times.map((time) => `@${time}\n`).join("")),
    });
    expect(askLocally(tz, { times }).ctimes).toEqual(child.stdout.toString().trimEnd().split("\n"));
  });

  test.skipIf(!hasTools("lastb")).each(ZONES)("with TZ=%s has the time of last(1)", (tz) => {
    const times = instants(tz).filter((time) => time > 1);
    using directory = new TemporaryDirectory();
    const path = directory.at("btmp");
    writeFileSync(path, recordBytes(times.map((seconds) => ({ type: "USER_PROCESS", seconds }))));
    const child = Bun.spawnSync(["lastb", "-f", path, "--time-format", "iso"], {
      env: { ...process.env, TZ: tz, LC_ALL: "C" },
    });
    const theirs = [...child.stdout.toString().matchAll(/(\S+) - /g)].map(([, text = ""]) => text);
    expect(askLocally(tz, { times }).isoTimes.toReversed()).toEqual(theirs);
  });

  test.each([
    ["Europe/Berlin", "Europe/Berlin"],
    [":Europe/Berlin", "Europe/Berlin"],
    ["CET-1CEST,M3.5.0,M10.5.0/3", "CET-1CEST,M3.5.0,M10.5.0/3"],
    ["Africa/Abidjan", "Africa/Abidjan"],
    ["Europe/London", "Europe/London"],
    ["", "UTC"],
    [":", "UTC"],
    ["XXX0", "UTC"],
    ["Mars/Olympus", "UTC"],
  ])("with TZ=%s is named %s", (tz, name) => {
    expect(askLocally(tz, {}).name).toBe(name);
  });

  test("without TZ has the name that JavaScript gives the system's zone", () => {
    const program = "console.log(Intl.DateTimeFormat().resolvedOptions().timeZone)";
    const child = Bun.spawnSync([process.execPath, "-e", program], {
      env: { ...process.env, TZ: undefined },
    });
    expect(askLocally(undefined, {}).name).toBe(child.stdout.toString().trim());
  });

  test("is UTC by its name, too, where libc has no files of zones", () => {
    const { name, ctimes } = askLocally("Asia/Tokyo", { times: [NOON] }, { TZDIR: "/nowhere" });
    expect({ name, ctimes }).toEqual({ name: "UTC", ctimes: ["Fri Nov 20 12:00:00 2026"] });
  });
});

describe("localZone where libc can't be used", () => {
  const preload = Bun.fileURLToPath(new URL("../foreign-hosts/become.preload.ts", import.meta.url));
  const as = (nature: Nature): Record<string, string> => {
    return { BUN_OPTIONS: `"--preload=${preload}"`, NATURE: JSON.stringify(nature) };
  };

  test.each<[string, Nature]>([
    ["on a system that is not known", { platform: "sunos" }],
    ["as it lacks a function", { hidden: ["localtime_r"] }],
  ])("%s, is what JavaScript knows", (_, nature) => {
    const { name, ctimes } = askLocally("Asia/Tokyo", { times: [NOON] }, as(nature));
    expect({ name, ctimes }).toEqual({ name: "Asia/Tokyo", ctimes: ["Fri Nov 20 21:00:00 2026"] });
    // It takes rules for UTC, and says so.
    const rules = askLocally("JST-9JDT,M3.5.0,M10.5.0", { times: [NOON] }, as(nature));
    expect(rules).toMatchObject({ name: "UTC", ctimes: ["Fri Nov 20 12:00:00 2026"] });
  });
});

/** A C library whose clocks are put forward an hour at some instants and back a while later. */
class StandIn {
  calls = 0;
  readonly #at: number;
  readonly #length: number;

  constructor(at: number, length: number) {
    this.#at = at;
    this.#length = length;
  }

  readonly localOffset = (seconds: number): number => {
    this.calls++;
    return seconds >= this.#at && seconds < this.#at + this.#length ? 7200 : 3600;
  };

  readonly localOffsetShown = this.localOffset;

  readonly localInstant = (local: number): number => local - 3600;
}

describe("LocalZone", () => {
  test("does not ask libc a million times for a million instants", () => {
    const libc = new StandIn(NOON, 200 * DAY);
    const zone = new LocalZone(libc, "CET-1CEST,M3.5.0,M10.5.0/3");
    for (let i = 0; i < 1e6; i++) zone.offsetAt(NOON + i * 30);
    expect(libc.calls).toBeLessThan(10_000);
  });

  test.each([
    "AAA0BBB,J1/0,J1/1:05",
    "AAA0BBB,0/0,364/25",
    "AAA0BBB,M3.5.0,M4.1.0",
    "AAA0BBB,M12.5.0,M1.1.0",
    "AAA0BBB,M3.5.0/-167,M3.5.0/167",
    "AAA0BBB,M3.1.0,J60",
  ])("finds minutes of summer, which the rules of TZ=%s can have", (tz) => {
    const libc = new StandIn(NOON + 1000, 300);
    const zone = new LocalZone(libc, tz);
    const offsets = [999, 1000, 1299, 1300].map((seconds) => zone.offsetAt(NOON + seconds));
    expect(offsets).toEqual([3600, 7200, 7200, 3600]);
  });

  test("leaves it to libc which instant a local time is", () => {
    expect(new LocalZone(new StandIn(NOON, DAY), "XXX-1").instantOf(NOON)).toBe(NOON - 3600);
  });

  test("has no offset where libc has none", () => {
    const zone = new LocalZone(
      { localOffset: () => null, localOffsetShown: () => null, localInstant: () => null },
      "XXX-1",
    );
    expect([zone.offsetAt(NOON), zone.offsetAt(2 ** 60), zone.instantOf(NOON)]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

test("an offset is written without the leap seconds that clocks are behind", () => {
  const libc = {
    localOffset: () => 3600 - 27,
    localOffsetShown: () => 3600,
    localInstant: () => null,
  };
  const zone = new LocalZone(libc, "right/Europe/Berlin");
  const noon = Date.UTC(2026, 0, 1, 11, 0, 27) / 1000;
  expect(lastIsoTime(zone, noon)).toBe("2026-01-01T12:00:00+01:00");
  expect(lastlogTime(zone, noon)).toBe("Thu Jan  1 12:00:00 +0100 2026");
});
