// Files of every system, read by the views without a layout being named.

import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import type { UtmpEntry } from "../../src/entry.ts";
import { Lastlog } from "../../src/views/lastlog.ts";
import { Wtmp } from "../../src/views/wtmp.ts";
import { foreignFile, type ForeignFile } from "../files/foreign-files.ts";
import {
  kindOf,
  LASTLOG_KINDS,
  LOGIN_KINDS,
  NAMED_KINDS,
  type Kind,
} from "../files/foreign-kinds.ts";
import {
  areEqual,
  givenEntries,
  inDirectory,
  loginsOf,
  viewOf,
  wantedEntries,
} from "../files/foreign-reading.ts";
import type { TemporaryDirectory } from "../temporary.ts";

const SEED = 20_261_122;
const RECORDS = 16;

function fileOf(kind: Kind): ForeignFile {
  return foreignFile(kind, { seed: SEED, records: RECORDS });
}

function json(entries: Iterable<{ toJSON(): object }>): object[] {
  return [...entries].map((entry) => entry.toJSON());
}

function bytes(entries: Iterable<UtmpEntry>): (string | undefined)[] {
  return [...entries].map((entry) => entry.raw()?.toHex());
}

describe("views of every system's files", () => {
  test.each(NAMED_KINDS)("$name: gives what was written", (kind) => {
    const file = fileOf(kind);
    using directory = inDirectory(file);
    const view = viewOf(kind.database, { path: directory.at("file") });
    const wanted = wantedEntries(file);
    expect(wanted.length).toBeGreaterThan(RECORDS / 2);
    expect(givenEntries(file, view)).toEqual(wanted);
    expect(view.problems).toEqual([]);
    expect(areEqual(file, view.layout, kind.layout)).toBe(true);
  });

  test.each(LOGIN_KINDS)("$name: newest gives the last of all, limit the first", (kind) => {
    using directory = inDirectory(fileOf(kind));
    const path = directory.at("file");
    const view = loginsOf(kind.database, { path });
    const all = [...view];
    for (const count of [5, RECORDS + 1]) {
      const newest = [...view.newest(count)];
      expect(json(newest)).toEqual(json(all.slice(-count)));
      expect(bytes(newest)).toEqual(bytes(all.slice(-count)));
      // One after the other: a record is gone when the next is asked for.
      const records: object[] = Array.from(view.newestRecords(count), (record) => record.toJSON());
      expect(records).toEqual(json(all.slice(-count)));
    }
    for (const limit of [0, 3]) {
      expect(json(loginsOf(kind.database, { path, limit }))).toEqual(json(all.slice(0, limit)));
    }
  });

  test.each(["freebsd-utx-log", "aix-utmp-648", "netbsd-utmpx-520-le"])(
    "%s wtmp: the newest none, and the newest of all",
    (layout) => {
      using directory = inDirectory(fileOf(kindOf(layout, "wtmp")));
      const view = new Wtmp(directory.at("file"));
      const all = json(view);
      expect(json(view.newest(0))).toEqual([]);
      expect(json(view.newest(1))).toEqual(all.slice(-1));
      expect(json(view.newest(all.length))).toEqual(all);
    },
  );

  test.each(LASTLOG_KINDS)("$name: limit gives the first", (kind) => {
    using directory = inDirectory(fileOf(kind));
    const path = directory.at("file");
    const all = [...new Lastlog({ path })];
    expect(json(new Lastlog({ path, limit: 3 }))).toEqual(json(all.slice(0, 3)));
    expect(json(new Lastlog({ path, limit: 0 }))).toEqual([]);
  });
});

/** Serves a file once, by another process. */
function fifoOf(directory: TemporaryDirectory): string {
  const path = directory.at("fifo");
  expect(Bun.spawnSync(["mkfifo", path]).exitCode).toBe(0);
  Bun.spawn(["sh", "-c", 'cat "$1" > "$2"', "sh", directory.at("file"), path]);
  return path;
}

describe("a pipe", () => {
  test.each([
    "linux-glibc-400-be wtmp",
    "netbsd-utmpx-520-be wtmp",
    "openbsd-utmp-304-le utmp",
    "freebsd-utx-log wtmp",
    "aix-utmp-648 btmp",
    "illumos-futmpx-372-be utmp",
    "freebsd-futx-197 lastlog",
    "netbsd-lastlogx-432-le lastlog",
    // By uid, behind many zeros.
    "openbsd-badlogin-312-le btmp",
    "linux-lastlog-292-be lastlog",
    "openbsd-lastlog-272-le lastlog",
  ])("of %s is told and read as its file is", (name) => {
    const kind = NAMED_KINDS.find((one) => one.name === name);
    if (kind === undefined) throw new Error(`No files of ${name}`);
    const file = fileOf(kind);
    using directory = inDirectory(file);
    const view = viewOf(kind.database, { path: fifoOf(directory) });
    expect(givenEntries(file, view)).toEqual(wantedEntries(file));
    expect([view.layout, view.problems]).toEqual([kind.layout, []]);
  });

  test("may be standard input", () => {
    for (const layout of ["freebsd-utx-log", "netbsd-utmpx-520-v1-be"]) {
      using directory = inDirectory(fileOf(kindOf(layout, "wtmp")));
      const path = directory.at("file");
      const script = directory.at("script.ts");
      const source = Bun.fileURLToPath(new URL("../../src/views/wtmp.ts", import.meta.url));
      writeFileSync(
        script,
        `import { Wtmp } from ${JSON.stringify(source)};
        const wtmp = new Wtmp("/dev/stdin");
        console.log(JSON.stringify({ entries: [...wtmp], layout: wtmp.layout }));`,
      );
      const line = ["sh", "-c", 'cat "$1" | "$2" "$3"', "sh", path, process.execPath, script];
      const child = Bun.spawnSync(line);
      expect(child.stderr.toString()).toBe("");
      const entries: unknown = JSON.parse(JSON.stringify([...new Wtmp(path)]));
      expect(JSON.parse(child.stdout.toString())).toEqual({ entries, layout });
    }
  });
});
