import {
  hostPlatform,
  layoutName,
  type LayoutOf,
  type OrderedLayout,
} from "../../platforms/index.ts";
import type { Chunk } from "../chunk.ts";
import { isReadError, LibraryError } from "../errors.ts";
import { layoutOf } from "../files/layout-of.ts";
import { libcChunks } from "../files/libc-chunks.ts";
import { locate, type Location } from "../files/locate.ts";
import type { LogFile } from "../files/log-files.ts";
import {
  lastRecords,
  recordChunks,
  recordChunksBackwards,
  turned,
} from "../files/record-chunks.ts";
import type { RecordSource } from "../files/record-file.ts";
import { openRecords, UnpackedFile } from "../files/unpacked-file.ts";
import { hostEndian, type Layout } from "../layout.ts";
import type { DatabaseReader, SnapshotReader, SystemLibrary } from "../platform.ts";
import { ProblemList } from "../problems.ts";
import { ALL, type OpenMember, type RecordKind, type Wanted } from "./record-kind.ts";
import { mostUnpacked, type MemberOptions } from "./view-options.ts";
import { wantedLibrary } from "./wanted-library.ts";

type Kind = Layout["record"];

/** One of the files of a view, or the system's own database. */
export class Member<K extends Kind, Entry> {
  readonly #kind: RecordKind<K, Entry>;
  readonly #options: MemberOptions;
  readonly #named: LogFile;
  #through: "libc" | "file" = "file";
  #ordered: OrderedLayout<LayoutOf<K>> | null = null;
  #isOnce = false;
  #kept: OpenMember<K, Entry> | null = null;
  /** Why it can't be read, as far as that shows before it is read. */
  error: Error | null;

  /**
   * @param options those of the view; which file it is, is said by the next
   * @param named the file; without a path it is where the system keeps its own
   */
  constructor(kind: RecordKind<K, Entry>, options: MemberOptions, named: LogFile) {
    this.#kind = kind;
    this.#options = options;
    this.#named = named;
    this.error = named.error;
  }

  /** The file that is read; the first place to look if none of them exists. */
  get path(): string {
    return this.#location().path;
  }

  /** The same, or the name it was given if nothing can be found under it. */
  get name(): string {
    try {
      return this.path;
    } catch (error) {
      if (!isReadError(error)) throw error;
      return this.#named.path ?? this.#kind.database;
    }
  }

  /** How its records were come by when it was last opened. */
  get through(): "libc" | "file" {
    return this.#through;
  }

  /** Whether this is the running system's own database. */
  get isLive(): boolean {
    return this.#named.path === null && this.#options.root === undefined;
  }

  /** The layout that was found when it was last opened. */
  get ordered(): OrderedLayout<LayoutOf<K>> | null {
    return this.#ordered;
  }

  /** Whether it can't be read again, as a pipe, when it was last opened. */
  get isOnce(): boolean {
    return this.#isOnce;
  }

  /** Opens it to see what layout it has. */
  look(problems: ProblemList): OrderedLayout<LayoutOf<K>> {
    const open = this.open(problems);
    this.close(open);
    return open.ordered;
  }

