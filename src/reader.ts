import { addressReader, type ReadAddress } from "./address-reader.ts";
import type { Chunk } from "./chunk.ts";
import { UtmpEntry, type EntryExtras, type ExitStatus, type UtmpEntryFields } from "./entry.ts";
import { integerReader, type ReadInteger } from "./integer.ts";
import type { Endian, IntegerField, Markers, UtmpLayout } from "./layout.ts";
import { markedType } from "./markers.ts";
import { PROCESS_TYPES, type RecordType, type TypeNumbers } from "./record-types.ts";
import type { Text } from "./text.ts";
import { textReader, type ReadText } from "./text-reader.ts";
import { timeReader, type TimeReader } from "./time-reader.ts";
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

const NO_EXIT: ExitStatus = Object.freeze({ termination: 0, exit: 0 });

/** Reads records of logins by their layout, from a file's bytes and from libc's memory alike. */
export class UtmpReader implements RecordReader<UtmpEntry> {
  readonly size: number;
  readonly #types: TypeNumbers;
  readonly #isTerminal: readonly boolean[];
  readonly #report: ReportMicroseconds;
  readonly #type: IntegerField | Markers;
  readonly #typeCode: ReadInteger;
  readonly #pid: ReadInteger | null;
  readonly #session: ReadInteger | null;
  readonly #termination: ReadInteger | null;
  readonly #exit: ReadInteger | null;
  readonly #count: ReadInteger | null;
  readonly #time: TimeReader;
  readonly #id: ReadText;
  readonly #user: ReadText;
  readonly #line: ReadText;
  readonly #host: ReadText;
  readonly #address: ReadAddress;
  /** One for all records: an object for each would be a third of all memory that is made. */
  readonly #fields: ReturnType<typeof noFields> = noFields();

  constructor(layout: UtmpLayout, endian: Endian, report: ReportMicroseconds = () => {}) {
    const { fields } = layout;
    const optional = (field: IntegerField | null): ReadInteger | null =>
      field && integerReader(field, endian);
    this.size = layout.size;
    this.#types = layout.types;
    this.#isTerminal = layout.types.map((type) => PROCESS_TYPES.has(type));
    this.#report = report;
    this.#type = fields.type;
    this.#typeCode = "named" in fields.type ? () => 0 : integerReader(fields.type, endian);
    this.#pid = optional(fields.pid);
    this.#session = optional(fields.session);
    this.#termination = optional(fields.termination);
    this.#exit = optional(fields.exit);
    this.#count = optional(fields.count);
    this.#time = timeReader(fields, endian);
    this.#id = textReader(fields.id);
    this.#user = textReader(fields.user);
    this.#line = textReader(fields.line);
    this.#host = textReader(fields.host);
    this.#address = addressReader(fields.address);
  }

  read(chunk: Chunk, at: number): UtmpEntry {
    const { bytes, view, source } = chunk;
    const frame = chunk.frames === null ? null : chunk.frames[at / this.size];
    const offset = frame == null ? chunk.offset + at : frame.offset;
    const id = this.#id(bytes, view, at);
    const user = this.#user(bytes, view, at);
    const line = this.#line(bytes, view, at);
    const host = this.#host(bytes, view, at);
    const typeCode =
      "named" in this.#type
        ? this.#types.indexOf(this.#marked(chunk, at, this.#type, line, user))
        : this.#typeCode(view, at);
    const seconds = this.#time.seconds(view, at);
    let microseconds = this.#time.microseconds(view, at);
    if (microseconds < 0 || microseconds >= 1e6) {
      this.#report(offset ?? 0, this.size, microseconds);
      microseconds = 0;
    }

    const fields = this.#fields;
    fields.type = this.#types[typeCode] ?? "UNKNOWN";
    fields.typeCode = typeCode;
    fields.pid = this.#pid === null ? null : this.#pid(view, at);
    fields.sid = this.#session === null ? null : this.#session(view, at);
    fields.id = id.text;
    fields.user = user.text;
    fields.line = line.text;
    fields.host = host.text;
    fields.device = this.#isTerminal[typeCode] === true ? line.device : null;
    fields.time = dateOf(seconds, microseconds);
    fields.micros = microsOf(seconds, microseconds);
    fields.exit = this.#exitStatus(view, at);
    fields.address = this.#address(bytes, view, at, host.text);
    fields.source = source;
    fields.offset = source === "file" ? offset : null;
    const hex = id.hex ?? user.hex ?? line.hex ?? host.hex;
    const count = this.#count === null ? null : this.#count(view, at);
    const extras = hex === null && count === null ? null : entryExtras(id, user, line, host, count);
    if (frame == null) return new UtmpEntry(fields, extras, bytes, at, this.size);
    return new UtmpEntry(fields, extras, frame.raw, 0, frame.raw.length);
  }

  #exitStatus(view: DataView, at: number): ExitStatus | null {
    if (this.#termination === null || this.#exit === null) return null;
    const termination = this.#termination(view, at);
    const exit = this.#exit(view, at);
    return (termination | exit) === 0 ? NO_EXIT : { termination, exit };
  }

  #marked(chunk: Chunk, at: number, { named }: Markers, line: Text, user: Text): RecordType {
    return markedType(line.text, user.text, named, isZero(chunk.bytes, at, at + this.size));
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

function entryExtras(
  id: Text,
  user: Text,
  line: Text,
  host: Text,
  count: number | null,
): EntryExtras {
  return {
    ...(id.hex !== null && { idBytes: id.hex }),
    ...(user.hex !== null && { userBytes: user.hex }),
    ...(line.hex !== null && { lineBytes: line.hex }),
    ...(host.hex !== null && { hostBytes: host.hex }),
    ...(count !== null && { count }),
  };
}

/** Whether all bytes from `start` to before `end` are zero. */
export function isZero(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] !== 0) return false;
  return true;
}
