import type { AddressReaders } from "./address-reader.ts";
import type { Chunk } from "./chunk.ts";
import { integerReader, type ReadInteger } from "./integer.ts";
import type { Endian, IntegerField, UtmpLayout } from "./layout.ts";
import { isZero } from "./is-zero.ts";
import { isShown, UtmpRecord, type FieldReaders } from "./record.ts";
import { PROCESS_TYPES, type RecordType } from "./record-types.ts";
import { lineReader, textReader } from "./text-reader.ts";
import { timeReader } from "./time-reader.ts";

/** Finds out what records in memory hold, or `null` for a slot that holds nothing. */
export interface RecordReader<Item> {
  /** Bytes of a record. */
  readonly size: number;
  /** Reads the record at `at`. Total: every combination of bytes decodes. */
  read(chunk: Chunk, at: number): Item | null;
}

/** Told of microseconds that no clock shows, at a byte offset of the file. */
export type ReportMicroseconds = (offset: number, bytes: number, microseconds: number) => void;

/** Reads records of logins by their layout, from a file's bytes and from libc's memory alike. */
export class UtmpReader implements RecordReader<UtmpRecord> {
  readonly size: number;
  readonly #readers: FieldReaders;
  readonly #microseconds: ReadInteger;
  readonly #report: ReportMicroseconds;

  constructor(layout: UtmpLayout, endian: Endian, report: ReportMicroseconds = () => {}) {
    this.size = layout.size;
    this.#readers = fieldReaders(layout, endian);
    this.#microseconds = this.#readers.time.microseconds;
    this.#report = report;
  }

  read(chunk: Chunk, at: number): UtmpRecord {
    const microseconds = this.#microseconds(chunk.view, at);
    if (!isShown(microseconds)) this.#reportMicroseconds(chunk, at, microseconds);
    return new UtmpRecord(this.#readers, chunk, at);
  }

  #reportMicroseconds(chunk: Chunk, at: number, microseconds: number): void {
    this.#report(chunk.offsetOf(at) ?? chunk.offset + at, this.size, microseconds);
  }
}

function fieldReaders(layout: UtmpLayout, endian: Endian): FieldReaders {
  const { size, types, fields } = layout;
  const optional = (field: IntegerField | null): ReadInteger | null =>
    field && integerReader(field, endian);
  const { id, user, line, host } = fields;
  let addresses: AddressReaders | null = null;
  return {
    size,
    texts: { id, user, line, host },
    types,
    isTerminal: types.map((type) => PROCESS_TYPES.has(type)),
    typeCode: typeReader(layout, endian),
    pid: optional(fields.pid),
    sid: optional(fields.session),
    termination: optional(fields.termination),
    exit: optional(fields.exit),
    count: optional(fields.count),
    time: timeReader(fields, endian),
    id: textReader(fields.id),
    user: textReader(fields.user),
    line: lineReader(fields.line),
    host: textReader(fields.host),
    get addresses() {
      return (addresses ??= addressing().addressReaders(fields.address, host));
    },
  };
}

/**
 * The type of a record that has no field for it: what the writers of 4.4BSD put into its line and
 * name, utmp(5) of OpenBSD.
 *
 * @param named what a record with a name is
 * @param isZero whether all of the record is zero
 */
export function markedType(
  line: string,
  user: string,
  named: RecordType,
  isZero: boolean,
): RecordType {
  switch (line) {
    case "~":
      return user === "shutdown" || user === "runlevel" ? "RUN_LVL" : "BOOT_TIME";
    case "|":
      return "OLD_TIME";
    case "{":
    case "}":
      return "NEW_TIME";
    default:
      if (user !== "") return named;
      return isZero ? "EMPTY" : "DEAD_PROCESS";
  }
}

/** Loaded where an address is asked for: much is told by the host. */
function addressing(): typeof import("./address-reader.ts") {
  return require("./address-reader.ts");
}

function typeReader({ size, types, fields }: UtmpLayout, endian: Endian): FieldReaders["typeCode"] {
  const { type } = fields;
  if ("named" in type) {
    return ({ line, user }, { bytes }, at) =>
      types.indexOf(markedType(line, user, type.named, isZero(bytes, at, at + size)));
  }
  const read = integerReader(type, endian);
  return (_record, { view }, at) => read(view, at);
}
