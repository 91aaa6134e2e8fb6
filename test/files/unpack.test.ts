// Compressed files as the real tools leave them: gzip(1), zstd(1), xz(1), bzip2(1).

import { afterAll, describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { StoreError } from "../../src/errors.ts";
import { packingOf, type Packing } from "../../src/files/packing.ts";
import { unpack } from "../../src/files/unpack.ts";
import { openRecords } from "../../src/files/record-file.ts";
import { wholeFrames } from "../../src/files/zstd-frames.ts";
import { TemporaryDirectory } from "../temporary.ts";

const directory = new TemporaryDirectory();
afterAll(() => directory[Symbol.dispose]());

const MOST = 2 ** 24;
const PATH = "/logs/wtmp.1";
/** Bytes that can be packed, and not to almost nothing. */
const DATA = Buffer.from(
  Array.from({ length: 20_000 }, (_, i) => `${i} ${Math.imul(i, 0x9e3779b1) >>> 0}\n`).join(""),
);

const PACKINGS: readonly Packing[] = ["gzip", "zstd", "xz", "bzip2"];
const isThere = PACKINGS.filter((name) => Bun.which(name) !== null);
const missing = PACKINGS.filter((name) => !isThere.includes(name));
if (missing.length > 0 && process.env["CI"] !== undefined) {
  throw new Error(`CI has no ${missing.join(", ")}`);
}
if (missing.length > 0) console.log(`skipping what ${missing.join(", ")} would have packed`);

function pack(packing: Packing, bytes: Uint8Array, ...args: readonly string[]): Buffer {
  const child = Bun.spawnSync([packing, "-c", ...args], { stdin: bytes });
  expect(child.exitCode).toBe(0);
  return child.stdout;
}

/** What comes out, and what is said of the rest. */
function unpacked(packing: Packing, bytes: Uint8Array, most: number = MOST): unknown[] {
  const result = unpack(packing, bytes, PATH, most);
  return [Buffer.compare(result.bytes, DATA) === 0, result.bytes.length, result.damage];
}

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof StoreError) return error.message;
    throw error;
  }
  return "";
}

describe.each(isThere)("%s data", (packing) => {
  const packed = pack(packing, DATA);

  test("is known by its beginning, and unpacked", () => {
    expect(packingOf(packed)).toBe(packing);
    expect(unpacked(packing, packed)).toEqual([true, DATA.length, null]);
    expect(unpacked(packing, pack(packing, DATA, "-1"))).toEqual([true, DATA.length, null]);
    expect(unpacked(packing, pack(packing, DATA, "-9"))).toEqual([true, DATA.length, null]);
  });

  test("of nothing is nothing", () => {
    const path = directory.at(`empty.${packing}`);
    writeFileSync(path, pack(packing, new Uint8Array(0)));
    using nothing = openRecords(path, false, undefined, MOST);
    expect([nothing.size, nothing.fd]).toEqual([0, null]);
  });

  test("may be several, one behind the other", () => {
    const [a, b] = [DATA.subarray(0, 1000), DATA.subarray(1000)];
    const both = Buffer.concat([pack(packing, a), pack(packing, b)]);
    expect(unpacked(packing, both)).toEqual([true, DATA.length, null]);
  });

  test("that is cut off gives what comes before, and says so", () => {
    const cuts = [packed.length - 1, packed.length - 9, packed.length >> 1, 200, 12];
    for (const length of cuts) {
      const { bytes, damage } = unpack(packing, packed.subarray(0, length), PATH, MOST);
      expect(DATA.subarray(0, bytes.length).equals(bytes)).toBe(true);
      expect(damage).not.toBeNull();
      // A block of bzip2's is all of this data, and one of zstd's most of it.
      if (length === packed.length - 1 && packing !== "bzip2") {
        expect(bytes.length).toBe(DATA.length);
      }
      if (length === packed.length >> 1 && packing === "gzip") {
        expect(bytes.length).toBeGreaterThan(DATA.length / 4);
      }
    }
  });

  test("that is damaged gives what comes before, and says so", () => {
    const damaged = Buffer.from(packed);
    for (let i = 0; i < 40; i++) damaged[(packed.length >> 1) + i] = 0xff;
    const { bytes, damage } = unpack(packing, Buffer.concat([packed, damaged]), PATH, MOST);
    expect(DATA.equals(bytes.subarray(0, DATA.length))).toBe(true);
    expect(damage).not.toBeNull();
  });

  test("with other bytes behind gives all of it", () => {
    const [isAll, , damage] = unpacked(
      packing,
      Buffer.concat([packed, Buffer.from("and more bytes")]),
    );
    expect(isAll).toBe(true);
    // bzip2(1) takes no offence.
    expect(damage === null).toBe(packing === "bzip2");
  });

  test("may hold as much as is wanted, and no byte more", () => {
    expect(unpacked(packing, packed, DATA.length)).toEqual([true, DATA.length, null]);
    const message = (most: number): string =>
      `Cannot unpack "${PATH}": it has more than ${most} bytes in it, and no more are wanted`;
    for (const most of [DATA.length - 1, 1000, 1]) {
      expect(messageOf(() => unpack(packing, packed, PATH, most))).toBe(message(most));
    }
  });

  test("that would fill the memory is left", () => {
    const bomb = directory.at(`bomb.${packing}`);
    const part = pack(packing, Buffer.alloc(2 ** 24), "-1");
    writeFileSync(bomb, Buffer.concat(Array.from({ length: 32 }, () => part)));
    const script = `
      import { readFileSync } from "node:fs";
      import { openRecords } from ${JSON.stringify(import.meta.resolve("../../src/files/record-file.ts"))};
      try { openRecords(process.argv.at(-1), false, undefined, 2 ** 24); } catch ({ code, message }) { console.log(code, message); }
      console.log(/VmHWM:\\s*(\\d+)/.exec(readFileSync("/proc/self/status", "latin1"))[1]);`;
    const child = Bun.spawnSync([process.execPath, "-e", script, bomb]);
    const [said, kilobytes] = child.stdout.toString().split("\n");
    const wanted = `Cannot unpack "${bomb}": it has more than ${2 ** 24} bytes in it, and no more are wanted`;
    expect(said).toBe(`ERR_STORE ${wanted}`);
    // Half a gigabyte is in it.
    expect(Number(kilobytes)).toBeLessThan(250_000);
  });
});

