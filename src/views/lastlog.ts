import {
  hostPlatform,
  layoutName,
  layoutNamed,
  type OrderedLayout,
} from "../../platforms/index.ts";
import { LibraryError } from "../errors.ts";
import { dataExtents } from "../files/data-extents.ts";
import { fileChunks } from "../files/file-chunks.ts";
import { locate, type Location } from "../files/locate.ts";
import { RecordFile } from "../files/record-file.ts";
import type { LastlogLayout } from "../layout.ts";
import type { LastlogEntry } from "../lastlog-entry.ts";
import { LastlogReader } from "../lastlog-reader.ts";
import { readAccounts } from "../passwd.ts";
import { ProblemList, type RecordProblem } from "../problems.ts";
import { entries, type Reading } from "./entries.ts";
import { viewOptions, type ViewOptions } from "./view-options.ts";

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

  /**
   * @param options a file to read, or what else differs from this system's own lastlog
   * @throws {@link LibraryError} on source `libc`: libc has no reader of lastlog
   */
  constructor(options: string | ViewOptions = {}) {
    this.#options = viewOptions(options);
    const { source = "auto" } = this.#options;
    if (source === "libc")
      throw new LibraryError("Cannot read lastlog through libc: it has no function for it");
    if (source !== "auto" && source !== "file") {
      throw new RangeError(`Cannot read lastlog records from "${source}": known are auto, file`);
    }
  }

  /** The file that is read; the first place to look if none of them exists. */
  get path(): string {
    return this.#location().path;
  }

  /** Name of the records' layout, with its byte order. */
  get layout(): string {
    return layoutName(this.#layout);
  }

  /** What the last iteration could not decode, in the order of the file. */
  get problems(): readonly RecordProblem[] {
    return this.#problems.list();
  }

  /**
   * Gives the records of all users who ever logged in, anew.
   *
   * @throws what open(2) fails with, as for a file that is not there; {@link StoreError} if it is no
   *   file of records; {@link LibraryError} if it is too large to read without libc
   */
  [Symbol.iterator](): IterableIterator<LastlogEntry> {
    return entries(() => this.#open(), this.#options);
  }

  get #layout(): OrderedLayout<LastlogLayout> {
    return layoutNamed(this.#options.layout ?? hostPlatform().lastlog.id, "lastlog");
  }

  #location(): Location {
    return locate("lastlog", this.#options.path, this.#options.root);
  }

  #open(): Reading<LastlogEntry> {
    this.#problems = new ProblemList();
    const { root } = this.#options;
    const { layout, endian } = this.#layout;
    const { path, isNamed } = this.#location();
    const file = new RecordFile(path, isNamed, root);
    const extents = dataExtents(file, layout.size, () => hostPlatform().openLibrary());
    const { nameOf } = readAccounts(root);
    return {
      file,
      chunks: fileChunks(file, layout.size, extents, this.#problems),
      reader: new LastlogReader(layout, endian, nameOf),
    };
  }
}
