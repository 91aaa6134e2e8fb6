import { describe, expect, test } from "bun:test";
import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import type { Frame } from "../../src/chunk.ts";
import { RecordFormatError, StoreError } from "../../src/errors.ts";
import { dbHashChunks, dbHashHeader } from "../../src/files/db-hash.ts";
import { RecordFile, type ByteSource } from "../../src/files/record-file.ts";
import { ProblemList, type RecordProblem } from "../../src/problems.ts";
import { damaged, dbHashFile, type TestHash, type TestPair } from "../db-hash-file.ts";
import { failingSource, memorySource } from "../memory-source.ts";
import { TemporaryDirectory } from "../temporary.ts";

const FIXTURES = `${import.meta.dir}/../fixtures/berkeley-db`;
const SEED = 20261122;
const SIZE = 424;
const PIECE = 65_536;
/** Where in the header these are. */
const [BSHIFT, MAX_BUCKET, NKEYS, HDRPAGES, SPARES] = [16, 40, 56, 60, 68];

interface Values {
  readonly frames: Frame[];
  readonly problems: readonly RecordProblem[];
}

function read(source: ByteSource, size: number = SIZE): Values {
  const problems = new ProblemList();
  const frames: Frame[] = [];
  for (const chunk of dbHashChunks(source, size, problems)) {
    const all = chunk.frames ?? [];
    expect(Buffer.concat(all.map(({ raw }) => raw)).equals(chunk.bytes)).toBe(true);
    expect(chunk.bytes.length).toBe(all.length * size);
    expect(chunk.bytes.length).toBeLessThanOrEqual(PIECE);
    expect(chunk.offset).toBe(all[0]?.offset ?? -1);
    frames.push(...all);
  }
  return { frames, problems: problems.list() };
}

/** A value that no other uid has. */
function valueOf(uid: number, size: number = SIZE): Uint8Array {
  const value = new Uint8Array(size).fill(1 + (uid % 255));
  new DataView(value.buffer).setUint32(0, uid);
  return value;
}

/** Uids that are spread, so that neighbours in order are none in the file. */
function uidsOf(count: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.imul(i, 2_654_435_761) >>> 0);
}

function pairsOf(uids: readonly number[], size: number = SIZE): TestPair[] {
  return uids.map((uid) => [uid, valueOf(uid, size)]);
}

const ascending = (a: number, b: number): number => a - b;

/** Key and value of each two lines that `db_dump185 -p` prints behind its header. */
function dumpOf(path: string): [key: Buffer, value: Buffer][] {
  const [, body = ""] = readFileSync(path, "latin1").split("HEADER=END\n");
  const lines = body.trimEnd().split("\n").map(unescape);
  return lines.flatMap((line, i) => (i % 2 === 1 ? [[lines[i - 1] ?? line, line]] : []));
}

function unescape(line: string): Buffer {
  const bytes = line.replace(/\\(\\|[0-9a-f]{2})/g, (_, code: string) =>
    code === "\\" ? code : String.fromCharCode(Number.parseInt(code, 16)),
  );
  return Buffer.from(bytes, "latin1");
}

describe("files that Berkeley DB 1.85 wrote", () => {
  test.each([
    { name: "lastlogx-424-le", size: 424, count: 1 },
    { name: "lastlogx-432-be", size: 432, count: 32 },
  ])("$name has the keys and values that db_dump185 prints", ({ name, size, count }) => {
    using file = new RecordFile(`${FIXTURES}/${name}`, false);
    const { frames, problems } = read(file, size);
    const isBig = name.endsWith("be");
    const theirs = dumpOf(`${FIXTURES}/${name}.txt`).map(([key, value]) => ({
      uid: isBig ? key.readUInt32BE() : key.readUInt32LE(),
      raw: value.toString("hex"),
    }));
    expect(theirs).toHaveLength(count);
    const ours = frames.map(({ uid, raw }) => ({ uid, raw: Buffer.from(raw).toString("hex") }));
    expect(ours).toEqual(theirs.sort((a, b) => a.uid - b.uid));
    const bytes = readFileSync(`${FIXTURES}/${name}`);
    for (const { offset, raw, user } of frames) {
      const at = offset ?? -1;
      expect(bytes.subarray(at, at + size).equals(raw)).toBe(true);
      expect(user).toBeNull();
    }
    expect(problems).toEqual([]);
  });

  test("the header counts fewer keys than there are: the library forgets some", () => {
    const bytes = readFileSync(`${FIXTURES}/lastlogx-432-be`);
    expect(dbHashHeader(bytes, "")).toEqual({
      endian: "big",
      pageSize: 1024,
      maxBucket: 11,
      keys: 15,
      spares: [0, 2, 3, 5, 6, ...Array<number>(27).fill(0)],
    });
  });
});

