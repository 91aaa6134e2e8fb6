import { describe, expect, test } from "bun:test";
import {
  countValue,
  filterValues,
  pathValue,
  rotatedValue,
  timeValue,
} from "../../src/cli/filter-options.ts";
import { UsageError } from "../../src/cli/usage-error.ts";
import { zoneOf } from "../../src/cli/zone.ts";
import { checkSessionOptions } from "../../src/sessions/session-options.ts";

/** 2026-11-20T12:00:00Z. */
const NOON = 1_795_176_000;
const UTC = zoneOf("UTC");
const BERLIN = zoneOf("Europe/Berlin");

describe("filters on a command line", () => {
  test("are those of the library", () => {
    const values = {
      since: "2026-11-19",
      until: "yesterday",
      user: "alice",
      host: "gate",
      address: "2001:db8::/32",
      line: "/dev/pts/0",
      limit: "10",
      reverse: true,
    };
    const filters = filterValues(values, NOON, UTC);
    expect(filters).toEqual({
      since: new Date("2026-11-19T00:00:00Z"),
      until: new Date("2026-11-19T00:00:00Z"),
      user: "alice",
      host: "gate",
      address: "2001:db8::/32",
      line: "/dev/pts/0",
      limit: 10,
      reverse: true,
    });
    expect(() => checkSessionOptions(filters)).not.toThrow();
    expect(filterValues({ all: true }, NOON, UTC)).toEqual({});
  });

  test("have times of the zone, unless they say another", () => {
    const times = { since: "2026-11-20 12:00", until: "2026-11-20T12:00:00Z" };
    expect(filterValues(times, NOON, BERLIN)).toEqual({
      since: new Date("2026-11-20T11:00:00Z"),
      until: new Date("2026-11-20T12:00:00Z"),
    });
  });

  test("have times that leave out nothing within a millisecond", () => {
    const time = "@1795176000.123456";
    expect(timeValue("since", time, NOON, UTC, "down").getTime()).toBe(NOON * 1000 + 123);
    expect(timeValue("until", time, NOON, UTC, "up").getTime()).toBe(NOON * 1000 + 124);
    expect(filterValues({ since: time, until: time }, NOON, UTC)).toEqual({
      since: new Date(NOON * 1000 + 123),
      until: new Date(NOON * 1000 + 124),
    });
  });

  test.each([
    [{ since: "soon" }, 'Cannot understand the time "soon" of --since'],
    [{ until: "" }, 'Cannot understand the time "" of --until'],
    [
      { since: "2026-11-20", until: "2026-11-19" },
      "Cannot end before the beginning: --until 2026-11-19 is before 2026-11-20",
    ],
    [{ user: "" }, "Cannot look for an empty --user: a text is wanted"],
    [{ host: "" }, "Cannot look for an empty --host: a text is wanted"],
    [{ line: "" }, "Cannot look for an empty --line: a text is wanted"],
    [{ address: "" }, 'Cannot take "" as a range of addresses: an address is wanted'],
    [{ address: "192.0.2.1/24" }, "bits behind the prefix must be zero, as in 192.0.2.0/24"],
    [{ limit: "" }, 'Cannot take "" as --limit: it must be a whole number from 0'],
    [{ limit: "-1" }, 'Cannot take "-1" as --limit: it must be a whole number from 0'],
    [{ limit: "1e3" }, 'Cannot take "1e3" as --limit: it must be a whole number from 0'],
    [{ limit: "9".repeat(20) }, "as --limit: it must be a whole number from 0"],
  ])("are a wrong command line: %j", (values, message) => {
    expect(() => filterValues(values, NOON, UTC)).toThrow(UsageError);
    expect(() => filterValues(values, NOON, UTC)).toThrow(message);
  });
});

test("what was rotated away is read if it is asked for", () => {
  expect(rotatedValue({ all: true })).toEqual({ rotated: true });
  expect(rotatedValue({ all: false })).toEqual({});
  expect(rotatedValue({})).toEqual({});
});

test("operands are files, none of which has an empty name", () => {
  expect(pathValue([])).toEqual({});
  expect(pathValue(["wtmp.1", "wtmp"])).toEqual({ path: ["wtmp.1", "wtmp"] });
  expect(() => pathValue(["wtmp", ""])).toThrow(UsageError);
});

test("a count is a whole number", () => {
  expect(countValue("top", "0")).toBe(0);
  expect(countValue("top", "007")).toBe(7);
  expect(() => countValue("top", "x")).toThrow(UsageError);
});
