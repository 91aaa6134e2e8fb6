import { describe, expect, test } from "bun:test";
import { appendFileSync, truncateSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import type { Frame } from "../../src/chunk.ts";
import { RecordFile, type ByteSource } from "../../src/files/record-file.ts";
import { encodeFrame, utxLogChunks } from "../../src/files/utx-log.ts";
import { ProblemList, type RecordProblem } from "../../src/problems.ts";
import { failingSource, memorySource } from "../memory-source.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { frame, utxLogFile } from "../utx-log-file.ts";

const SIZE = 197;
const SEED = 20261122;
const PIECE = 65_536;

interface Log {
  readonly records: Uint8Array[];
  readonly frames: Frame[];
  readonly problems: readonly RecordProblem[];
}

function read(source: ByteSource): Log {
  const problems = new ProblemList();
  const records: Uint8Array[] = [];
  const frames: Frame[] = [];
  for (const chunk of utxLogChunks(source, SIZE, problems)) {
    const count = chunk.frames?.length ?? 0;
    expect(chunk.bytes).toHaveLength(count * SIZE);
    expect(count).toBeLessThanOrEqual(PIECE / SIZE);
    expect(chunk.offset).toBe(chunk.frames?.[0]?.offset ?? -1);
    expect(chunk.source).toBe("file");
    frames.push(...(chunk.frames ?? []));
    for (let i = 0; i < count; i++) records.push(chunk.bytes.subarray(i * SIZE, (i + 1) * SIZE));
  }
  return { records, frames, problems: problems.list() };
}

function readBytes(...parts: readonly Uint8Array[]): Log {
  return read(memorySource("utx.log", Buffer.concat(parts)));
}

/** A record with these bytes and zeros behind. */
function record(...bytes: readonly number[]): Uint8Array {
  const whole = new Uint8Array(SIZE);
  whole.set(bytes);
  return whole;
}

/** Records of all lengths there are. */
const manyRecords = Array.from({ length: 3000 }, (_, i) =>
  record(...Array.from({ length: 1 + ((i * 31) % SIZE) }, (_, k) => 1 + ((i + k) % 255))),
);

const text = new TextEncoder();

// A boot, and a login of "ada" on pts/1 from host "h", as struct futx of utxdb.h has them.
const BOOT = Uint8Array.fromHex("0009010005f8d4a1b2c3d4");
const LOGIN = Uint8Array.of(
  ...Uint8Array.fromHex("004604"),
  ...Uint8Array.fromHex("0005f8d4a1b2c400"),
  ...text.encode("0a1b2c3d"),
  ...Uint8Array.fromHex("00001234"),
  ...text.encode("ada".padEnd(32, "\0")),
  ...text.encode("pts/1".padEnd(16, "\0")),
  ...text.encode("h"),
);

describe("utxLogChunks", () => {
  test("gives records their zeros back, and frames as the file has them", () => {
    const { records, frames, problems } = readBytes(BOOT, LOGIN);
    expect(records.map((bytes) => Buffer.from(bytes))).toEqual([
      Buffer.concat([BOOT.subarray(2)], SIZE),
      Buffer.concat([LOGIN.subarray(2)], SIZE),
    ]);
    expect(frames.map(({ raw, ...rest }) => ({ ...rest, raw: Buffer.from(raw) }))).toEqual([
      { offset: 0, uid: null, user: null, raw: Buffer.from(BOOT) },
      { offset: 11, uid: null, user: null, raw: Buffer.from(LOGIN) },
    ]);
    expect(problems).toEqual([]);
  });

  test("records that lie across the pieces of a file come whole", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("utx.log");
    const bytes = utxLogFile(manyRecords);
    expect(bytes.length).toBeGreaterThan(4 * PIECE);
    writeFileSync(path, bytes);
    using file = new RecordFile(path, false);
    const { records, frames, problems } = read(file);
    expect(records).toEqual(manyRecords);
    expect(Buffer.concat(frames.map(({ raw }) => raw)).equals(bytes)).toBe(true);
    let offset = 0;
    for (const { raw, offset: found } of frames) {
      expect(found).toBe(offset);
      offset += raw.length;
    }
    expect(problems).toEqual([]);
    const chunks = [...utxLogChunks(file, SIZE, new ProblemList())];
    expect(chunks.map((chunk) => chunk.frames?.length)).toEqual([...Array(9).fill(332), 12]);
  });

  test("an empty file has no records", () => {
    expect(readBytes()).toEqual({ records: [], frames: [], problems: [] });
  });

  test("zeros where a length is wanted are skipped, and are one problem", () => {
    const { records, frames, problems } = readBytes(BOOT, new Uint8Array(5), BOOT);
    expect(records).toHaveLength(2);
    expect(frames.map(({ offset }) => offset)).toEqual([0, 16]);
    const message =
      'Cannot decode "utx.log" at byte 11: 5 zero bytes are there and the length of a record is wanted';
    expect(problems).toEqual([{ kind: "framing", offset: 11, bytes: 5, message }]);
  });

  test("the last of the zeros is half of a length, if a length follows", () => {
    const { frames, problems } = readBytes(Uint8Array.of(0, 0), frame(record(7).subarray(0, 1)));
    expect(frames.map(({ offset, raw }) => [offset, ...raw])).toEqual([[2, 0, 1, 7]]);
    expect(problems).toMatchObject([{ offset: 0, bytes: 2 }]);
  });

  test("zeros go on through pieces, and up to the end", () => {
    const zeros = new Uint8Array(3 * PIECE + 1);
    const { frames, problems } = readBytes(BOOT, zeros, BOOT, zeros);
    expect(frames.map(({ offset }) => offset)).toEqual([0, 11 + zeros.length]);
    expect(problems).toMatchObject([
      { kind: "framing", offset: 11, bytes: zeros.length },
      { kind: "framing", offset: 22 + zeros.length, bytes: zeros.length },
    ]);
  });

  test("of a record that is too long the first bytes count, and what is more is told", () => {
    const long = frame(new Uint8Array(300).fill(7));
    const { records, frames, problems } = readBytes(long, BOOT);
    expect(records[0]).toEqual(new Uint8Array(SIZE).fill(7));
    expect(Buffer.from(frames[0]?.raw ?? []).equals(long)).toBe(true);
    expect(frames[1]?.offset).toBe(302);
    const message =
      'Cannot decode "utx.log" at byte 199: 103 bytes more belong to a record of 300 and a record takes 197';
    expect(problems).toEqual([{ kind: "framing", offset: 199, bytes: 103, message }]);
  });

  test("the longest record there can be is longer than a piece", () => {
    const long = frame(new Uint8Array(65_535).fill(7));
    const { frames, problems } = readBytes(BOOT, long, long, BOOT);
    expect(frames.map(({ raw }) => raw.length)).toEqual([11, 65_537, 65_537, 11]);
    expect(problems).toHaveLength(2);
  });

  test("a record that is cut ends the log", () => {
    const { frames, problems } = readBytes(BOOT, LOGIN.subarray(0, 60));
    expect(frames).toHaveLength(1);
    const message = 'Cannot decode "utx.log" at byte 11: 60 bytes remain and a record takes 72';
    expect(problems).toEqual([{ kind: "torn-tail", offset: 11, bytes: 60, message }]);
  });

  test("half a length ends the log", () => {
    const { frames, problems } = readBytes(BOOT, Uint8Array.of(1));
    expect(frames).toHaveLength(1);
    const message =
      'Cannot decode "utx.log" at byte 11: 1 byte remains and the length of a record takes 2';
    expect(problems).toEqual([{ kind: "torn-tail", offset: 11, bytes: 1, message }]);
  });

  test("a record that is too long is there, if only what is too much is cut", () => {
    const long = frame(new Uint8Array(250).fill(7), 300);
    const { records, frames, problems } = readBytes(long);
    expect(records).toEqual([new Uint8Array(SIZE).fill(7)]);
    expect(frames[0]?.raw).toHaveLength(252);
    const message = 'Cannot decode "utx.log" at byte 0: 252 bytes remain and a record takes 302';
    expect(problems).toEqual([{ kind: "torn-tail", offset: 0, bytes: 252, message }]);
  });

  test("ends where the file ended when it was opened", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("utx.log");
    writeFileSync(path, BOOT);
    using file = new RecordFile(path, false);
    appendFileSync(path, LOGIN);
    expect(read(file)).toMatchObject({ frames: [{ offset: 0 }], problems: [] });
  });

  test("a file that shrinks while it is read gives what is left of it", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("utx.log");
    const bytes = utxLogFile(manyRecords);
    writeFileSync(path, bytes);
    using file = new RecordFile(path, false);
    truncateSync(path, 100_000);
    const { frames, problems } = read(file);
    const end = (frames.at(-1)?.offset ?? 0) + (frames.at(-1)?.raw.length ?? 0);
    const torn = 100_000 - end;
    expect(torn).toBeGreaterThan(0);
    const size = 2 + (bytes[end + 1] ?? 0);
    expect(problems).toEqual([
      {
        kind: "shrunk",
        offset: 100_000,
        bytes: bytes.length - 100_000,
        message: `Cannot read "${path}" at byte 100000: it had ${bytes.length} bytes when it was opened and shrank`,
      },
      {
        kind: "torn-tail",
        offset: end,
        bytes: torn,
        message: `Cannot decode "${path}" at byte ${end}: ${torn} bytes remain and a record takes ${size}`,
      },
    ]);
  });

  test("a disk that fails later gives what came before, and one that fails at once throws", () => {
    const bytes = utxLogFile(manyRecords);
    const failing = (from: number): ByteSource => failingSource("utx.log", bytes, from);
    const { frames, problems } = read(failing(PIECE));
    expect(frames.length).toBeGreaterThan(600);
    const message = `Cannot read "utx.log" at byte ${PIECE}: EIO: i/o error, read`;
    expect(problems).toMatchObject([
      { kind: "read", offset: PIECE, bytes: bytes.length - PIECE, message },
      { kind: "torn-tail" },
    ]);
    expect(() => read(failing(0))).toThrow("EIO: i/o error, read");
  });

  test("a pipe is read to its end", async () => {
    using directory = new TemporaryDirectory();
    const pipe = directory.at("pipe");
    writeFileSync(directory.at("utx.log"), utxLogFile(manyRecords));
    Bun.spawnSync(["mkfifo", pipe]);
    const writer = Bun.spawn(["sh", "-c", 'cat "$1" > "$2"', "sh", directory.at("utx.log"), pipe]);
    using file = new RecordFile(pipe, true);
    expect(file.size).toBeNull();
    const { records, problems } = read(file);
    expect(records).toEqual(manyRecords);
    expect(problems).toEqual([]);
    expect(await writer.exited).toBe(0);
  });
});

