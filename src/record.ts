import type { Chunk } from "./chunk.ts";
import type { ExitStatus, LoginRecord, UtmpEntryJSON } from "./entry.ts";
import { exitOf, type FieldReaders, type TextName } from "./field-readers.ts";
import type { BytesField } from "./layout.ts";
import type { RecordType } from "./record-types.ts";
import type { SourceName } from "./source.ts";
import { FieldText } from "./text.ts";
import { isShown } from "./time-reader.ts";
import { dateOf, microsOf } from "./timestamp.ts";

/**
 * A record where it stands in memory: each field is decoded when it is asked for. Who looks at few
 * fields of many records has no need of the others.
 */
export class UtmpRecord implements LoginRecord {
  readonly #readers: FieldReaders;
  readonly #chunk: Chunk;
  readonly #at: number;
  #id: FieldText | null = null;
  #user: FieldText | null = null;
  #line: FieldText | null = null;
  #host: FieldText | null = null;

  /** @param at where in the chunk it begins */
  constructor(readers: FieldReaders, chunk: Chunk, at: number) {
    this.#readers = readers;
    this.#chunk = chunk;
    this.#at = at;
  }

  get type(): RecordType {
    return this.#readers.types[this.typeCode] ?? "UNKNOWN";
  }

  get typeCode(): number {
    const { typeCode, markedCode } = this.#readers;
    if (typeCode !== null) return typeCode(this.#chunk.view, this.#at);
    return markedCode(this.line, this.user, this.#chunk, this.#at);
  }

  get pid(): number | null {
    return this.#readers.pid(this.#chunk.view, this.#at);
  }

  get sid(): number | null {
    return this.#readers.sid(this.#chunk.view, this.#at);
  }

  get id(): string {
    return this.idText.text;
  }

  get idBytes(): string | undefined {
    return this.idText.hex ?? undefined;
  }

  get user(): string {
    return this.userText.text;
  }

  get userBytes(): string | undefined {
    return this.userText.hex ?? undefined;
  }

  get line(): string {
    return this.lineText.text;
  }

  get lineBytes(): string | undefined {
    return this.lineText.hex ?? undefined;
  }

  get host(): string {
    return this.hostText.text;
  }

  get hostBytes(): string | undefined {
    return this.hostText.hex ?? undefined;
  }

  get device(): string | null {
    return this.#readers.isTerminal[this.typeCode] === true ? this.lineText.device : null;
  }

  get time(): Date | null {
    return dateOf(this.seconds, this.microseconds);
  }

  get micros(): number | null {
    return microsOf(this.seconds, this.microseconds);
  }

  get exit(): ExitStatus | null {
    const { view } = this.#chunk;
    return exitOf(this.#readers.termination(view, this.#at), this.#readers.exit(view, this.#at));
  }

  get address(): string | null {
    const { bytes, view } = this.#chunk;
    return this.#readers.addresses.text(bytes, view, this.#at, this.hostText);
  }

  /** The octets of an address that is IPv4, as a little-endian word; else 0. */
  get ipv4(): number {
    const { bytes, view } = this.#chunk;
    return this.#readers.addresses.ipv4(bytes, view, this.#at);
  }

  /** The octets of a host that is the text of IPv4, as a little-endian word; else `null`. */
  get hostIPv4(): number | null {
    return this.#readers.addresses.hostIPv4(this.#chunk.bytes, this.#at);
  }

  /** The address as utmpdump(1) takes it, who looks at the field alone; `null` for {@link address}. */
  get oldAddressText(): FieldText | null {
    const { bytes, view } = this.#chunk;
    return this.#readers.addresses.old?.text(bytes, view, this.#at) ?? null;
  }

  /** The octets of the same as a little-endian word; `null` where it is IPv6, or {@link address}. */
  get oldAddressWord(): number | null {
    return this.#readers.addresses.old?.word(this.#chunk.view, this.#at) ?? null;
  }

  get count(): number | undefined {
    return this.#readers.count(this.#chunk.view, this.#at) ?? undefined;
  }

  get isUserProcess(): boolean {
    return this.type === "USER_PROCESS" && !this.isEmpty("user");
  }

  get source(): SourceName {
    return this.#chunk.source;
  }

  get offset(): number | null {
    return this.#chunk.offsetOf(this.#at);
  }

  /** Has a text field copied from memory; `false` if it can't be as it stands. */
  copyText<Column>(name: TextName, sink: TextSink<Column>, column: Column): boolean {
    const field = fieldOf(this.#readers.texts, name);
    if (field === null) return false;
    return sink.putText(this.#chunk.bytes, this.#at + field.offset, field.length, column);
  }

  /** Whether a text field begins with some ASCII. */
  startsWith(name: TextName, start: string): boolean {
    const field = fieldOf(this.#readers.texts, name);
    const { length } = start;
    if (field === null || field.length < length) return length === 0;
    const { bytes } = this.#chunk;
    const at = this.#at + field.offset;
    for (let i = 0; i < length; i++) {
      if (bytes[at + i] !== start.charCodeAt(i)) return false;
    }
    return true;
  }

  isEmpty(name: TextName): boolean {
    const field = fieldOf(this.#readers.texts, name);
    return field === null || this.#chunk.bytes[this.#at + field.offset] === 0;
  }

  raw(): Uint8Array {
    return this.#chunk.rawOf(this.#at);
  }

  toJSON(): UtmpEntryJSON {
    return entries().entryOf(this).toJSON();
  }

  get idText(): FieldText {
    const { bytes, view } = this.#chunk;
    return (this.#id ??= this.#readers.id(bytes, view, this.#at));
  }

  get userText(): FieldText {
    const { bytes, view } = this.#chunk;
    return (this.#user ??= this.#readers.user(bytes, view, this.#at));
  }

  get lineText(): FieldText {
    const { bytes, view } = this.#chunk;
    return (this.#line ??= this.#readers.line(bytes, view, this.#at));
  }

  get hostText(): FieldText {
    const { bytes, view } = this.#chunk;
    return (this.#host ??= this.#readers.host(bytes, view, this.#at));
  }

  /** Seconds since 1970, rounded beyond 2⁵³. */
  get seconds(): number {
    return this.#readers.time.seconds(this.#chunk.view, this.#at);
  }

  /** Microseconds of the second: 0 for those that no clock shows, which have been reported. */
  get microseconds(): number {
    const microseconds = this.#readers.time.microseconds(this.#chunk.view, this.#at);
    return isShown(microseconds) ? microseconds : 0;
  }
}

/** A field by its name; four constant names are found faster than one that differs. */
function fieldOf(
  { id, user, line, host }: FieldReaders["texts"],
  name: TextName,
): BytesField | null {
  switch (name) {
    case "id":
      return id;
    case "user":
      return user;
    case "line":
      return line;
    case "host":
      return host;
  }
}

/** What text is copied to. */
interface TextSink<Column> {
  putText(bytes: Uint8Array, start: number, length: number, column: Column): boolean;
}

/** A text field of a record; that of a record in memory is the same each time its text is met. */
export function textIn(record: LoginRecord, name: TextName): FieldText {
  if (!(record instanceof UtmpRecord)) {
    return new FieldText(record[name], record[`${name}Bytes`] ?? null, null);
  }
  switch (name) {
    case "id":
      return record.idText;
    case "user":
      return record.userText;
    case "line":
      return record.lineText;
    case "host":
      return record.hostText;
  }
}

/** Whether a text field begins with some ASCII; a record in memory need not decode it. */
export function textStartsWith(record: LoginRecord, name: TextName, start: string): boolean {
  return record instanceof UtmpRecord
    ? record.startsWith(name, start)
    : record[name].startsWith(start);
}

/** Whether a text field has nothing before its first NUL; the same way. */
export function isTextEmpty(record: LoginRecord, name: TextName): boolean {
  return record instanceof UtmpRecord ? record.isEmpty(name) : record[name] === "";
}

/** Loaded where all of a record is wanted at once. */
function entries(): typeof import("./entry.ts") {
  return require("./entry.ts");
}
