import { AddressReader } from "./address-reader.ts";
import type { Chunk } from "./chunk.ts";
import { UtmpEntry, type ExitStatus, type InvalidText, type UtmpEntryFields } from "./entry.ts";
import { Interner, WordInterner } from "./interner.ts";
import type { BytesField, Endian, IntegerField, UtmpLayout } from "./layout.ts";
import { PROCESS_TYPES, type TypeNumbers } from "./record-types.ts";
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
  readonly #ids: WordInterner<Text>;
  readonly #users: Interner<Text>;
  readonly #lines: Interner<Text>;
  readonly #hosts: Interner<Text>;
  readonly #addresses: AddressReader;
  /** One for all records: an object for each would be a third of all memory that is made. */
  readonly #fields: ReturnType<typeof noFields> = noFields();

  constructor(layout: UtmpLayout, endian: Endian, report: ReportMicroseconds = () => {}) {
    const { fields } = layout;
    this.size = layout.size;
    this.#types = layout.types;
    this.#isTerminal = layout.types.map((type) => PROCESS_TYPES.has(type));
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
    this.#ids = new WordInterner(decodeWord);
    this.#users = textInterner(fields.user);
    this.#lines = textInterner(fields.line);
    this.#hosts = textInterner(fields.host);
    this.#addresses = new AddressReader();
  }

  read(chunk: Chunk, at: number): UtmpEntry {
    const { bytes, view, source } = chunk;
    const offset = chunk.offset + at;
    const typeCode = this.#type(view, at);
    const id = this.#ids.get(view.getInt32(at + this.#idOffset, true));
    const user = this.#users.get(bytes, view, at + this.#userOffset);
    const line = this.#lines.get(bytes, view, at + this.#lineOffset);
    const host = this.#hosts.get(bytes, view, at + this.#hostOffset);
    const seconds = this.#seconds(view, at);
    let microseconds = this.#microseconds(view, at);
    if (microseconds < 0 || microseconds >= 1e6) {
      this.#report(offset, this.size, microseconds);
      microseconds = 0;
    }
    const termination = this.#termination(view, at);
    const exit = this.#exit(view, at);
    const hex = id.hex ?? user.hex ?? line.hex ?? host.hex;

    const fields = this.#fields;
    fields.type = this.#types[typeCode] ?? "UNKNOWN";
    fields.typeCode = typeCode;
    fields.pid = this.#pid(view, at);
    fields.sid = this.#session(view, at);
    fields.id = id.text;
    fields.user = user.text;
    fields.line = line.text;
    fields.host = host.text;
    fields.device = this.#isTerminal[typeCode] === true ? line.device : null;
    fields.time = dateOf(seconds, microseconds);
    fields.micros = microsOf(seconds, microseconds);
    fields.exit = (termination | exit) === 0 ? NO_EXIT : { termination, exit };
    fields.address = this.#addresses.get(bytes, view, at + this.#addressOffset, host.text);
    fields.source = source;
    fields.offset = source === "libc" ? null : offset;
    const invalid = hex === null ? null : invalidText(id, user, line, host);
    return new UtmpEntry(fields, invalid, bytes, at, this.size);
  }
}

/** What the fields are before the first record. */
function noFields(): { -readonly [Name in keyof UtmpEntryFields]: UtmpEntryFields[Name] } {
  const text = { id: "", user: "", line: "", host: "", device: null, address: null } as const;
  const times = { time: null, micros: null, exit: null } as const;
  return {
    type: "EMPTY",
    typeCode: 0,
    pid: 0,
    sid: 0,
    ...text,
    ...times,
    source: "file",
    offset: 0,
  };
}

function decodeWord(word: number): Text {
  const bytes = Uint8Array.of(word, word >>> 8, word >>> 16, word >>> 24);
  const nul = bytes.indexOf(0);
  return decodeText(bytes, 0, nul === -1 ? 4 : nul);
}

function invalidText(id: Text, user: Text, line: Text, host: Text): InvalidText {
  return {
    ...(id.hex !== null && { idBytes: id.hex }),
    ...(user.hex !== null && { userBytes: user.hex }),
    ...(line.hex !== null && { lineBytes: line.hex }),
    ...(host.hex !== null && { hostBytes: host.hex }),
  };
}
