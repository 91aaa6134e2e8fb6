import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { ordersOf } from "../../platforms/index.ts";
import { fieldAddress, formatAddress, mappedIPv4 } from "../../src/address.ts";
import { Chunk } from "../../src/chunk.ts";
import { encodeLastlog, encodeUtmp } from "../../src/encode.ts";
import { LastlogReader } from "../../src/lastlog-reader.ts";
import type { AddressField, LastlogLayout, UtmpLayout } from "../../src/layout.ts";
import { markedType } from "../../src/field-readers.ts";
import { entryOf } from "../../src/entry.ts";
import { EntryReader } from "../../src/entry-reader.ts";
import { UtmpReader } from "../../src/reader.ts";
import { dateOf, microsOf } from "../../src/timestamp.ts";
import { declaredLayouts } from "./declared-layouts.ts";
import { lastlogRecords, padded, utmpRecords } from "./generated-records.ts";

const SEED = 20261122;
const RUNS = 200;
/** Records before the one that is read. */
const BEFORE = 7;
const AF_INET = 2;

/** Every layout in every byte order that its files can have. */
const declared = await declaredLayouts();
const ordered = declared.flatMap((layout) =>
  ordersOf(layout).map((endian) => ({ layout, endian })),
);

function octetsOf(field: AddressField | null, bytes: Uint8Array, host: string): Uint8Array | null {
  if (field === null) return null;
  if (field.inet6 === null) return fieldAddress(padded(bytes, 0, 16), host);
  const family = bytes[1];
  if (family === AF_INET) return nonZero(bytes.slice(4, 8));
  if (family !== field.inet6) return null;
  const octets = nonZero(bytes.slice(8, 24));
  return octets && (mappedIPv4(octets) ?? octets);
}

function nonZero(octets: Uint8Array): Uint8Array | null {
  return octets.some((octet) => octet !== 0) ? octets : null;
}

/** What a record's time decodes to, and how often its microseconds are reported. */
function timeOf(
  { seconds: field }: UtmpLayout["fields"] | LastlogLayout["fields"],
  values: { readonly seconds: bigint; readonly microseconds: bigint },
) {
  const since1970 = values.microseconds;
  const isWhole = field === null;
  const seconds = Number(isWhole ? since1970 / 1_000_000n : values.seconds);
  const stored = isWhole ? since1970 % 1_000_000n : values.microseconds;
  const isPossible = stored >= 0n && stored < 1_000_000n;
  const micros = isPossible ? Number(stored) : 0;
  return {
    time: dateOf(seconds, micros),
    micros: microsOf(seconds, micros),
    isZero: seconds === 0 && micros === 0,
    reports: isPossible ? 0 : 1,
  };
}

const utf8 = new TextEncoder();

const logins = ordered.flatMap(({ layout, endian }) =>
  layout.record === "utmp" ? [{ layout, endian }] : [],
);
const lastLogins = ordered.flatMap(({ layout, endian }) =>
  layout.record === "lastlog" ? [{ layout, endian }] : [],
);

describe("records of logins decode to what was encoded", () => {
  test.each(logins)("$layout.id ($layout.framing), $endian-endian", ({ layout, endian }) => {
    const { fields, types, size } = layout;
    const reports: number[][] = [];
    const reader = new UtmpReader(layout, endian, (...report) => reports.push(report));
    const check = fc.property(utmpRecords(layout), ({ numbers, text, address }) => {
      const record = encodeUtmp(layout, endian, {
        ...numbers,
        id: utf8.encode(text.id),
        user: utf8.encode(text.user),
        line: utf8.encode(text.line),
        host: utf8.encode(text.host),
        address,
      });
      const file = new Uint8Array(3 * size).fill(0xa5);
      file.set(record, size);
      reports.length = 0;
      const entry = entryOf(reader.read(new Chunk(file, size, BEFORE * size, "file"), size));
      const { id, user, line, host } = text;
      const isZero = record.every((byte) => byte === 0);
      const type =
        "named" in fields.type
          ? markedType(line, user, fields.type.named, isZero)
          : (types[Number(numbers.type)] ?? "UNKNOWN");
      const octets = octetsOf(fields.address, address, host);
      const { time, micros, reports: expectedReports } = timeOf(fields, numbers);
      const exit = { termination: Number(numbers.termination), exit: Number(numbers.exit) };
      expect({ ...entry }).toEqual({
        type,
        typeCode: "named" in fields.type ? types.indexOf(type) : Number(numbers.type),
        pid: fields.pid && Number(numbers.pid),
        sid: fields.session && Number(numbers.session),
        id,
        user,
        line,
        host,
        device: entry.device,
        time,
        micros,
        exit: fields.termination && exit,
        address: octets && formatAddress(octets),
        isUserProcess: type === "USER_PROCESS" && user !== "",
        source: "file",
        offset: (BEFORE + 1) * size,
        ...(fields.count !== null && { count: Number(numbers.count) }),
      });
      expect(reports).toHaveLength(expectedReports);
      expect(entry.raw()).toEqual(record);
    });
    fc.assert(check, { seed: SEED, numRuns: RUNS });
  });
});

