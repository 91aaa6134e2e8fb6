import { describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { canBeLive, runLive } from "../live-system.ts";
import { recordBytes, type TestRecord } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { runUtmpx, type Run } from "./run-utmpx.ts";
import { compareWithTool, hasTools } from "./tool-comparison.ts";

const SEED = 20261122;
const LAYOUT = ["--layout", "linux-glibc-384-le"];

const hasUsers = hasTools("users");
const toolTest = hasUsers ? test : test.skip;

function login(user: string | Uint8Array): TestRecord {
  return { type: "USER_PROCESS", pid: 1, user, line: "q" };
}

function usersOf(records: readonly TestRecord[], ...args: string[]): Run {
  using directory = new TemporaryDirectory();
  writeFileSync(directory.at("utmp"), recordBytes(records));
  return runUtmpx(["users", ...LAYOUT, ...args, directory.at("utmp")], { env: { LC_ALL: "C" } });
}

describe("users(1) prints the same", () => {
  toolTest("of random records", () => {
    // What ends a line of the old tool would end one of ours only as `*J`.
    const bytes = fc
      .uint8Array({ maxLength: 40 })
      .map((user) => user.map((byte) => (byte === 10 ? 11 : byte)));
    const user = fc.oneof(bytes, fc.constantFrom("bob", "alice", "Bob", " x  ", "é", "", "   "));
    const record = fc.record({ type: fc.constantFrom(7, 7, 7, 6, 8, 2, 0), user });
    const files = fc.sample(fc.array(record, { maxLength: 15 }), { seed: SEED, numRuns: 200 });
    using directory = new TemporaryDirectory();
    const runs = files.map((records, i) => {
      const path = directory.at(String(i));
      writeFileSync(path, recordBytes(records));
      return [path];
    });
    const comparisons = compareWithTool(
      { tool: "users", runs, more: LAYOUT },
      { LC_ALL: "C.UTF-8" },
    );
    expect(comparisons).toHaveLength(200);
    for (const { ours, theirs } of comparisons) expect(ours).toBe(theirs);
  });

  (canBeLive ? toolTest : test.skip)("of the live system, where processes have ended", () => {
    using directory = new TemporaryDirectory();
    mkdirSync(directory.at("run"));
    const dead = { ...login("dead"), pid: 2 ** 22 };
    const records = [login("zoe"), dead, { ...login("init"), pid: process.pid }, login("ann")];
    writeFileSync(directory.at("run/utmp"), recordBytes(records));
    const ours = runLive(directory.path, [process.execPath, "src/cli/main.ts", "users"]);
    expect(ours).toBe(runLive(directory.path, ["users"]));
    expect(ours).toBe("ann init zoe\n");
  });
});

describe("the names", () => {
  const records = [login("zoe"), login("a\u202e\n"), login("bob  "), login("bob")];

  test("are JSON's elements, or its lines", () => {
    const { code, out } = usersOf(records, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(["a\u202e\n", "bob", "bob", "zoe"]);
    expect(out).toStartWith('[\n"a\\u202e\\n",\n"bob",\n');
    expect(usersOf(records, "--ndjson").out).toBe('"a\\u202e\\n"\n"bob"\n"bob"\n"zoe"\n');
    expect(usersOf([], "--json").out).toBe("[]\n");
    expect(usersOf([], "--ndjson").out).toBe("");
  });

  test("are a column of CSV, from their bytes where they are no text", () => {
    const { out } = usersOf([login("=1"), login(Uint8Array.of(0x62, 0xff, 0x20))], "--csv");
    expect(out).toBe("user\r\n'=1\r\nb\\xff\r\n");
  });

  test("are made safe to show", () => {
    expect(usersOf(records).out).toBe("a\\342\\200\\256*J bob bob zoe\n");
  });
});

describe("users ends", () => {
  test("with 0 on what holds no records, and prints nothing", () => {
    expect(usersOf([])).toEqual({ code: 0, out: "", err: "" });
  });

  test("with 3 and no output on what is not there", () => {
    for (const args of [[], ["--json"], ["--csv"]]) {
      const { code, out } = runUtmpx(["users", ...args, "/nonexistent"]);
      expect({ code, out }).toEqual({ code: 3, out: "" });
    }
  });

  test.each([[["a", "b"]], [["--tz", "Nowhere"]], [["-q"]]])(
    "with 2 on a wrong command line, %p",
    (args) => {
      expect(runUtmpx(["users", ...args]).code).toBe(2);
    },
  );
});
