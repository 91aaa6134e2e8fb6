import { describe, expect, test } from "bun:test";
import { freebsdUtmpx280 } from "../../platforms/freebsd-utmpx.ts";
import { illumosFutmpx372 } from "../../platforms/illumos.ts";
import { linuxGlibc384, linuxGlibc400 } from "../../platforms/linux-glibc.ts";
import { Chunk } from "../../src/chunk.ts";
import type { UtmpLayout } from "../../src/layout.ts";
import { UtmpReader } from "../../src/reader.ts";
import {
  LastPairer,
  type LastLine,
  type LastPairerOptions,
} from "../../src/sessions/last-pairer.ts";
import { recordBytes, type TestRecord } from "../records.ts";

/** 2026-11-20T12:00:00Z: the seconds of the records below count from here. */
const NOON = 1_795_176_000;
const NOW = NOON + 100_000;

interface Given extends Partial<LastPairerOptions> {
  readonly layout?: UtmpLayout;
}

/** What is said of records that stand in the order of a file. */
function linesOf(
  records: readonly TestRecord[],
  { layout = linuxGlibc384, ...options }: Given = {},
): LastLine[] {
  const pairer = new LastPairer({
    now: NOW * 1e6,
    rules: layout,
    openEnd: () => "open",
    ...options,
  });
  const chunk = new Chunk(recordBytes(records, layout), layout.size, 0, "file");
  const reader = new UtmpReader(layout, "little");
  const entries = records.map((_, i) => reader.read(chunk, i * layout.size));
  return entries.reverse().flatMap((entry) => pairer.add(entry) ?? []);
}

/** `alice 0-60 logout`, with seconds from noon. */
function briefly({ kind, entry, login, logout, end, level }: LastLine): string {
  const at = (micros: number): number => (micros - NOON * 1e6) / 1e6;
  const who = kind === "user" ? entry.user : kind;
  const span = `${at(login)}-${logout === null ? "" : at(logout)}`;
  const code = level === null ? "" : ` ${String.fromCharCode(level)}`;
  return `${who}${code} ${span} ${end ?? "-"}`;
}

function pair(records: readonly TestRecord[], given?: Given): string[] {
  return linesOf(records, given).map(briefly);
}

function login(user: string, line: string, at: number, more: TestRecord = {}): TestRecord {
  return { type: "USER_PROCESS", user, line, seconds: NOON + at, ...more };
}

function dead(line: string, at: number, more: TestRecord = {}): TestRecord {
  return { type: "DEAD_PROCESS", line, seconds: NOON + at, ...more };
}

function boot(at: number): TestRecord {
  return { type: "BOOT_TIME", user: "reboot", line: "~", seconds: NOON + at };
}

function shutdown(at: number): TestRecord {
  return { type: "RUN_LVL", user: "shutdown", line: "~", seconds: NOON + at };
}

function runLevel(level: string, at: number): TestRecord {
  const pid = level.charCodeAt(0) | (0x4e << 8);
  return { type: "RUN_LVL", user: "runlevel", line: "~", pid, seconds: NOON + at };
}

