// lastlog(8) of shadow 4.13 over the same files: the column of times has its name a blank further
// right there, and --active is younger. It reads 32-bit time as signed, so times lie before 2038.

import { describe, expect, test } from "bun:test";
import {
  cpSync,
  ftruncateSync,
  closeSync,
  mkdirSync,
  openSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import fc from "fast-check";
import { linuxLastlog292 } from "../../platforms/linux-glibc.ts";
import { encodeLastlog, type LastlogValues } from "../../src/encode.ts";
import { canBeLive } from "../live-system.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { runUtmpx } from "./run-utmpx.ts";
import { compareWithTool, hasTools, type Comparison } from "./tool-comparison.ts";

const SEED = 20261122;
const LAYOUT = ["--layout", "linux-lastlog-292-le"];
const DAY = 86_400;

// It changes its root, or a test its files: only root can.
const toolTest = canBeLive && hasTools("lastlog") ? test : test.skip;

/** A system whose lastlog and accounts are these. */
interface System {
  readonly records: readonly (LastlogValues & { readonly uid: number })[];
  /** Where the file ends; behind the last record if it is longer. */
  readonly end: number;
  readonly accounts: readonly (readonly [string, number])[];
  readonly loginDefs: string;
}

const UIDS = [0, 1, 2, 3, 5, 8, 100, 999, 1000, 1001, 65533, 2_000_000];

function systems(count: number): readonly System[] {
  const now = Math.floor(Date.now() / 1000);
  const uid = fc.constantFrom(...UIDS);
  const bytes = (maxLength: number): fc.Arbitrary<Uint8Array> =>
    fc.uint8Array({ maxLength }).map((text) => text.map((byte) => (byte === 10 ? 11 : byte)));
  const text = fc.constantFrom("pts/1", "tty1", "fe80::1234:5678:9abc:def0%eth0", "é", "");
  const values = fc.record({
    uid,
    seconds: fc.oneof(
      fc.constant(0),
      fc.nat(2 ** 31 - 1),
      // A day's end is when the one or the other may look at the clock.
      fc.nat(10).map((days) => now - days * DAY - DAY / 2),
    ),
    line: fc.oneof(
      bytes(31),
      text.map((line) => new TextEncoder().encode(line)),
    ),
    host: fc.oneof(
      bytes(255),
      text.map((host) => new TextEncoder().encode(host)),
    ),
  });
  const name = fc.constantFrom(
    "root",
    "ann",
    "bob",
    "é",
    "7",
    "1000-",
    "a-very-very-very-long-name",
  );
  const system = fc.record({
    records: fc.array(values, { maxLength: 12 }),
    end: fc.constantFrom(0, 292 * 2, 292 * 6, 292 * 1001),
    accounts: fc.array(fc.tuple(name, uid), { maxLength: 12 }),
    loginDefs: fc.constantFrom(
      "",
      "# LASTLOG_UID_MAX 1\nLASTLOG_UID_MAX 999\n",
      '\tLASTLOG_UID_MAX "5"  \nLASTLOG_UID_MAXIMUM 1\n',
      "LASTLOG_UID_MAX 1\nLASTLOG_UID_MAX 0x3e8\n",
      "LASTLOG_UID_MAX 010\n",
      "LASTLOG_UID_MAX many\n",
    ),
  });
  return fc.sample(system, { seed: SEED, numRuns: count });
}

/** Makes a tree of it. */
function makeTree(root: string, { records, end, accounts, loginDefs }: System): void {
  mkdirSync(`${root}/var/log`, { recursive: true });
  mkdirSync(`${root}/etc`);
  const lines = accounts.map(([name, uid]) => `${name}:x:${uid}:0:N. N.:/:/bin/sh\n`);
  writeFileSync(`${root}/etc/passwd`, lines.join(""));
  writeFileSync(`${root}/etc/login.defs`, loginDefs);
  const fd = openSync(`${root}/var/log/lastlog`, "w");
  for (const { uid, ...values } of records) {
    writeSync(fd, encodeLastlog(linuxLastlog292, "little", values), 0, 292, uid * 292);
  }
  ftruncateSync(fd, Math.max(end, ...records.map(({ uid }) => (uid + 1) * 292)));
  closeSync(fd);
}

const USERS = [
  [],
  ["-u", "ann"],
  // systemd's nobody, and its root where passwd(5) has none, are found and not listed.
  ["-u", "nobody"],
  ["-u", "65534"],
  ["-u", "root"],
  ["-u", "0"],
  ["--user", "é"],
  ["-u", "7"],
  ["-u", "1000-"],
  ["-u", "-999"],
  ["-u", "1-1000"],
  ["-u", "5-2"],
  ["-u", "3-3"],
  ["-u", "4242"],
  ["-u", "2000000"],
];
/** The tool counts from now in another system's tree, too; ours do not. */
const AGES = [
  ["-t", "3"],
  ["--time", "0"],
  ["-b", "3"],
  ["--before=20000"],
  ["-t7", "-b2"],
  ["-u", "2-", "-t", "5"],
];

/** The heading is where shadow's newest has it. */
function expectSame(comparisons: readonly Comparison[], count: number): void {
  expect(comparisons).toHaveLength(count);
  for (const { args, ours, theirs } of comparisons) {
    const theirHeading = /^(Username {9}Port {5}From {38}) (Latest\n)/;
    expect([args, ours]).toEqual([args, theirs?.replace(theirHeading, "$1$2") ?? null]);
  }
}

const ZONES = ["UTC", "Australia/Lord_Howe", "Asia/Kolkata", "America/St_Johns"];
const ENVIRONMENTS = [
  ...ZONES.map((TZ) => ({ TZ, LC_ALL: "C" })),
  { TZ: "CET-1CEST,M3.5.0,M10.5.0/3", LC_ALL: "C.UTF-8" },
  { TZ: "<+0330>-3:30:15", LC_ALL: "C.UTF-8" },
];

describe("lastlog(8) prints the same", () => {
  const random = systems(27);

  // Where it changes its root it has no files of zones.
  const withoutFiles = ENVIRONMENTS.filter(({ TZ }) => !TZ.includes("/") || TZ.includes(","));
  toolTest.each(withoutFiles.map((env, i) => [env, i] as const))("of other trees, %j", (env, i) => {
    for (const system of random.slice(i * 3, i * 3 + 3)) {
      using directory = new TemporaryDirectory();
      makeTree(directory.path, system);
      const runs = USERS.map((args) => ["-R", directory.path, ...args]);
      expectSame(compareWithTool({ tool: "lastlog", runs, more: LAYOUT }, env), runs.length);
    }
  });

  toolTest.each(ENVIRONMENTS.map((env, i) => [env, i + 3] as const))(
    "of the live system, %j",
    (env, i) => {
      for (const system of random.slice(i * 3, i * 3 + 3)) {
        using directory = new TemporaryDirectory();
        makeTree(directory.path, system);
        const mounts = ["/etc/passwd", "/etc/login.defs", "/var/log"].map(
          (path) => `mount --bind '${directory.path}${path}' ${path} &&`,
        );
        const prefix = ["unshare", "--mount", "sh", "-c", `${mounts.join(" ")} exec "$@"`, "sh"];
        const runs = [...USERS, ...AGES];
        const task = { tool: "lastlog", runs, more: LAYOUT };
        expectSame(compareWithTool(task, env, prefix), runs.length);
      }
    },
  );

  test("as it printed of a real system", () => {
    using directory = new TemporaryDirectory();
    cpSync("test/fixtures/debian12", directory.path, { recursive: true });
    const { code, out, err } = runUtmpx(["lastlog", "-R", directory.path]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out.split("\n").slice(0, 2)).toEqual([
      "Username         Port     From                                      Latest",
      "root                                                                **Never logged in**",
    ]);
  });
});
