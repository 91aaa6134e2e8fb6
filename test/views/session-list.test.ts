// Of many sessions few are in memory at a time, and the files are read twice: what is given is the
// same, from files and from a pipe, by the library and by the command.

import { describe, expect, test } from "bun:test";
import { appendFileSync, renameSync, writeFileSync } from "node:fs";
import { jsonOf } from "../../src/cli/format.ts";
import { StoreError } from "../../src/errors.ts";
import { Session } from "../../src/sessions/session.ts";
import type { SessionOptions } from "../../src/sessions/session-options.ts";
import type { SessionList } from "../../src/sessions/ordered-sessions.ts";
import { Wtmp } from "../../src/views/wtmp.ts";
import { pick, randomNumbers } from "../bench/random.ts";
import { runUtmpx, type Run } from "../cli/run-utmpx.ts";
import { recordBytes, type TestRecord } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";

const SEED = 20_261_129;
const START = 1_700_000_000;
/** More sessions are in so many than are kept. */
const RECORDS = 24_000;
const LINES = 60;
const USERS = ["alice", "bob", 'c"\\\u202e', Uint8Array.of(0x64, 0xff)] as const;

/** A server whose clock is set now and then, with a login that outlasts thousands. */
function recordsOf(seed: number): TestRecord[] {
  const below = randomNumbers(seed);
  let seconds = START;
  const records: TestRecord[] = [{ type: "USER_PROCESS", user: "first", line: "tty1", seconds }];
  while (records.length < RECORDS) {
    seconds += below(30);
    const line = `pts/${below(LINES)}`;
    const place = { line, id: line.slice(-4), pid: 100 + below(50), seconds };
    const what = below(2000);
    if (what === 0) {
      records.push({ type: "BOOT_TIME", user: "reboot", line: "~", host: "6.1.0", seconds });
    } else if (what === 1) {
      records.push({ type: "OLD_TIME", line: "|", seconds });
      seconds += below(80_000) - 40_000;
      records.push({ type: "NEW_TIME", line: "{", seconds });
    } else if (what < 1100) {
      const host = `host${below(5000)}`;
      const address = [192, 0, 2, below(256)];
      records.push({ type: "USER_PROCESS", user: pick(USERS, below), host, address, ...place });
    } else {
      records.push({ type: "DEAD_PROCESS", ...place });
    }
  }
  return records;
}

const BYTES = recordBytes(recordsOf(SEED));
const LAYOUT = ["--layout", "linux-glibc-384-le"];

function linesOf(list: SessionList): string[] {
  return [...list].map((fields) => jsonOf(new Session(fields), null));
}

describe("a list of many sessions", () => {
  test.each<[SessionOptions]>([
    [{}],
    [{ user: "alice" }],
    [{ since: new Date((START + 40_000) * 1000) }],
    [{ asOf: new Date((START + 200_000) * 1000) }],
    [{ limit: 10_000 }],
    [{ limit: 10 }],
    [{ reverse: true }],
    [{ address: "192.0.2.0/25", limit: 2000, reverse: true }],
  ])("has what an array of them has: %j", (options) => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp");
    // Damage is told, wherever the last record is that counts.
    writeFileSync(path, Buffer.concat([BYTES, Buffer.from("torn")]));
    const [view, listed] = [new Wtmp(path), new Wtmp(path)];
    const expected = view.sessions(options).map((session) => jsonOf(session, null));
    const list = listed.sessionList("user", options);
    expect(list).toHaveLength(expected.length);
    expect(linesOf(list)).toEqual(expected);
    expect(view.problems).toHaveLength(1);
    expect([listed.unmatchedLogouts, listed.problems]).toEqual([
      view.unmatchedLogouts,
      view.problems,
    ]);
    const boots = view.boots().map((session) => jsonOf(session, null));
    expect(linesOf(listed.sessionList("boot", {}))).toEqual(boots);
  });

  test("is one history in several files", () => {
    using directory = new TemporaryDirectory();
    const paths = ["wtmp.1", "wtmp"].map((name) => directory.at(name));
    writeFileSync(directory.at("wtmp.1"), BYTES.subarray(0, 384 * 9000));
    writeFileSync(directory.at("wtmp"), BYTES.subarray(384 * 9000));
    const view = new Wtmp({ path: paths });
    const expected = view.sessions().map((session) => jsonOf(session, null));
    expect(linesOf(view.sessionList("user", {}))).toEqual(expected);
  });

  test("has no part of what is written when it has been read", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp");
    writeFileSync(path, BYTES);
    const expected = new Wtmp(path).sessions().map((session) => jsonOf(session, null));
    const list = new Wtmp(path).sessionList("user", {});
    appendFileSync(path, BYTES.subarray(0, 384 * 2000));
    expect(linesOf(list)).toEqual(expected);
  });

  test("can't be given if the file is another by then", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp");
    writeFileSync(path, BYTES);
    const list = new Wtmp(path).sessionList("user", {});
    renameSync(path, directory.at("wtmp.1"));
    writeFileSync(path, BYTES.subarray(0, 384 * 100));
    expect(() => [...list]).toThrow(StoreError);
  });
});

