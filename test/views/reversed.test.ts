// Backwards is forwards turned around: whatever the layout, the size of the file and its torn end.

import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { writeFileSync } from "node:fs";
import { freebsdUtxLog } from "../../platforms/freebsd.ts";
import { linuxGlibc384 } from "../../platforms/linux-glibc.ts";
import { LibraryError } from "../../src/errors.ts";
import { CHUNK_BYTES, fileChunksBackwards, wholeFile } from "../../src/files/file-chunks.ts";
import type { ByteSource } from "../../src/files/record-file.ts";
import { ProblemList } from "../../src/problems.ts";
import type { UtmpView } from "../../src/views/utmp-view.ts";
import { Wtmp } from "../../src/views/wtmp.ts";
import { foreignFile } from "../files/foreign-files.ts";
import { LOGIN_KINDS } from "../files/foreign-kinds.ts";
import { inDirectory, loginsOf } from "../files/foreign-reading.ts";
import { failingSource, memorySource } from "../memory-source.ts";
import { recordBytes, type TestRecord } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { utxLogFile } from "../utx-log-file.ts";

const WTMP = "test/fixtures/server/var/log/wtmp";
const SEED = 20_260_801;
const SIZE = linuxGlibc384.size;
/** Records of a chunk. */
const MOST = Math.floor(CHUNK_BYTES / SIZE);

function logins(count: number): TestRecord[] {
  return Array.from({ length: count }, (_, i) => ({
    type: "USER_PROCESS" as const,
    pid: i + 1,
    user: `user${i}`,
    line: `pts/${i % 7}`,
    seconds: 1_700_000_000 + i,
    microseconds: i % 11 === 3 ? 2_000_000 : i,
  }));
}

function problemsOf({ problems }: UtmpView): string[] {
  return problems.map(({ message }) => message).sort();
}

