import { describe, expect, test } from "bun:test";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { linuxGlibc, linuxGlibc384 } from "../../platforms/linux-glibc.ts";
import { Wtmp } from "../../src/views/wtmp.ts";
import { canBeLive, runLive } from "../live-system.ts";
import { recordBytes, type TestRecord } from "../records.ts";
import { pairByModel } from "../sessions/pairing-model.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { runUtmpx, type Run } from "./run-utmpx.ts";

const SERVER = "test/fixtures/server";
const WTMP = `${SERVER}/var/log/wtmp`;
const SIZE = linuxGlibc384.size;
const MAIN = Bun.fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

/** 2026-11-20T12:00:00Z. */
const NOON = 1_795_176_000;

interface Place {
  readonly path: string;
  readonly offset: number;
}

interface Record {
  readonly user: string;
  readonly kind: string;
  readonly login: string;
  readonly logout: string | null;
  readonly end: string;
  readonly pairedBy: string | null;
  readonly loginAt: Place;
  readonly logoutAt: Place | null;
}

function sessions(...args: readonly string[]): Run {
  return runUtmpx(["sessions", ...args]);
}

/** What a run has printed as JSON, which was all that it had to say. */
function recordsOf({ code, out, err }: Run): readonly Record[] {
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return JSON.parse(out) as readonly Record[];
}

function usersOf(...args: readonly string[]): string {
  return recordsOf(sessions(WTMP, "--json", ...args))
    .map(({ user, login }) => `${user} ${login.slice(8, 13)}`)
    .join(", ");
}

function golden(name: string): string {
  return readFileSync(`test/golden/${name}`, "utf8");
}

test("text that is not valid UTF-8 has its bytes, and a cell shows them", () => {
  using directory = new TemporaryDirectory();
  const path = directory.at("wtmp");
  const login = { type: "USER_PROCESS", line: "pts/1", seconds: NOON, pid: 7 } as const;
  const users = [Uint8Array.of(0x61, 0xff), "ann"];
  writeFileSync(path, recordBytes(users.map((user) => ({ ...login, user }))));
  const options = ["--layout", "linux-glibc-384-le", path];
  const [first, second] = recordsOf(sessions("--json", ...options));
  expect(first).toMatchObject({ user: "a\ufffd", userBytes: "61ff", end: "replaced" });
  expect(second).toMatchObject({ user: "ann" });
  expect(second).not.toHaveProperty("userBytes");
  const [, ...rows] = sessions("--csv", ...options).out.split("\r\n");
  expect(rows.map((row) => row.split(",", 2))).toEqual([["user", "a\\xff"], ["user", "ann"], [""]]);
});

