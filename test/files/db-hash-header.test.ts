import { describe, expect, test } from "bun:test";
import { RecordFormatError } from "../../src/errors.ts";
import { dbHashHeader } from "../../src/files/db-hash-header.ts";
import { isDbHash } from "../../src/files/looks-like.ts";
import { dbHashChunks } from "../../src/files/db-hash.ts";
import { ProblemList } from "../../src/problems.ts";
import { damaged, dbHashFile } from "../db-hash-file.ts";
import { memorySource } from "../memory-source.ts";

describe("dbHashHeader", () => {
  const head = dbHashFile([]).subarray(0, 260);

  test("decodes big-endian numbers, whatever order the pages are in", () => {
    for (const endian of ["little", "big"] as const) {
      const bytes = dbHashFile([[1, new Uint8Array(424)]], { endian, pageSize: 8192, buckets: 3 });
      expect(dbHashHeader(bytes, "lastlogx")).toMatchObject({
        endian,
        pageSize: 8192,
        maxBucket: 2,
        keys: 1,
      });
      expect(isDbHash(bytes)).toBe(true);
    }
  });

  test.each([
    {
      bytes: new Uint8Array(400),
      state: "it does not begin as a Berkeley DB hash, and one is wanted",
    },
    { bytes: head.subarray(0, 259), state: "it has 259 bytes, and the header of a hash takes 260" },
    { bytes: damaged(head, [4, 3, 4]), state: "it is a hash of version 3, and 1 or 2 is wanted" },
    { bytes: damaged(head, [8, 1, 4]), state: "its byte order is 1, and 1234 or 4321 is wanted" },
    ...[0, 256, 3000, 65_536, 2 ** 31].map((size) => ({
      bytes: damaged(head, [12, size, 4]),
      state: `its pages have ${size} bytes, and a power of 2 from 512 to 32768 is wanted`,
    })),
  ])("refuses others: $state", ({ bytes, state }) => {
    const error = new RecordFormatError(`Cannot read "lastlogx": ${state}`);
    expect(() => dbHashHeader(bytes, "lastlogx")).toThrow(error);
    const chunks = dbHashChunks(memorySource("lastlogx", bytes), 424, new ProblemList());
    expect(() => chunks.next()).toThrow(error);
  });

  test("takes the version before, which has the same pages", () => {
    const old = dbHashHeader(damaged(head, [4, 1, 4]), "lastlogx");
    expect(old).toEqual(dbHashHeader(head, "lastlogx"));
  });

  test("knows a hash by its first four bytes", () => {
    expect(isDbHash(head.subarray(0, 4))).toBe(true);
    expect(isDbHash(head.subarray(0, 3))).toBe(false);
    expect(isDbHash(Uint8Array.of(0x61, 0x15, 6, 0))).toBe(false);
  });
});
