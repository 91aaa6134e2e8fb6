// What lastlog(8) has not, or does otherwise: files of other systems, formats, exit codes, and what
// is made safe to show.

import { describe, expect, test } from "bun:test";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { freebsdLastlogin197 } from "../../platforms/freebsd.ts";
import { linuxLastlog292, linuxLastlog296 } from "../../platforms/linux-glibc.ts";
import { encodeLastlog, type LastlogValues } from "../../src/encode.ts";
import type { LastlogLayout } from "../../src/layout.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { runUtmpx, type Run } from "./run-utmpx.ts";

const LASTLOG = "test/fixtures/debian12/var/log/lastlog";
const HEADING = "Username         Port     From                                      Latest";
const SECONDS = 1_795_000_000;

const text = new TextEncoder();

function record(layout: LastlogLayout, values: Omit<LastlogValues, "user">, user = ""): Uint8Array {
  const endian = layout.endian ?? "little";
  const named = layout.fields.user === null ? {} : { user: text.encode(user) };
  return encodeLastlog(layout, endian, { ...values, ...named });
}

/** A tree with accounts and one file. */
function tree(path: string, records: readonly Uint8Array[], passwd: string): TemporaryDirectory {
  const directory = new TemporaryDirectory();
  mkdirSync(directory.at("var/log"), { recursive: true });
  mkdirSync(directory.at("etc"));
  writeFileSync(directory.at(path), Buffer.concat(records));
  writeFileSync(directory.at("etc/passwd"), passwd);
  return directory;
}

function debian(): TemporaryDirectory {
  const directory = new TemporaryDirectory();
  cpSync("test/fixtures/debian12", directory.path, { recursive: true });
  return directory;
}

function linesOf({ out }: Run): string[] {
  return out.split("\n").slice(0, -1);
}

describe("lastlog", () => {
  test("--active shows only those who have logged in, under a heading in any case", () => {
    using directory = debian();
    const { out } = runUtmpx(["lastlog", "-a", "--root", directory.path]);
    expect(out).toBe(
      [
        HEADING,
        "alice            pts/0    2001:db8::99                              Sun Nov 22 16:01:35 +0000 2026",
        "bob              pts/0                                              Sun Nov 22 16:01:11 +0000 2026",
        "",
      ].join("\n"),
    );
    const root = runUtmpx(["lastlog", "-a", "-u", "root", "--root", directory.path]);
    expect(root.out).toBe(`${HEADING}\n`);
  });

  test("--tz shows times in another zone than the environment's", () => {
    using directory = debian();
    const args = ["lastlog", "-u", "bob", "--tz", "Australia/Lord_Howe", "-R", directory.path];
    expect(runUtmpx(args, { env: { TZ: "Asia/Kolkata" } }).out).toEndWith(
      "Mon Nov 23 03:01:11 +1100 2026\n",
    );
  });

  test("--file shows all records of a file by uid, those of nobody's with it", () => {
    using directory = debian();
    writeFileSync(directory.at("etc/passwd"), "bob:x:1002:0::/:/bin/sh\n");
    const args = ["lastlog", "--root", directory.path, "-f", "/var/log/lastlog"];
    const rows = [
      "1001             pts/0    2001:db8::99                              Sun Nov 22 16:01:35 +0000 2026",
      "bob              pts/0                                              Sun Nov 22 16:01:11 +0000 2026",
    ];
    expect(linesOf(runUtmpx(args))).toEqual([HEADING, ...rows]);
    expect(linesOf(runUtmpx([...args, "-u", "1001"]))).toEqual([HEADING, ...rows.slice(0, 1)]);
    expect(linesOf(runUtmpx([...args, "-u", "bob"]))).toEqual([HEADING, ...rows.slice(1)]);
    expect(linesOf(runUtmpx([...args, "-u", "-1000"]))).toEqual([]);
    expect(runUtmpx([...args, "-u", "alice"]).code).toBe(2);
  });

  test("a time can be as late as records have it", () => {
    const at = (seconds: number): Uint8Array => record(linuxLastlog296, { seconds });
    using directory = tree(
      "var/log/lastlog",
      [at(8_640_000_000_000), at(300_000_000_000)],
      "max:x:0:\nfar:x:1:\n",
    );
    const args = ["lastlog", "--root", directory.path, "--layout", "linux-lastlog-296-le"];
    const shown = linesOf(runUtmpx(args, { env: { TZ: "Etc/GMT-1" } }));
    expect(shown.map((line) => line.slice(68))).toEqual([
      "Latest",
      "Sat Sep 13 01:00:00 +0100 275760",
      "Tue Aug 15 06:20:00 +0100 11476",
    ]);
  });

  test("columns count bytes, and what could deceive is made visible", () => {
    const line = text.encode("console\u00e9\n");
    const host = text.encode("\x1b[2J\u202e\r");
    const records = [record(linuxLastlog292, { seconds: SECONDS, line, host })];
    using directory = tree("var/log/lastlog", records, "\x1b]é\u200b:x:0:\n");
    const args = ["lastlog", "--root", directory.path, "--layout", "linux-lastlog-292-le"];
    const { out } = runUtmpx(args, { env: { LC_ALL: "C" } });
    expect(out.split("\n")[1]).toBe(
      `*[]é\\342\\200\\213${" ".repeat(9)} console\\303 *[[2J\\342\\200\\256*M${" ".repeat(34)}Wed Nov 18 11:06:40 +0000 2026`,
    );
  });
});

