import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { UsageError } from "../../src/cli/usage-error.ts";
import { Zone } from "../../src/cli/zone.ts";

const SEED = 20261122;
const ZONES = ["UTC", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns", "Europe/Berlin"];

describe("Zone.iso", () => {
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
  ])("in %s, %s is %s", (name, utc, local) => {
    expect(new Zone(name).iso(utc)).toBe(local);
  });

  test("has six digits behind the second whatever it is given", () => {
    expect(new Zone("UTC").iso("2026-11-20T12:00:00.123Z")).toBe(
      "2026-11-20T12:00:00.123000+00:00",
    );
    expect(new Zone("UTC").iso("2026-11-20T12:00:00Z")).toBe("2026-11-20T12:00:00.000000+00:00");
  });

  test("follows a change of half an hour, in either direction", () => {
    const zone = new Zone("Australia/Lord_Howe");
    expect(zone.iso("2026-04-04T14:59:59.999999Z")).toBe("2026-04-05T01:59:59.999999+11:00");
    expect(zone.iso("2026-04-04T15:00:00.000000Z")).toBe("2026-04-05T01:30:00.000000+10:30");
    expect(zone.iso("2026-10-03T15:29:59.999999Z")).toBe("2026-10-04T01:59:59.999999+10:30");
    expect(zone.iso("2026-10-03T15:30:00.000000Z")).toBe("2026-10-04T02:30:00.000000+11:00");
  });

  test("follows a change at one minute past midnight, as in Newfoundland up to 2011", () => {
    const zone = new Zone("America/St_Johns");
    expect(zone.iso("2010-03-14T03:30:59.000000Z")).toBe("2010-03-14T00:00:59.000000-03:30");
    expect(zone.iso("2010-03-14T03:31:00.000000Z")).toBe("2010-03-14T01:01:00.000000-02:30");
    expect(zone.iso("2010-11-07T02:30:59.000000Z")).toBe("2010-11-07T00:00:59.000000-02:30");
    expect(zone.iso("2010-11-07T02:31:00.000000Z")).toBe("2010-11-06T23:01:00.000000-03:30");
  });

  test("tells the same instant, and does not remember a wrong offset", () => {
    const zones = ZONES.map((name) => new Zone(name));
    // Around changes of offsets, where what is remembered of one instant is wrong for the next.
    const changes = [1268537460, 1289097060, 1775314800, 1791041400, 1774746000].map(
      (s) => s * 1e6,
    );
    const near = fc
      .tuple(fc.constantFrom(...changes), fc.integer({ min: -3600e6, max: 3600e6 }))
      .map(([change, distance]) => change + distance);
    const anyTime = fc.integer({ min: -1e15, max: 4e15 });
    const check = fc.property(
      fc.constantFrom(...zones),
      fc.oneof(near, anyTime),
      (zone, micros) => {
        const ms = Math.floor(micros / 1000);
        const utc = new Date(ms).toISOString();
        const local = zone.iso(utc);
        expect(Date.parse(local)).toBe(ms);
        expect(new Zone(zone.name).iso(utc)).toBe(local);
      },
    );
    fc.assert(check, { seed: SEED, numRuns: 2000 });
  });

  test.each([
    ["Asia/Kolkata", "+275760-09-13T00:00:00.000000Z", "+275760-09-13 00:00"],
    ["America/St_Johns", "-271821-04-20T00:00:00.000000Z", "-271821-04-20 00:00"],
  ])("in %s, a time that only UTC can hold stays in UTC: %s", (name, utc, short) => {
    expect(new Zone(name).iso(utc)).toBe(utc);
    expect(new Zone(name).short(new Date(utc.replace("000Z", "Z")))).toBe(short);
  });

  test("the last time of a Date has a local time where that is not later", () => {
    const utc = "+275760-09-13T00:00:00.000000Z";
    expect(new Zone("UTC").iso(utc)).toBe("+275760-09-13T00:00:00.000000+00:00");
    expect(new Zone("Etc/GMT+5").iso(utc)).toBe("+275760-09-12T19:00:00.000000-05:00");
  });

  test("has times beyond the year 9999 and before the year 0", () => {
    const zone = new Zone("Asia/Kolkata");
    expect(zone.iso("9999-12-31T23:00:00.000001Z")).toBe("+010000-01-01T04:30:00.000001+05:30");
    expect(new Zone("UTC").iso("-000001-01-01T00:00:00.000001Z")).toBe(
      "-000001-01-01T00:00:00.000001+00:00",
    );
  });
});

describe("Zone.short", () => {
  test("is the local date and minute", () => {
    const date = new Date("2026-11-20T12:00:59.999Z");
    expect(new Zone("UTC").short(date)).toBe("2026-11-20 12:00");
    expect(new Zone("Asia/Kolkata").short(date)).toBe("2026-11-20 17:30");
    expect(new Zone("America/St_Johns").short(date)).toBe("2026-11-20 08:30");
  });
});

describe("a zone's name", () => {
  test("is the one that was given", () => {
    expect(new Zone("Asia/Calcutta").name).toBe("Asia/Calcutta");
  });

  test("is that of the process where none is given", () => {
    const zone = new Zone();
    expect(zone.name).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
    const date = new Date("2026-11-20T12:00:00Z");
    const [hours, minutes] = [date.getHours(), date.getMinutes()].map((n) =>
      String(n).padStart(2, "0"),
    );
    expect(zone.short(date).slice(11)).toBe(`${hours}:${minutes}`);
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
    "Z",
    ":Europe/Berlin",
    "../../etc/localtime",
  ])("%j is refused", (name) => {
    const message = `Unknown time zone "${name}": an IANA name is wanted, as Europe/Berlin`;
    expect(() => new Zone(name)).toThrow(UsageError);
    expect(() => new Zone(name)).toThrow(new UsageError(message));
  });
});
