import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { detect } from "../../src/files/detect.ts";
import { Wtmp } from "../../src/views/wtmp.ts";
import { bytesOf, foreignFile, type ForeignFile } from "./foreign-files.ts";
import { kindOf, NAMED_KINDS, type Kind } from "./foreign-kinds.ts";
import { areEqual, entriesOf, inDirectory, wantedEntries } from "./foreign-reading.ts";
import type { Twist } from "./foreign-records.ts";

/** All files come from it. */
const SEED = 20_261_122;

const kinds = NAMED_KINDS;
const arrays = kinds.filter(({ framing }) => framing === "array");

function fileOf(kind: Kind, records: number, twist: Partial<Twist> = {}): ForeignFile {
  return foreignFile(kind, { seed: SEED + records, records, ...twist });
}

describe("files of every system", () => {
  test.each(kinds)("$name: many records are told, and decoded as they were written", (kind) => {
    for (const records of [5, 20]) {
      const file = fileOf(kind, records);
      const found = detect(bytesOf(file));
      if ("looksLike" in found) throw new Error(`${records} records look like ${found.looksLike}`);
      expect(areEqual(file, found.layout, kind.layout)).toBe(true);
      expect(found.confidence).toBeGreaterThan(records < 20 ? 0.5 : 0.8);
      using directory = inDirectory(file);
      expect(entriesOf(file, directory.at("file"))).toEqual(wantedEntries(file));
    }
  });

  test.each(kinds)("$name: of few records the truth is told, or named among others", (kind) => {
    for (const records of [1, 2, 3]) {
      for (let i = 0; i < 2; i++) {
        const file = fileOf(kind, records, { seed: SEED + 97 * i + records });
        const found = detect(bytesOf(file));
        if ("looksLike" in found)
          throw new Error(`${records} records look like ${found.looksLike}`);
        if (areEqual(file, found.layout, kind.layout)) continue;
        const truth = found.rivals.find(({ layout }) => areEqual(file, layout, kind.layout));
        expect(truth?.confidence).toBeGreaterThanOrEqual(0.4 * found.confidence);
        if (kind.database === "lastlog") continue;
        using directory = inDirectory(file, Date.now() / 1000);
        const view = new Wtmp(directory.at("file"));
        for (const _ of view);
        expect(view.problems.map((problem) => problem.kind)).toContain("layout");
      }
    }
  });
});

/** Systems whose real files show it; on others all of a record is cleared first. */
const LEAVES_MEMORY = /^(?:linux|utmps)-/;

const TWISTS: readonly {
  readonly what: string;
  readonly twist: Partial<Twist>;
  readonly of?: RegExp;
}[] = [
  { what: "a stray byte at the end", twist: { isStray: true } },
  { what: "a record that breaks off", twist: { tail: 50 } },
  { what: "microseconds that are none", twist: { badMicroseconds: 0.2 } },
  { what: "leftovers of memory behind lines", twist: { noise: "line" } },
  { what: "leftovers of memory behind names", twist: { noise: "user" }, of: LEAVES_MEMORY },
  { what: "leftovers of memory behind hosts", twist: { noise: "host" }, of: LEAVES_MEMORY },
  { what: "records without a time", twist: { timeless: 0.2 } },
  { what: "a clock that starts in 1970", twist: { hasNoClock: true } },
  { what: "a clock that is set back", twist: { isSetBack: true } },
];

