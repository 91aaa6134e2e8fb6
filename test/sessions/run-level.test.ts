import { describe, expect, test } from "bun:test";
import { linuxGlibc384 } from "../../platforms/linux-glibc.ts";
import { illumosFutmpx372 } from "../../platforms/illumos.ts";
import { openbsdUtmp304 } from "../../platforms/openbsd.ts";
import { downWith, runLevelOf } from "../../src/sessions/run-level.ts";

const [ZERO, THREE, FIVE, SIX, SINGLE] = [..."0356S"].map((level) => level.charCodeAt(0));

function levelOf(pid: number | null, termination: number | null, layout = linuxGlibc384): string {
  const exit = termination === null ? null : { termination, exit: 0 };
  return String.fromCharCode(runLevelOf({ pid, exit }, layout));
}

describe("the run level", () => {
  test.each([
    [FIVE, SIX, "5"],
    [SIX, 1, "6"],
    [(SIX ?? 0) | (0x35 << 8), 0, "6"],
    [ZERO, null, "0"],
  ])("of Linux is in the pid: pid %d, exit %p", (pid = 0, termination = 0, level) => {
    expect(levelOf(pid, termination)).toBe(level);
  });

  test.each([
    [FIVE, SIX, "6"],
    [SIX, THREE, "3"],
    [THREE, SINGLE, "S"],
    [SIX, 1, "6"],
    [SIX, 0x136, "6"],
    [SIX, 0, "6"],
    [ZERO, null, "0"],
  ])(
    "of others is in the exit status if that is one: %d, %p",
    (pid = 0, termination = 0, level) => {
      expect(levelOf(pid, termination, illumosFutmpx372)).toBe(level);
    },
  );

  test("is none where the records have neither", () => {
    expect(runLevelOf({ pid: null, exit: null }, openbsdUtmp304)).toBe(0);
  });
});

test("two levels end the system", () => {
  const ends = ["0", "6", "1", "5", "S", "\0"].map((level) => downWith(level.charCodeAt(0)));
  expect(ends).toEqual(["shutdown", "reboot", null, null, null, null]);
});
