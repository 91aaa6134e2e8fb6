import { hostPlatform, layoutName, type OrderedLayout } from "../../platforms/index.ts";
import type { Chunk } from "../chunk.ts";
import type { UtmpEntry } from "../entry.ts";
import { isReadError, LibraryError } from "../errors.ts";
import { layoutOf } from "../files/layout-of.ts";
import { libcChunks } from "../files/libc-chunks.ts";
import { locate, type Location } from "../files/locate.ts";
import { lastRecords, recordChunks } from "../files/record-chunks.ts";
import { RecordFile } from "../files/record-file.ts";
import { hostEndian, type UtmpLayout } from "../layout.ts";
import type {
  DatabaseReader,
  Login,
  LoginDatabase,
  SnapshotReader,
  SystemLibrary,
} from "../platform.ts";
import { ProblemList, type RecordProblem } from "../problems.ts";
import { UtmpReader } from "../reader.ts";
import { entries, type Reading } from "./entries.ts";
import { viewOptions, type ViewOptions } from "./view-options.ts";
import { wantedLibrary } from "./wanted-library.ts";

/** A reading of logins, and the layout that their records have. */
export interface LoginReading extends Reading<UtmpEntry> {
  readonly file: RecordFile | null;
  readonly ordered: OrderedLayout<UtmpLayout>;
}

/** What {@link Utmp}, {@link Wtmp} and {@link Btmp} share: the same records, kept for other ends. */
export abstract class UtmpView implements Iterable<UtmpEntry> {
  readonly #database: LoginDatabase;
  readonly #options: ViewOptions;
  #problems = new ProblemList();
  #ordered: OrderedLayout<UtmpLayout> | null = null;
  #through: "libc" | "file" = "file";
  #opened: LoginReading | null = null;

  /** @internal */
  constructor(database: LoginDatabase, given: string | ViewOptions) {
    this.#database = database;
    this.#options = viewOptions(given);
    const { source = "auto" } = this.#options;
    if (source !== "auto" && source !== "libc" && source !== "file") {
      throw new RangeError(
        `Cannot read ${database} records from "${source}": known are auto, libc, file`,
      );
    }
  }

  /** The file that is read; the first place to look if none of them exists. */
  get path(): string {
    return this.#location().path;
  }

  /**
   * Name of the records' layout, with its byte order where there is more than one: that of the last
   * iteration, or else what the file shows now.
   *
   * @throws as iterating
   */
  get layout(): string {
    return layoutName(this.ordered);
  }

  /** What the last iteration could not decode, in the order of the file. */
  get problems(): readonly RecordProblem[] {
    return this.#problems.list();
  }

