import type { LayoutOf, OrderedLayout } from "../../platforms/index.ts";
import type { Chunk } from "../chunk.ts";
import type { Layout } from "../layout.ts";
import type { Database, DatabaseReader } from "../platform.ts";
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
  /** @param isWhole whether entries are wanted, where records are something else */
  readerOf(
    ordered: OrderedLayout<LayoutOf<K>>,
    report: ReportMicroseconds,
    isWhole: boolean,
  ): RecordReader<Entry>;
}