describe("sessions", () => {
  test.each([
    ["sessions-server.txt", []],
    ["sessions-server.json.txt", ["--json"]],
    ["sessions-server.ndjson", ["--ndjson", "--tz", "Asia/Kolkata"]],
    ["sessions-server.csv", ["--csv"]],
    ["sessions-server-boots.txt", ["--boots"]],
    ["sessions-server-boots.json.txt", ["--boots", "--json"]],
  ])("of a server are those of %s", (name, args) => {
    expect(sessions(WTMP, ...args)).toEqual({ code: 0, out: golden(name), err: "" });
  });

  test("are those of the model of pairing", () => {
    const entries = [...new Wtmp(WTMP)];
    const model = pairByModel(entries, linuxGlibc384).sessions;
    const records = [
      ...recordsOf(sessions(WTMP, "--json")),
      ...recordsOf(sessions(WTMP, "--json", "--boots")),
    ];
    const numberOf = (place: Place | null): number | null => place && place.offset / SIZE;
    expect(
      records
        .map(({ kind, loginAt, logoutAt, end, pairedBy }) => {
          const [login, logout] = [numberOf(loginAt), numberOf(logoutAt)];
          return { kind, login, logout, end, pairedBy };
        })
        .toSorted((a, b) => (a.login ?? 0) - (b.login ?? 0)),
    ).toEqual(
      model.map(({ clock: _, end, ...session }) => ({
        ...session,
        end: end === "open" ? "unknown" : end,
      })),
    );
    for (const { login, logout, loginAt, logoutAt } of records) {
      const timeAt = (place: Place | null): number | null =>
        place && (entries[place.offset / SIZE]?.time?.getTime() ?? NaN);
      expect(Date.parse(login)).toBe(timeAt(loginAt) ?? NaN);
      expect(logout && Date.parse(logout)).toBe(timeAt(logoutAt));
    }
  });

  test("fit a screen of 80 columns", () => {
    const { out } = sessions("test/fixtures/debian12/var/log/wtmp");
    expect(out.split("\n").filter((line) => Bun.stringWidth(line) > 80)).toEqual([]);
  });

  test("are shown in the zone that is asked for, and by TZ", () => {
    const line = "bob    pts/0  2026-11-19 04:00  05:29        01:29  shutdown  build.example.org";
    expect(sessions(WTMP, "--tz", "Asia/Kolkata").out).toContain(`\n${line}\n`);
    const { out } = runUtmpx(["sessions", WTMP], { env: { TZ: "<+0530>-5:30" } });
    expect(out).toContain(`\n${line}\n`);
  });

  test("have bold titles on a terminal, or if it is asked for", () => {
    const { out } = sessions(WTMP, "--color", "always", "--limit", "1");
    expect(out).toMatch(/^\x1b\[1mUSER .* FROM\x1b\[0m\nbob /);
  });

  test.each([
    [["--user", "carol"], "carol 12T09, carol 20T09"],
    [["--host", "198.51.100.77"], "carol 12T09"],
    [["--address", "2001:db8::/32"], "alice 09T14, carol 20T09"],
    [["--address", "203.0.113.40", "--limit", "1"], "bob 20T11"],
    [["--line", "/dev/tty1"], "root 14T03"],
    [["--line", "pts/2"], "bob 20T11"],
    [["--since", "2026-11-20 09:30"], "alice 20T08, carol 20T09, bob 20T11"],
    [["--since", "2026-11-20T11:00:00+01:00"], "alice 20T08, bob 20T11"],
    [["--until", "2026-11-09 08:02:11"], ""],
    [["--until", "2026-11-09 08:02:12"], "alice 09T08"],
    [["--since", "2026-11-12", "--until", "2026-11-13"], "carol 12T09"],
    [["--limit", "2"], "carol 20T09, bob 20T11"],
    [["--limit", "2", "--reverse"], "bob 20T11, carol 20T09"],
    [["--limit", "0"], ""],
    [["--reverse", "--until", "2026-11-09 14:00"], "bob 09T13, alice 09T08"],
    [["--since", "2026-11-20 00:00", "--tz", "Pacific/Honolulu"], "alice 19T22, bob 20T01"],
  ])("are chosen by %j", (args, users) => {
    expect(usersOf(...args)).toBe(users);
  });

  test("as of a moment are what was known then", () => {
    const then = recordsOf(
      sessions(WTMP, "--json", "--as-of", "2026-11-09 15:00", "--since", "2026-11-09 14:30"),
    );
    expect(then.map(({ user, end, logout }) => [user, end, logout])).toEqual([
      ["bob", "unknown", null],
      ["alice", "unknown", null],
    ]);
    const boots = recordsOf(sessions(WTMP, "--json", "--boots", "--as-of", "2026-11-15"));
    expect(boots.map(({ end }) => end)).toEqual(["crash", "unknown"]);
  });

  test("that fit nothing are an answer", () => {
    expect(sessions(WTMP, "--user", "mallory")).toEqual({
      code: 0,
      out: "",
      err: "utmpx: No sessions are on record that fit\n",
    });
    expect(sessions(WTMP, "--boots", "--host", "2.6", "--csv")).toEqual({
      code: 0,
      out: `${golden("sessions-server.csv").split("\r\n", 1)[0]}\r\n`,
      err: "",
    });
    expect(sessions(WTMP, "--limit", "0", "--json")).toEqual({ code: 0, out: "[]\n", err: "" });
  });

  test.each([[[]], [["--boots"]]])("that are not wanted are not said to be missing: %j", (args) => {
    expect(sessions(WTMP, "--limit", "0", ...args)).toEqual({ code: 0, out: "", err: "" });
  });
});

describe("what is read", () => {
  test("is another system's tree, of which nobody is still on", () => {
    const { code, out, err } = sessions("--root", SERVER);
    expect({ code, out, err }).toEqual({ code: 0, out: golden("sessions-server.txt"), err: "" });
  });

  test("is a tree where it is as late as its last record", () => {
    using directory = new TemporaryDirectory();
    mkdirSync(directory.at("var/log"), { recursive: true });
    const at = (days: number, user: string, type: "USER_PROCESS" | "DEAD_PROCESS"): TestRecord => {
      // In 2020: no clock is set to it.
      return { type, user, line: user, seconds: NOON + (days - 2500) * 86_400 };
    };
    const records = [
      at(0, "ann", "USER_PROCESS"),
      at(0.5, "ann", "DEAD_PROCESS"),
      at(3, "bob", "USER_PROCESS"),
      at(4, "bob", "DEAD_PROCESS"),
    ];
    writeFileSync(directory.at("var/log/wtmp"), recordBytes(records));
    const users = (...args: readonly string[]): readonly unknown[] =>
      recordsOf(sessions("--root", directory.path, "--json", ...args)).map(({ user, end }) => [
        user,
        end,
      ]);
    expect(users("--since", "yesterday")).toEqual([["bob", "logout"]]);
    expect(users("--until", "-2days")).toEqual([["ann", "logout"]]);
    expect(users("--as-of", "-1min")).toEqual([
      ["ann", "logout"],
      ["bob", "unknown"],
    ]);
    expect(sessions("--root", "/nonexistent", "--as-of", "soon").code).toBe(2);
    expect(sessions("--root", "/nonexistent", "--as-of", "now").code).toBe(3);
  });

  test("is one history in several files, also compressed, in whatever order, or a directory", () => {
    using directory = new TemporaryDirectory();
    const bytes = readFileSync(WTMP);
    writeFileSync(directory.at("wtmp.2.gz"), gzipSync(bytes.subarray(0, 7 * SIZE)));
    writeFileSync(directory.at("wtmp.1"), bytes.subarray(7 * SIZE, 20 * SIZE));
    writeFileSync(directory.at("wtmp"), bytes.subarray(20 * SIZE));
    const whole = { code: 0, out: golden("sessions-server.txt"), err: "" };
    const paths = ["wtmp", "wtmp.2.gz", "wtmp.1"].map((name) => directory.at(name));
    expect(sessions(...paths)).toEqual(whole);
    expect(sessions(directory.path)).toEqual(whole);
    expect(sessions("--all", directory.at("wtmp"))).toEqual(whole);
    const alone = sessions(directory.at("wtmp"));
    expect(alone.code).toBe(0);
    expect(alone.out.split("\n")).toHaveLength(1 + 4 + 1);
    const middle = sessions(directory.at("wtmp.1"), "--limit", "1");
    expect(middle.err).toBe("utmpx: Logouts whose logins are not on record: 2\n");
    expect(middle.code).toBe(0);
    expect(sessions(directory.at("wtmp.1"), "--json").err).toBe("");
  });

  test("is all that was rotated in a tree, with --all", () => {
    using directory = new TemporaryDirectory();
    cpSync(SERVER, directory.path, { recursive: true });
    const bytes = readFileSync(WTMP);
    writeFileSync(directory.at("var/log/wtmp.1"), bytes.subarray(0, 12 * SIZE));
    writeFileSync(directory.at("var/log/wtmp"), bytes.subarray(12 * SIZE));
    expect(sessions("--root", directory.path, "--all").out).toBe(golden("sessions-server.txt"));
    expect(sessions("--root", directory.path).out).not.toBe(golden("sessions-server.txt"));
  });

  test("is damaged: what could be read is printed, with 1", () => {
    const torn = sessions("test/fixtures/torn/wtmp", "--boots");
    expect(torn.out).toMatch(
      /^UP .*\n2026-11-09 06:00  no record  -     unknown  6\.1\.0-28-amd64\n$/,
    );
    expect(torn.err).toBe(
      'utmpx: Cannot decode "test/fixtures/torn/wtmp" at byte 768: 232 bytes remain and a record takes 384\n',
    );
    expect(torn.code).toBe(1);
  });

  test("is one of several files: 1 if another can't be, 3 if none can", () => {
    const some = sessions(WTMP, "/nonexistent/wtmp");
    expect({ code: some.code, out: some.out }).toEqual({
      code: 1,
      out: golden("sessions-server.txt"),
    });
    expect(some.err).toContain("/nonexistent/wtmp");
    const none = sessions("/nonexistent/wtmp", "/nonexistent/wtmp.1");
    expect({ code: none.code, out: none.out }).toEqual({ code: 3, out: "" });
    expect(none.err).toContain("/nonexistent/wtmp");
    for (const format of ["--json", "--csv"]) {
      expect(sessions("/nonexistent/wtmp", format)).toMatchObject({ code: 3, out: "" });
    }
  });

  test("has clocks that were set, and text of any kind", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp");
    const at = { pid: 1, id: "0", line: "pts/0" };
    writeFileSync(
      path,
      recordBytes([
        { ...at, type: "USER_PROCESS", user: "\x1b]0;x\x07", host: "=1+1", seconds: NOON },
        { type: "OLD_TIME", line: "|", user: "date", seconds: NOON + 60 },
        { type: "NEW_TIME", line: "{", user: "date", seconds: NOON + 3660 },
        { ...at, type: "DEAD_PROCESS", seconds: NOON + 3720 },
      ]),
    );
    expect(sessions(path)).toEqual({
      code: 0,
      out:
        "USER          LINE   LOGIN             LOGOUT  TIME    END     FROM\n" +
        "\\x1b]0;x\\x07  pts/0  2026-11-20 12:00  13:02   00:02*  logout  =1+1\n",
      err: "utmpx: * The clock was set meanwhile: this time is without the change\n",
    });
    const { out } = sessions(path, "--csv");
    expect(out).toContain("user,\\x1b]0;x\\x07,pts/0,'=1+1,");
    expect(out).toContain(",3720,120,logout,line+id+pid,");
  });

  const liveTest = canBeLive ? test : test.skip;
  liveTest("is this system, of which it can be asked who is there now", () => {
    using directory = new TemporaryDirectory();
    const now = Math.floor(Date.now() / 1000);
    const records: TestRecord[] = [
      { type: "BOOT_TIME", user: "reboot", line: "~", host: "6.1.0", seconds: now - 30 },
      { type: "USER_PROCESS", user: "root", line: "pts/0", pid: process.pid, seconds: now - 20 },
      { type: "USER_PROCESS", user: "nosuchuser", line: "pts/1", pid: 7, seconds: now - 10 },
    ];
    mkdirSync(directory.at("var/log"), { recursive: true });
    writeFileSync(directory.at("var/log/wtmp"), recordBytes(records, linuxGlibc.files.wtmp));
    const shown = (...args: readonly string[]): string[][] =>
      runLive(directory.path, [process.execPath, MAIN, "sessions", ...args])
        .split("\n")
        .slice(1, -1)
        .map((line) => line.split(/ {2,}/));
    expect(shown().map(([user, , , logout, , end]) => [user, logout, end])).toEqual([
      ["root", "still on", "open"],
      ["nosuchuser", "no record", "gone"],
    ]);
    expect(shown("--as-of", "now").map((cells) => cells[5])).toEqual(["open", "gone"]);
    expect(shown("--as-of", `@${now - 9}`).map((cells) => cells[5])).toEqual([
      "unknown",
      "unknown",
    ]);
    expect(shown("--as-of", `@${now - 15}`).map(([user]) => user)).toEqual(["root"]);
    expect(shown("--boots").map((cells) => cells.slice(1))).toEqual([
      ["still up", "-", "open", "6.1.0"],
    ]);
    expect(shown("/var/log/wtmp").map((cells) => cells[5])).toEqual(["open", "gone"]);
  });
});

describe("a wrong command line", () => {
  test.each([
    [["--since", "soon"], 'Cannot understand the time "soon" of --since'],
    [["--as-of", "soon"], 'Cannot understand the time "soon" of --as-of'],
    [["--address", "192.0.2.1/24"], "bits behind the prefix must be zero, as in 192.0.2.0/24"],
    [["--limit", "some"], 'Cannot take "some" as --limit'],
    [["--user", ""], "Cannot look for an empty --user"],
    [["--since", "2026-11-20", "--until", "2026-11-19"], "Cannot end before the beginning"],
    [["--boots", "--user", "alice"], "Cannot choose boots by --user"],
    [["--boots", "--line", "pts/0"], "Cannot choose boots by --line"],
    [["--boots", "--address", "::/0"], "Cannot choose boots by --address"],
    [["--json", "--csv"], "Cannot print both --json and --csv"],
    [["--layout", "none"], 'Unknown layout "none"'],
    [["--tz", "Nowhere/City"], 'Unknown time zone "Nowhere/City"'],
    [[""], "Cannot read an empty name"],
    [["--follow"], 'Unknown option "--follow"'],
  ])("is 2, with the usage: %j", (args, message) => {
    const { code, out, err } = sessions(...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toStartWith(
      `utmpx sessions: ${message.startsWith("bits") ? "Cannot take" : message}`,
    );
    expect(err).toContain(message);
    expect(err).toContain("Usage: utmpx sessions [OPTIONS] [FILE]...");
  });
});
