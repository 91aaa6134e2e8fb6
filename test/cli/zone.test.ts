import { describe, expect, test } from "bun:test";
import { UsageError } from "../../src/cli/usage-error.ts";
import { zoneValue } from "../../src/cli/common-options.ts";
import { LocalZone, zoneOf } from "../../src/cli/zone.ts";
import { IanaZone } from "../../src/iana-zone.ts";
import { runUtmpx } from "./run-utmpx.ts";

const REFUSED = new UsageError(
  'Unknown time zone "CET-1": an IANA name is wanted, as Europe/Berlin',
);

describe("zoneOf", () => {
  test("is the zone of --tz, and local time without", () => {
    expect(zoneOf("Asia/Kolkata")).toBeInstanceOf(IanaZone);
    expect(zoneOf("Asia/Kolkata").name).toBe("Asia/Kolkata");
    expect(zoneOf(undefined)).toBeInstanceOf(LocalZone);
  });

  test("refuses what is no name of a zone, also what TZ can have", () => {
    expect(() => zoneOf("CET-1")).toThrow(UsageError);
    expect(() => zoneOf("CET-1")).toThrow(REFUSED);
    expect(() => zoneOf("")).toThrow(UsageError);
  });
});

describe("zoneValue", () => {
  test("is the zone of --tz, and null without", () => {
    expect(zoneValue({ tz: "Asia/Kolkata" })?.name).toBe("Asia/Kolkata");
    expect(zoneValue({})).toBeNull();
  });

  test("refuses what is no name of a zone", () => {
    expect(() => zoneValue({ tz: "CET-1" })).toThrow(UsageError);
    expect(() => zoneValue({ tz: "CET-1" })).toThrow(REFUSED);
  });
});

const SERVER = "test/fixtures/server";

describe("the text of a command", () => {
  const first = (args: readonly string[], env: Record<string, string>): string =>
    runUtmpx(args, { env }).out.split("\n", 1)[0] ?? "";

  test("shows local time as libc has it, by rules of POSIX, too, and says so", () => {
    const rules = { TZ: "AAA-5:45" };
    const report = ["report", "--root", SERVER];
    const utc = first(report, {});
    const [, time = ""] = /, (.*) UTC$/.exec(utc) ?? [];
    const later = new Date(Date.parse(`${time.replace(" ", "T")}Z`) + 345 * 60_000).toISOString();
    expect(first(report, rules)).toEndWith(`, ${later.slice(0, 16).replace("T", " ")} AAA-5:45`);
    expect(runUtmpx(["sources", "--root", SERVER], { env: rules }).out).toMatch(
      /records .* to \d{4}-\d\d-\d\d \d\d:\d\d AAA-5:45\n/,
    );
  });

  test("shows a name of a zone that is as long as one likes, or hostile, on one safe line", () => {
    const long = first(["report", "--root", SERVER], { TZ: `<${"A".repeat(90)}>-1` });
    expect(long.length).toBeLessThanOrEqual(80);
    const { out } = runUtmpx(["sources", "--root", SERVER], { env: { TZ: "AAA-1\x1b[2J" } });
    expect(out).toContain("AAA-1\\x1b[2J");
    expect(out).not.toContain("\x1b");
  });
});
