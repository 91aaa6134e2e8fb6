import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { IanaZone } from "../src/iana-zone.ts";

const SEED = 20261122;
const ZONES = [
  "UTC",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "America/St_Johns",
  "Europe/Berlin",
  "Africa/Monrovia",
].map((name) => new IanaZone(name));

/** Changes of offsets in these zones. */
const CHANGES = [63_593_070, 1_268_537_460, 1_289_097_060, 1_774_746_000, 1_775_314_800];
const near = fc
  .tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -90_000, max: 90_000 }))
  .map(([change, distance]) => change + distance);
const anyTime = fc.integer({ min: -4e9, max: 9e9 });

/** Seconds of a time as though it were UTC. */
function seconds(text: string): number {
  return Date.parse(`${text}Z`) / 1000;
}

describe("IanaZone.offsetAt", () => {
  test.each([
    ["UTC", "2026-11-20T12:00", 0],
    ["Europe/Berlin", "2026-11-20T12:00", 3600],
    ["Europe/Berlin", "2026-07-20T12:00", 7200],
    ["Asia/Kathmandu", "2026-11-20T12:00", 20_700],
    ["America/St_Johns", "2026-11-20T12:00", -12_600],
    ["Pacific/Kiritimati", "2026-11-20T12:00", 50_400],
    ["Etc/GMT+12", "2026-11-20T12:00", -43_200],
    ["America/New_York", "1850-01-01T00:00", -17_762],
    ["Africa/Monrovia", "1971-12-31T00:00", -2670],
    ["Europe/Amsterdam", "1890-01-01T00:00", 1050],
  ])("%s is at %s ahead by %d", (name, utc, offset) => {
    expect(new IanaZone(name).offsetAt(seconds(utc))).toBe(offset);
  });

  test("follows a change of half an hour, in either direction", () => {
    const zone = new IanaZone("Australia/Lord_Howe");
    const offsets = [1_775_314_799, 1_775_314_800, 1_791_041_399, 1_791_041_400];
    expect(offsets.map((time) => zone.offsetAt(time))).toEqual([39_600, 37_800, 37_800, 39_600]);
  });

  test("follows a change at one minute past midnight, as in Newfoundland up to 2011", () => {
    const zone = new IanaZone("America/St_Johns");
    const offsets = [1_268_537_459, 1_268_537_460, 1_289_097_059, 1_289_097_060];
    expect(offsets.map((time) => zone.offsetAt(time))).toEqual([-12_600, -9000, -9000, -12_600]);
  });

  test("remembers no wrong offset", () => {
    const check = fc.property(fc.constantFrom(...ZONES), fc.oneof(near, anyTime), (zone, time) => {
      expect(zone.offsetAt(time)).toBe(new IanaZone(zone.name).offsetAt(time));
    });
    fc.assert(check, { seed: SEED, numRuns: 1500 });
  });

  test("is null beyond what a Date can hold", () => {
    const zone = new IanaZone("Etc/GMT-1");
    expect(zone.offsetAt(8.64e12)).toBe(3600);
    expect(zone.offsetAt(-8.64e12)).toBe(3600);
    expect(zone.offsetAt(8.64e12 + 1)).toBeNull();
    expect(zone.offsetAt(-8.64e12 - 1)).toBeNull();
    for (const time of [2 ** 63, -(2 ** 63), Number.POSITIVE_INFINITY, Number.NaN]) {
      expect(zone.offsetAt(time)).toBeNull();
    }
  });
});

describe("IanaZone.instantOf", () => {
  test("is the instant of every local time that comes once", () => {
    const check = fc.property(fc.constantFrom(...ZONES), fc.oneof(near, anyTime), (zone, time) => {
      const local = time + (zone.offsetAt(time) ?? 0);
      const instant = zone.instantOf(local);
      const shown = (instant ?? Number.NaN) + (zone.offsetAt(instant ?? 0) ?? 0);
      expect(shown).toBe(local);
      // Where it is not the same instant, the clocks were put back.
      if (instant !== time) expect(Math.abs((instant ?? 0) - time)).toBeLessThanOrEqual(3600);
    });
    fc.assert(check, { seed: SEED, numRuns: 1500 });
  });

  // What mktime of glibc 2.36 says in a new process.
  test.each([
    ["Europe/Berlin", "2026-10-25T02:30", 1_792_891_800, "the second, in winter time"],
    ["Australia/Lord_Howe", "2026-04-05T01:45", 1_775_315_700, "the second, in winter time"],
    ["Europe/London", "2026-10-25T01:30", 1_792_891_800, "the second, in winter time"],
    ["America/New_York", "2026-11-01T01:30", 1_793_511_000, "the first, in summer time"],
    ["America/Sao_Paulo", "2018-02-17T23:30", 1_518_917_400, "the first, in summer time"],
    ["Asia/Pyongyang", "2015-08-14T23:45", 1_439_565_300, "the second, without a summer time"],
    ["America/Caracas", "2007-12-09T02:45", 1_197_182_700, "the first, without a summer time"],
  ])("in %s, of the two %s is %d: %s", (name, local, instant) => {
    expect(new IanaZone(name).instantOf(seconds(local))).toBe(instant);
  });

  test.each([
    ["Europe/Berlin", "2026-03-29T02:30", 1_774_747_800],
    ["America/New_York", "2026-03-08T02:30", 1_772_955_000],
    ["Australia/Lord_Howe", "2026-10-04T02:15", 1_791_042_300],
    ["America/Sao_Paulo", "2018-11-04T00:30", 1_541_302_200],
    ["America/Caracas", "2016-05-01T02:45", 1_462_086_900],
  ])("in %s no clock shows %s: %d shows what is as much later", (name, local, instant) => {
    expect(new IanaZone(name).instantOf(seconds(local))).toBe(instant);
  });

  test("is null beyond what a Date can hold", () => {
    expect(new IanaZone("Etc/GMT-1").instantOf(8.64e12 + 3600)).toBeNull();
    expect(new IanaZone("UTC").instantOf(8.64e12)).toBe(8.64e12);
    expect(new IanaZone("UTC").instantOf(Number.NaN)).toBeNull();
  });
});

describe("a zone's name", () => {
  test("is the one that was given", () => {
    expect(new IanaZone("Asia/Calcutta").name).toBe("Asia/Calcutta");
  });

  test.each([
    "Mars/Olympus",
    "Europe/Berlin ",
    "",
    "+05:30",
    "-0530",
    "+05",
    "05:30",
    "UTC+5",
    "GMT-3",
    "PST8",
    "CET-1CEST,M3.5.0,M10.5.0/3",
    "Z",
    ":Europe/Berlin",
    "../../etc/localtime",
  ])("%j is refused", (name) => {
    const message = `Unknown time zone "${name}": an IANA name is wanted, as Europe/Berlin`;
    expect(() => new IanaZone(name)).toThrow(new RangeError(message));
  });
});