describe("dbHashChunks", () => {
  test.each([
    { buckets: 1 },
    { buckets: 2 },
    { buckets: 3, endian: "big" },
    { buckets: 8, pageSize: 512 },
    { buckets: 21, pageSize: 1024 },
    { buckets: 64, pageSize: 512, endian: "big" },
    { buckets: 2, pageSize: 32_768, endian: "big" },
  ] satisfies TestHash[])("gives all of a hash like %j, lowest uid first", (hash) => {
    const uids = uidsOf(150);
    const bytes = dbHashFile(pairsOf(uids), hash);
    const { frames, problems } = read(memorySource("lastlogx", bytes));
    expect(frames.map(({ uid }) => uid)).toEqual(uids.sort(ascending));
    for (const { uid, raw, offset } of frames) {
      expect(Buffer.from(raw).equals(valueOf(uid ?? -1))).toBe(true);
      const at = offset ?? -1;
      expect(Buffer.from(raw).equals(bytes.subarray(at, at + SIZE))).toBe(true);
    }
    expect(problems).toEqual([]);
  });

  test("a file of no bytes has no keys", () => {
    expect(read(memorySource("lastlogx", new Uint8Array(0)))).toEqual({ frames: [], problems: [] });
  });

  test("more than 16 MiB of values come in parts that are in order", () => {
    const uids = uidsOf(40_000);
    const file = memorySource("lastlogx", dbHashFile(pairsOf(uids), { buckets: 5000 }));
    const found = read(file).frames.map(({ uid }) => uid ?? -1);
    const part = Math.ceil(2 ** 24 / SIZE);
    for (const some of [found.slice(0, part), found.slice(part)]) {
      expect(some).toEqual(some.toSorted(ascending));
    }
    expect(found.toSorted(ascending)).toEqual(uids.sort(ascending));
    expect(found).not.toEqual(uids);
  });

  test("a bucket can go on in the 1500th page of overflow", () => {
    const uids = uidsOf(1501);
    const { frames } = read(
      memorySource("lastlogx", dbHashFile(pairsOf(uids), { buckets: 1, pageSize: 512 })),
    );
    expect(frames.map(({ uid }) => uid)).toEqual(uids.sort(ascending));
  });

  test("a pipe is read whole before: its pages are in no order", async () => {
    using directory = new TemporaryDirectory();
    const pipe = directory.at("pipe");
    const uids = uidsOf(300);
    writeFileSync(directory.at("lastlogx"), dbHashFile(pairsOf(uids), { buckets: 8 }));
    Bun.spawnSync(["mkfifo", pipe]);
    const writer = Bun.spawn(["sh", "-c", 'cat "$1" > "$2"', "sh", directory.at("lastlogx"), pipe]);
    using file = new RecordFile(pipe, true);
    const { frames, problems } = read(file);
    expect(frames.map(({ uid }) => uid)).toEqual(uids.sort(ascending));
    expect(problems).toEqual([]);
    expect(await writer.exited).toBe(0);
  });

  test("a pipe without end is refused", () => {
    const endless = { path: "/dev/zero", size: null, read: (into: Uint8Array) => into.length };
    const message =
      'Cannot read "/dev/zero": it is a pipe of more than 67108864 bytes, and a file is wanted: the pages of a hash are in no order';
    expect(() => read(endless)).toThrow(new StoreError(message));
  });

  test("a file that shrinks while it is read gives what was read before", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("lastlogx");
    const bytes = dbHashFile(pairsOf(uidsOf(16)));
    writeFileSync(path, bytes);
    using file = new RecordFile(path, false);
    truncateSync(path, 13_000);
    const { frames, problems } = read(file);
    expect(frames.length).toBeGreaterThan(0);
    const message = `Cannot read "${path}" at byte 13000: it had ${bytes.length} bytes when it was opened and shrank`;
    expect(problems).toEqual([
      { kind: "shrunk", offset: 13_000, bytes: bytes.length - 13_000, message },
    ]);
  });

  test("a disk that fails later gives what came before, and one that fails at once throws", () => {
    const bytes = dbHashFile(pairsOf(uidsOf(16)));
    const failing = (from: number): ByteSource => failingSource("lastlogx", bytes, from);
    const { frames, problems } = read(failing(12_288));
    expect(frames.length).toBeGreaterThan(0);
    const message = 'Cannot read "lastlogx" at byte 12288: EIO: i/o error, read';
    expect(problems).toMatchObject([{ kind: "read", offset: 12_288, message }]);
    expect(() => read(failing(0))).toThrow("EIO: i/o error, read");
  });
});

