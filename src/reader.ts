import { fieldAddress, formatAddress } from "./address.ts";
import type { Chunk } from "./chunk.ts";
import { UtmpEntry, type ExitStatus, type InvalidText } from "./entry.ts";
import { Interner } from "./interner.ts";
import type { BytesField, Endian, IntegerField, UtmpLayout } from "./layout.ts";
import type { RecordType, TypeNumbers } from "./record-types.ts";
import { decodeText, type Text } from "./text.ts";
import { dateOf, microsOf } from "./timestamp.ts";

/** Turns the bytes of a record into an entry, or into `null` for a slot that holds nothing. */
export interface RecordReader<Entry> {
  /** Bytes of a record. */
  readonly size: number;
  /** Decodes the record at `at`. Total: every combination of bytes decodes. */
  read(chunk: Chunk, at: number): Entry | null;
}

/** Told of microseconds that no clock shows, at a byte offset of the file. */
export type ReportMicroseconds = (offset: number, bytes: number, microseconds: number) => void;

type ReadInteger = (view: DataView, at: number) => number;

/** Reads an integer of the record that begins at `at`. 64 bits beyond 2^53 are rounded. */
export function integerReader(field: IntegerField, endian: Endian): ReadInteger {
  const { offset } = field;
  const little = endian === "little";
  const low = offset + (little ? 0 : 4);
  const high = offset + (little ? 4 : 0);
  switch (field.kind) {
    case "i16":
      return (view, at) => view.getInt16(at + offset, little);
    case "i32":
      return (view, at) => view.getInt32(at + offset, little);
    case "u32":
      return (view, at) => view.getUint32(at + offset, little);
    case "i64":
      return (view, at) =>
        view.getInt32(at + high, little) * 2 ** 32 + view.getUint32(at + low, little);
  }
}

/** Finds the text of a field again that was decoded before. */
export function textInterner(field: BytesField): Interner<Text> {
  return new Interner(field.length, true, decodeText);
}

/** Records whose bytes are kept in one copy: an entry that is held keeps no more alive. */
const RECORDS_PER_COPY = 32;

const TERMINAL_TYPES: ReadonlySet<RecordType> = new Set([
  "INIT_PROCESS",
  "LOGIN_PROCESS",
  "USER_PROCESS",
  "DEAD_PROCESS",
]);

const NO_EXIT: ExitStatus = Object.freeze({ termination: 0, exit: 0 });

/** Reads records of logins by their layout, from a file's bytes and from libc's memory alike. */
export class UtmpReader implements RecordReader<UtmpEntry> {
  readonly size: number;
  readonly #types: TypeNumbers;
  readonly #isTerminal: readonly boolean[];
  readonly #report: ReportMicroseconds;
  readonly #type: ReadInteger;
  readonly #pid: ReadInteger;
  readonly #session: ReadInteger;
  readonly #termination: ReadInteger;
  readonly #exit: ReadInteger;
  readonly #seconds: ReadInteger;
  readonly #microseconds: ReadInteger;
  readonly #idOffset: number;
  readonly #userOffset: number;
  readonly #lineOffset: number;
  readonly #hostOffset: number;
  readonly #addressOffset: number;
  readonly #ids: Interner<Text>;
  readonly #users: Interner<Text>;
  readonly #lines: Interner<Text>;
  readonly #hosts: Interner<Text>;
  readonly #addresses: Interner<Address>;
  #copy = new Uint8Array(0);
  #copyStart = 0;
  #next = -1;

