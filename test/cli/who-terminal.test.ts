import { describe, expect, test } from "bun:test";
import { chmodSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { idleSeconds, idleText, terminalOf } from "../../src/cli/who-terminal.ts";
import { TemporaryDirectory } from "../temporary.ts";

const NOW = 1_795_000_000;

describe("terminalOf", () => {
  test("tells whether messages can be written, and when the terminal was read last", () => {
    const devices = mkdtempSync("/dev/shm/utmpx");
    try {
      const path = `${devices}/tty`;
      writeFileSync(path, "");
      const line = path.replace("/dev/", "");
      for (const [mode, isWritable] of [
        [0o620, true],
        [0o600, false],
      ] as const) {
        chmodSync(path, mode);
        utimesSync(path, NOW, 0);
        expect(terminalOf(line)).toEqual({ isWritable, readAt: NOW });
      }
      utimesSync(path, 0, 0);
      expect(terminalOf(line)?.readAt).toBeNull();
      expect(terminalOf(`sshd ${line}`)).not.toBeNull();
      expect(terminalOf(path)).not.toBeNull();
    } finally {
      rmSync(devices, { recursive: true });
    }
  });

  test("looks at nothing outside of /dev, whatever the line says and wherever links lead", () => {
    using outside = new TemporaryDirectory();
    const target = outside.at("tty");
    writeFileSync(target, "");
    const devices = mkdtempSync("/dev/shm/utmpx");
    try {
      symlinkSync(target, `${devices}/out`);
      symlinkSync(outside.path, `${devices}/folder`);
      symlinkSync("../../null", `${devices}/in`);
      const name = devices.replace("/dev/", "");
      const lines = [
        target,
        `..${target}`,
        `pts/../..${target}`,
        `sshd ${target}`,
        `${name}/out`,
        `${name}/folder/tty`,
        `${name}/folder/../tty`,
        "",
        "/",
        "..",
        "/device/null",
      ];
      expect(lines.filter((line) => terminalOf(line) !== null)).toEqual([]);
      expect(terminalOf(`${name}/in`)).not.toBeNull();
    } finally {
      rmSync(devices, { recursive: true });
    }
  });

  test("knows none where there is none, and none that has no name", () => {
    for (const line of ["pts/none", "null/x", "a".repeat(5000), "~", ":0"]) {
      expect(terminalOf(line)).toBeNull();
    }
  });
});

describe("idle time", () => {
  test.each([
    [NOW, "  .  ", 0],
    [NOW - 59, "  .  ", 59],
    [NOW - 60, "00:01", 60],
    [NOW - 3599, "00:59", 3599],
    [NOW - 86_399, "23:59", 86_399],
    [NOW - 86_400, " old ", 86_400],
    [NOW + 1, " old ", null],
    [null, "  ?", null],
  ])("of a terminal that was read at %p is %p", (readAt, text, seconds) => {
    expect(idleText(readAt, null, NOW)).toBe(text);
    expect(idleSeconds({ isWritable: true, readAt }, NOW)).toBe(seconds);
  });

  test("is old where nothing was typed since the boot", () => {
    expect(idleText(NOW - 100, NOW - 100, NOW)).toBe(" old ");
    expect(idleText(NOW - 100, NOW - 101, NOW)).toBe("00:01");
  });

  test("is not known without a terminal", () => {
    expect(idleSeconds(null, NOW)).toBeNull();
  });
});