describe("a login", () => {
  test("ends with the next logout of its line, whatever its process", () => {
    const records = [login("al", "pts/0", 0, { pid: 1 }), login("bo", "pts/1", 5)];
    const logouts = [dead("pts/1", 50), dead("pts/0", 60, { pid: 2 }), dead("pts/0", 70)];
    expect(pair([...records, ...logouts])).toEqual(["bo 5-50 logout", "al 0-60 logout"]);
  });

  test("ends with the next login of its line", () => {
    expect(pair([login("al", "pts/0", 0), login("bo", "pts/0", 60)])).toEqual([
      "bo 60- open",
      "al 0-60 logout",
    ]);
  });

  test("is asked for where nothing ends it", () => {
    const openEnd: LastPairerOptions["openEnd"] = ({ user }) => (user === "al" ? "open" : "gone");
    expect(pair([login("al", "pts/0", 0), login("bo", "pts/1", 60)], { openEnd })).toEqual([
      "bo 60- gone",
      "al 0- open",
    ]);
  });

  test("can have a line without a name, which no logout names", () => {
    expect(pair([login("al", "", 0), dead("", 60)])).toEqual(["al 0- open"]);
  });

  test("ends with a shutdown, a reboot by run level, or a boot without either", () => {
    const sessions = [boot(0), login("al", "pts/0", 10)];
    expect(pair([...sessions, shutdown(60), boot(90)])).toEqual([
      "boot 90-100000 open",
      "shutdown 60-90 -",
      "al 10-60 shutdown",
      "boot 0-60 shutdown",
    ]);
    expect(pair([...sessions, runLevel("6", 50), shutdown(60), boot(90)])).toEqual([
      "boot 90-100000 open",
      "shutdown 60-90 -",
      "run-level 6 50-60 -",
      "al 10-50 reboot",
      "boot 0-50 reboot",
    ]);
    expect(pair([...sessions, runLevel("0", 50), boot(90)])).toEqual([
      "boot 90-100000 open",
      "run-level 0 50-100000 open",
      "al 10-50 shutdown",
      "boot 0-50 shutdown",
    ]);
    expect(pair([...sessions, boot(90)])).toEqual([
      "boot 90-100000 open",
      "al 10-90 crash",
      "boot 0-100000 open",
    ]);
  });

  test("does not end behind a boot", () => {
    const records = [login("al", "pts/0", 10), boot(50), dead("pts/0", 60)];
    expect(pair(records)).toEqual(["boot 50-100000 open", "al 10-50 crash"]);
  });

  test("of the first second of 1970 is a boot that last(1) takes for none", () => {
    expect(pair([login("al", "pts/0", -NOON), boot(-NOON)]).at(-1)).toEndWith("- open");
    expect(pair([login("al", "pts/0", -NOON), boot(1 - NOON)]).at(-1)).toEndWith(" crash");
  });
});

describe("the system", () => {
  test("crashed if there is no shutdown between two boots, and one behind them", () => {
    expect(pair([boot(0), boot(50), shutdown(90)])).toEqual([
      "shutdown 90- -",
      "boot 50-90 shutdown",
      "boot 0-50 crash",
    ]);
  });

  test("changes its run level until it changes it again", () => {
    expect(pair([runLevel("3", 0), runLevel("5", 50), shutdown(90)])).toEqual([
      "shutdown 90- -",
      "run-level 5 50-90 -",
      "run-level 3 0-50 -",
    ]);
  });

  test("sets its clock, which moves no session", () => {
    const records = [
      login("al", "pts/0", 0),
      { type: "OLD_TIME", user: "date", line: "|", seconds: NOON + 10 },
      { type: "NEW_TIME", user: "date", line: "{", seconds: NOON + 20 },
      dead("pts/0", 60),
    ] as const;
    expect(pair([...records, shutdown(80)])).toEqual([
      "shutdown 80- -",
      "new-time 20-80 -",
      "old-time 10-80 -",
      "al 0-60 logout",
    ]);
    expect(pair(records)[0]).toBe("new-time 20-100000 -");
  });
});

