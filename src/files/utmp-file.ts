import { hostPlatform, layoutName, layoutNamed } from "../../platforms/index.ts";
import type { Chunk } from "../chunk.ts";
import type { UtmpEntry } from "../entry.ts";
import { ProblemList, type RecordProblem } from "../problems.ts";
import { UtmpReader } from "../reader.ts";
import type { UtmpLayout } from "../layout.ts";
import type { RecordType } from "../record-types.ts";
import { checkOptions } from "../options.ts";
import { fileChunks, wholeFile } from "./file-chunks.ts";
import { idMatcher, lineMatcher, recordTypeOf, type Matcher } from "./find.ts";
import { locate } from "./locate.ts";
import { RecordFile } from "./record-file.ts";

/** How a {@link UtmpFile} is opened. */
export interface UtmpFileOptions {
  /** Name of the records' layout. @default this machine's */
  readonly layout?: string;
  /** Tree of another system, in which `path` is looked up. */
  readonly root?: string;
}

/**
 * One open file of login records with a position, as getutxent(3) has one: iteration goes on from
 * it. The file ends where it did when it was opened, whatever is appended meanwhile.
 *
 * Close it with `using` or {@link close}. It takes no lock.
 *
 * @example
 * ```ts
 * import { UtmpFile } from "bun-utmpx";
 * using file = new UtmpFile("/var/log/wtmp");
 * for (const entry of file) if (entry.type === "BOOT_TIME") break;
 * console.log(file.position, file.findByLine("pts/0")?.user);
 * file.rewind();
 * ```
 */
export class UtmpFile implements Iterable<UtmpEntry>, Disposable {
  readonly path: string;
  /** Name of the records' layout, with its byte order. */
  readonly layout: string;
  /** Whole records in it. */
  readonly records: number;
  /** Size when it was opened, in bytes. */
  readonly size: number;
  /** Bytes at the end that are no whole record. */
  readonly trailingBytes: number;

  readonly #file: RecordFile;
  readonly #layout: UtmpLayout;
  readonly #reader: UtmpReader;
  #problems = new ProblemList();
  #chunks: Iterator<Chunk>;
  #chunk: Chunk | null = null;
  #position = 0;

  /**
   * @param path the file; without it this system's utmp
   * @throws what open(2) fails with; {@link StoreError} if it is no regular file; RangeError if
   *   the layout is unknown
   */
  constructor(path?: string, options: UtmpFileOptions = {}) {
    checkOptions(options, ["layout", "root"]);
    const { layout, endian } = layoutNamed(options.layout ?? hostPlatform().utmp.id, "utmp");
    this.path = locate("utmp", path, options.root).path;
    this.#file = new RecordFile(this.path, false, options.root);
    this.size = this.#file.size ?? 0;
    this.layout = layoutName({ layout, endian });
    this.records = Math.floor(this.size / layout.size);
    this.trailingBytes = this.size % layout.size;
    this.#layout = layout;
    this.#reader = new UtmpReader(layout, endian, (...problem) =>
      this.#problems.addMicroseconds(this.path, ...problem),
    );
    this.#chunks = this.#readChunks();
  }

  /** Where the next record begins, in bytes. */
  get position(): number {
    return this.#position;
  }

  /** What could not be decoded up to {@link position}, in the order of the file. */
  get problems(): readonly RecordProblem[] {
    return this.#problems.list();
  }

  /** Gives the records from {@link position} on, and moves it behind each. */
  *[Symbol.iterator](): Generator<UtmpEntry, undefined, undefined> {
    for (let entry = this.#next(); entry !== null; entry = this.#next()) yield entry;
  }

  /**
   * The next record of this type or, for a type of process, of any process with this id:
   * getutxid(3). `null` if there is none; the position is then at the end.
   *
   * @param type a word, or one of the constants, which are Linux's numbers
   * @throws RangeError if no record can be found by this type
   */
  findById(type: RecordType | number, id: string): UtmpEntry | null {
    return this.#find(idMatcher(this.#layout, recordTypeOf(type), id));
  }

  /**
   * The next user's or waiting session of this line: getutxline(3). `null` if there is none; the
   * position is then at the end.
   */
  findByLine(line: string): UtmpEntry | null {
    return this.#find(lineMatcher(this.#layout, line));
  }

  /** Goes back to the first record, as setutxent(3). */
  rewind(): void {
    this.#problems = new ProblemList();
    this.#chunks = this.#readChunks();
    this.#chunk = null;
    this.#position = 0;
  }

  /** Closes the file; reading on fails. */
  close(): void {
    this.#file[Symbol.dispose]();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #readChunks(): Iterator<Chunk> {
    return fileChunks(this.#file, this.#layout.size, wholeFile(this.#file), this.#problems);
  }

  #next(): UtmpEntry | null {
    this.#file.assertOpen();
    if (this.#chunk === null || this.#position === this.#chunk.offset + this.#chunk.bytes.length) {
      const next = this.#chunks.next();
      if (next.done === true) return null;
      this.#chunk = next.value;
    }
    const entry = this.#reader.read(this.#chunk, this.#position - this.#chunk.offset);
    this.#position += this.#layout.size;
    return entry;
  }

  #find(matches: Matcher): UtmpEntry | null {
    for (const entry of this) if (matches(entry)) return entry;
    return null;
  }
}
