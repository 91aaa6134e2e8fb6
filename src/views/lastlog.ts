import { hostPlatform, layoutName, type OrderedLayout } from "../../platforms/index.ts";
import type { Chunk } from "../chunk.ts";
import { isReadError, LibraryError } from "../errors.ts";
import { layoutOf } from "../files/layout-of.ts";
import { locate, type Location } from "../files/locate.ts";
import { recordChunks } from "../files/record-chunks.ts";
import { RecordFile } from "../files/record-file.ts";
import type { LastlogEntry } from "../lastlog-entry.ts";
import { LastlogReader } from "../lastlog-reader.ts";
import { hostEndian, type LastlogLayout } from "../layout.ts";
import { readAccounts } from "../passwd.ts";
import type { DatabaseReader, SystemLibrary } from "../platform.ts";
import { ProblemList, type RecordProblem } from "../problems.ts";
import { entries, type Reading } from "./entries.ts";
import { viewOptions, type ViewOptions } from "./view-options.ts";
import { wantedLibrary } from "./wanted-library.ts";

/** A reading of last logins, and the layout that their records have. */
interface LastlogReading extends Reading<LastlogEntry> {
  readonly file: RecordFile | null;
  readonly ordered: OrderedLayout<LastlogLayout>;
}

/**
 * When each user last logged in: lastlog(8), by uid. Only what a sparse file holds is read.
 *
 * @example
 * ```ts
 * import { Lastlog } from "bun-utmpx";
 * for (const { uid, host, time } of new Lastlog()) {
 *   console.log(uid, host, time);
 * }
 * ```
 */
export class Lastlog implements Iterable<LastlogEntry> {
  readonly #options: ViewOptions;
  #problems = new ProblemList();
  #ordered: OrderedLayout<LastlogLayout> | null = null;
  #through: "libc" | "file" = "file";
  #opened: LastlogReading | null = null;

  /**
   * @param options a file to read, or what else differs from this system's own lastlog
   * @throws {@link LibraryError} on source `libc` where libc has no reader of lastlog, as on Linux
   */
  constructor(options: string | ViewOptions = {}) {
    this.#options = viewOptions(options);
    const { source = "auto" } = this.#options;
    if (source === "libc") wantedLibrary("lastlog", this.#options);
    else if (source !== "auto" && source !== "file") {
      throw new RangeError(
        `Cannot read lastlog records from "${source}": known are auto, libc, file`,
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

  /** @internal */
  get ordered(): OrderedLayout<LastlogLayout> {
    if (this.#ordered !== null) return this.#ordered;
    const reading = this.#open();
    // A stream can be looked at only once: what is known of it is kept for who iterates it.
    if (reading.file?.size === null) this.#opened = reading;
    else reading.file?.[Symbol.dispose]();
    return reading.ordered;
  }

  /** What the last iteration could not decode, in the order of the file. */
  get problems(): readonly RecordProblem[] {
    return this.#problems.list();
  }

  /**
   * Gives the records of all users who ever logged in, anew.
   *
   * @throws what open(2) fails with, as for a file that is not there; {@link StoreError} if it is no
   *   file of records; {@link RecordFormatError} if no layout fits it; {@link LibraryError} if it is
   *   too large to read without libc, or libc was asked for and fails
   */
  [Symbol.iterator](): IterableIterator<LastlogEntry> {
    return entries(() => this.#open(), this.#options);
  }

  /**
   * The last login of one user: through libc, where it can look it up, else by reading on.
   *
   * @returns `null` if the user never logged in
   * @throws as iterating
   */
  findByUser(user: string): LastlogEntry | null {
    const find = (databases: DatabaseReader, path: string | null): Chunk =>
      databases.lastLoginOf(user, path);
    const reading = entries(() => this.#open(find), { ...this.#options, limit: Infinity });
    for (const entry of reading) if (entry.user === user) return entry;
    return null;
  }

  /** @internal How the records of the last iteration were come by. */
  get through(): "libc" | "file" {
    return this.#through;
  }

  #location(): Location {
    return locate("lastlog", this.#options.path, this.#options.root);
  }

  #open(
    ask = (databases: DatabaseReader, path: string | null): Chunk => databases.lastLogins(path),
  ): LastlogReading {
    const opened = this.#opened;
    this.#opened = null;
    if (opened !== null) return opened;
    this.#problems = new ProblemList();
    const databases = wantedLibrary("lastlog", this.#options)?.databases ?? null;
    const reading = (databases && this.#openDatabase(databases, ask)) ?? this.#openFile();
    this.#ordered = reading.ordered;
    return reading;
  }

  #openFile(): LastlogReading {
    const problems = this.#problems;
    const { root, layout } = this.#options;
    const { path, isNamed, platform } = this.#location();
    const file = new RecordFile(path, isNamed, root);
    try {
      const openLibrary = (): SystemLibrary => hostPlatform().openLibrary();
      const isLive = this.#options.path === undefined && root === undefined;
      const expected = { database: "lastlog", layout, platform, isLive } as const;
      const ordered = layoutOf(file, "lastlog", expected, openLibrary, problems);
      const chunks = recordChunks(file, ordered, problems, Number.POSITIVE_INFINITY, openLibrary);
      this.#through = "file";
      return { file, chunks, reader: this.#reader(ordered), ordered };
    } catch (error) {
      file[Symbol.dispose]();
      throw error;
    }
  }

  /** The records as libc gives them; `null` if it can't and need not. */
  #openDatabase(
    databases: DatabaseReader,
    ask: (databases: DatabaseReader, path: string | null) => Chunk,
  ): LastlogReading | null {
    try {
      const ordered = { layout: databases.lastlog, endian: hostEndian };
      const chunks = [ask(databases, this.#options.path ?? null)];
      this.#through = "libc";
      return { file: null, chunks, reader: this.#reader(ordered), ordered };
    } catch (error) {
      if (!isReadError(error) || this.#options.source === "libc") throw error;
      // That libc finds no database is said by the file, if there is none of an older system.
      if (error instanceof LibraryError) {
        this.#problems.add({ kind: "libc", offset: 0, bytes: 0, message: error.message });
      }
      return null;
    }
  }

  #reader({ layout, endian }: OrderedLayout<LastlogLayout>): LastlogReader {
    const { nameOf } = readAccounts(this.#options.root);
    return new LastlogReader(layout, endian, nameOf, (...problem) =>
      this.#problems.addMicroseconds(this.path, ...problem),
    );
  }
}
