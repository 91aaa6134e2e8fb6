// What who(1) has not, or does otherwise: formats, other systems' trees, exit codes, and what is
// made safe to show.

import { describe, expect, test } from "bun:test";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { freebsdFutx197 } from "../../platforms/freebsd.ts";
import { linuxGlibc400 } from "../../platforms/linux-glibc.ts";
import { recordBytes, type TestRecord } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { runUtmpx, type Run } from "./run-utmpx.ts";

const SERVER = "test/fixtures/server";
const UTMP = `${SERVER}/run/utmp`;

/** A user on a terminal that is everywhere. */
const login: TestRecord = {
  type: "USER_PROCESS",
  pid: 7,
  id: "n",
  user: "ann",
  line: "null",
  host: "192.0.2.7",
  seconds: 1_795_000_000,
};

function whoOf(records: readonly TestRecord[], ...args: string[]): Run {
  using directory = new TemporaryDirectory();
  const path = directory.at("utmp");
  writeFileSync(path, recordBytes(records));
  const layout = ["--layout", "linux-glibc-384-le"];
  return runUtmpx(["who", ...layout, ...args, path], { env: { LC_ALL: "C" } });
}

interface Shown {
  readonly user: string;
  readonly type: string;
  readonly time: string;
  readonly mesg: boolean | null;
  readonly idleSeconds: number | null;
}

function parse({ out }: Run): Shown[] {
  return JSON.parse(out);
}

describe("who --json", () => {
  test("has all fields of a record, whether messages can be written, and the idle time", () => {
    const [here, away] = parse(
      whoOf([login, { ...login, user: "bob", line: "pts/none" }], "--json"),
    );
    expect(here).toMatchObject({ type: "USER_PROCESS", user: "ann", pid: 7, address: null });
    expect(here?.mesg).toBeBoolean();
    expect(Object.keys(here ?? {}).slice(-4)).toEqual(["source", "offset", "mesg", "idleSeconds"]);
    expect(away).toMatchObject({ user: "bob", mesg: null, idleSeconds: null });
  });

  test("has the records that text would show, and no others", () => {
    const records: TestRecord[] = [
      { type: "BOOT_TIME", line: "~", user: "reboot" },
      { type: "RUN_LVL", line: "~", user: "runlevel", pid: 53 },
      { ...login, user: "" },
      login,
      { type: "DEAD_PROCESS", line: "pts/1" },
    ];
    const typesOf = (...args: string[]): string[] =>
      parse(whoOf(records, "--json", ...args)).map(({ type }) => type);
    expect(typesOf()).toEqual(["USER_PROCESS"]);
    expect(typesOf("-b", "-d")).toEqual(["BOOT_TIME", "DEAD_PROCESS"]);
    expect(typesOf("-a")).toEqual(["BOOT_TIME", "RUN_LVL", "USER_PROCESS", "DEAD_PROCESS"]);
    expect(typesOf("-m")).toEqual([]);
  });

  test("has times in the zone that is asked for, and a record a line", () => {
    const { out } = runUtmpx(["who", "--ndjson", "--tz", "Asia/Kolkata", UTMP]);
    const [first = "", second = ""] = out.split("\n");
    expect(JSON.parse(first)).toMatchObject({ time: "2026-11-20T13:33:30.592921+05:30" });
    expect(JSON.parse(second)).toMatchObject({ user: "bob", source: "file" });
  });
});

test("who --csv has the same columns", () => {
  const { out } = runUtmpx(["who", "--csv", "--root", SERVER]);
  expect(out.split("\r\n")).toEqual([
    "type,typeCode,pid,sid,id,user,line,host,device,time,micros,exitTermination,exitExit,address,isUserProcess,source,offset,mesg,idleSeconds",
    "USER_PROCESS,7,2051,0,ts/0,alice,pts/0,198.51.100.23,/dev/pts/0,2026-11-20T08:03:30.592921Z,1795161810592921,0,0,198.51.100.23,true,file,768,,",
    "USER_PROCESS,7,2188,0,ts/2,bob,pts/2,build.example.org,/dev/pts/2,2026-11-20T11:41:06.129815Z,1795174866129815,0,0,203.0.113.40,true,file,1152,,",
    "",
  ]);
});

