import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { layouts } from "../platforms/all.ts";
import { ordersOf } from "../platforms/index.ts";
import { linuxGlibc384, linuxGlibc400 } from "../platforms/linux-glibc.ts";
import { Chunk } from "../src/chunk.ts";
import { encodeUtmp } from "../src/encode.ts";
import type { Endian, UtmpLayout } from "../src/layout.ts";
import { entryOf } from "../src/entry.ts";
import { UtmpReader } from "../src/reader.ts";

// That what is encoded decodes to the same is shown in platforms/round-trip.test.ts.
const SEED = 20261122;

const ordered = layouts.flatMap((layout) =>
  layout.record === "utmp" ? ordersOf(layout).map((endian) => ({ layout, endian })) : [],
);

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function decode(record: Uint8Array, layout: UtmpLayout, endian: Endian) {
  return {
    entry: entryOf(
      new UtmpReader(layout, endian).read(new Chunk(record, layout.size, 0, "file"), 0),
    ),
  };
}

describe.each(ordered)("encodeUtmp for $layout.id, $endian-endian", ({ layout, endian }) => {
  test("any bytes decode, and are kept", () => {
    const any = fc.uint8Array({ minLength: layout.size, maxLength: layout.size });
    const check = fc.property(any, (bytes) => {
      const { entry } = decode(bytes, layout, endian);
      expect(entry.raw()).toEqual(bytes);
      expect(JSON.parse(JSON.stringify(entry))).toMatchObject({ source: "file", offset: 0 });
    });
    fc.assert(check, { seed: SEED, numRuns: 100 });
  });

  test("a full field has no NUL, and what is too long is cut", () => {
    const { user, line } = layout.fields;
    const record = encodeUtmp(layout, endian, {
      user: bytesOf("u".repeat(user.length)),
      line: bytesOf("l".repeat(line.length + 9)),
    });
    const { entry } = decode(record, layout, endian);
    expect(record).toHaveLength(layout.size);
    expect(entry.user).toBe("u".repeat(user.length));
    expect(entry.line).toBe("l".repeat(line.length));
  });

  test("what is not given is zero", () => {
    expect(encodeUtmp(layout, endian, {})).toEqual(new Uint8Array(layout.size));
  });
});

describe("encodeUtmp", () => {
  test("puts the bytes where the C struct has them", () => {
    const values = { type: 7, pid: 0x01020304, user: bytesOf("alice"), seconds: 0x0a0b0c0d };
    const little = encodeUtmp(linuxGlibc384, "little", values);
    const big = encodeUtmp(linuxGlibc400, "big", values);
    expect(little.subarray(0, 8).toHex()).toBe("0700000004030201");
    expect(little.subarray(44, 50).toHex()).toBe("616c69636500");
    expect(little.subarray(340, 344).toHex()).toBe("0d0c0b0a");
    expect(big.subarray(0, 8).toHex()).toBe("0007000001020304");
    expect(big.subarray(344, 352).toHex()).toBe("000000000a0b0c0d");
  });

  test("keeps 64 bits that a number can't hold", () => {
    const seconds = 2n ** 63n - 1n;
    const record = encodeUtmp(linuxGlibc400, "little", { seconds });
    expect(record.subarray(344, 352).toHex()).toBe("ffffffffffffff7f");
  });

  test("the last second of 32 bits is in 2106, and the first of 64 before the calendar", () => {
    const last = encodeUtmp(linuxGlibc384, "little", { seconds: 2 ** 32 - 1 });
    const first = encodeUtmp(linuxGlibc400, "little", { seconds: -(2n ** 63n) });
    expect(decode(last, linuxGlibc384, "little").entry.time?.toISOString()).toBe(
      "2106-02-07T06:28:15.000Z",
    );
    expect(decode(first, linuxGlibc400, "little").entry).toMatchObject({
      time: null,
      micros: null,
    });
  });
});