describe("encodeFrame", () => {
  test("cuts the zeros at the end, and none else", () => {
    expect(encodeFrame(record(4, 0, 5, 0))).toEqual(Uint8Array.of(0, 3, 4, 0, 5));
    expect(encodeFrame(new Uint8Array(SIZE).fill(1))).toEqual(frame(new Uint8Array(SIZE).fill(1)));
    expect(encodeFrame(new Uint8Array(300).fill(1)).subarray(0, 2)).toEqual(Uint8Array.of(1, 44));
  });

  test("a record that is all zero stays a record", () => {
    expect(encodeFrame(record())).toEqual(Uint8Array.of(0, 1, 0));
    expect(readBytes(encodeFrame(record()))).toMatchObject({ records: [record()], problems: [] });
  });

  test("refuses what a length can't say", () => {
    const message = "Cannot frame a record of 65536 bytes: 65535 is the most";
    expect(() => encodeFrame(new Uint8Array(65_536).fill(1))).toThrow(new RangeError(message));
  });
});

/** A mixture in which lengths and zeros are as likely as anything. */
const anyLog = fc
  .array(
    fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 220 }).map((bytes) => frame(bytes)),
      fc.uint8Array({ maxLength: 60 }),
      fc.nat(300).map((count) => new Uint8Array(count)),
      fc.nat(65_535).map((length) => frame(new Uint8Array(0), length)),
    ),
    { maxLength: 30 },
  )
  .map((parts) => Uint8Array.from(Buffer.concat(parts)));