describe("the programs of the system", () => {
  test.each(["xz", "bzip2"] as const)("%s is said to be wanted where it is not", (packing) => {
    const message = `Cannot unpack "${PATH}": it is ${packing} data, and the program ${packing} is wanted in /nonexistent`;
    expect(messageOf(() => unpack(packing, DATA, PATH, MOST, "/nonexistent"))).toBe(message);
  });

  test("are not those of the user, and get nothing of the user's environment", () => {
    mkdirSync(directory.at("bin"));
    writeFileSync(directory.at("bin/xz"), `#!/bin/sh\ntouch ${directory.at("called")}\n`);
    chmodSync(directory.at("bin/xz"), 0o755);
    const file = directory.at("wtmp.xz");
    writeFileSync(file, pack("xz", DATA));
    const script = `
      import { openRecords } from ${JSON.stringify(import.meta.resolve("../../src/files/record-file.ts"))};
      console.log(openRecords(process.argv.at(-1), false, undefined, 2 ** 24).size);`;
    const env = { PATH: `${directory.at("bin")}:/usr/bin:/bin`, XZ_OPT: "--memlimit=1" };
    const child = Bun.spawnSync([process.execPath, "-e", script, file], { env });
    expect(child.stdout.toString()).toBe(`${DATA.length}\n`);
    expect(() => readFileSync(directory.at("called"))).toThrow("ENOENT");
  });

  test("whose data asks for too much memory say so", () => {
    const greedy = pack("xz", DATA, "--lzma2=dict=512MiB");
    const { bytes, damage } = unpack("xz", greedy, PATH, MOST);
    expect([bytes.length, damage]).toEqual([0, "Memory usage limit reached"]);
  });

  test("are given no more than a file of records can take", () => {
    const file = directory.at("noise.xz");
    writeFileSync(file, Buffer.concat([pack("xz", DATA), Buffer.alloc(2 ** 18)]));
    const message = `Cannot unpack "${file}": it takes more than 66661 bytes, and at most 1000 unpacked ones are wanted`;
    expect(messageOf(() => openRecords(file, false, undefined, 1000))).toBe(message);
  });
});

describe("an unpacked file", () => {
  test("is read as the file it holds", () => {
    const path = directory.at("data.gz");
    writeFileSync(path, Bun.gzipSync(DATA));
    using file = openRecords(path, false, undefined, MOST);
    expect([file.path, file.size, file.fd, file.isOnce]).toEqual([path, DATA.length, null, false]);
    const into = new Uint8Array(100);
    expect([file.read(into, 5000), Buffer.from(into).equals(DATA.subarray(5000, 5100))]).toEqual([
      100,
      true,
    ]);
    expect(file.read(into, DATA.length - 10)).toBe(10);
    expect(file.read(into, DATA.length + 10)).toBe(0);
  });

  test("that gives nothing is none", () => {
    const path = directory.at("cut.gz");
    writeFileSync(path, Bun.gzipSync(DATA).subarray(0, 9));
    const message = `Cannot unpack "${path}": unexpected end of file`;
    expect(messageOf(() => openRecords(path, false, undefined, MOST))).toBe(message);
  });

  test("may be a link, and its beginning decides, not its name", () => {
    writeFileSync(directory.at("plain"), Bun.gzipSync(DATA));
    symlinkSync("plain", directory.at("link"));
    using file = openRecords(directory.at("link"), false, undefined, MOST);
    expect(file.size).toBe(DATA.length);
    writeFileSync(directory.at("named.gz"), DATA);
    using plain = openRecords(directory.at("named.gz"), false, undefined, MOST);
    expect([plain.size, plain.fd === null]).toEqual([DATA.length, false]);
  });
});

describe("frames of zstd", () => {
  const zstd = (bytes: Uint8Array, ...args: readonly string[]): Buffer =>
    pack("zstd", bytes, ...args);
  const skippable = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);

  test.skipIf(!isThere.includes("zstd"))(
    "end where the next begins, whatever their headers",
    () => {
      const frames = [
        zstd(new Uint8Array(0)),
        zstd(DATA),
        zstd(DATA, "--no-check"),
        zstd(DATA, "-19", "--ultra"),
        zstd(Buffer.alloc(1e6)),
        zstd(DATA.subarray(0, 100)),
        zstd(DATA, `--stream-size=${DATA.length}`),
        skippable,
      ];
      for (const frame of frames) {
        expect(wholeFrames(frame)).toBe(frame.length);
        for (const cut of [1, 4, frame.length - 1])
          expect(wholeFrames(frame.subarray(0, -cut))).toBe(0);
        expect(wholeFrames(Buffer.concat([skippable, frame, Buffer.from("rest of it")]))).toBe(
          skippable.length + frame.length,
        );
      }
      const all = Buffer.concat(frames);
      expect(wholeFrames(all)).toBe(all.length);
    },
  );
});
