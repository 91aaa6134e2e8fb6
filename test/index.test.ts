import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import * as api from "bun-utmpx";
import { TemporaryDirectory } from "./temporary.ts";

describe("the package", () => {
  test("exports these names and no others", () => {
    expect(Object.keys(api).sort()).toEqual([
      "ACCOUNTING",
      "BOOT_TIME",
      "Btmp",
      "DEAD_PROCESS",
      "EMPTY",
      "INIT_PROCESS",
      "LOGIN_PROCESS",
      "Lastlog",
      "LastlogEntry",
      "LibraryError",
      "LoginRecordError",
      "NEW_TIME",
      "OLD_TIME",
      "RUN_LEVEL",
      "RUN_LVL",
      "RecordFormatError",
      "Session",
      "StoreError",
      "USER_PROCESS",
      "UnsupportedPlatformError",
      "Utmp",
      "UtmpEntry",
      "UtmpFile",
      "Wtmp",
      "btmp",
      "detect",
      "lastlog",
      "readReport",
      "sources",
      "utmp",
      "wtmp",
    ]);
  });

  test("has Linux's numbers, by both names of the run level", () => {
    const { EMPTY, RUN_LVL, BOOT_TIME, NEW_TIME, OLD_TIME, INIT_PROCESS } = api;
    const { LOGIN_PROCESS, USER_PROCESS, DEAD_PROCESS, ACCOUNTING, RUN_LEVEL } = api;
    const numbers = [
      EMPTY,
      RUN_LVL,
      BOOT_TIME,
      NEW_TIME,
      OLD_TIME,
      INIT_PROCESS,
      LOGIN_PROCESS,
      USER_PROCESS,
      DEAD_PROCESS,
      ACCOUNTING,
    ];
    expect(numbers).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(RUN_LEVEL).toBe(1);
  });

  test("opens nothing when it is imported", () => {
    const script =
      'import * as api from "./src/index.ts"; new api.Utmp(); process.exit(Object.keys(api).length > 0 ? 7 : 1);';
    using directory = new TemporaryDirectory();
    const log = directory.at("log");
    const strace = ["strace", "-f", "-e", "trace=openat,open", "-o", log];
    expect(Bun.spawnSync([...strace, process.execPath, "-e", script]).exitCode).toBe(7);
    const lines = readFileSync(log, "utf8").split("\n");
    expect(lines.length).toBeGreaterThan(1);
    const opened = lines.filter((line) => /(utmp|wtmp|btmp|lastlog|passwd)"/.test(line));
    expect(opened).toEqual([]);
  });
});
