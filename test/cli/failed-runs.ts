import { expect } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { recordBytes, type TestRecord } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { runUtmpx, type Run } from "./run-utmpx.ts";

/** Whether there is something to compare with: in CI there must be. */
export const hasLastb: boolean = Bun.which("lastb") !== null || process.env["CI"] !== undefined;
if (!hasLastb) console.log("skipping comparisons: lastb is not here");

export const LAYOUT = "linux-glibc-384-le";

/** 2026-11-20T12:00:00Z */
export const NOON = 1_795_176_000;

export function failed(...args: readonly string[]): Run {
  return runUtmpx(["failed", ...args]);
}

/** A tree whose accounts are root and alice, with these failed logins. */
export function treeWith(records: readonly TestRecord[]): TemporaryDirectory {
  const tree = new TemporaryDirectory();
  mkdirSync(tree.at("etc"));
  mkdirSync(tree.at("var/log"), { recursive: true });
  writeFileSync(tree.at("etc/passwd"), "root:x:0:0:::\nalice:x:1001:1001:::\n");
  writeFileSync(tree.at("var/log/btmp"), recordBytes(records));
  return tree;
}

export function failure(rest: TestRecord): TestRecord {
  return { type: "LOGIN_PROCESS", line: "ssh:notty", user: "root", seconds: NOON, ...rest };
}

/** Records of a list as NDJSON or JSON has them. */
export function parsed({ out }: Run): Record<string, unknown>[] {
  return out.startsWith("[")
    ? JSON.parse(out)
    : out
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line));
}

/** Lines of records that lastb(1) prints. */
export function linesOfLastb(path: string): number {
  const child = Bun.spawnSync(["lastb", "-w", "-f", path], {
    env: { ...process.env, TZ: "UTC", LC_ALL: "C" },
  });
  expect(child.exitCode).toBe(0);
  const lines = child.stdout.toString("latin1").split("\n");
  return lines.filter((line) => line !== "" && !line.startsWith("btmp begins ")).length;
}