describe("a record of Linux", () => {
  const kinds = (record: TestRecord): string[] => linesOf([record]).map(({ kind }) => kind);

  test.each(["EMPTY", "INIT_PROCESS", "LOGIN_PROCESS", "ACCOUNTING", "BOOT_TIME", 12] as const)(
    "of type %s is a login if it has a user and a line, and a logout if it has no user",
    (type) => {
      expect(kinds({ type, user: "al", line: "tty1" })).toEqual(["user"]);
      expect(kinds({ type, line: "tty1" })).toEqual([]);
      const logout = { type, line: "tty1", seconds: NOON + 60 } as const;
      expect(pair([login("al", "tty1", 0), logout])).toEqual(["al 0-60 logout"]);
    },
  );

  test("of a LOGIN, or without a line, is what its type says", () => {
    expect(kinds({ type: "LOGIN_PROCESS", user: "LOGIN", line: "tty1" })).toEqual([]);
    expect(kinds({ type: "BOOT_TIME", user: "LOGINs", line: "tty1" })).toEqual(["boot"]);
    expect(kinds({ type: "BOOT_TIME", user: "al" })).toEqual(["boot"]);
    expect(kinds({ type: 77, user: "al" })).toEqual(["unknown"]);
    expect(kinds({ type: "DEAD_PROCESS", user: "al", line: "tty1" })).toEqual([]);
  });

  test("of the line ~ is what its user begins with", () => {
    const type = "USER_PROCESS";
    expect(kinds({ type, user: "reboots", line: "~" })).toEqual(["boot"]);
    expect(kinds({ type, user: "shutdowns", line: "~~" })).toEqual(["shutdown"]);
    expect(kinds({ type, user: "runlevels", line: "~" })).toEqual(["run-level"]);
    expect(kinds({ type, user: "al", line: "~" })).toEqual(["user"]);
    expect(kinds({ type: "EMPTY", user: "al", line: "~" })).toEqual([]);
  });

  test("of the user date is a change of the clock if the line says so", () => {
    expect(kinds({ type: "DEAD_PROCESS", user: "dates", line: "|x" })).toEqual(["old-time"]);
    expect(kinds({ type: "USER_PROCESS", user: "date", line: "{" })).toEqual(["new-time"]);
    expect(kinds({ type: "USER_PROCESS", user: "date", line: "pts/0" })).toEqual(["user"]);
    expect(kinds({ type: "USER_PROCESS", user: "al", line: "{" })).toEqual(["user"]);
  });

  test("has its run level in the pid alone", () => {
    const change = { ...runLevel("5", 0), termination: 0x30 };
    expect(pair([change])).toEqual(["run-level 5 0-100000 open"]);
  });
});

describe("a record of another system", () => {
  const types = freebsdUtmpx280.types;
  const typed = (type: (typeof types)[number], more: TestRecord): TestRecord => ({
    ...more,
    type: types.indexOf(type),
  });

  test("pairs by id, and is what its type says without a user", () => {
    const records = [
      typed("BOOT_TIME", { seconds: NOON }),
      typed("USER_PROCESS", { user: "al", line: "pts/0", id: "a1", seconds: NOON + 10 }),
      typed("USER_PROCESS", { user: "bo", line: "pts/0", id: "a2", seconds: NOON + 20 }),
      typed("DEAD_PROCESS", { id: "a1", seconds: NOON + 30 }),
      typed("SHUTDOWN_TIME", { seconds: NOON + 40 }),
    ];
    const rules = { layout: freebsdUtmpx280 };
    expect(pair(records, rules)).toEqual([
      "shutdown 40- -",
      "bo 20-40 shutdown",
      "al 10-30 logout",
      "boot 0-40 shutdown",
    ]);
  });

  test("has its run level in the exit status", () => {
    const change = { type: "RUN_LVL", line: "run-level 6", pid: 3, termination: 0x36 } as const;
    const records = [login("al", "pts/0", 0), { ...change, seconds: NOON + 60 }];
    const rules = { layout: illumosFutmpx372 };
    expect(pair(records, rules)).toEqual(["run-level 6 60-100000 open", "al 0-60 reboot"]);
  });
});

test("a time that can't be told ends sessions all the same", () => {
  const never = { seconds: 2n ** 62n } as const;
  const given = { layout: linuxGlibc400 };
  const records = [
    login("al", "pts/0", 0),
    login("bo", "pts/0", 0, never),
    login("cy", "pts/1", 0),
    { ...shutdown(0), ...never },
    { ...boot(0), ...never },
  ];
  expect(pair(records, given)).toEqual([
    "boot NaN-100000 open",
    "shutdown NaN-NaN -",
    "cy 0-NaN shutdown",
    "bo NaN-NaN shutdown",
    "al 0-NaN logout",
  ]);
});

test("microseconds are kept, and decide nothing", () => {
  const records = [
    { ...boot(0), microseconds: 1 },
    { ...shutdown(50), microseconds: 900_000 },
    { ...boot(50), microseconds: 100_000 },
  ];
  expect(pair(records)).toEqual([
    "boot 50.1-100000 open",
    "shutdown 50.9-50.1 -",
    "boot 0.000001-50.9 shutdown",
  ]);
});
