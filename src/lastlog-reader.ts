import type { Chunk } from "./chunk.ts";
import { LastlogEntry } from "./lastlog-entry.ts";
import type { Endian, LastlogLayout } from "./layout.ts";
import { isZero } from "./is-zero.ts";
import type { RecordReader, ReportMicroseconds } from "./reader.ts";
import { textReader, type ReadText } from "./text-reader.ts";
import { isShown, timeReader, type TimeReader } from "./time-reader.ts";
import { dateOf, microsOf } from "./timestamp.ts";

/** Names users by their uid. */
export type UserOf = (uid: number) => string | null;

/**
 * Reads records of last logins by their layout. Whose they are is told by their place in the file,
 * by the key they are kept under, or by a name in them.
 */
export class LastlogReader implements RecordReader<LastlogEntry> {
  readonly size: number;
  readonly #isByUid: boolean;
  readonly #time: TimeReader;
  readonly #user: ReadText | null;
  readonly #line: ReadText;
  readonly #host: ReadText;
  readonly #userOf: UserOf;
  readonly #report: ReportMicroseconds;

  constructor(
    layout: LastlogLayout,
    endian: Endian,
    userOf: UserOf,
    report: ReportMicroseconds = () => {},
  ) {
    const { fields } = layout;
    this.size = layout.size;
    this.#isByUid = layout.framing === "by-uid";
    this.#time = timeReader(fields, endian);
    this.#user = fields.user && textReader(fields.user);
    this.#line = textReader(fields.line);
    this.#host = textReader(fields.host);
    this.#userOf = userOf;
    this.#report = report;
  }

  read(chunk: Chunk, at: number): LastlogEntry | null {
    const { bytes, view, source } = chunk;
    if (isZero(bytes, at, at + this.size)) return null;
    const frame = chunk.frameOf(at);
    const offset = chunk.offsetOf(at);
    const uid = this.#isByUid ? (chunk.offset + at) / this.size : (frame?.uid ?? null);
    const seconds = this.#time.seconds(view, at);
    let microseconds = this.#time.microseconds(view, at);
    if (!isShown(microseconds)) {
      this.#report(offset ?? 0, this.size, microseconds);
      microseconds = 0;
    }
    const isNever = seconds === 0 && microseconds === 0;
    const user = this.#user?.(bytes, view, at);
    const line = this.#line(bytes, view, at);
    const host = this.#host(bytes, view, at);
    return new LastlogEntry(
      {
        uid,
        user: user?.text ?? frame?.user ?? (uid === null ? null : this.#userOf(uid)),
        line: line.text,
        host: host.text,
        time: isNever ? null : dateOf(seconds, microseconds),
        micros: isNever ? null : microsOf(seconds, microseconds),
        service: null,
        source,
        offset,
      },
      { user: user?.hex ?? null, line: line.hex, host: host.hex },
    );
  }
}