describe("any bytes", () => {
  test("each is in one frame, or told to be in none", () => {
    fc.assert(
      fc.property(anyLog, (bytes) => {
        const { frames, records, problems } = readBytes(bytes);
        const used = new Uint8Array(bytes.length);
        const use = (offset: number, count: number): void => {
          for (let i = offset; i < offset + count; i++) used[i] = (used[i] ?? 0) + 1;
        };
        for (const [i, { offset, raw }] of frames.entries()) {
          const at = offset ?? -1;
          expect(Buffer.from(raw).equals(bytes.subarray(at, at + raw.length))).toBe(true);
          const wanted = record(...raw.subarray(2, 2 + SIZE));
          expect(Buffer.compare(records[i] ?? new Uint8Array(0), wanted)).toBe(0);
          use(at, raw.length);
        }
        const inFrames = used.slice();
        for (const { offset, bytes: count } of problems) {
          if (inFrames[offset] === 0) use(offset, count);
        }
        expect(used.every((times) => times === 1)).toBe(true);
      }),
      { seed: SEED, numRuns: 1000 },
    );
  });

  test("records that were encoded come back, whatever they are", () => {
    const anyRecord = fc
      .uint8Array({ minLength: SIZE, maxLength: SIZE })
      .chain((bytes) => fc.nat(SIZE).map((kept) => record(...bytes.subarray(0, kept))));
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 20 }), (records) => {
        const log = Buffer.concat(records.map((one) => encodeFrame(one)));
        const { records: found, frames, problems } = readBytes(log);
        expect(found).toEqual(records);
        expect(Buffer.concat(frames.map(({ raw }) => raw)).equals(log)).toBe(true);
        expect(problems).toEqual([]);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});

test("what the test's writer does is what the project's does", () => {
  const records = manyRecords.slice(0, 300);
  const ours = Buffer.concat(records.map((one) => encodeFrame(one)));
  expect(ours.equals(utxLogFile(records))).toBe(true);
});