describe("days under --root", () => {
  const users = ({ out }: Run): string[] => out.match(/^\w+(?= .* 20\d\d$)/gm) ?? [];
  const DAY = 86_400;
  const ages = [3 * DAY, 0, 3 * DAY + 1, 9 * DAY];
  const records = ages.map((age) => record(linuxLastlog292, { seconds: 1e9 - age }));
  // The newest has no account: it tells all the same when the tree was left.
  const passwd = "three:x:0:\nmore:x:2:\nnine:x:3:\n";

  test.each([
    [["-t", "3"], ["three"], ["three", "1"]],
    [
      ["-b", "3"],
      ["three", "more", "nine"],
      ["three", "more", "nine"],
    ],
    [
      ["-t", "8", "-b", "3"],
      ["three", "more"],
      ["three", "more"],
    ],
    [["-t", "0"], [], ["1"]],
  ])("count from the newest last login of that tree, %j", (args, ofAccounts, ofFile) => {
    using directory = tree("var/log/lastlog", records, passwd);
    const command = ["lastlog", ...args, "-a", "--layout", "linux-lastlog-292-le"];
    const where = ["--root", directory.path];
    expect(users(runUtmpx([...command, ...where]))).toEqual(ofAccounts);
    expect(users(runUtmpx([...command, ...where, "-f", "/var/log/lastlog"])).toSorted()).toEqual(
      ofFile.toSorted(),
    );
  });

  test("count from now where there is no tree", () => {
    using directory = tree("var/log/lastlog", records, passwd);
    const command = ["lastlog", "--layout", "linux-lastlog-292-le", "-f"];
    const file = directory.at("var/log/lastlog");
    expect(users(runUtmpx([...command, file, "-t", "8"]))).toEqual([]);
    expect(users(runUtmpx([...command, file, "-b", "8"]))).toHaveLength(4);
  });
});

describe("last logins that are kept by name", () => {
  const at = (name: string, minutes: number): Uint8Array => {
    const microseconds = (SECONDS + minutes * 60) * 1e6;
    const [line, host] = [text.encode("pts/0"), text.encode("h")];
    return record(freebsdLastlogin197, { line, host, microseconds }, name);
  };
  const passwd = "# FreeBSD\nroot:*:0:\nann:*:1001:\nbob:*:1002:\n";
  const records = [at("bob", 2), at("former", 1), at("ann", 0)];

  test("are shown for the accounts, and behind them those of no account", () => {
    using directory = tree("var/log/utx.lastlogin", records, passwd);
    const { code, out } = runUtmpx(["lastlog", "--root", directory.path]);
    expect(code).toBe(0);
    expect(out.split("\n").map((line) => [line.slice(0, 8).trim(), line.slice(68, 84)])).toEqual([
      ["Username", "Latest"],
      ["root", "**Never logged i"],
      ["ann", "Wed Nov 18 11:06"],
      ["bob", "Wed Nov 18 11:08"],
      ["former", "Wed Nov 18 11:07"],
      ["", ""],
    ]);
    const former = runUtmpx(["lastlog", "-u", "former", "--root", directory.path]).out;
    expect(former.split("\n").map((line) => line.split(" ")[0])).toEqual([
      "Username",
      "former",
      "",
    ]);
    const json = runUtmpx(["lastlog", "--json", "-u", "1001", "--root", directory.path]);
    expect(JSON.parse(json.out)).toEqual([
      {
        uid: 1001,
        user: "ann",
        line: "pts/0",
        host: "h",
        time: "2026-11-18T11:06:40.000000Z",
        micros: SECONDS * 1e6,
        service: null,
        source: "file",
        offset: 394,
      },
    ]);
  });

  test("are all in a file, with names that no account has", () => {
    using directory = tree("var/log/utx.lastlogin", records, passwd);
    const layout = ["--layout", "freebsd-futx-197"];
    const args = ["lastlog", "-f", directory.at("var/log/utx.lastlogin"), ...layout, "--csv"];
    const users = (run: Run): string[] =>
      run.out
        .split("\r\n")
        .slice(1, -1)
        .map((row) => row.split(",")[1] ?? "");
    expect(users(runUtmpx(args))).toEqual(["bob", "former", "ann"]);
    expect(users(runUtmpx([...args, "-u", "former"]))).toEqual(["former"]);
  });
});