describe("entries are what records tell, whatever the bytes", () => {
  test.each(logins)("$layout.id ($layout.framing), $endian-endian", ({ layout, endian }) => {
    const { size } = layout;
    const reports: number[][] = [];
    const report = (...told: number[]): number => reports.push(told);
    const records = new UtmpReader(layout, endian, report);
    const entries = new EntryReader(layout, endian, report);
    const bytes = fc.oneof(
      fc.uint8Array({ minLength: size, maxLength: size }),
      // Short texts, and many records that are much alike.
      fc
        .array(fc.tuple(fc.nat(size - 1), fc.constantFrom(0x3a, 0x61, 0x80, 0xff)), {
          maxLength: 12,
        })
        .map((set) => {
          const record = new Uint8Array(size);
          for (const [at, value] of set) record[at] = value;
          return record;
        }),
    );
    const check = fc.property(bytes, fc.boolean(), (record, isFramed) => {
      const frame = { offset: BEFORE + 2, raw: record.subarray(1), uid: null, user: null };
      const chunk = new Chunk(record, size, BEFORE, "file", isFramed ? [frame] : null);
      reports.length = 0;
      const entry = entries.read(chunk, 0);
      const told = reports.splice(0);
      const expected = entryOf(records.read(chunk, 0));
      expect({ ...entry }).toEqual({ ...expected });
      expect(entry.raw()).toEqual(expected.raw());
      expect(told).toEqual(reports);
    });
    fc.assert(check, { seed: SEED, numRuns: RUNS });
  });
});

describe("records of last logins decode to what was encoded", () => {
  test.each(lastLogins)("$layout.id ($layout.framing), $endian-endian", ({ layout, endian }) => {
    const { fields, size, framing } = layout;
    const reports: number[][] = [];
    const nameOf = (uid: number): string => `user ${uid}`;
    const reader = new LastlogReader(layout, endian, nameOf, (...report) => reports.push(report));
    const check = fc.property(lastlogRecords(layout), ({ numbers, text }) => {
      const record = encodeLastlog(layout, endian, {
        ...numbers,
        user: utf8.encode(text.user),
        line: utf8.encode(text.line),
        host: utf8.encode(text.host),
      });
      const file = new Uint8Array(3 * size).fill(0xa5);
      file.set(record, size);
      reports.length = 0;
      const entry = reader.read(new Chunk(file, size, BEFORE * size, "file"), size);
      if (record.every((byte) => byte === 0)) {
        expect(entry).toBeNull();
        return;
      }
      const { user, line, host } = text;
      const uid = framing === "by-uid" ? BEFORE + 1 : null;
      const { time, micros, isZero, reports: expectedReports } = timeOf(fields, numbers);
      const nameByUid = uid === null ? null : nameOf(uid);
      expect(entry && { ...entry }).toEqual({
        uid,
        user: fields.user === null ? nameByUid : user,
        line,
        host,
        time: isZero ? null : time,
        micros: isZero ? null : micros,
        service: null,
        source: "file",
        offset: (BEFORE + 1) * size,
      });
      expect(reports).toHaveLength(expectedReports);
    });
    fc.assert(check, { seed: SEED, numRuns: RUNS });
  });
});
