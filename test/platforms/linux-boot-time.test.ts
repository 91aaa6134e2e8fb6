import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { findBootTime } from "../../platforms/linux-boot-time.ts";
import { TemporaryDirectory } from "../temporary.ts";

/** Makes a file that was changed then, in seconds since 1970; gives its path. */
function touched(directory: TemporaryDirectory, name: string, seconds: string): string {
  const path = directory.at(name);
  const { exitCode } = Bun.spawnSync(["touch", "-m", "-d", `@${seconds}`, path]);
  if (exitCode !== 0) throw new Error(`touch ended with ${exitCode}`);
  return path;
}

describe("the boot was when", () => {
  test("the first file was changed that is there", () => {
    using directory = new TemporaryDirectory();
    const files = [
      directory.at("none"),
      touched(directory, "seed", "1795900000.123456789"),
      touched(directory, "utmp", "1795900009"),
    ];
    expect(findBootTime(files)).toBe(1_795_900_000_123_456);
  });

  test("the first was changed by a clock that was set", () => {
    using directory = new TemporaryDirectory();
    const early = touched(directory, "early", "1122334454.999");
    const just = touched(directory, "just", "1122334455");
    expect(findBootTime([early, just])).toBe(1_122_334_455_000_000);
  });

  test("the kernel has counted from, if no file tells", () => {
    using directory = new TemporaryDirectory();
    const early = [touched(directory, "early", "10"), directory.at("none")];
    const clocks = (): { now: number; up: number } => {
      return {
        now: Date.now(),
        up: 1000 * Number.parseFloat(readFileSync("/proc/uptime", "utf8")),
      };
    };
    const before = clocks();
    const micros = findBootTime(early);
    const after = clocks();
    // It counts in hundredths of a second, and time may pass between two looks at a clock.
    expect(micros / 1000).toBeGreaterThanOrEqual(before.now - after.up - 20);
    expect(micros / 1000).toBeLessThanOrEqual(after.now - before.up + 20);
    expect(Number.isSafeInteger(micros)).toBe(true);
  });
});

test("this machine was booted, and not in the future", () => {
  const micros = findBootTime();
  expect(micros).toBeGreaterThan(1_122_334_455e6);
  expect(micros).toBeLessThanOrEqual(Date.now() * 1000);
});
