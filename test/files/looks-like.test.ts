import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { detect } from "../../src/files/detect.ts";
import { bytesOf, foreignFile } from "./foreign-files.ts";
import { kindOf } from "./foreign-kinds.ts";
import { Random } from "./foreign-structs.ts";

/** All that is made up comes from it. */
const SEED = 20_261_122;

const wtmp = bytesOf(
  foreignFile(kindOf("linux-glibc-384-le", "wtmp"), { seed: SEED, records: 40 }),
);
const utf8 = new TextEncoder();
const random = new Random(SEED);

const OTHERS: readonly (readonly [what: string, bytes: Uint8Array, looksLike: string])[] = [
  ["utmpdump's text", utf8.encode("[7] [01234] [ts/0] [root    ]\n".repeat(20)), "text"],
  ["JSON", utf8.encode(JSON.stringify({ line: "pts/0", user: "root" })), "text"],
  ["CRLF", utf8.encode("tty1\r\nroot\r\n"), "text"],
  ["UTF-8", utf8.encode("дом 東京 ñandú\n".repeat(9)), "text"],
  ["source code", readFileSync(import.meta.path), "text"],
  ["gzip", gzipSync(wtmp), "gzip data"],
  ["zstd", zstdCompressSync(wtmp), "zstd data"],
  ["xz", Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, ...random.bytes(600)), "xz data"],
  ["bzip2", Uint8Array.of(...utf8.encode("BZh91AY&SY"), ...random.bytes(600)), "bzip2 data"],
  [
    "SQLite",
    Buffer.concat([Buffer.from("SQLite format 3\0"), Buffer.alloc(4080)]),
    "a SQLite database",
  ],
  ["a program", readFileSync(process.execPath).subarray(0, 70_000), "a program"],
  [
    "systemd's journal",
    Buffer.concat([Buffer.from("LPKSHHRH"), Buffer.alloc(4088)]),
    "a journal of systemd",
  ],
  ["a tar archive of records", tar(wtmp), "a tar archive"],
];

describe("what is no file of records", () => {
  test.each(OTHERS)("%s", (_, bytes, looksLike) => {
    expect(detect(Uint8Array.from(bytes))).toEqual({ looksLike });
  });

  test("random bytes of any size", () => {
    for (const size of [28, 36, 40, 44, 48, 56, 197, 292, 304, 372, 384, 400, 512, 648, 4096]) {
      for (const times of [1, 3, 20]) {
        expect(detect(random.bytes(size * times))).toHaveProperty("looksLike");
      }
    }
  });

  test.each([
    ["all 0xff", (): number => 0xff],
    ["bytes that count", (i: number): number => i],
    ["small numbers", (i: number): number => (i % 4 === 0 ? random.int(0, 90) : 0)],
    ["UTF-16", (i: number): number => (i % 2 === 0 ? 0x61 + (i % 26) : 0)],
    ["UTF-32", (i: number): number => (i % 4 === 3 ? 0x61 + (i % 26) : 0)],
    ["words that NULs end", (i: number): number => (i % 7 === 6 ? 0 : 0x61 + (i % 26))],
  ])("%s", (_, byteAt) => {
    for (const size of [36, 44, 372, 384, 400, 648]) {
      const bytes = Uint8Array.from({ length: 20 * size }, (_byte, i) => byteAt(i));
      expect(detect(bytes)).toHaveProperty("looksLike");
    }
  });

  test("a disk that is mostly zero", () => {
    const disk = new Uint8Array(1 << 16);
    disk.set(random.bytes(440));
    disk.set([0x80, 1, 1, 0, 0x83, 254, 255, 255, 63, 0, 0, 0, 200, 1, 2, 0], 446);
    disk.set([0x55, 0xaa], 510);
    expect(detect(disk)).toHaveProperty("looksLike");
  });

  test("files of this machine that are binary", () => {
    const taken: string[] = [];
    let count = 0;
    for (const path of binaryFiles(300)) {
      count++;
      if ("layout" in detect(path)) taken.push(path);
    }
    expect(taken).toEqual([]);
    expect(count).toBeGreaterThan(50);
  });
});

function tar(file: Uint8Array): Uint8Array {
  const header = new Uint8Array(512);
  header.set(utf8.encode("wtmp"));
  header.set(utf8.encode("ustar\0"), 257);
  return Uint8Array.from(Buffer.concat([header, file, new Uint8Array(1024)]));
}

/** Time zones, terminals, translations: small files of many shapes, which every system has. */
function* binaryFiles(most: number): Generator<string, undefined, undefined> {
  let count = 0;
  for (const folder of [
    "/usr/share/zoneinfo",
    "/usr/share/terminfo",
    "/lib/terminfo",
    "/usr/lib/locale",
    "/usr/share/locale",
    "/etc",
    "/usr/lib",
  ]) {
    let inFolder = 0;
    for (const path of filesIn(folder, 3)) {
      if (inFolder++ === 60 || count === most) break;
      if (!readFileSync(path).subarray(0, 512).includes(0)) continue;
      count++;
      yield path;
    }
  }
}

function* filesIn(folder: string, depth: number): Generator<string, undefined, undefined> {
  const found = entriesIn(folder).toSorted((a, b) => a.name.localeCompare(b.name));
  for (const entry of found) {
    const path = `${folder}/${entry.name}`;
    if (entry.isFile()) yield path;
    else if (entry.isDirectory() && depth > 0) yield* filesIn(path, depth - 1);
  }
}

function entriesIn(folder: string): { name: string; isFile(): boolean; isDirectory(): boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
