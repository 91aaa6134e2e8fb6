import { hostPlatform, layoutNamed, type OrderedLayout } from "../../platforms/index.ts";
import type { UtmpEntry } from "../entry.ts";
import { LibraryError } from "../errors.ts";
import { fileChunks, wholeFile } from "../files/file-chunks.ts";
import { libcChunks } from "../files/libc-chunks.ts";
import { locate, type Location } from "../files/locate.ts";
import { RecordFile } from "../files/record-file.ts";
import { hostEndian, type UtmpLayout } from "../layout.ts";
import type { Database, SystemLibrary } from "../platform.ts";
import { ProblemList, type RecordProblem } from "../problems.ts";
import { UtmpReader } from "../reader.ts";
import { entries, type Reading } from "./entries.ts";
import { viewOptions, type ViewOptions } from "./view-options.ts";

/** What {@link Utmp}, {@link Wtmp} and {@link Btmp} share: the same records, kept for other ends. */
export abstract class UtmpView implements Iterable<UtmpEntry> {
  readonly #database: Exclude<Database, "lastlog">;
  readonly #options: ViewOptions;
  #problems = new ProblemList();

  /** @internal */
  constructor(database: Exclude<Database, "lastlog">, given: string | ViewOptions) {
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

  /** What the last iteration could not decode, in the order of the file. */
  get problems(): readonly RecordProblem[] {
    return this.#problems.list();
  }

  /**
   * Gives all records anew, in the order of the file.
   *
   * @throws what open(2) fails with, as for a file that is not there; {@link StoreError} if it is no
   *   file of records; {@link LibraryError} if libc was asked for and can't be used
   */
  [Symbol.iterator](): IterableIterator<UtmpEntry> {
    return entries(() => this.open(), this.#options);
  }

  /** @internal Whether this reads the running system's own database. */
  protected get isLive(): boolean {
    return this.#options.path === undefined && this.#options.root === undefined;
  }

  /** @internal */
  protected get layout(): OrderedLayout<UtmpLayout> {
    return layoutNamed(this.#options.layout ?? hostPlatform().utmp.id, "utmp");
  }

  /** @internal */
  protected open(): Reading<UtmpEntry> {
    const { file, chunks, reader } = this.openFile();
    const library = this.library();
    if (library === null) return { file, chunks, reader };
    const take = (error: LibraryError, offset: number): void => this.distrust(error, offset);
    return { file, chunks: libcChunks(chunks, library, take), reader };
  }

  /** @internal The records as their file has them, whatever the source. */
  protected openFile(): Reading<UtmpEntry> & { readonly reader: UtmpReader } {
    const problems = new ProblemList();
    this.#problems = problems;
    const { layout, endian } = this.layout;
    const { path, isNamed } = this.#location();
    const file = new RecordFile(path, isNamed);
    const chunks = fileChunks(file, layout.size, wholeFile(file), problems);
    const reader = new UtmpReader(layout, endian, (offset, microseconds) =>
      problems.addMicroseconds(path, offset, microseconds),
    );
    return { file, chunks, reader };
  }

  /** @internal The library that is to read the records, `null` if it is not wanted or not there. */
  protected library(): SystemLibrary | null {
    const { source = "auto" } = this.#options;
    const isWanted =
      source === "libc" || (source === "auto" && this.#database === "utmp" && this.isLive);
    if (!isWanted) return null;
    try {
      const host = hostPlatform();
      const { layout, endian } = this.layout;
      if (layout === host.utmp && endian === hostEndian) return host.openLibrary();
      throw new LibraryError(
        `Cannot read ${layout.id} records through libc: it knows ${host.utmp.id}`,
      );
    } catch (error) {
      if (source === "libc" || !(error instanceof LibraryError)) throw error;
      return null;
    }
  }

  /** @internal Takes the file's records where libc gave others, unless libc was asked for. */
  protected distrust(error: LibraryError, offset: number): void {
    if (this.#options.source === "libc") throw error;
    this.#problems.add("libc", offset, error.message);
  }

  #location(): Location {
    return locate(this.#database, this.#options.path, this.#options.root);
  }
}
