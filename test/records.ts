import { linuxGlibc384, linuxTypes } from "../platforms/linux-glibc.ts";
import { encodeUtmp } from "../src/encode.ts";
import type { Endian, UtmpLayout } from "../src/layout.ts";
import type { RecordType } from "../src/record-types.ts";

/** What a test says of a record; the rest is empty. */
export interface TestRecord {
  readonly type?: RecordType | number;
  readonly pid?: number;
  readonly sid?: number;
  readonly id?: string | Uint8Array;
  readonly user?: string | Uint8Array;
  readonly line?: string | Uint8Array;
  readonly host?: string | Uint8Array;
  readonly seconds?: number | bigint;
  readonly microseconds?: number;
  readonly termination?: number;
  readonly exit?: number;
  readonly address?: readonly number[];
}

/** The bytes of records as a writer of this layout leaves them. */
export function recordBytes(
  records: readonly TestRecord[],
  layout: UtmpLayout = linuxGlibc384,
  endian: Endian = "little",
): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.concat(records.map((record) => encode(record, layout, endian))));
}

function encode(record: TestRecord, layout: UtmpLayout, endian: Endian): Uint8Array {
  const { type = "EMPTY" } = record;
  return encodeUtmp(layout, endian, {
    type: typeof type === "number" ? type : linuxTypes.indexOf(type),
    pid: record.pid ?? 0,
    session: record.sid ?? 0,
    id: bytesOf(record.id),
    user: bytesOf(record.user),
    line: bytesOf(record.line),
    host: bytesOf(record.host),
    seconds: record.seconds ?? 0,
    microseconds: record.microseconds ?? 0,
    termination: record.termination ?? 0,
    exit: record.exit ?? 0,
    address: Uint8Array.from(record.address ?? []),
  });
}

function bytesOf(text: string | Uint8Array = ""): Uint8Array {
  return typeof text === "string" ? new TextEncoder().encode(text) : text;
}
