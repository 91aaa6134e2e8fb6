import { hostPlatform } from "../../platforms/index.ts";
import { RecordBatch, type Batch } from "../batch.ts";
import { Chunk } from "../chunk.ts";
import { entryOf, type LoginRecord, type UtmpEntry } from "../entry.ts";
import { LibraryError } from "../errors.ts";
import {
  idMatcher,
  lineMatcher,
  recordTypeOf,
  typeNumberOf,
  type Matcher,
  type TextFields,
} from "../files/find.ts";
import { recordChunks } from "../files/record-chunks.ts";
import { bytes } from "../layout.ts";
import type { SnapshotReader, SystemLibrary } from "../platform.ts";
import type { ProblemList } from "../problems.ts";
import type { RecordType } from "../record-types.ts";
import { bytesOf } from "../text.ts";
import type { LoginMember } from "./member-set.ts";
import type { LoginRecords } from "./record-files.ts";
import { RecordMember, type OpenFile } from "./record-member.ts";
import type { AbortSignalLike } from "./view-options.ts";

/** What is looked for. */
export interface Query {
  /** Made for the fields of the records, which cut what they are compared with. */
  readonly matcherOf: (fields: TextFields) => Matcher;
  /** Asks libc for the first record that matches. */
  readonly ask: (library: SnapshotReader, file: Uint8Array) => Uint8Array | null;
}

/** What getutxid(3) looks for. */
export function idQuery(type: RecordType | number, id: string | Uint8Array): Query {
  const word = recordTypeOf(type);
  return {
    matcherOf: (fields) => idMatcher(fields, word, id),
    ask: (library, file) => library.findById(file, typeNumberOf(word), bytesOf(id)),
  };
}

/** What getutxline(3) looks for. */
export function lineQuery(line: string): Query {
  return {
    matcherOf: (fields) => lineMatcher(fields, line),
    ask: (library, file) => library.findByLine(file, line),
  };
}

/** Those of stores whose texts are of any length. */
const UNBOUNDED: TextFields = {
  id: bytes(0, Number.POSITIVE_INFINITY),
  line: bytes(0, Number.POSITIVE_INFINITY),
};

/** The first entry of a member that matches, by libc where that is to read it; else `null`. */
export function findEntry(
  member: LoginMember,
  query: Query,
  problems: ProblemList,
  signal: AbortSignalLike | undefined,
): UtmpEntry | null {
  if (member instanceof RecordMember) {
    // Neither an answer nor its check needs the records that libc would copy.
    const snapshots = member.wantedLibrary()?.snapshots ?? null;
    if (snapshots !== null) return askLibrary(member, snapshots, query, problems, signal);
  }
  using open = member.open(problems);
  const matches = query.matcherOf(open.ordered?.layout.fields ?? UNBOUNDED);
  for (const batch of open.batches) {
    const found = findIn(batch, matches, signal);
    if (found !== null) return entryOf(found);
  }
  return null;
}

function askLibrary(
  member: LoginRecords,
  snapshots: SnapshotReader,
  { matcherOf, ask }: Query,
  problems: ProblemList,
  signal: AbortSignalLike | undefined,
): UtmpEntry | null {
  using open = member.openFile(problems);
  const { path, ordered } = open;
  const matches = matcherOf(ordered.layout.fields);
  const asked = member.isKnown(ordered) ? snapshots : null;
  const reader = member.readerOf(ordered, path, problems);
  for (const chunk of chunksOf(open, problems)) {
    const found = findIn(new RecordBatch(chunk, reader), matches, signal);
    const record = asked && ask(asked, chunk.bytes);
    if (asked !== null && !isSame(record, found?.raw() ?? null)) {
      const message = "Cannot trust libc: it finds another record than the file has";
      member.distrust(new LibraryError(message), chunk, problems);
    } else if (record !== null) {
      const answer = reader.read(new Chunk(record, chunk.size, chunk.offset, "libc"), 0);
      return answer && entryOf(answer);
    }
    if (found !== null) return entryOf(found);
  }
  return null;
}

/** The first record of a file that matches, whatever reads its records otherwise. */
export function firstInFile(
  member: LoginRecords,
  matches: Matcher,
  problems: ProblemList,
): LoginRecord | null {
  using open = member.openFile(problems);
  const reader = member.readerOf(open.ordered, open.path, problems);
  for (const chunk of chunksOf(open, problems)) {
    const found = findIn(new RecordBatch(chunk, reader), matches, undefined);
    if (found !== null) return found;
  }
  return null;
}

function chunksOf({ file, ordered }: OpenFile<"utmp">, problems: ProblemList): Iterable<Chunk> {
  const openLibrary = (): SystemLibrary => hostPlatform().openLibrary();
  return recordChunks(file, ordered, problems, Number.POSITIVE_INFINITY, openLibrary);
}

function findIn(
  batch: Batch<LoginRecord>,
  matches: Matcher,
  signal: AbortSignalLike | undefined,
): LoginRecord | null {
  for (let i = 0; i < batch.length; i++) {
    signal?.throwIfAborted();
    const entry = batch.at(i);
    if (entry !== null && matches(entry)) return entry;
  }
  return null;
}

function isSame(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === null || b === null ? a === b : Buffer.compare(a, b) === 0;
}
