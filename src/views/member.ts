import type { LayoutOf, OrderedLayout } from "../../platforms/index.ts";
import type { Batch } from "../batch.ts";
import type { Chunk } from "../chunk.ts";
import { sharedMemory, type Allocate } from "../files/file-chunks.ts";
import type { Layout } from "../layout.ts";
import type { DatabaseReader } from "../platform.ts";
import type { ProblemList } from "../problems.ts";
import type { SourceName } from "../source.ts";
import type { StoreContent } from "../stores/store-content.ts";

type Kind = Layout["record"];

/** Which records are wanted of a member, and in which order. */
export interface Wanted {
  /** Most records to give: the last ones. */
  readonly newest: number;
  /** Whether the last batch comes first. Each is itself in the order of the file. */
  readonly isBackwards: boolean;
  /** Gives the memory that is read into, if each record is not to have its own. */
  readonly allocate?: Allocate;
  /** Whether entries are made, and not records that are decoded when they are asked. */
  readonly isWhole?: boolean;
  /** What libc is asked, if not for all. */
  readonly ask?: (databases: DatabaseReader, path: string | null) => Chunk;
}

export const ALL: Wanted = { newest: Number.POSITIVE_INFINITY, isBackwards: false };

/** The same for who wants to know all of each. */
export function asEntries(wanted: Wanted): Wanted {
  return { ...wanted, isWhole: true };
}

/** The same for who looks at few fields, and may keep records. */
export function asRecords(wanted: Wanted): Wanted {
  return wanted;
}

/** The same for who looks at few fields, and is done with a record when the next is asked for. */
export function briefly(wanted: Wanted): Wanted {
  return { ...wanted, allocate: sharedMemory() };
}

/** How much there is. */
export interface Extent {
  readonly records: number;
  /** Bytes behind the records that are none. */
  readonly trailingBytes: number;
}

/** A member that is open to be read. */
export interface OpenMember<K extends Kind, Entry> extends Disposable {
  readonly path: string;
  /** `null` where the records are no bytes. */
  readonly ordered: OrderedLayout<LayoutOf<K>> | null;
  readonly batches: Iterable<Batch<Entry>>;
  /** `null` if all must be read to know. */
  readonly extent: Extent | null;
  /** What a store keeps of sessions; `null` where there is nothing but records. */
  readonly content: StoreContent | null;
  /** When its file was last written, in seconds since 1970; `null` if that is not known. */
  readonly modified: number | null;
  /** Whether it can't be opened again, as a pipe. */
  readonly isOnce: boolean;
  readonly problems: ProblemList;
}

/** One of the places that a view reads: a file, the system's own database, a store. */
export interface Member<K extends Kind, Entry> {
  /** What is read; the first place to look if there is none. */
  readonly path: string;
  /** The same, or the name it was given if nothing can be found under it. */
  readonly name: string;
  /** How its records were come by when it was last opened. */
  readonly source: SourceName;
  /** Whether it is where the running system keeps its own. */
  readonly isLive: boolean;
  /**
   * The layout that was found when it was last opened, `undefined` before that; `null` where records
   * are no bytes.
   */
  readonly ordered: OrderedLayout<LayoutOf<K>> | null | undefined;
  /** Whether it could not be read again, as a pipe, when it was last opened. */
  readonly isOnce: boolean;
  /** Why it can't be read, as far as that shows before it is read. */
  error: Error | null;
  /**
   * Opens it anew.
   *
   * @throws what open(2) fails with; {@link StoreError} if it is no file of records;
   *   {@link RecordFormatError} if no layout fits it; {@link LibraryError} if libc was asked for and
   *   can't be used; {@link UnsupportedPlatformError} if the system keeps none
   */
  open(problems: ProblemList, wanted?: Wanted): OpenMember<K, Entry>;
  /** Closes it; of a pipe what was learned is kept, with what it holds, for who opens it next. */
  close(open: OpenMember<K, Entry>): void;
}