test("who shows text in the zone that is asked for", () => {
  const run = (tz: string): Run =>
    runUtmpx(["who", "--tz", tz, UTMP], { env: { LC_ALL: "C", TZ: "Asia/Kolkata" } });
  expect(run("Australia/Lord_Howe").out).toContain("alice    pts/0        Nov 20 19:03 (");
  expect(run("Nowhere/Nothing").code).toBe(2);
});

describe("who --root", () => {
  test("asks nothing of this machine", () => {
    using directory = new TemporaryDirectory();
    mkdirSync(directory.at("run"));
    const nobody = { ...login, user: "gone", pid: 2 ** 22 };
    writeFileSync(directory.at("run/utmp"), recordBytes([login, nobody]));
    const args = ["--layout", "linux-glibc-384-le", "--root", directory.path];
    expect(runUtmpx(["who", "-Tu", ...args], { env: { LC_ALL: "C" } })).toEqual({
      code: 0,
      out: [
        "ann      ? null         Nov 18 11:06   ?             7 (192.0.2.7)",
        "gone     ? null         Nov 18 11:06   ?       4194304 (192.0.2.7)",
        "",
      ].join("\n"),
      err: "",
    });
    for (const shown of parse(runUtmpx(["who", "--json", ...args]))) {
      expect(shown).toMatchObject({ mesg: null, idleSeconds: null });
    }
  });

  test("looks FILE up in the tree", () => {
    const { out } = runUtmpx(["who", "-q", "--root", SERVER, "/run/utmp"]);
    expect(out).toBe("alice bob\n# users=2\n");
  });

  test.each([[["-m"]], [["am", "i"]], [["--lookup"]]])("can't be asked with %j", (args) => {
    const { code, out } = runUtmpx(["who", "--root", SERVER, ...args]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
  });
});

describe("records of other layouts", () => {
  test("of 400 bytes, beyond what C's clocks show", () => {
    using directory = new TemporaryDirectory();
    const times = [2n ** 33n, 8_640_000_000_000n, 2n ** 62n];
    const records = times.map((seconds) => ({ ...login, seconds }));
    writeFileSync(directory.at("utmp"), recordBytes(records, linuxGlibc400));
    const args = ["--layout", "linux-glibc-400-le", directory.at("utmp")];
    expect(runUtmpx(["who", ...args], { env: { LC_ALL: "C.UTF-8" } }).out).toBe(
      [
        "ann      null         2242-03-16 12:56 (192.0.2.7)",
        "ann      null         275760-09-13 00:00 (192.0.2.7)",
        "ann      null         ?                (192.0.2.7)",
        "",
      ].join("\n"),
    );
  });

  test("of years that have not four digits, in a column that is filled", () => {
    using directory = new TemporaryDirectory();
    const times = [-58_188_585_600n, 253_402_300_800n, -58_188_585_600n];
    const records = times.map((seconds) => ({ ...login, seconds }));
    writeFileSync(directory.at("utmp"), recordBytes(records, linuxGlibc400));
    const args = ["who", "--layout", "linux-glibc-400-le", "-H", directory.at("utmp")];
    const rows = (locale: string): string[] =>
      runUtmpx(args, { env: { LC_ALL: locale, TZ: "UTC" } })
        .out.trimEnd()
        .split("\n");
    expect(rows("C.UTF-8")).toEqual([
      "NAME     LINE         TIME             COMMENT",
      "ann      null         126-01-29 00:00  (192.0.2.7)",
      "ann      null         10000-01-01 00:00 (192.0.2.7)",
      "ann      null         126-01-29 00:00  (192.0.2.7)",
    ]);
    expect(rows("C")).toEqual([
      "NAME     LINE         TIME         COMMENT",
      "ann      null         Jan 29 00:00 (192.0.2.7)",
      "ann      null         Jan  1 00:00 (192.0.2.7)",
      "ann      null         Jan 29 00:00 (192.0.2.7)",
    ]);
  });

  test("of FreeBSD", () => {
    using directory = new TemporaryDirectory();
    const records = [{ ...login, type: 4, microseconds: 1_795_000_000_000_000 }];
    writeFileSync(directory.at("utx.active"), recordBytes(records, freebsdFutx197, "big"));
    const args = ["--layout", "freebsd-futx-197", directory.at("utx.active")];
    expect(runUtmpx(["who", ...args], { env: { LC_ALL: "C" } }).out).toBe(
      "ann      null         Nov 18 11:06 (192.0.2.7)\n",
    );
  });
});

describe("who shows otherwise than who(1) of 9.1", () => {
  test("no pid where there is none", () => {
    const { out } = whoOf([{ ...login, line: "q", pid: 0 }], "-u");
    expect(out).toBe("ann      q            Nov 18 11:06   ?               (192.0.2.7)\n");
  });

  test("the terminal that systemd's sessions have behind a blank", () => {
    expect(whoOf([{ ...login, line: "sshd null" }], "-T").out).toMatch(/^ann      [+-] sshd null /);
  });

  test("nothing of /dev for a line that is empty", () => {
    expect(whoOf([{ ...login, line: "" }], "-T").out).toMatch(/^ann      \? {14}/);
  });

  test("what could deceive, and in every locale what could not", () => {
    const hostile = { ...login, user: "a\nb\x1b[2J", line: "t\t\r\u202e", host: "\u009b1mé:\x07" };
    const shown = whoOf([hostile, { ...login, user: Uint8Array.of(0xc3, 0xa9, 0xff), line: "q" }]);
    expect(shown.out.split("\n")).toEqual([
      "a*Jb*[[2J  t*I*M\\342\\200\\256       Nov 18 11:06 (\\302\\2331mé:*G)",
      "é\\377      q            Nov 18 11:06 (192.0.2.7)",
      "",
    ]);
    expect(whoOf([hostile], "-q").out).toBe("a*Jb*[[2J\n# users=1\n");
  });
});

describe("who ends", () => {
  test("with 0 on what holds no records", () => {
    expect(whoOf([])).toEqual({ code: 0, out: "", err: "" });
    expect(whoOf([], "--csv").out.split("\r\n")[1]).toBe("");
  });

  test("with 1 behind what could be read of a torn file", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("utmp");
    copyFileSync(UTMP, path);
    writeFileSync(path, Buffer.alloc(9), { flag: "a" });
    const { code, out, err } = runUtmpx(["who", "-q", path]);
    expect({ code, out }).toEqual({ code: 1, out: "alice bob\n# users=2\n" });
    expect(err).toContain("9 bytes remain and a record takes 384\n");
  });

  test.each([[["-H"]], [["--csv"]], [["-q"]], [["--json"]]])(
    "with 3 and no output on what is not there, %p",
    (args) => {
      const message = "utmpx: ENOENT: no such file or directory, open '/nonexistent'\n";
      expect(runUtmpx(["who", ...args, "/nonexistent"])).toEqual({
        code: 3,
        out: "",
        err: message,
      });
    },
  );

  test.each([
    [["a", "b", "c"], 'Unexpected operand "c"'],
    [["-q", "--json"], "Cannot count in records: --count goes without a format"],
    [["--json", "--csv"], "Cannot print both --json and --csv"],
    [[""], "Cannot read an empty name: a file is wanted"],
    [["-x"], 'Unknown option "-x"'],
    [
      ["--layout", "linux-lastlog-292"],
      'Cannot take "linux-lastlog-292" for logins: its records are last logins',
    ],
  ])("with 2 on a wrong command line, %j", (args, message) => {
    const { code, out, err } = runUtmpx(["who", ...args]);
    expect({ code, out, said: err.split("\n")[0] }).toEqual({
      code: 2,
      out: "",
      said: `utmpx who: ${message}`,
    });
  });
});