  constructor(layout: UtmpLayout, endian: Endian, report: ReportMicroseconds = () => {}) {
    const { fields } = layout;
    this.size = layout.size;
    this.#types = layout.types;
    this.#isTerminal = layout.types.map((type) => TERMINAL_TYPES.has(type));
    this.#report = report;
    this.#type = integerReader(fields.type, endian);
    this.#pid = integerReader(fields.pid, endian);
    this.#session = integerReader(fields.session, endian);
    this.#termination = integerReader(fields.termination, endian);
    this.#exit = integerReader(fields.exit, endian);
    this.#seconds = integerReader(fields.seconds, endian);
    this.#microseconds = integerReader(fields.microseconds, endian);
    this.#idOffset = fields.id.offset;
    this.#userOffset = fields.user.offset;
    this.#lineOffset = fields.line.offset;
    this.#hostOffset = fields.host.offset;
    this.#addressOffset = fields.address.offset;
    this.#ids = textInterner(fields.id);
    this.#users = textInterner(fields.user);
    this.#lines = textInterner(fields.line);
    this.#hosts = textInterner(fields.host);
    this.#addresses = new Interner(fields.address.length, false, decodeAddress);
  }

  read(chunk: Chunk, at: number): UtmpEntry {
    const { bytes, view, source } = chunk;
    const offset = chunk.offset + at;
    const typeCode = this.#type(view, at);
    const id = this.#ids.get(bytes, view, at + this.#idOffset);
    const user = this.#users.get(bytes, view, at + this.#userOffset);
    const line = this.#lines.get(bytes, view, at + this.#lineOffset);
    const host = this.#hosts.get(bytes, view, at + this.#hostOffset);
    const address = this.#addresses.get(bytes, view, at + this.#addressOffset);
    const seconds = this.#seconds(view, at);
    let microseconds = this.#microseconds(view, at);
    if (microseconds < 0 || microseconds >= 1e6) {
      this.#report(offset, this.size, microseconds);
      microseconds = 0;
    }
    const termination = this.#termination(view, at);
    const exit = this.#exit(view, at);
    const hex = id.hex ?? user.hex ?? line.hex ?? host.hex;

    if (at !== this.#next || at - this.#copyStart === RECORDS_PER_COPY * this.size) {
      this.#copy = bytes.slice(at, at + RECORDS_PER_COPY * this.size);
      this.#copyStart = at;
    }
    this.#next = at + this.size;

    return new UtmpEntry(
      {
        type: this.#types[typeCode] ?? "UNKNOWN",
        typeCode,
        pid: this.#pid(view, at),
        sid: this.#session(view, at),
        id: id.text,
        user: user.text,
        line: line.text,
        host: host.text,
        device: this.#isTerminal[typeCode] === true ? line.device : null,
        time: dateOf(seconds, microseconds),
        micros: microsOf(seconds, microseconds),
        exit: (termination | exit) === 0 ? NO_EXIT : { termination, exit },
        address: address.isAmbiguous ? resolveAddress(address, host.text) : address.text,
        source,
        offset: source === "libc" ? null : offset,
      },
      hex === null ? null : invalidText(id, user, line, host),
      this.#copy,
      at - this.#copyStart,
      this.size,
    );
  }
}

interface Address {
  readonly text: string | null;
  /** IPv4, or IPv6 with twelve zero bytes at its end: the host decides. */
  readonly isAmbiguous: boolean;
  readonly field: Uint8Array;
}

function decodeAddress(bytes: Uint8Array, start: number, end: number): Address {
  const field = bytes.slice(start, end);
  const octets = fieldAddress(field, "");
  const isAmbiguous = octets?.length === 4 && field.subarray(4).every((octet) => octet === 0);
  return { text: octets && formatAddress(octets), isAmbiguous, field };
}

function resolveAddress(address: Address, host: string): string | null {
  if (!host.includes(":")) return address.text;
  const octets = fieldAddress(address.field, host);
  return octets && formatAddress(octets);
}

function invalidText(id: Text, user: Text, line: Text, host: Text): InvalidText {
  return {
    ...(id.hex !== null && { idBytes: id.hex }),
    ...(user.hex !== null && { userBytes: user.hex }),
    ...(line.hex !== null && { lineBytes: line.hex }),
    ...(host.hex !== null && { hostBytes: host.hex }),
  };
}
