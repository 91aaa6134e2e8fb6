// The data of the benchmark, small: what is measured gives the same as the tools it is compared with.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { Wtmp } from "../src/index.ts";
import { activity, attacks, strangers, transfers, type Activity } from "./bench/activity.ts";
import { addEntry } from "./bench/checksum.ts";
import { makeRecords } from "./bench/make-records.ts";
import { runUtmpx } from "./cli/run-utmpx.ts";
import { recordBytes } from "./records.ts";
import { TemporaryDirectory } from "./temporary.ts";

const RECORDS = 20_000;
const ENVIRONMENT = { TZ: "UTC", LC_ALL: "C" };
const TOOLS = ["last", "lastb", "utmpdump", "who", "ac"];

const DATA: Readonly<Record<string, () => Activity>> = { activity, strangers, attacks, transfers };

let directory: TemporaryDirectory;

beforeAll(() => {
  expect(TOOLS.filter((tool) => Bun.which(tool) === null)).toEqual([]);
  directory = new TemporaryDirectory();
});

afterAll(() => directory[Symbol.dispose]());

function tool(...command: readonly string[]): string {
  const env = { ...process.env, ...ENVIRONMENT };
  return Bun.spawnSync([...command], { env }).stdout.toString();
}

function utmpx(...args: readonly string[]): string {
  return runUtmpx(args, { env: ENVIRONMENT }).out;
}

describe.each(Object.keys(DATA))("the data of %s", (name) => {
  let path: string;

  beforeAll(() => {
    path = directory.at(name);
    const { logins, checksum } = makeRecords(path, RECORDS, (DATA[name] ?? activity)());
    const entries = [...new Wtmp({ path, layout: "linux-glibc-384-le" })];
    expect(entries).toHaveLength(RECORDS);
    expect(entries.filter(({ isUserProcess }) => isUserProcess)).toHaveLength(logins);
    expect(entries.reduce(addEntry, 0)).toBe(checksum);
  });

  test("dump prints what utmpdump prints", () => {
    expect(utmpx("dump", path)).toBe(tool("utmpdump", path));
  });

  test("who prints what who prints", () => {
    expect(utmpx("who", path)).toBe(tool("who", path));
  });

  test("ac prints what ac prints", () => {
    // Logins that nothing ends count until now, which is later for the second.
    const seconds = Math.floor(Date.now() / 1000);
    const shutdown = recordBytes([{ type: "RUN_LVL", user: "shutdown", line: "~", seconds }]);
    const ended = directory.at(`${name}.ended`);
    writeFileSync(ended, Buffer.concat([readFileSync(path), shutdown]));
    expect(utmpx("ac", "-p", "-f", ended)).toBe(tool("ac", "-p", "-f", ended));
  });

  test("last and lastb print what last and lastb print", () => {
    // How a boot ends that crashed, and that a host is cut, newer ones say otherwise than Debian 12's.
    const withoutBoots = (out: string): string[] =>
      out.split("\n").filter((line) => !line.startsWith("reboot "));
    for (const command of ["last", "lastb"]) {
      const lines = withoutBoots(utmpx(command, "-w", "-f", path));
      expect(lines).toEqual(withoutBoots(tool(command, "-w", "-f", path)));
      expect(lines.length).toBeGreaterThan(RECORDS / 3);
    }
  });

  test("the newest lines are those that all have", () => {
    const all = utmpx("last", "-f", path).split("\n");
    const newest = utmpx("last", "-n", "10", "-f", path).split("\n");
    expect(newest.slice(0, 10)).toEqual(all.slice(0, 10));
  });

  test("a filter leaves out sessions, and changes none", () => {
    const sessions = (...args: string[]): { user: string; logout: string | null }[] => {
      const out = utmpx("sessions", "--ndjson", ...args, path).trimEnd();
      return out === "" ? [] : out.split("\n").map((line) => JSON.parse(line));
    };
    const all = sessions();
    const user = all[0]?.user ?? "auser0";
    expect(sessions("--user", user)).toEqual(all.filter((session) => session.user === user));
  });

  test("failed counts what is there, key by key", () => {
    const rows = utmpx("failed", "--ndjson", path).trimEnd().split("\n");
    const counted = new Map<string, number>();
    for (const row of rows) {
      const { address } = JSON.parse(row) as { address: string | null };
      counted.set(address ?? "", (counted.get(address ?? "") ?? 0) + 1);
    }
    const counts = utmpx("failed", "--by", "address", "--ndjson", path).trimEnd().split("\n");
    const told = counts.map((row) => {
      const { key, count } = JSON.parse(row) as { key: string | null; count: number };
      return [key ?? "", count] as const;
    });
    expect(new Map(told)).toEqual(counted);
    expect(told.map(([, count]) => count)).toEqual([...counted.values()].sort((a, b) => b - a));
  });
});
