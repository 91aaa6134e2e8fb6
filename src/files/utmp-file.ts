import { hostPlatform, layoutName, type OrderedLayout } from "../../platforms/index.ts";
import type { Chunk } from "../chunk.ts";
import type { UtmpEntry } from "../entry.ts";
import { EntryReader } from "../entry-reader.ts";
import type { Endian, UtmpLayout } from "../layout.ts";
import { checkOptions } from "../options.ts";
import type { SystemLibrary } from "../platform.ts";
import { ProblemList, type RecordProblem } from "../problems.ts";
import type { RecordType } from "../record-types.ts";
import { idMatcher, lineMatcher, recordTypeOf, type Matcher } from "./find.ts";
import { layoutOf } from "./layout-of.ts";
import { locate } from "./locate.ts";
import { recordChunks } from "./record-chunks.ts";
import { RecordFile } from "./record-file.ts";

/** How a {@link UtmpFile} is opened. */
export interface UtmpFileOptions {
  /** Name of the records' layout. @default what the records show */
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
  /** Size when it was opened, in bytes. */
  readonly size: number;

  readonly #file: RecordFile;
  readonly #ordered: OrderedLayout<UtmpLayout>;
  readonly #reader: EntryReader;
  #problems = new ProblemList();
  /** What is wrong with all of the file, and not with its records. */
  readonly #openingProblems: readonly RecordProblem[];
  #chunks: Iterator<Chunk>;
  #chunk: Chunk | null = null;
  /** Where in the chunk the next record begins. */
  #at = 0;
  #position = 0;
  #extent: Extent | null = null;

  /**
   * @param path the file; without it this system's utmp
   * @throws what open(2) fails with; {@link StoreError} if it is no regular file;
   *   {@link RecordFormatError} if no layout fits it; RangeError if the named one is unknown
   */
  constructor(path?: string, options: UtmpFileOptions = {}) {
    checkOptions(options, ["layout", "root"]);
    const { layout: named, root } = options;
    const { path: found, platform } = locate("utmp", path, root);
    this.path = found;
    this.#file = new RecordFile(found, false, root);
    try {
      const isLive = path === undefined && root === undefined;
      const order = (): Endian | null =>
        root === undefined ? null : trees().orderOfTree(root, openLibrary);
      const expected = { database: "utmp", layout: named, platform, isLive, order } as const;
      this.#ordered = layoutOf(this.#file, "utmp", expected, openLibrary, this.#problems);
    } catch (error) {
      this.#file[Symbol.dispose]();
      throw error;
    }
    this.#openingProblems = this.#problems.list();
    const { layout, endian } = this.#ordered;
    this.size = this.#file.size ?? 0;
    this.layout = layoutName(this.#ordered);
    this.#reader = new EntryReader(layout, endian, (...problem) =>
      this.#problems.addMicroseconds(this.path, ...problem),
    );
    this.#chunks = this.#readChunks(this.#problems);
  }

  /** Whole records in it. */
  get records(): number {
    return this.#measured().records;
  }

  /** Bytes at the end that are no whole record. */
  get trailingBytes(): number {
    return this.#measured().trailingBytes;
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
   * @param id its bytes where it is no text, as on FreeBSD
   * @throws RangeError if no record can be found by this type
   */
  findById(type: RecordType | number, id: string | Uint8Array): UtmpEntry | null {
    return this.#find(idMatcher(this.#ordered.layout.fields, recordTypeOf(type), id));
  }

  /**
   * The next user's or waiting session of this line: getutxline(3). `null` if there is none; the
   * position is then at the end.
   */
  findByLine(line: string): UtmpEntry | null {
    return this.#find(lineMatcher(this.#ordered.layout.fields, line));
  }

  /** Goes back to the first record, as setutxent(3). */
  rewind(): void {
    this.#problems = new ProblemList(this.#openingProblems);
    this.#chunks = this.#readChunks(this.#problems);
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

  #readChunks(problems: ProblemList): Generator<Chunk, undefined, undefined> {
    return recordChunks(this.#file, this.#ordered, problems, Number.POSITIVE_INFINITY, openLibrary);
  }

  #measured(): Extent {
    this.#extent ??= this.#measure();
    return this.#extent;
  }

  /** Records that stand behind their length are counted only by reading them all. */
  #measure(): Extent {
    const { size, framing } = this.#ordered.layout;
    if (framing !== "utx-log") {
      return { records: Math.floor(this.size / size), trailingBytes: this.size % size };
    }
    const problems = new ProblemList();
    let records = 0;
    for (const { bytes } of this.#readChunks(problems)) records += bytes.length / size;
    return { records, trailingBytes: problems.trailingBytes };
  }

  #next(): UtmpEntry | null {
    this.#file.assertOpen();
    if (this.#chunk === null || this.#at === this.#chunk.bytes.length) {
      const next = this.#chunks.next();
      if (next.done === true) return null;
      this.#chunk = next.value;
      this.#at = 0;
    }
    const { offset } = this.#chunk;
    const frame = this.#chunk.frameOf(this.#at);
    const entry = this.#reader.read(this.#chunk, this.#at);
    this.#at += this.#reader.size;
    this.#position =
      frame === undefined ? offset + this.#at : (frame.offset ?? 0) + frame.raw.length;
    return entry;
  }

  #find(matches: Matcher): UtmpEntry | null {
    for (const entry of this) if (matches(entry)) return entry;
    return null;
  }
}

/** How much is in a file. */
interface Extent {
  readonly records: number;
  readonly trailingBytes: number;
}

function openLibrary(): SystemLibrary {
  return hostPlatform().openLibrary();
}

/** Loaded where another system's tree is read. */
function trees(): typeof import("./tree-order.ts") {
  return require("./tree-order.ts");
}
