import {
  hostPlatform,
  layoutName,
  type LayoutOf,
  type OrderedLayout,
} from "../../platforms/index.ts";
import { lastOf, RecordBatch, recordBatches, turned, type Batch } from "../batch.ts";
import type { Chunk } from "../chunk.ts";
import { isReadError, LibraryError } from "../errors.ts";
import { layoutOf } from "../files/layout-of.ts";
import { locate, type Location } from "../files/locate.ts";
import type { LogFile } from "../files/log-files.ts";
import { isIndexed, recordChunks, recordChunksBackwards } from "../files/record-chunks.ts";
import { openRecords, type RecordSource } from "../files/record-file.ts";
import { hostEndian, type Endian, type Layout } from "../layout.ts";
import type { DatabaseReader, SnapshotReader, SystemLibrary } from "../platform.ts";
import { ProblemList } from "../problems.ts";
import type { RecordReader, ReportMicroseconds } from "../reader.ts";
import { ALL, type Extent, type Member, type OpenMember, type Wanted } from "./member.ts";
import type { RecordKind } from "./record-kind.ts";
import { mostUnpacked, type MemberOptions } from "./view-options.ts";
import { wantedLibrary } from "./wanted-library.ts";

type Kind = Layout["record"];

/** A member that is open, and whose records have a layout. */
interface OpenRecords<K extends Kind, Entry> extends OpenMember<K, Entry> {
  readonly ordered: OrderedLayout<LayoutOf<K>>;
}

/** A file that is open, and its layout. */
export interface OpenFile<K extends Kind> extends Disposable {
  readonly path: string;
  readonly file: RecordSource;
  readonly ordered: OrderedLayout<LayoutOf<K>>;
}

/** A file of records, or the system's own database of them. */
export class RecordMember<K extends Kind, Entry> implements Member<K, Entry> {
  readonly #kind: RecordKind<K, Entry>;
  readonly #options: MemberOptions;
  readonly #named: LogFile;
  #source: "libc" | "file" = "file";
  #ordered: OrderedLayout<LayoutOf<K>> | undefined;
  #isOnce = false;
  #kept: OpenMember<K, Entry> | null = null;
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

  get path(): string {
    return this.#location().path;
  }

  get name(): string {
    try {
      return this.path;
    } catch (error) {
      if (!isReadError(error)) throw error;
      return this.#named.path ?? this.#kind.database;
    }
  }

  get source(): "libc" | "file" {
    return this.#source;
  }

  get isLive(): boolean {
    return this.#named.path === null && this.#options.root === undefined;
  }

  get ordered(): OrderedLayout<LayoutOf<K>> | undefined {
    return this.#ordered;
  }