describe("reversed", () => {
  test("gives the fixture's last record first, and starts anew each time", () => {
    const wtmp = new Wtmp(WTMP);
    const forwards = [...wtmp].map((entry) => entry.toJSON());
    for (let i = 0; i < 2; i++) {
      expect([...wtmp.reversed()].map((entry) => entry.toJSON())).toEqual(forwards.toReversed());
    }
    expect([...wtmp].map((entry) => entry.toJSON())).toEqual(forwards);
  });

  test("gives of any file what going forwards does, and the same problems", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp");
    const cuts = fc.record({
      count: fc.oneof(
        fc.integer({ min: 0, max: 5 }),
        fc.constantFrom(MOST - 1, MOST, MOST + 1, 2 * MOST, 2 * MOST + 1),
      ),
      torn: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: SIZE - 1 })),
      limit: fc.oneof(fc.constant(undefined), fc.integer({ min: 0, max: 3 * MOST })),
    });
    const check = fc.property(cuts, ({ count, torn, limit }) => {
      const bytes = recordBytes(logins(count + 1));
      writeFileSync(path, bytes.subarray(0, count * SIZE + torn));
      const options = { path, layout: "linux-glibc-384-le" };
      const [all, backwards] = [
        new Wtmp(options),
        new Wtmp(limit === undefined ? options : { ...options, limit }),
      ];
      const forwards = [...all].map((entry) => JSON.stringify(entry));
      const turned = [...backwards.reversed()].map((entry) => JSON.stringify(entry));
      expect(turned).toEqual(forwards.toReversed().slice(0, limit));
      if (limit === undefined) expect(problemsOf(backwards)).toEqual(problemsOf(all));
    });
    fc.assert(check, { seed: SEED, numRuns: 60 });
  });

  test("turns what can only be read forward: FreeBSD's log", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("utx.log");
    const raw = recordBytes(logins(500), freebsdUtxLog, "big");
    const records = Array.from({ length: 500 }, (_, i) =>
      raw.subarray(i * freebsdUtxLog.size, (i + 1) * freebsdUtxLog.size),
    );
    writeFileSync(path, utxLogFile(records));
    const wtmp = new Wtmp({ path, layout: "freebsd-utx-log" });
    const forwards = [...wtmp].map((entry) => entry.toJSON());
    expect(forwards).toHaveLength(500);
    expect([...wtmp.reversed()].map((entry) => entry.toJSON())).toEqual(forwards.toReversed());
    const limited = new Wtmp({ path, layout: "freebsd-utx-log", limit: 3 });
    expect([...limited.reversed()].map(({ offset }) => offset)).toEqual(
      forwards
        .slice(-3)
        .map(({ offset }) => offset)
        .reverse(),
    );
  });

  test("keeps a pipe until its end, also one whose layout was asked for", () => {
    const script = `
      import { Wtmp } from ${JSON.stringify(import.meta.resolve("../../src/views/wtmp.ts"))};
      const [path, asked] = ["/dev/stdin", process.argv.at(-1) === "asked"];
      const wtmp = new Wtmp({ path, limit: 3 });
      if (asked) wtmp.layout;
      console.log([...wtmp.reversed()].map(({ offset }) => offset / 384).join());`;
    const stdin = recordBytes(logins(2 * MOST + 10));
    for (const asked of ["asked", "not"]) {
      const child = Bun.spawnSync([process.execPath, "-e", script, asked], { stdin });
      expect(child.stdout.toString()).toBe(`${2 * MOST + 9},${2 * MOST + 8},${2 * MOST + 7}\n`);
    }
  });

  test("is read through libc, too, where that was asked for", () => {
    const wtmp = new Wtmp({ path: WTMP, source: "libc" });
    let forwards: [string, number | null][];
    try {
      forwards = [...wtmp].map(({ user, micros }) => [user, micros]);
    } catch (error) {
      // Not every libc reads files of glibc's records.
      if (error instanceof LibraryError) return;
      throw error;
    }
    const turned = [...wtmp.reversed()];
    expect(turned.map(({ user, micros }) => [user, micros])).toEqual(forwards.toReversed());
    expect(new Set(turned.map(({ source }) => source))).toEqual(new Set(["libc"]));
  });

  test.each(LOGIN_KINDS)("of $name is forwards turned around", (kind) => {
    using directory = inDirectory(foreignFile(kind, { seed: SEED, records: 40, tail: 3 }));
    const view = loginsOf(kind.database, { path: directory.at("file"), layout: kind.layout });
    const forwards = [...view].map((entry) => JSON.stringify(entry));
    expect(forwards.length).toBeGreaterThan(0);
    const met = problemsOf(view);
    expect([...view.reversed()].map((entry) => JSON.stringify(entry))).toEqual(
      forwards.toReversed(),
    );
    expect(problemsOf(view)).toEqual(met);
  });

  test("reads no more of a file than it gives", () => {
    const reads: number[] = [];
    const bytes = recordBytes(logins(20 * MOST));
    const source = memorySource("/log", bytes);
    const file: ByteSource = {
      ...source,
      read: (into, position) => {
        reads.push(position);
        return source.read(into, position);
      },
    };
    const chunks = fileChunksBackwards(file, SIZE, wholeFile(file), new ProblemList());
    expect(chunks.next().value?.bytes.length).toBe(MOST * SIZE);
    expect(reads).toEqual([19 * MOST * SIZE]);
  });

  test("goes on before what a damaged disk does not give", () => {
    const bytes = recordBytes(logins(4 * MOST));
    const problems = new ProblemList();
    const file = failingSource("/log", bytes, 3 * MOST * SIZE);
    const chunks = fileChunksBackwards(
      { ...file, size: bytes.length },
      SIZE,
      wholeFile(file),
      problems,
    );
    expect([...chunks].map(({ offset }) => offset / SIZE)).toEqual([2 * MOST, MOST, 0]);
    expect(problems.list()).toEqual([
      {
        kind: "read",
        offset: 3 * MOST * SIZE,
        bytes: MOST * SIZE,
        message: `Cannot read "/log" at byte ${3 * MOST * SIZE}: EIO: i/o error, read`,
      },
    ]);
    const dead = failingSource("/log", bytes, 0);
    expect(() => [...fileChunksBackwards(dead, SIZE, wholeFile(dead), new ProblemList())]).toThrow(
      "EIO",
    );
  });

  test("says that a file shrank, and gives what is left of it", () => {
    const bytes = recordBytes(logins(3 * MOST));
    const problems = new ProblemList();
    const left = memorySource("/log", bytes.subarray(0, 2 * SIZE + 7));
    const file = { ...left, size: bytes.length };
    const chunks = [...fileChunksBackwards(file, SIZE, wholeFile(file), problems)];
    expect(chunks.map(({ offset, bytes: { length } }) => [offset, length])).toEqual([
      [0, 2 * SIZE],
    ]);
    expect(problems.list().map(({ kind, offset, bytes: lost }) => [kind, offset, lost])).toEqual([
      ["shrunk", 2 * SIZE + 7, bytes.length - 2 * SIZE - 7],
    ]);
  });
});