describe("what is damaged is told, and the rest is read", () => {
  // Pages of 1024 bytes have 2 values. 1: bucket 0 with uid 0 and 2, which goes on in 2 with 4;
  // 3: bucket 1 with 1 and 3, which goes on in 5 with 5; 4: bits of the pages of overflow.
  const pairs = pairsOf([0, 1, 2, 3, 4, 5]);
  const whole = dbHashFile(pairs, { pageSize: 1024, keys: 0 });
  const [PAGE1, PAGE2, PAGE3, PAGE5] = [1024, 2048, 3072, 5120];

  function expectDamage(
    bytes: Uint8Array,
    uids: readonly number[],
    ...wanted: readonly (readonly [offset: number, bytes: number, state: string])[]
  ): void {
    const { frames, problems } = read(memorySource("lastlogx", bytes));
    expect(problems).toEqual(
      wanted.map(([offset, count, state]) => ({
        kind: state.includes("bytes remain") ? "torn-tail" : "framing",
        offset,
        bytes: count,
        message: `Cannot decode "lastlogx" at byte ${offset}: ${state}`,
      })),
    );
    expect(frames.map(({ uid }) => uid)).toEqual([...uids]);
  }

  test("nothing is", () => {
    expectDamage(whole, [0, 1, 2, 3, 4, 5]);
    expectDamage(dbHashFile(pairs, { pageSize: 1024 }), [0, 1, 2, 3, 4, 5]);
  });

  test("fewer keys counted than there are: the library forgets some, and more than all", () => {
    expectDamage(damaged(whole, [NKEYS, 2 ** 32 - 1, 4]), [0, 1, 2, 3, 4, 5]);
  });

  test("a page of which all was deleted, but not what goes on behind it", () => {
    const link = [PAGE1 + 2, 1, 2] as const;
    expectDamage(damaged(whole, [PAGE1, 2, 2], link, [PAGE1 + 4, 0, 2]), [1, 3, 4, 5]);
    expectDamage(damaged(whole, [PAGE1, 0, 2], link, [PAGE1 + 4, 2, 2]), [1, 3, 5]);
  });

  test("numbers that the size of a page says as well", () => {
    const shift = "a page has 2^11 bytes and 2^10 by the number before";
    expectDamage(damaged(whole, [BSHIFT, 11, 4]), [0, 1, 2, 3, 4, 5], [BSHIFT, 4, shift]);
    const pages = "the header has 9 pages and it takes 1";
    expectDamage(damaged(whole, [HDRPAGES, 9, 4]), [0, 1, 2, 3, 4, 5], [HDRPAGES, 4, pages]);
  });

  test("more keys counted than there are", () => {
    const state = "it counts 7 keys and 6 are there";
    expectDamage(damaged(whole, [NKEYS, 7, 4]), [0, 1, 2, 3, 4, 5], [NKEYS, 4, state]);
  });

  test("more buckets than the file has pages", () => {
    const state = "bucket 2 of 3 would begin in page 6 and the file has 6 whole pages";
    expectDamage(damaged(whole, [MAX_BUCKET, 2, 4]), [0, 1, 2, 3, 4, 5], [MAX_BUCKET, 4, state]);
    const most = damaged(whole, [MAX_BUCKET, 2 ** 32 - 1, 4]);
    const { frames, problems } = read(memorySource("lastlogx", most));
    expect(frames.map(({ uid }) => uid)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(problems.length).toBeLessThan(40);
  });

  test("pages of a doubling where they can't be", () => {
    const far = "bucket 1 of 2 would begin in page 102 and the file has 6 whole pages";
    expectDamage(damaged(whole, [SPARES, 100, 4]), [0, 2, 4], [MAX_BUCKET, 4, far]);
    const five = dbHashFile(pairs, { pageSize: 512, buckets: 5, keys: 0 });
    const used = "bucket 2 of 5 would begin in page 3 and that is in use";
    // Bucket 4 is of the next doubling.
    expectDamage(damaged(five, [SPARES + 4, 0, 4]), [0, 1, 4, 5], [MAX_BUCKET, 4, used]);
  });

  test("a bucket that goes on behind the file, in a circle, or in another bucket", () => {
    const behind = "a bucket goes on in page 1003 and the file has 6 whole pages";
    const at = PAGE3 + 10;
    expectDamage(damaged(whole, [at, 3048, 2]), [0, 1, 2, 3, 4], [at, 4, behind]);
    const circle = "a bucket goes on in page 2 and that was read before";
    expectDamage(damaged(whole, [at, 1, 2]), [0, 1, 2, 3, 4], [at, 4, circle]);
    const other = "a bucket goes on in page 1 and another begins there";
    expectDamage(damaged(whole, [at, 0, 2]), [0, 1, 2, 3, 4], [at, 4, other]);
  });

  test("a page that counts more offsets than fit, or one without another", () => {
    const many = "the page counts 510 offsets and it has room for 509";
    expectDamage(damaged(whole, [PAGE1, 510, 2]), [1, 3, 5], [PAGE1, 2, many]);
    const odd = "the page counts 7 offsets and they come in pairs";
    expectDamage(damaged(whole, [PAGE1, 7, 2]), [0, 1, 2, 3, 4, 5], [PAGE1, 2, odd]);
    const one = "the page counts 1 offsets and they come in pairs";
    expectDamage(damaged(whole, [PAGE1, 1, 2]), [1, 3, 5], [PAGE1, 2, one]);
  });

  test.each([
    { at: 6, value: 600, key: 600, data: 168, name: "a key in the pair before" },
    { at: 8, value: 594, key: 592, data: 594, name: "a value behind its key" },
    { at: 8, value: 16, key: 592, data: 16, name: "a value in the offsets" },
    { at: 6, value: 65_535, key: 65_535, data: 168, name: "a key behind the page" },
  ])("$name", ({ at, value, key, data }) => {
    const state = `a key at ${key} of its page with its value at ${data} is no pair and pairs lie between 18 and 596`;
    expectDamage(damaged(whole, [PAGE1 + at, value, 2]), [0, 1, 3, 4, 5], [PAGE1 + 6, 4, state]);
  });

  test("keys that are no uids, and values of another size", () => {
    const key = Uint8Array.of(1, 2, 3);
    const bytes = dbHashFile(
      [
        [key, valueOf(0)],
        [7, valueOf(7, 428)],
        [8, valueOf(8)],
      ],
      {
        buckets: 1,
      },
    );
    expectDamage(
      bytes,
      [8],
      [2 * 4096 - 427, 427, "a value is kept under 3 bytes and a uid takes 4"],
      [2 * 4096 - 427 - 432, 428, "a value has 428 bytes and a record takes 424"],
    );
  });

  test("offsets behind the address of the next page", () => {
    const state = "2 offsets stand behind the address of the next page and it must be the last";
    const link = "a bucket goes on in page 593 and the file has 6 whole pages";
    expectDamage(
      damaged(whole, [PAGE1 + 8, 0, 2]),
      [0, 1, 3, 5],
      [PAGE1 + 10, 4, state],
      [PAGE1 + 6, 4, link],
    );
  });

  test.each([1, 2, 3])("a part of a pair that is longer than a page, of kind %i", (kind) => {
    const state = "the page has a part of a longer pair and a last login fits in one";
    const first = damaged(whole, [PAGE1 + 4, kind, 2]);
    expectDamage(first, [1, 3, 4, 5], [PAGE1, 1024, state]);
    const last = damaged(whole, [PAGE2 + 4, kind, 2]);
    expectDamage(last, [0, 1, 2, 3, 5], [PAGE2, 1024, state]);
  });

  test("a file that is cut in a page, or between two", () => {
    const gone = [
      PAGE3 + 10,
      4,
      "a bucket goes on in page 5 and the file has 5 whole pages",
    ] as const;
    expectDamage(
      whole.subarray(0, PAGE5 + 24),
      [0, 1, 2, 3, 4],
      [PAGE5, 24, "24 bytes remain and a page takes 1024"],
      gone,
    );
    expectDamage(whole.subarray(0, PAGE5), [0, 1, 2, 3, 4], gone);
  });
});

describe("any bytes", () => {
  const anyHash = fc.record({
    endian: fc.constantFrom("little" as const, "big" as const),
    pageSize: fc.constantFrom(512, 1024, 4096),
    buckets: fc.integer({ min: 1, max: 20 }),
  });
  const anyUids = fc.uniqueArray(fc.nat(2 ** 32 - 1), { maxLength: 40 });

  test("every value of a hash comes out, whatever its uids are", () => {
    fc.assert(
      fc.property(anyHash, anyUids, (hash, uids) => {
        const { frames, problems } = read(
          memorySource("lastlogx", dbHashFile(pairsOf(uids), hash)),
        );
        expect(frames.map(({ uid }) => uid)).toEqual(uids.toSorted(ascending));
        for (const { uid, raw } of frames) {
          expect(Buffer.from(raw).equals(valueOf(uid ?? -1))).toBe(true);
        }
        expect(problems).toEqual([]);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  /** Words of the header or of the beginnings of pages become any, or small. */
  const anyDamage = fc.array(
    fc.record({
      page: fc.nat(12),
      at: fc.oneof(fc.nat(260), fc.nat(20)),
      bytes: fc.oneof(
        fc.uint8Array({ minLength: 1, maxLength: 4 }),
        fc.nat(8).map((value) => Uint8Array.of(value, 0)),
        fc.nat(8).map((value) => Uint8Array.of(0, value)),
      ),
    }),
    { maxLength: 12 },
  );

  test("of a damaged hash nothing is given twice, and all that is given is there", () => {
    const property = fc.property(
      anyHash,
      anyUids,
      anyDamage,
      fc.option(fc.nat(40_000)),
      (hash, uids, damage, end) => {
        const bytes = dbHashFile(pairsOf(uids), hash).subarray(0, end ?? undefined);
        for (const { page, at, bytes: change } of damage) {
          const from = page * hash.pageSize + at;
          // The size of pages and what else makes a hash stays: another test is for those.
          if (from >= 16 && from + change.length <= bytes.length) bytes.set(change, from);
        }
        if (bytes.length < 260) return;
        const { frames } = read(memorySource("lastlogx", bytes));
        let last = 0;
        for (const { offset, raw } of frames.toSorted(
          (a, b) => (a.offset ?? 0) - (b.offset ?? 0),
        )) {
          const at = offset ?? -1;
          expect(at).toBeGreaterThanOrEqual(last);
          expect(Buffer.from(raw).equals(bytes.subarray(at, at + SIZE))).toBe(true);
          last = at + SIZE;
        }
      },
    );
    fc.assert(property, { seed: SEED, numRuns: 1500 });
  });

  test("bytes are read, or refused as no hash", () => {
    const start = Uint8Array.fromHex("0006156100000002000010e100000200");
    const any = fc.tuple(fc.boolean(), fc.uint8Array({ maxLength: 5000, size: "max" }));
    const property = fc.property(any, ([isHash, rest]) => {
      const bytes = isHash ? Uint8Array.of(...start, ...rest) : rest;
      try {
        read(memorySource("lastlogx", bytes));
      } catch (error) {
        expect(error).toBeInstanceOf(RecordFormatError);
        expect(isHash && bytes.length >= 260).toBe(false);
      }
    });
    fc.assert(property, { seed: SEED, numRuns: 1000 });
  });
});
