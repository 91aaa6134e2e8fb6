import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { nowIn } from "../../src/cli/now.ts";
import { Wtmp } from "../../src/views/wtmp.ts";
import { recordBytes } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";

/** 2026-11-20T12:00:00Z. */
const NOON = 1_795_176_000;
const HOUR = 3600;

function treeWith(...seconds: readonly number[]): TemporaryDirectory {
  const tree = new TemporaryDirectory();
  mkdirSync(tree.at("var/log"), { recursive: true });
  const records = seconds.map((time) => ({ type: "USER_PROCESS" as const, seconds: time }));
  writeFileSync(tree.at("var/log/wtmp"), recordBytes(records));
  return tree;
}

function nowOf(tree: TemporaryDirectory): () => number {
  const root = tree.path;
  return nowIn(new Wtmp({ root, layout: "linux-glibc-384-le" }), root);
}

function expectClock(seconds: number, before: number): void {
  expect(seconds).toBeGreaterThanOrEqual(Math.floor(before / 1000));
  expect(seconds).toBeLessThanOrEqual(Date.now() / 1000);
}

test("another system's is that of its last record, whatever its clock showed before", () => {
  using tree = treeWith(NOON, NOON + 3 * HOUR, NOON + HOUR);
  expect(nowOf(tree)()).toBe(NOON + HOUR);
});

test("0 is no time", () => {
  using tree = treeWith(NOON, 0, 0);
  expect(nowOf(tree)()).toBe(NOON);
});

test("where no record tells, the clock does", () => {
  const before = Date.now();
  using none = treeWith();
  using timeless = treeWith(0);
  expectClock(nowOf(none)(), before);
  expectClock(nowOf(timeless)(), before);
});

test("this system's is the clock's, whatever is read", () => {
  using tree = treeWith(NOON - 9999 * HOUR);
  const before = Date.now();
  expectClock(nowIn(new Wtmp(tree.at("var/log/wtmp")), undefined)(), before);
});

test("nothing is read before it is asked, and only once then", () => {
  const view = new Wtmp({ root: "/nonexistent" });
  const now = nowIn(view, "/nonexistent");
  expect(now).toThrow("ENOENT");
  using tree = treeWith(NOON);
  const known = nowOf(tree);
  known();
  writeFileSync(tree.at("var/log/wtmp"), recordBytes([{ seconds: NOON + HOUR }]));
  expect(known()).toBe(NOON);
});
