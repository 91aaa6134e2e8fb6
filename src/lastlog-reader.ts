import type { Chunk } from "./chunk.ts";
import { LastlogEntry } from "./lastlog-entry.ts";
import type { Endian, LastlogLayout } from "./layout.ts";
import { integerReader, textInterner, type RecordReader } from "./reader.ts";
import { dateOf, microsOf } from "./timestamp.ts";

/** Reads records of last logins by their layout; a record's place in the file is its user's id. */
export class LastlogReader implements RecordReader<LastlogEntry> {
  readonly size: number;
  readonly #seconds: ReturnType<typeof integerReader>;
  readonly #lineOffset: number;
  readonly #hostOffset: number;
  readonly #lines: ReturnType<typeof textInterner>;
  readonly #hosts: ReturnType<typeof textInterner>;
  readonly #userOf: (uid: number) => string | null;

  constructor(layout: LastlogLayout, endian: Endian, userOf: (uid: number) => string | null) {
    const { fields } = layout;
    this.size = layout.size;
    this.#seconds = integerReader(fields.seconds, endian);
    this.#lineOffset = fields.line.offset;
    this.#hostOffset = fields.host.offset;
    this.#lines = textInterner(fields.line);
    this.#hosts = textInterner(fields.host);
    this.#userOf = userOf;
  }

  read(chunk: Chunk, at: number): LastlogEntry | null {
    const { bytes, view, source } = chunk;
    const offset = chunk.offset + at;
    if (isZero(bytes, at, at + this.size)) return null;
    const uid = offset / this.size;
    const seconds = this.#seconds(view, at);
    const line = this.#lines.get(bytes, view, at + this.#lineOffset);
    const host = this.#hosts.get(bytes, view, at + this.#hostOffset);
    return new LastlogEntry(
      {
        uid,
        user: this.#userOf(uid),
        line: line.text,
        host: host.text,
        time: seconds === 0 ? null : dateOf(seconds, 0),
        micros: seconds === 0 ? null : microsOf(seconds, 0),
        service: null,
        source,
        offset,
      },
      line.hex,
      host.hex,
    );
  }
}

function isZero(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] !== 0) return false;
  return true;
}
