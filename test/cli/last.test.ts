import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { freebsdUtxLog } from "../../platforms/freebsd.ts";
import { linuxGlibc400 } from "../../platforms/linux-glibc.ts";
import { recordBytes, type TestRecord } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { utxLogFile } from "../utx-log-file.ts";
import { runUtmpx, type Run } from "./run-utmpx.ts";

const SERVER = "test/fixtures/server/var/log/wtmp";
/** 2026-11-20T12:00:00Z. */
const NOON = 1_795_176_000;

const alice: TestRecord = {
  type: "USER_PROCESS",
  user: "alice",
  line: "pts/0",
  host: "gate",
  seconds: NOON,
};

/** Runs last over records, in the C locale unless told otherwise. */
function last(
  records: readonly TestRecord[],
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Run {
  using directory = new TemporaryDirectory();
  writeFileSync(directory.at("wtmp"), recordBytes(records));
  const file = ["--layout", "linux-glibc-384-le", "-f", directory.at("wtmp")];
  return runUtmpx(["last", ...file, ...args], { env: { LC_ALL: "C", ...env } });
}

/** The lines without the trailer. */
function linesOf({ out }: Run): string[] {
  return out
    .replace(/\n[^\n]* begins [^\n]*\n$/, "")
    .split("\n")
    .filter(Boolean);
}

describe("text", () => {
  test("is that of util-linux 2.43", () => {
    const { code, out, err } = runUtmpx(["last", "-x", "-6", "-f", SERVER]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toBe(`\
bob      pts/2        build.example.o* Fri Nov 20 11:41    gone - no logout
carol    pts/1        2001:db8:41::99  Fri Nov 20 09:15 - 09:55  (00:40)
alice    pts/0        198.51.100.23    Fri Nov 20 08:03    gone - no logout
alice    pts/0        198.51.100.23    Thu Nov 19 08:00 - 18:12  (10:11)
reboot   system boot  6.1.0-29-amd64   Thu Nov 19 00:00   still running
shutdown system down  6.1.0-28-amd64   Wed Nov 18 23:59 - 00:00  (00:00)

wtmp begins Mon Nov  9 06:00:03 2026
`);
  });

  test("says what is too long, and which boot ended in a crash", () => {
    const lines = linesOf(runUtmpx(["last", "-f", SERVER, "reboot", "carol"]));
    expect(lines.at(-1)).toBe(
      "reboot   system boot  6.1.0-28-amd64   Mon Nov  9 06:00 - crash (4+21:17)",
    );
    const long = { ...alice, user: "a".repeat(9), host: "h".repeat(17) };
    expect(linesOf(last([long]))[0]).toStartWith("aaaaaaa* pts/0        hhhhhhhhhhhhhhh* Fri");
    expect(linesOf(last([long], ["-w"]))[0]).toStartWith(
      "aaaaaaaaa pts/0        hhhhhhhhhhhhhhhhh Fri",
    );
  });

  test("ends without white space, and has room for 255 bytes of a host", () => {
    expect(linesOf(last([{ ...alice, host: "gate\t \r\n" }], ["-a"]))[0]).toEndWith(" gate");
    const long = { ...alice, host: "h".repeat(256) };
    expect(linesOf(last([long], ["-a"]))[0]).toEndWith(` ${"h".repeat(255)}`);
    expect(linesOf(last([long], ["-w"]))[0]).toContain(` ${"h".repeat(255)} Fri`);
  });

  test("has TABs between its columns, and nowhere else", () => {
    const records = [{ ...alice, line: "a\tb", user: "c\t" }];
    expect(linesOf(last(records, ["-T"]))).toEqual([
      "c*I      \ta*Ib         \tgate            \tFri Nov 20 12:00\t   gone\t- no logout",
    ]);
    expect(linesOf(last(records, ["-T", "-a"]))).toEqual([
      "c*I      \ta*Ib         \tFri Nov 20 12:00\t   gone\t- no logout \tgate",
    ]);
  });

  test("shows nothing raw that deceives, and UTF-8 where the locale has it", () => {
    const records = [{ ...alice, user: "é\x1b\r\n", host: "世\u202ex\xff", line: "l\x07\x7f" }];
    expect(linesOf(last(records, ["-w"]))).toEqual([
      "\\303\\251*[*M*J    l*G*?          \\344\\270\\226\\342\\200\\256x\\303\\277        Fri Nov 20 12:00    gone - no logout",
    ]);
    expect(linesOf(last(records, ["-w"], { LC_ALL: "C.UTF-8" }))).toEqual([
      "é*[*M*J    l*G*?          世\\342\\200\\256xÿ        Fri Nov 20 12:00    gone - no logout",
    ]);
    using directory = new TemporaryDirectory();
    writeFileSync(directory.at("é\nx"), recordBytes([alice]));
    const { out } = runUtmpx(["last", "-f", directory.at("é\nx")], { env: { LC_ALL: "C" } });
    expect(out).toEndWith("\n\\303\\251*Jx begins Fri Nov 20 12:00:00 2026\n");
  });

  test("is in local time, any TZ that libc knows, or in the zone that is asked for", () => {
    const shown = (args: readonly string[], TZ: string): string =>
      last([alice], ["-R", "--time-format", "iso", ...args], { TZ }).out;
    expect(shown([], "XYZ-5:45")).toContain("2026-11-20T17:45:00+05:45   gone");
    expect(shown(["--tz", "America/St_Johns"], "XYZ-5:45")).toBe(
      "alice    pts/0        2026-11-20T08:30:00-03:30   gone - no logout\n\n" +
        "wtmp begins 2026-11-20T08:30:00-03:30\n",
    );
    // Noon of that zone is after noon in UTC.
    expect(linesOf(last([alice], ["--tz", "America/St_Johns", "-s", "2026-11-20 09:00"]))).toEqual(
      [],
    );
  });

  test("has a time that no clock shows as it can", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp");
    const records = [
      { ...alice, seconds: 2n ** 62n },
      { ...alice, seconds: NOON + 60 },
    ];
    writeFileSync(path, recordBytes(records, linuxGlibc400));
    const args = ["--layout", "linux-glibc-400-le", "-f", path];
    const { out, code } = runUtmpx(["last", ...args]);
    expect(out).toBe(`\
alice    pts/0        gate             Fri Nov 20 12:01    gone - no logout
alice    pts/0        gate             ?                - 12:01

wtmp begins ?
`);
    expect(code).toBe(0);
    const ranges = [
      ["-s", "@1"],
      ["-t", "@9999999999"],
      ["-p", `@${NOON + 60}`],
    ];
    for (const range of ranges) {
      expect(linesOf(runUtmpx(["last", ...args, ...range]))).toHaveLength(1);
    }
    expect(runUtmpx(["last", ...args, "-F", "--csv"]).out).toContain(
      "\r\nuser,alice,pts/0,gate,,0,,,2026-11-20T12:01:00.000000Z,,logout,file,0\r\n",
    );
  });
});

test("a record of a type that nobody knows is said to be left out", () => {
  const { code, out, err } = last([alice, { type: 77, user: "x", seconds: NOON }]);
  expect(code).toBe(1);
  expect(out).toStartWith("alice ");
  expect(err).toMatch(
    /^utmpx: Cannot show all records of ".*": the one at byte 384 is of type 77, and a known type is wanted\n$/,
  );
});

test("records of FreeBSD are paired by id, and have names for what happens to the system", () => {
  using directory = new TemporaryDirectory();
  const { types } = freebsdUtxLog;
  const record = (type: (typeof types)[number], at: number, more: TestRecord = {}): TestRecord => ({
    ...more,
    type: types.indexOf(type),
    microseconds: (NOON + at) * 1e6,
  });
  const records = [
    record("BOOT_TIME", 0),
    record("USER_PROCESS", 60, { user: "al", line: "pts/0", id: "a1", host: "gate" }),
    record("USER_PROCESS", 120, { user: "bo", line: "pts/0", id: "a2" }),
    record("DEAD_PROCESS", 180, { id: "a1" }),
    record("SHUTDOWN_TIME", 240),
    record("BOOT_TIME", 300),
  ];
  writeFileSync(
    directory.at("utx.log"),
    utxLogFile(records.map((one) => recordBytes([one], freebsdUtxLog, "big"))),
  );
  const { out } = runUtmpx(["last", "-x", "-f", directory.at("utx.log")]);
  expect(out).toBe(`\
reboot   system boot                   Fri Nov 20 12:05   still running
shutdown system down                   Fri Nov 20 12:04 - 12:05  (00:01)
bo       pts/0                         Fri Nov 20 12:02 - down   (00:02)
al       pts/0        gate             Fri Nov 20 12:01 - 12:03  (00:02)
reboot   system boot                   Fri Nov 20 12:00 - 12:04  (00:04)

utx.log begins Fri Nov 20 12:00:00 2026
`);
});

describe("a login that nothing ends", () => {
  const now = Math.floor(Date.now() / 1000);
  // There is no process 0, and what is on the line of an X server has no terminal.
  const fresh = { ...alice, line: ":0", pid: 0, seconds: now } as const;

  test("is there if this machine says so of a file, too", () => {
    const records = [
      { ...fresh, user: "root" },
      { ...fresh, user: "no-such-user", line: ":1" },
    ];
    expect(linesOf(last(records, ["-R", "--time-format", "notime"]))).toEqual([
      "no-such* :1             no logout",
      "root     :0             logged in",
    ]);
  });

  test("is gone if the machine was started since", () => {
    const old = { ...fresh, user: "root", seconds: 1_000_000_000 };
    expect(linesOf(last([old], ["-R", "--time-format", "notime"]))).toEqual([
      "root     :0             no logout",
    ]);
  });
});

test.each([
  [["-n", "x"], 'Failed to parse number: "x"'],
  [["-n", ""], 'Failed to parse number: ""'],
  [["-n", "4294967296"], 'Failed to parse number: "4294967296"'],
  [["-F", "--time-format", "iso"], "Cannot combine --fulltimes and --time-format"],
  [["--time-format", "x"], 'Unknown time format "x": known are notime, short, full, iso'],
  [["-f", ""], "Cannot read an empty name: a file is wanted"],
  [["--json", "--csv"], "Cannot print both --json and --csv"],
  [["--tz", "Nowhere"], 'Unknown time zone "Nowhere"'],
  [["-s", "never"], 'Cannot understand the time "never" of --since'],
  [["-t", ""], 'Cannot understand the time "" of --until'],
  [["--f", "x"], 'Ambiguous option "--f"'],
] as const)("%j is a wrong command line", (args, message) => {
  for (const tool of ["last", "lastb"]) {
    const { code, out, err } = runUtmpx([tool, ...args]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toStartWith(`utmpx ${tool}: ${message}`);
  }
});

test("the beginning of 1970 is no time to look at", () => {
  for (const option of ["-s", "-t", "-p"]) {
    expect(linesOf(last([alice], [option, "@0"]))).toHaveLength(1);
  }
  expect(linesOf(last([alice], ["-t", "@1"]))).toEqual([]);
});

test("a limit can be written in more than one way, and 0 is none", () => {
  const count = (...args: string[]): number =>
    linesOf(runUtmpx(["last", "-f", SERVER, ...args])).length;
  expect([count("-3"), count("-n03"), count("-n", " +3"), count("--limit=3")]).toEqual([
    3, 3, 3, 3,
  ]);
  expect([count("-0"), count()]).toEqual([16, 16]);
});