  get isOnce(): boolean {
    return this.#isOnce;
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

  open(problems: ProblemList, wanted: Wanted = ALL): OpenMember<K, Entry> {
    const { error, isNamed } = this.#named;
    // Of what a person named open(2) says what is wrong, and a descriptor has no need of a path.
    if (error !== null && !isNamed) throw error;
    const kept = this.#kept;
    if (kept !== null) {
      this.#kept = null;
      return { ...kept, batches: inOrder(kept.batches, wanted) };
    }
    const library = this.wantedLibrary();
    const open =
      (library?.databases && this.#openDatabase(library.databases, problems, wanted)) ??
      this.#openRecords(library?.snapshots ?? null, problems, wanted);
    this.#ordered = open.ordered;
    return open;
  }

  close(open: OpenMember<K, Entry>): void {
    if (open.isOnce) this.#kept = open;
    else open[Symbol.dispose]();
  }

  /** Opens its file, whatever the source, and finds its layout. */
  openFile(problems: ProblemList): OpenFile<K> {
    const { record, database } = this.#kind;
    const { root, layout } = this.#options;
    const { path, isNamed, platform } = this.#location();
    const file = openRecords(path, isNamed, root, mostUnpacked(this.#options));
    try {
      if (file.problem !== null) problems.add(file.problem);
      const order = (): Endian | null =>
        root === undefined ? null : trees().orderOfTree(root, openLibrary);
      const expected = { database, layout, platform, isLive: this.isLive, order };
      const ordered = layoutOf(file, record, expected, openLibrary, problems);
      return { path, file, ordered, [Symbol.dispose]: () => file[Symbol.dispose]() };
    } catch (error) {
      file[Symbol.dispose]();
      throw error;
    }
  }

  /** What makes entries of its records. */
  readerOf(
    ordered: OrderedLayout<LayoutOf<K>>,
    path: string,
    problems: ProblemList,
    { isWhole = false }: Wanted = ALL,
  ): RecordReader<Entry> {
    const report: ReportMicroseconds = (...problem) => problems.addMicroseconds(path, ...problem);
    return this.#kind.readerOf(ordered, report, isWhole);
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

  /** @param snapshots the library that is to read the records, if it can */
  #openRecords(
    snapshots: SnapshotReader | null,
    problems: ProblemList,
    wanted: Wanted,
  ): OpenRecords<K, Entry> {
    const open = this.openFile(problems);
    try {
      const { path, file, ordered } = open;
      const { newest, isBackwards } = wanted;
      const indexed = isIndexed(file, ordered);
      const allocate = indexed || !holdsBatches(wanted) ? wanted.allocate : undefined;
      const fromFile =
        indexed && isBackwards
          ? recordChunksBackwards(file, ordered, problems, openLibrary, allocate)
          : recordChunks(file, ordered, problems, newest, openLibrary, allocate);
      const isRead = snapshots !== null && this.isKnown(ordered);
      const chunks = isRead
        ? throughLibc().libcChunks(fromFile, snapshots, (error, chunk) =>
            this.distrust(error, chunk, problems),
          )
        : fromFile;
      this.#source = isRead ? "libc" : "file";
      this.#isOnce = file.isOnce;
      const batches = recordBatches(chunks, this.readerOf(ordered, path, problems, wanted));
      return {
        path,
        ordered,
        batches: indexed ? batches : inOrder(batches, wanted),
        extent: extentOf(file, ordered),
        content: null,
        modified: file.modified,
        isOnce: file.isOnce,
        problems,
        [Symbol.dispose]: () => file[Symbol.dispose](),
      };
    } catch (error) {
      open[Symbol.dispose]();
      throw error;
    }
  }

  /** The records as libc gives them; `null` if it can't and need not. */
  #openDatabase(
    databases: DatabaseReader,
    problems: ProblemList,
    wanted: Wanted,
  ): OpenRecords<K, Entry> | null {
    try {
      const { ask = this.#kind.ask, newest } = wanted;
      const chunk = ask(databases, this.#named.path);
      if (!this.#isOwn()) return null;
      const ordered = { layout: this.#kind.structOf(databases), endian: hostEndian };
      this.#source = "libc";
      this.#isOnce = false;
      const { path } = this;
      const batch = new RecordBatch(chunk, this.readerOf(ordered, path, problems, wanted));
      return {
        path,
        ordered,
        batches: lastOf([batch], newest),
        extent: null,
        content: null,
        modified: null,
        isOnce: false,
        problems,
        [Symbol.dispose]() {},
      };
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
    using open = this.openFile(new ProblemList());
    if (open.file.fd !== null) return this.isKnown(open.ordered);
    if (this.#options.source !== "libc") return false;
    throw new LibraryError(`Cannot read "${this.path}" through libc: it is compressed`);
  }

  #location(): Location {
    const { path, isNamed } = this.#named;
    const found = locate(this.#kind.database, path ?? undefined, this.#options.root);
    return isNamed ? found : { ...found, isNamed: false };
  }
}

function openLibrary(): SystemLibrary {
  return hostPlatform().openLibrary();
}

/** Whether {@link inOrder} holds batches while it reads others: each needs memory of its own then. */
function holdsBatches({ newest, isBackwards }: Wanted): boolean {
  return isBackwards || newest !== Number.POSITIVE_INFINITY;
}

/** Those that are wanted of all. */
function inOrder<Entry>(
  batches: Iterable<Batch<Entry>>,
  { newest, isBackwards }: Wanted,
): Iterable<Batch<Entry>> {
  const last = lastOf(batches, newest);
  return isBackwards ? turned(last) : last;
}

function extentOf(file: RecordSource, { layout }: OrderedLayout): Extent | null {
  if (file.size === null || layout.framing === "utx-log") return null;
  return {
    records: Math.floor(file.size / layout.size),
    trailingBytes: file.size % layout.size,
  };
}

/** Loaded where libc reads the records. */
function throughLibc(): typeof import("../files/libc-chunks.ts") {
  return require("../files/libc-chunks.ts");
}

/** Loaded where another system's tree is read. */
function trees(): typeof import("../files/tree-order.ts") {
  return require("../files/tree-order.ts");
}