  /** The library that is to read the records, `null` if it is not wanted or not there. */
  wantedLibrary(): SystemLibrary | null {
    const { root, source } = this.#options;
    return wantedLibrary(this.#kind.database, {
      root,
      source,
      path: this.#named.path ?? undefined,
    });
  }

  /**
   * Opens it anew.
   *
   * @throws what open(2) fails with; {@link StoreError} if it is no file of records;
   *   {@link RecordFormatError} if no layout fits it; {@link LibraryError} if libc was asked for and
   *   can't be used; {@link UnsupportedPlatformError} if the system keeps none
   */
  open(problems: ProblemList, wanted: Wanted = ALL): OpenMember<K, Entry> {
    const { error, isNamed } = this.#named;
    // Of what a person named open(2) says what is wrong, and a descriptor has no need of a path.
    if (error !== null && !isNamed) throw error;
    const kept = this.#kept;
    if (kept !== null) {
      this.#kept = null;
      const chunks = lastRecords(kept.chunks, kept.reader.size, wanted.newest);
      return { ...kept, chunks: wanted.isBackwards ? turned(chunks) : chunks };
    }
    const library = this.wantedLibrary();
    const open =
      (library?.databases && this.#openDatabase(library.databases, problems, wanted)) ??
      this.openFile(library?.snapshots ?? null, problems, wanted);
    this.#ordered = open.ordered;
    return open;
  }

  /** Closes it; of a pipe what was learned is kept, with what it holds, for who opens it next. */
  close(open: OpenMember<K, Entry>): void {
    if (open.file?.isOnce === true) this.#kept = open;
    else open[Symbol.dispose]();
  }

  /**
   * Opens its file, whatever the source.
   *
   * @param snapshots the library that is to read the records, if it can
   */
  openFile(
    snapshots: SnapshotReader | null,
    problems: ProblemList,
    wanted: Wanted = ALL,
  ): OpenMember<K, Entry> {
    const { record, database } = this.#kind;
    const { root, layout } = this.#options;
    const { path, isNamed, platform } = this.#location();
    const file = openRecords(path, isNamed, root, mostUnpacked(this.#options));
    try {
      if (file instanceof UnpackedFile && file.problem !== null) problems.add(file.problem);
      const openLibrary = (): SystemLibrary => hostPlatform().openLibrary();
      const expected = { database, layout, platform, isLive: this.isLive };
      const ordered = layoutOf(file, record, expected, openLibrary, problems);
      const chunksOf = wanted.isBackwards ? recordChunksBackwards : recordChunks;
      const fromFile = chunksOf(file, ordered, problems, wanted.newest, openLibrary);
      const isRead = snapshots !== null && this.isKnown(ordered);
      const chunks = isRead
        ? libcChunks(fromFile, snapshots, (error, chunk) => this.distrust(error, chunk, problems))
        : fromFile;
      this.#through = isRead ? "libc" : "file";
      return this.#opened(file, ordered, chunks, path, problems);
    } catch (error) {
      file[Symbol.dispose]();
      throw error;
    }
  }

  /** Takes the file's records where libc gave others, unless libc was asked for. */
  distrust(error: LibraryError, { offset, bytes }: Chunk, problems: ProblemList): void {
    if (this.#options.source === "libc") throw error;
    problems.add({ kind: "libc", offset, bytes: bytes.length, message: error.message });
  }

  /** Whether libc knows this layout, which it must if it was asked for. */
  isKnown(ordered: OrderedLayout<LayoutOf<K>>): boolean {
    const known = { layout: hostPlatform().files[this.#kind.database], endian: hostEndian };
    const [name, wanted] = [layoutName(ordered), layoutName(known)];
    if (name === wanted) return true;
    if (this.#options.source !== "libc") return false;
    throw new LibraryError(`Cannot read ${name} records through libc: it knows ${wanted}`);
  }

  /** The records as libc gives them; `null` if it can't and need not. */
  #openDatabase(
    databases: DatabaseReader,
    problems: ProblemList,
    { ask = this.#kind.ask, newest }: Wanted,
  ): OpenMember<K, Entry> | null {
    try {
      const chunk = ask(databases, this.#named.path);
      if (!this.#isOwn()) return null;
      const ordered = { layout: this.#kind.structOf(databases), endian: hostEndian };
      this.#through = "libc";
      const chunks = lastRecords([chunk], ordered.layout.size, newest);
      return this.#opened(null, ordered, chunks, this.path, problems);
    } catch (error) {
      if (!isReadError(error) || this.#options.source === "libc") throw error;
      // That libc finds no database is said by the file, if there is none of an older system.
      if (error instanceof LibraryError) {
        problems.add({ kind: "libc", offset: 0, bytes: 0, message: error.message });
      }
      return null;
    }
  }

  /** Whether a file or layout that is named is libc's: it takes every file for one of its own. */
  #isOwn(): boolean {
    // Of last logins libc finds those of a name, and not by their place in a file.
    if (this.#kind.record === "lastlog") return true;
    if (this.#named.path === null && this.#options.layout === undefined) return true;
    using open = this.openFile(null, new ProblemList(), { newest: 0, isBackwards: false });
    if (!(open.file instanceof UnpackedFile)) return this.isKnown(open.ordered);
    if (this.#options.source !== "libc") return false;
    throw new LibraryError(`Cannot read "${this.path}" through libc: it is compressed`);
  }

  #opened(
    file: RecordSource | null,
    ordered: OrderedLayout<LayoutOf<K>>,
    chunks: Iterable<Chunk>,
    path: string,
    problems: ProblemList,
  ): OpenMember<K, Entry> {
    const reader = this.#kind.readerOf(ordered, (...problem) =>
      problems.addMicroseconds(path, ...problem),
    );
    this.#isOnce = file?.isOnce === true;
    const dispose = (): void => file?.[Symbol.dispose]();
    return { path, file, ordered, chunks, reader, problems, [Symbol.dispose]: dispose };
  }

  #location(): Location {
    const { path, isNamed } = this.#named;
    const found = locate(this.#kind.database, path ?? undefined, this.#options.root);
    return isNamed ? found : { ...found, isNamed: false };
  }
}
