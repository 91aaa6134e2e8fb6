// who(1) of coreutils 9.1 over the same files. It shows pids that are none, takes an empty line for
// /dev, and knows no `sshd pts/0`: later versions do as we do, and random records have none of that.
// It reads 32-bit time as signed, so times lie before 2038.

import { describe, expect, test } from "bun:test";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { canBeLive, runLive } from "../live-system.ts";
import { recordBytes, type TestRecord } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { compareWithTool, hasTools, type Comparison } from "./tool-comparison.ts";

const SEED = 20261122;
const LAYOUT = ["--layout", "linux-glibc-384-le"];

const toolTest = hasTools("who", "script") ? test : test.skip;

const ENVIRONMENTS = [
  { TZ: "UTC", LC_ALL: "C" },
  { TZ: "UTC", LC_ALL: "C.UTF-8" },
  { TZ: "Australia/Lord_Howe", LC_ALL: "C.UTF-8" },
  { TZ: "Asia/Kolkata", LC_ALL: "POSIX" },
  { TZ: "America/St_Johns", LC_ALL: "xx_XX.UTF-8" },
  { TZ: "CET-1CEST,M3.5.0,M10.5.0/3", LC_ALL: "C" },
  { TZ: ":Nowhere/Nothing", LC_ALL: "", LC_TIME: "C.UTF-8", LANG: "C" },
];

/** Bytes that do not end a line of the old tool. */
const anyBytes = (maxLength: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ maxLength }).map((bytes) => bytes.map((byte) => (byte === 10 ? 11 : byte)));

/** Random records, and terminals in a directory of devices. */
function records(devices: string, count: number): TestRecord[] {
  const now = Math.floor(Date.now() / 1000);
  const terminals = AGES.map((age, i) => {
    const path = join(devices, String(i));
    writeFileSync(path, "");
    utimesSync(path, Math.max(0, now - age), now);
    chmodSync(path, i % 2 === 0 ? 0o620 : 0o600);
    return path.replace("/dev/", "");
  });
  const text = fc.oneof(
    anyBytes(256),
    fc.constantFrom("alice", "bob", "  x ", "a b", "é世", ""),
    fc.constantFrom("h:0", ":0.1", "a:b:c", "::1", "localhost:"),
  );
  const line = fc.oneof(
    fc.constantFrom(...terminals),
    fc.constantFrom("pts/0", "tty1", ":0", "null", "/dev/null", "../dev/zero", "nowhere/x", "q"),
    anyBytes(32).map((bytes) => Uint8Array.of(0x71, ...bytes.map((b) => (b === 32 ? 33 : b)))),
  );
  const seconds = fc.oneof(
    fc.nat(2 ** 31 - 1),
    fc.constantFrom(...AGES.map((age) => Math.max(0, now - age))),
  );
  const common = { id: text, user: text, line, host: text, seconds, microseconds: fc.nat(999_999) };
  const of = (type: fc.Arbitrary<number>, pid: fc.Arbitrary<number>): fc.Arbitrary<TestRecord> =>
    fc.record({ ...common, type, pid, termination: fc.nat(65535), exit: fc.nat(65535) });
  const level = fc.integer().filter((pid) => pid % 256 !== 10);
  const record = fc.oneof(
    of(fc.constantFrom(7, 7, 7, 2, 3, 4, 5, 6, 8, 0, 9, 10, -1), fc.integer({ min: 1 })),
    of(fc.constant(1), fc.oneof(level, fc.constantFrom(0, 53 + 256 * 78, 53 + 256 * 0x1b))),
  );
  return fc.sample(record, { seed: SEED, numRuns: count });
}

/** Older than 1970: a device that was never read. */
const NEVER = 1e11;
/** In seconds, around all that idle times depend on. */
const AGES = [0, 5, 40, 80, 3570, 3640, 40_000, 86_340, 86_460, 1e6, -3600, NEVER];

function expectSame(comparisons: readonly Comparison[]): void {
  expect(comparisons.length).toBeGreaterThan(0);
  const different = comparisons.find(({ ours, theirs }) => ours !== theirs);
  if (different === undefined) return;
  expect([different.args, different.ours?.split("\n")]).toEqual([
    different.args,
    different.theirs?.split("\n"),
  ]);
}

describe("who(1) prints the same", () => {
  const LETTERS = [..."abdlmpqrstuwHT"];
  const LONGS = ["--all", "--dead", "--heading", "--runl", "--us", "--mes", "--writable"];
  const options = fc.sample(fc.tuple(fc.subarray(LETTERS), fc.subarray(LONGS, { maxLength: 1 })), {
    seed: SEED,
    numRuns: 60,
  });
  const combinations = [
    [],
    ...LETTERS.map((letter) => [`-${letter}`]),
    ...options.map(([letters, longs]) => [
      ...(letters.length === 0 ? [] : [`-${letters.join("")}`]),
      ...longs,
    ]),
  ];

  toolTest.each(ENVIRONMENTS)("of random records, %j", (env) => {
    const devices = mkdtempSync("/dev/shm/utmpx");
    using directory = new TemporaryDirectory();
    try {
      const all = records(devices, 300);
      const paths = Array.from({ length: 12 }, (_, i) => {
        const path = directory.at(`utmp${i}`);
        writeFileSync(path, recordBytes(all.slice(i * 25, i * 25 + 25)));
        return path;
      });
      const runs = combinations.map((args, i) => [...args, paths[i % paths.length] ?? ""]);
      expectSame(compareWithTool({ tool: "who", runs, more: LAYOUT }, env));
    } finally {
      rmSync(devices, { recursive: true });
    }
  });

  toolTest("of an empty file", () => {
    using directory = new TemporaryDirectory();
    writeFileSync(directory.at("utmp"), "");
    const runs = [[], ["-q"], ["-H"], ["-aH"], ["-sH"]].map((args) => [
      ...args,
      directory.at("utmp"),
    ]);
    expectSame(compareWithTool({ tool: "who", runs, more: [] }, { LC_ALL: "C" }));
  });
});