test("last logins of NetBSD are shown by uid, whatever their order in the file", () => {
  const run = runUtmpx(["lastlog", "-f", "test/fixtures/berkeley-db/lastlogx-432-be", "--ndjson"]);
  expect(run.code).toBe(0);
  const uids = run.out
    .trimEnd()
    .split("\n")
    .map((line): number => JSON.parse(line).uid);
  expect(uids.length).toBeGreaterThan(3);
  expect(uids).toEqual(uids.toSorted((a, b) => a - b));
});

test("of a large sparse file only the data is read", () => {
  const uid = 4_294_967_294;
  using directory = tree("var/log/lastlog", [], `far:x:${uid}:\n`);
  const path = directory.at("var/log/lastlog");
  const bytes = record(linuxLastlog292, { seconds: SECONDS, line: text.encode("q") });
  const dd = ["dd", `of=${path}`, "bs=292", `seek=${uid}`, "status=none"];
  expect(Bun.spawnSync(dd, { stdin: bytes }).exitCode).toBe(0);
  const run = runUtmpx(["lastlog", "-R", directory.path, "--layout", "linux-lastlog-292-le"]);
  expect(linesOf(run)[1]).toBe(
    `far              q        ${" ".repeat(42)}Wed Nov 18 11:06:40 +0000 2026`,
  );
});

describe("lastlog for programs", () => {
  test("has a record of each account, and no time of those who never logged in", () => {
    using directory = debian();
    const args = ["lastlog", "--root", directory.path, "--csv", "--tz", "Asia/Kolkata"];
    expect(runUtmpx(args).out).toBe(
      [
        "uid,user,line,host,time,micros,service,source,offset",
        "0,root,,,,,,file,",
        "1001,alice,pts/0,2001:db8::99,2026-11-22T21:31:35.000000+05:30,1795363295000000,,file,292292",
        "1002,bob,pts/0,,2026-11-22T21:31:11.000000+05:30,1795363271000000,,file,292584",
        "",
      ].join("\r\n"),
    );
    expect(
      JSON.parse(runUtmpx(["lastlog", "-R", directory.path, "--json", "-a"]).out),
    ).toHaveLength(2);
    expect(runUtmpx(["lastlog", "-R", directory.path, "--json", "-b", "99999"]).out).toBe("[]\n");
  });
});

describe("lastlog ends", () => {
  test("with 3 and no output on what is not there", () => {
    using directory = debian();
    rmSync(directory.at("var/log/lastlog"));
    for (const args of [
      ["-R", directory.path],
      ["-f", "/nonexistent"],
      ["-f/nonexistent", "--csv"],
    ]) {
      const { code, out, err } = runUtmpx(["lastlog", ...args]);
      expect({ code, out }).toEqual({ code: 3, out: "" });
      expect(err).toStartWith("utmpx: ENOENT: no such file or directory, open ");
    }
  });

  test("with 1 behind what could be read of a torn file", () => {
    using directory = debian();
    writeFileSync(directory.at("var/log/lastlog"), Buffer.alloc(9, 1), { flag: "a" });
    const { code, out, err } = runUtmpx(["lastlog", "-a", "-R", directory.path]);
    expect([code, out.split("\n").length]).toEqual([1, 4]);
    expect(err).toContain("9 bytes remain and a record takes 292\n");
  });

  test("with 0, telling that uids have no records by rule", () => {
    using directory = debian();
    writeFileSync(directory.at("etc/login.defs"), "LASTLOG_UID_MAX 1001\n");
    const { code, out, err } = runUtmpx(["lastlog", "-u", "1002", "-R", directory.path]);
    expect(out).toContain("\nbob ");
    const said =
      "utmpx: Uids above LASTLOG_UID_MAX (1001) are asked for: they may have no records\n";
    expect({ code, err }).toEqual({ code: 0, err: said });
  });

  test.each([
    [["-C", "-u", "bob"], "Cannot change a record: last logins are only read here"],
    [["--set"], "Cannot change a record: last logins are only read here"],
    [["bob"], 'Unexpected operand "bob"'],
    [["-t", "1.5"], 'Cannot take "1.5" as --time: it must be a number of days'],
    [["-b", "-1"], 'Cannot take "-1" as --before: it must be a number of days'],
    [["-u", "no such"], 'Unknown user or range: "no such"'],
    [["-u", ""], 'Unknown user or range: ""'],
    [["-f", ""], "Cannot read an empty name: a file is wanted"],
    [
      ["--layout", "linux-glibc-384"],
      'Cannot take "linux-glibc-384" for last logins: its records are logins',
    ],
  ])("with 2 on a wrong command line, %j", (args, message) => {
    const before = readFileSync(LASTLOG);
    const { code, out, err } = runUtmpx(["lastlog", ...args, "-R", "test/fixtures/debian12"]);
    expect({ code, out, said: err.split("\n")[0] }).toEqual({
      code: 2,
      out: "",
      said: `utmpx lastlog: ${message}`,
    });
    expect(readFileSync(LASTLOG)).toEqual(before);
  });
});
