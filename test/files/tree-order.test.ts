import { expect, test } from "bun:test";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { linuxGlibc384 } from "../../platforms/linux-glibc.ts";
import type { Endian } from "../../src/layout.ts";
import { orderOfTree } from "../../src/files/tree-order.ts";
import { Lastlog } from "../../src/views/lastlog.ts";
import { recordBytes, type TestRecord } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";

/** Its one time is one of 2026 in little endian, and of 2038 in big. */
const LASTLOG = "test/fixtures/debian13/var/log/lastlog";

const openLibrary = (): never => {
  throw new Error("no library is needed");
};

function treeOf(order: Endian | null): TemporaryDirectory {
  const directory = new TemporaryDirectory();
  mkdirSync(directory.at("var/log"), { recursive: true });
  copyFileSync(LASTLOG, directory.at("var/log/lastlog"));
  const records: readonly TestRecord[] = [
    { type: "BOOT_TIME", user: "reboot", line: "~", seconds: 1_795_176_000, pid: 0 },
    { type: "USER_PROCESS", user: "alice", line: "pts/0", seconds: 1_795_176_060, pid: 700 },
    { type: "DEAD_PROCESS", line: "pts/0", seconds: 1_795_177_000, pid: 700 },
  ];
  if (order !== null) {
    writeFileSync(directory.at("var/log/wtmp"), recordBytes(records, linuxGlibc384, order));
  }
  return directory;
}

test.each([
  ["little", "linux-lastlog-292-le", 0],
  ["big", "linux-lastlog-292-be", 0],
  [null, "linux-lastlog-292-le", 1],
] as const)(
  "a file that fits in both byte orders has that of a log, %p",
  (order, layout, problems) => {
    using directory = treeOf(order);
    const root = directory.path;
    expect(orderOfTree(root, openLibrary)).toBe(order);
    const lastlog = new Lastlog({ root, source: "file" });
    const entries = [...lastlog];
    expect([lastlog.layout, lastlog.problems.length, entries.length]).toEqual([
      layout,
      problems,
      1,
    ]);
  },
);

test("what is named on this system goes by itself", () => {
  using directory = treeOf("big");
  const lastlog = new Lastlog({ path: directory.at("var/log/lastlog"), source: "file" });
  expect([[...lastlog].length, lastlog.problems.length]).toEqual([1, 1]);
});

test("a tree that is not there tells nothing", () => {
  expect(orderOfTree("/nonexistent", openLibrary)).toBeNull();
});