/** Runs who and ours at a terminal of their own, where these records are the system's. */
const AT_TERMINAL = `
  cd "$PROJECT"
  export LINE="$(tty | sed s,/dev/,,)"
  "$BUN" -e 'import { recordBytes } from "./test/records.ts";
    const now = Math.floor(Date.now() / 1000);
    const common = { seconds: now - 50, pid: process.ppid, host: "192.0.2.7" };
    await Bun.write("/run/utmp", recordBytes([
      { type: "BOOT_TIME", line: "~", user: "reboot", seconds: now - 1000 },
      { ...common, type: "USER_PROCESS", user: "here", line: process.env.LINE },
      { ...common, type: "USER_PROCESS", user: "dead", line: process.env.LINE, pid: 2 ** 22 },
      { ...common, type: "DEAD_PROCESS", line: process.env.LINE, pid: 2 ** 22 },
      { ...common, type: "USER_PROCESS", user: "none", line: "pts/none", pid: 0 },
      { ...common, type: "LOGIN_PROCESS", user: "LOGIN", line: process.env.LINE },
    ]));'
  count=0
  both() {
    who "$@" >"$OUT/$count.theirs"
    "$BUN" src/cli/main.ts who "$@" >"$OUT/$count.ours" 2>&1
    echo "$@" >"$OUT/$count.args"
    count=$((count + 1))
  }
  terminal="/dev/$LINE"
  chmod 600 "$terminal" && touch -a -d "-100 seconds" "$terminal" && both -Tu
  chmod 620 "$terminal" && touch -a -d "-1001 seconds" "$terminal" && both -Tu
  touch -a -d "-2 days" "$terminal" && both -Tu
  touch -a -d "-3 seconds" "$terminal" && both -Tu
  both; both -q; both -m; both am i; both -mTu; both -a a b; both -ml </dev/null
  both -u /run/utmp; both -m /run/utmp
  "$BUN" -e 'import { recordBytes } from "./test/records.ts";
    const { LINE } = process.env;
    const users = ["sshd " + LINE, LINE + "1", "pts/none"].map((line, i) => {
      return { type: "USER_PROCESS", user: "user" + i, line };
    });
    await Bun.write("/run/systemd", recordBytes(users));'
  "$BUN" src/cli/main.ts who -mq /run/systemd >"$OUT/all"
  "$BUN" src/cli/main.ts who -m /run/systemd >"$OUT/systemd"`;

/** It starts many processes, on a machine that may be busy. */
const MOST_MS = 60_000;

describe("who(1) at a terminal", () => {
  const terminalTest = canBeLive ? toolTest : test.skip;

  terminalTest(
    "prints the same of the live system",
    () => {
      using directory = new TemporaryDirectory();
      mkdirSync(directory.at("root"));
      const names = { OUT: directory.path, BUN: process.execPath, PROJECT: process.cwd() };
      const set = Object.entries(names).map(([name, value]) => `${name}=${value}`);
      const command = ["env", "LC_ALL=C", ...set, "script", "-qec", AT_TERMINAL, "/dev/null"];
      runLive(directory.at("root"), command);
      const read = (i: number, name: string): string =>
        readFileSync(directory.at(`${i}.${name}`), "utf8");
      for (const i of Array.from({ length: 13 }).keys()) {
        // The pid of nobody is 0 in 9.1.
        const theirs = read(i, "theirs").replace(/ 0 \(/g, "   (");
        expect([read(i, "args"), read(i, "ours")]).toEqual([read(i, "args"), theirs]);
      }
      expect(read(6, "ours")).toStartWith("here ");
      // Of systemd's sessions 9.1 knows nothing.
      expect(readFileSync(directory.at("all"), "utf8")).toBe("user0 user1 user2\n# users=3\n");
      const own = readFileSync(directory.at("systemd"), "utf8");
      expect(own).toMatch(/^user0 {4}sshd pts\/\d+ .*\n$/);
    },
    MOST_MS,
  );

  terminalTest("prints the same full names of hosts", () => {
    using directory = new TemporaryDirectory();
    const hosts = "192.0.2.7 full.example.org short\n2001:db8::7 six.example.org six\n";
    writeFileSync(directory.at("hosts"), hosts);
    writeFileSync(directory.at("nsswitch.conf"), "hosts: files\n");
    const names = ["short", "short:0", "six", "192.0.2.7", "unknown", ":0", "full.example.org:1.0"];
    const users = names.map(
      (host) => ({ type: "USER_PROCESS", user: "u", line: "q", host, pid: 1 }) as const,
    );
    writeFileSync(directory.at("utmp"), recordBytes(users));
    const mounts = ["hosts", "nsswitch.conf"].map(
      (name) => `mount --bind '${directory.at(name)}' /etc/${name} &&`,
    );
    const inNamespace = `${mounts.join(" ")} exec "$@"`;
    const prefix = ["unshare", "--mount", "sh", "-c", inNamespace, "sh"];
    const runs = [["--lookup", directory.at("utmp")]];
    const comparisons = compareWithTool(
      { tool: "who", runs, more: LAYOUT },
      { LC_ALL: "C" },
      prefix,
    );
    expectSame(comparisons);
    expect(comparisons[0]?.ours).toContain("(full.example.org:0)\n");
  });
});
