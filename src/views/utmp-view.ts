import {
  hostPlatform,
  layoutName,
  layoutNamed,
  type OrderedLayout,
} from "../../platforms/index.ts";
import type { Chunk } from "../chunk.ts";
import type { UtmpEntry } from "../entry.ts";
import { LibraryError } from "../errors.ts";
import { fileChunks, wholeFile } from "../files/file-chunks.ts";
import { libcChunks } from "../files/libc-chunks.ts";
import { locate, type Location } from "../files/locate.ts";
import { RecordFile } from "../files/record-file.ts";
import { hostEndian, type UtmpLayout } from "../layout.ts";
import type { Database, Login, SystemLibrary } from "../platform.ts";
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

  /** Name of the records' layout, with its byte order. */
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
   *   file of records; {@link LibraryError} if libc was asked for and can't be used
   */
  [Symbol.iterator](): IterableIterator<UtmpEntry> {
    return entries(() => this.open(), this.#options);
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
    return layoutNamed(this.#options.layout ?? hostPlatform().utmp.id, "utmp");
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
  protected open(newest: number = Number.POSITIVE_INFINITY): Reading<UtmpEntry> {
    const library = this.wantedLibrary();
    const { file, chunks, reader } = this.openFile(newest);
    if (library === null) return { file, chunks, reader };
    const take = (error: LibraryError, chunk: Chunk): void => this.distrust(error, chunk);
    return { file, chunks: libcChunks(chunks, library, take), reader };
  }

  /** @internal The records as their file has them, whatever the source. */
  protected openFile(newest: number = Number.POSITIVE_INFINITY): Reading<UtmpEntry> {
    const problems = new ProblemList();
    this.#problems = problems;
    const { layout, endian } = this.ordered;
    const { path, isNamed } = this.#location();
    const file = new RecordFile(path, isNamed, this.#options.root);
    const records = Math.floor((file.size ?? 0) / layout.size);
    const start = Math.max(0, records - newest) * layout.size;
    const chunks = fileChunks(file, layout.size, wholeFile(file, start), problems);
    const reader = new UtmpReader(layout, endian, (...problem) =>
      problems.addMicroseconds(path, ...problem),
    );
    return { file, chunks, reader };
  }

  /** @internal The library that is to read the records, `null` if it is not wanted or not there. */
  protected wantedLibrary(): SystemLibrary | null {
    const { source = "auto" } = this.#options;
    const isWanted =
      source === "libc" || (source === "auto" && this.#database === "utmp" && this.isLive);
    if (!isWanted) return null;
    try {
      const host = hostPlatform();
      const known = layoutName({ layout: host.utmp, endian: hostEndian });
      if (this.layout === known) return host.openLibrary();
      throw new LibraryError(`Cannot read ${this.layout} records through libc: it knows ${known}`);
    } catch (error) {
      if (source === "libc" || !(error instanceof LibraryError)) throw error;
      return null;
    }
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