describe("of several of which one is a pipe", () => {
  /** What is printed of two parts of the history, where a FIFO has the place of one. */
  function withFifo(names: readonly string[], fifo: string, older: Uint8Array): Run {
    using directory = new TemporaryDirectory();
    const [first = "", second = ""] = names.map((name) => directory.at(name));
    const place = directory.at(fifo);
    writeFileSync(first, older);
    writeFileSync(second, BYTES.subarray(older.length));
    renameSync(place, `${place}.kept`);
    expect(Bun.spawnSync(["mkfifo", place]).exitCode).toBe(0);
    const writer = Bun.spawn(["sh", "-c", 'exec cat "$1.kept" > "$1"', "sh", place]);
    try {
      const { out, ...rest } = runUtmpx(["sessions", first, second, "--ndjson", ...LAYOUT]);
      return { ...rest, out: out.replaceAll(directory.path, "") };
    } finally {
      writer.kill();
    }
  }

  function withFiles(names: readonly string[], older: Uint8Array): Run {
    using directory = new TemporaryDirectory();
    const [first = "", second = ""] = names.map((name) => directory.at(name));
    writeFileSync(first, older);
    writeFileSync(second, BYTES.subarray(older.length));
    const { out, ...rest } = runUtmpx(["sessions", first, second, "--ndjson", ...LAYOUT]);
    return { ...rest, out: out.replaceAll(directory.path, "") };
  }

  test.each([
    [["wtmp.1", "wtmp"], "wtmp"],
    [["wtmp.1", "wtmp"], "wtmp.1"],
    [["first", "later"], "later"],
  ])("all is read once: %j, %s", (names, fifo) => {
    const older = BYTES.subarray(0, 384 * 20_000);
    const expected = withFiles(names, older);
    expect(expected.code).toBe(0);
    expect(expected.out.split("\n").length).toBeGreaterThan(9000);
    expect(withFifo(names, fifo, older)).toEqual(expected);
  });
});

describe("the command", () => {
  test.each([
    [["--ndjson"]],
    [["--json"]],
    [["--csv"]],
    [[]],
    [["--ndjson", "--tz", "Asia/Kolkata"]],
    [["--ndjson", "--limit", "9500"]],
    [["--csv", "--reverse"]],
    [["--limit", "20"]],
    [["--user", "bob", "--ndjson"]],
  ])("prints of a file what it prints of a pipe: %j", (args) => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp");
    writeFileSync(path, BYTES);
    const file = runUtmpx(["sessions", path, ...args]);
    const pipe = runUtmpx(["sessions", "/dev/stdin", ...args], { stdin: BYTES });
    expect(file).toEqual({ ...pipe, out: pipe.out.replaceAll("/dev/stdin", path) });
    expect(file.code).toBe(0);
  });

  test("prints what the library gives", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp");
    writeFileSync(path, BYTES);
    const { out } = runUtmpx(["sessions", path, "--ndjson"]);
    const sessions = new Wtmp(path).sessions();
    expect(out.split("\n")).toEqual([...sessions.map((session) => jsonOf(session, null)), ""]);
    expect(sessions.length).toBeGreaterThan(9000);
    expect(sessions[0]?.user).toBe("first");
  });
});
