import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { linuxGlibc384, linuxGlibc400, linuxTypes } from "../platforms/linux-glibc.ts";
import { fieldAddress, formatAddress } from "../src/address.ts";
import { chunkOf } from "../src/chunk.ts";
import { encodeUtmp } from "../src/encode.ts";
import type { Endian, IntegerField, UtmpLayout } from "../src/layout.ts";
import { UtmpReader } from "../src/reader.ts";
import { dateOf, microsOf } from "../src/timestamp.ts";

const SEED = 20261122;
const OFFSET = 3840;

const LAYOUTS: readonly { layout: UtmpLayout; endian: Endian }[] = [
  { layout: linuxGlibc384, endian: "little" },
  { layout: linuxGlibc384, endian: "big" },
  { layout: linuxGlibc400, endian: "little" },
  { layout: linuxGlibc400, endian: "big" },
];

const RANGES = {
  i16: [-(2n ** 15n), 2n ** 15n - 1n],
  i32: [-(2n ** 31n), 2n ** 31n - 1n],
  u32: [0n, 2n ** 32n - 1n],
  i64: [-(2n ** 63n), 2n ** 63n - 1n],
} as const;

/** Any number that the field holds, its ends among them. */
function integers({ kind }: IntegerField): fc.Arbitrary<bigint> {
  const [min, max] = RANGES[kind];
  const small = fc.bigInt({ min: min < -9n ? -9n : min, max: 9n });
  return fc.oneof(fc.bigInt({ min, max }), small, fc.constantFrom(min, max));
}

/** Text of any length up to the whole field, as UTF-8 without a NUL. */
function texts(length: number): fc.Arbitrary<string> {
  const any = fc.string({ unit: "binary", maxLength: length });
  const fitting = any
    .map((text) => text.replaceAll("\0", ""))
    .filter((text) => Buffer.byteLength(text) <= length);
  return fc.oneof(fitting, fc.constant("x".repeat(length)));
}

function records({ fields }: UtmpLayout) {
  return fc.record({
    type: fc.oneof(fc.bigInt({ min: 0n, max: 9n }), integers(fields.type)),
    pid: integers(fields.pid),
    session: integers(fields.session),
    termination: integers(fields.termination),
    exit: integers(fields.exit),
    seconds: integers(fields.seconds),
    microseconds: fc.bigInt({ min: 0n, max: 999_999n }),
    id: texts(fields.id.length),
    user: texts(fields.user.length),
    line: texts(fields.line.length),
    host: texts(fields.host.length),
    address: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  });
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function decode(record: Uint8Array, layout: UtmpLayout, endian: Endian) {
  const reported: number[][] = [];
  const reader = new UtmpReader(layout, endian, (...problem) => reported.push(problem));
  return { entry: reader.read(chunkOf(record, OFFSET, "file"), 0), reported };
}

describe.each(LAYOUTS)("encodeUtmp for $layout.id, $endian-endian", ({ layout, endian }) => {
  test("what is encoded decodes to the same", () => {
    const check = fc.property(records(layout), (values) => {
      const { id, user, line, host } = values;
      const text = {
        id: bytesOf(id),
        user: bytesOf(user),
        line: bytesOf(line),
        host: bytesOf(host),
      };
      const record = encodeUtmp(layout, endian, { ...values, ...text });
      const { entry, reported } = decode(record, layout, endian);
      const octets = fieldAddress(values.address, host);
      const seconds = Number(values.seconds);
      const micros = Number(values.microseconds);
      expect({ ...entry }).toEqual({
        type: linuxTypes[Number(values.type)] ?? "UNKNOWN",
        typeCode: Number(values.type),
        pid: Number(values.pid),
        sid: Number(values.session),
        id,
        user,
        line,
        host,
        device: entry.device,
        time: dateOf(seconds, micros),
        micros: microsOf(seconds, micros),
        exit: { termination: Number(values.termination), exit: Number(values.exit) },
        address: octets && formatAddress(octets),
        isUserProcess: values.type === 7n && user !== "",
        source: "file",
        offset: OFFSET,
      });
      expect(reported).toEqual([]);
      expect(entry.raw()).toEqual(record);
      expect(entry.addressBytes()).toEqual(octets);
    });
    fc.assert(check, { seed: SEED, numRuns: 500 });
  });

  test("any bytes decode, and their fields encode to the same fields", () => {
    const any = fc.uint8Array({ minLength: layout.size, maxLength: layout.size });
    const check = fc.property(any, (bytes) => {
      const { entry } = decode(bytes, layout, endian);
      expect(entry.raw()).toEqual(bytes);
      const again = encodeUtmp(layout, endian, {
        type: entry.typeCode,
        pid: entry.pid ?? 0,
        termination: entry.exit?.termination ?? 0,
        exit: entry.exit?.exit ?? 0,
      });
      for (const { offset, kind } of [layout.fields.type, layout.fields.pid]) {
        const end = offset + (kind === "i16" ? 2 : 4);
        expect(again.subarray(offset, end)).toEqual(bytes.subarray(offset, end));
      }
      const { offset } = layout.fields.termination;
      expect(again.subarray(offset, offset + 4)).toEqual(bytes.subarray(offset, offset + 4));
    });
    fc.assert(check, { seed: SEED, numRuns: 200 });
  });

  test("a full field has no NUL, and what is too long is cut", () => {
    const { user, host } = layout.fields;
    const record = encodeUtmp(layout, endian, {
      user: bytesOf("u".repeat(user.length)),
      host: bytesOf("h".repeat(host.length + 9)),
    });
    const { entry } = decode(record, layout, endian);
    expect(record).toHaveLength(layout.size);
    expect(entry.user).toBe("u".repeat(32));
    expect(entry.host).toBe("h".repeat(256));
    expect(entry.exit).toEqual({ termination: 0, exit: 0 });
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
