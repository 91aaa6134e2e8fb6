import type { LayoutOf, OrderedLayout } from "../../platforms/index.ts";
import type { Chunk } from "../chunk.ts";
import type { RecordSource } from "../files/record-file.ts";
import type { Layout } from "../layout.ts";
import type { Database, DatabaseReader } from "../platform.ts";
import type { ProblemList } from "../problems.ts";
import type { RecordReader, ReportMicroseconds } from "../reader.ts";

type Kind = Layout["record"];

/** The records that a view has, and how they come out. */
export interface RecordKind<K extends Kind, Entry> {
  readonly record: K;
  readonly database: Database;
  /** The struct in which libc gives them. */
  structOf(databases: DatabaseReader): LayoutOf<K>;
  /** All of them, as libc gives them. */
  ask(databases: DatabaseReader, path: string | null): Chunk;
  readerOf(ordered: OrderedLayout<LayoutOf<K>>, report: ReportMicroseconds): RecordReader<Entry>;
}

/** Which records are wanted of a member, and in which order. */
export interface Wanted {
  /** Most records to give: the last ones. */
  readonly newest: number;
  /** Whether the last chunk comes first. Each is itself in the order of the file. */
  readonly isBackwards: boolean;
  /** What libc is asked, if not for all. */
  readonly ask?: (databases: DatabaseReader, path: string | null) => Chunk;
}

export const ALL: Wanted = { newest: Number.POSITIVE_INFINITY, isBackwards: false };

/** A member that is open to be read. */
export interface OpenMember<K extends Kind, Entry> extends Disposable {
  readonly path: string;
  /** `null` where libc has given the records. */
  readonly file: RecordSource | null;
  readonly ordered: OrderedLayout<LayoutOf<K>>;
  readonly chunks: Iterable<Chunk>;
  readonly reader: RecordReader<Entry>;
  readonly problems: ProblemList;
}