  /**
   * Gives all records anew, in the order of the file.
   *
   * @throws what open(2) fails with, as for a file that is not there; {@link StoreError} if it is no
   *   file of records; {@link RecordFormatError} if no layout fits it; {@link LibraryError} if libc
   *   was asked for and can't be used; {@link UnsupportedPlatformError} if this system keeps none
   */
  [Symbol.iterator](): IterableIterator<UtmpEntry> {
    return entries(() => this.open(), this.#options);
  }

  /** @internal How the records of the last iteration were come by. */
  get through(): "libc" | "file" {
    return this.#through;
  }

  /** @internal How many records there are, and bytes behind them that are none. */
  extent(): { readonly records: number; readonly trailingBytes: number } {
    const { file, chunks, ordered } = this.open();
    using _ = file;
    const { size, framing } = ordered.layout;
    if (file !== null && framing !== "utx-log") {
      const bytes = file.size ?? 0;
      return { records: Math.floor(bytes / size), trailingBytes: bytes % size };
    }
    let records = 0;
    for (const { bytes } of chunks) records += bytes.length / size;
    return { records, trailingBytes: this.#problems.trailingBytes };
  }

  /** @internal Whether this reads the running system's own database. */
  protected get isLive(): boolean {
    return this.#options.path === undefined && this.#options.root === undefined;
  }

  /** @internal How a login that has no logout ends: only the live system can be asked. */
  protected openEnd(login: Login): "open" | "gone" | "unknown" {
    if (!this.isLive) return "unknown";
    return login.type === "BOOT_TIME" || hostPlatform().isPresent(login) ? "open" : "gone";
  }

  /** @internal */
  protected get ordered(): OrderedLayout<UtmpLayout> {
    if (this.#ordered !== null) return this.#ordered;
    const reading = this.open();
    // A stream can be looked at only once: what is known of it is kept for who iterates it.
    if (reading.file?.size === null) this.#opened = reading;
    else reading.file?.[Symbol.dispose]();
    return reading.ordered;
  }

  /**
   * The newest records, in the order of the file, without reading those before them.
   *
   * @param count most records to give
   * @throws as iterating
   */
  newest(count: number): IterableIterator<UtmpEntry> {
    return entries(() => this.open(count), this.#options);
  }

  /** @internal All records, whatever the limit: a session's end can stand behind it. */
  protected all(): Iterable<UtmpEntry> {
    const { limit: _, ...options } = this.#options;
    return entries(() => this.open(), options);
  }

  /** @internal Most results to give. */
  protected get limit(): number {
    return this.#options.limit ?? Number.POSITIVE_INFINITY;
  }

  /** @internal */
  protected open(newest: number = Number.POSITIVE_INFINITY): LoginReading {
    const opened = this.#opened;
    if (opened !== null) {
      this.#opened = null;
      const { size } = opened.ordered.layout;
      return { ...opened, chunks: lastRecords(opened.chunks, size, newest) };
    }
    this.#problems = new ProblemList();
    const library = this.wantedLibrary();
    const reading =
      (library?.databases && this.#openDatabase(library.databases, newest)) ??
      this.openFile(library?.snapshots ?? null, newest);
    this.#ordered = reading.ordered;
    return reading;
  }

  /** @internal The records as their file has them, whatever the source. */
  protected openUnasked(): LoginReading {
    this.#problems = new ProblemList();
    return this.openFile(null, Number.POSITIVE_INFINITY);
  }

  /**
   * @internal The records of a file.
   *
   * @param snapshots the library that is to read them, if it can
   */
  protected openFile(snapshots: SnapshotReader | null, newest: number): LoginReading {
    const problems = this.#problems;
    const { root, layout } = this.#options;
    const { path, isNamed, platform } = this.#location();
    const file = new RecordFile(path, isNamed, root);
    try {
      const openLibrary = (): SystemLibrary => hostPlatform().openLibrary();
      const expected = { database: this.#database, layout, platform, isLive: this.isLive };
      const ordered = layoutOf(file, "utmp", expected, openLibrary, problems);
      const fromFile = recordChunks(file, ordered, problems, newest, openLibrary);
      const reader = new UtmpReader(ordered.layout, ordered.endian, (...problem) =>
        problems.addMicroseconds(path, ...problem),
      );
      const take = (error: LibraryError, chunk: Chunk): void => this.distrust(error, chunk);
      const isRead = snapshots !== null && this.isKnown(ordered);
      const chunks = isRead ? libcChunks(fromFile, snapshots, take) : fromFile;
      this.#through = isRead ? "libc" : "file";
      return { file, chunks, reader, ordered };
    } catch (error) {
      file[Symbol.dispose]();
      throw error;
    }
  }

  /** The records as libc gives them; `null` if it can't and need not. */
  #openDatabase(databases: DatabaseReader, newest: number): LoginReading | null {
    const { path } = this.#options;
    const { layout } = databases;
    try {
      const chunk = databases.read(this.#database, path ?? null);
      if (!this.#isOwn()) return null;
      const ordered = { layout, endian: hostEndian };
      this.#through = "libc";
      const reader = new UtmpReader(layout, hostEndian, (...problem) =>
        this.#problems.addMicroseconds(this.path, ...problem),
      );
      return { file: null, chunks: lastRecords([chunk], layout.size, newest), reader, ordered };
    } catch (error) {
      if (!isReadError(error) || this.#options.source === "libc") throw error;
      // That libc finds no database is said by the file, if there is none of an older system.
      if (error instanceof LibraryError) {
        this.#problems.add({ kind: "libc", offset: 0, bytes: 0, message: error.message });
      }
      return null;
    }
  }

  /** Whether a file or layout that is named is libc's: it takes every file for one of its own. */
  #isOwn(): boolean {
    if ((this.#options.path ?? this.#options.layout) === undefined) return true;
    const { file, ordered } = this.openFile(null, 0);
    using _ = file;
    return this.isKnown(ordered);
  }

  /** @internal Whether libc knows this layout, which it must if it was asked for. */
  protected isKnown(ordered: OrderedLayout<UtmpLayout>): boolean {
    const known = { layout: hostPlatform().files[this.#database], endian: hostEndian };
    const [name, wanted] = [layoutName(ordered), layoutName(known)];
    if (name === wanted) return true;
    if (this.#options.source !== "libc") return false;
    throw new LibraryError(`Cannot read ${name} records through libc: it knows ${wanted}`);
  }

  /** @internal The library that is to read the records, `null` if it is not wanted or not there. */
  protected wantedLibrary(): SystemLibrary | null {
    return wantedLibrary(this.#database, this.#options);
  }

  /** @internal Takes the file's records where libc gave others, unless libc was asked for. */
  protected distrust(error: LibraryError, chunk: Chunk): void {
    if (this.#options.source === "libc") throw error;
    const { offset, bytes } = chunk;
    this.#problems.add({ kind: "libc", offset, bytes: bytes.length, message: error.message });
  }

  #location(): Location {
    return locate(this.#database, this.#options.path, this.#options.root);
  }
}