describe("what is wrong with a file", () => {
  test.each(TWISTS)("$what", ({ twist, of = /./ }) => {
    for (const kind of kinds.filter(({ name }) => of.test(name))) {
      const file = fileOf(kind, 12, twist);
      const found = detect(bytesOf(file));
      const layout = "layout" in found ? found.layout : found.looksLike;
      expect([kind.name, areEqual(file, layout, kind.layout)]).toEqual([kind.name, true]);
    }
  });

  test.each([1, 10, 1000])("%d zero records before the first", (zeros) => {
    for (const kind of [...arrays, ...kinds.filter(({ framing }) => framing === "utx-log")]) {
      const file = fileOf(kind, 12, { zeros });
      const found = detect(bytesOf(file));
      const layout = "layout" in found ? found.layout : found.looksLike;
      expect([kind.name, areEqual(file, layout, kind.layout)]).toEqual([kind.name, true]);
    }
  });

  test("a file that is cut off anywhere behind its first record", () => {
    for (const [path, layout] of [
      ["server/var/log/wtmp", "linux-glibc-384-le"],
      ["server/run/utmp", "linux-glibc-384-le"],
      ["arm64/wtmp", "linux-glibc-400-le"],
    ] as const) {
      const whole = readFileSync(`test/fixtures/${path}`);
      for (let length = 400; length < Math.min(whole.length, 1600); length += 13) {
        expect([length, detect(whole.subarray(0, length))]).toMatchObject([length, { layout }]);
      }
    }
  });

  test("only boots, logouts, terminals that wait or logins", () => {
    let count = 0;
    for (const kind of kinds.filter(({ database }) => database === "wtmp")) {
      for (const what of ["boot", "logout", "getty", "login"] as const) {
        const file = fileOf(kind, 4, { only: [what] });
        // What a system does not record leaves too few.
        if (file.written.length < 4) continue;
        count++;
        const found = detect(bytesOf(file));
        const layout = "layout" in found ? found.layout : found.looksLike;
        expect([kind.name, what, areEqual(file, layout, kind.layout)]).toEqual([
          kind.name,
          what,
          true,
        ]);
      }
    }
    expect(count).toBeGreaterThan(100);
  });
});

describe("what the size and the time of a file say", () => {
  test.each([
    ["linux-glibc-384-le", 19, 7296],
    ["openbsd-utmp-304-le", 24, 7296],
    ["linux-glibc-384-be", 25, 9600],
    ["linux-glibc-400-le", 24, 9600],
    ["linux-lastlog-292-le", 74, 21_608],
    ["linux-lastlog-296-be", 73, 21_608],
  ] as const)("%s: %d records where another layout divides %d bytes", (layout, records, size) => {
    const kind = kindOf(layout, layout.includes("lastlog") ? "lastlog" : "wtmp");
    const full = kind.framing === "by-uid" ? fullLastlog(kind, records) : fileOf(kind, records);
    const bytes = bytesOf(full);
    expect(bytes.length).toBe(size);
    expect(detect(bytes)).toMatchObject({ layout, rivals: [] });
  });

  test("the byte order of a single time is that of the file's own", () => {
    const kind = kindOf("openbsd-utmp-300-be", "wtmp");
    for (let seed = 1; seed < 20; seed++) {
      const file = foreignFile(kind, { seed, records: 1 });
      using directory = inDirectory(file);
      expect(detect(directory.at("file"))).toMatchObject({ layout: kind.layout });
    }
  });

  test("one user with a high uid", () => {
    // A record of 308 bytes is seven of 44, and one of those can hold all that is in it.
    const arrays = kinds.filter(
      ({ framing, layout }) => framing === "by-uid" && !layout.startsWith("openbsd-badlogin-308"),
    );
    for (const kind of arrays) {
      const file = fileOf(kind, 1, { isFar: true });
      using directory = inDirectory(file);
      const found = detect(directory.at("file"));
      expect(
        "layout" in found && [found.layout, ...found.rivals.map((rival) => rival.layout)],
      ).toContain(kind.layout);
    }
  });
});

/** Last logins of all uids from 0 on. */
function fullLastlog(kind: Kind, records: number): ForeignFile {
  const one = fileOf(kind, records);
  const [, first = new Uint8Array(0)] = one.pieces[0] ?? [];
  const pieces = one.pieces.map(([, bytes], i) => [i * first.length, bytes] as const);
  return { ...one, pieces, size: pieces.length * first.length };
}
