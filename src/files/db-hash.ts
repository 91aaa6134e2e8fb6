import { chunkOf, type Chunk } from "../chunk.ts";
import type { ProblemList } from "../problems.ts";
import { DbHashBytes } from "./db-hash-bytes.ts";
import {
  dbHashHeader,
  DB_HASH_HEADER_BYTES,
  headerDamage,
  pageOfBucket,
  type DbHashHeader,
} from "./db-hash-header.ts";
import { decodePage } from "./db-hash-page.ts";
import { DbHashWalk, UID_BYTES, type DbHashValue } from "./db-hash-walk.ts";
import { CHUNK_BYTES } from "./file-chunks.ts";
import type { ByteSource } from "./record-file.ts";

export { dbHashHeader, isDbHash, type DbHashHeader } from "./db-hash-header.ts";

/** As many values as this are held to put them in order: tens of thousands. */
const MAX_HELD_BYTES = 1 << 24;

/**
 * Reads the values of a Berkeley DB 1.85 hash whose keys are uids, lowest uid first as long as they
 * have no more than 16 MiB; of more, each 16 MiB are in order. What is no such value goes to
 * `problems`. A file of no bytes is a hash without keys.
 *
 * @throws {@link RecordFormatError} if it is no hash that could hold last logins
 * @throws {@link StoreError} if it is a pipe of more than 64 MiB: its pages are not in order
 */
export function* dbHashChunks(
  file: ByteSource,
  recordSize: number,
  problems: ProblemList,
): Generator<Chunk, undefined, undefined> {
  const bytes = new DbHashBytes(file, problems);
  if (bytes.size === 0) return;
  const head = bytes.read(0, DB_HASH_HEADER_BYTES);
  if (head === null) return;
  const walk = new DbHashWalk(bytes, dbHashHeader(head, file.path), recordSize);
  headerDamage(head, (...damage) => bytes.addDamage(...damage));
  let held: DbHashValue[] = [];
  for (const value of walk.values()) {
    held.push(value);
    if (held.length * recordSize < MAX_HELD_BYTES) continue;
    yield* chunksInOrder(held, recordSize);
    held = [];
  }
  yield* chunksInOrder(held, recordSize);
}

/**
 * The sizes that values under uids have, the commonest first.
 *
 * @param head the beginning of the file: its first three pages have the first two buckets
 */
export function dbHashValueSizes(head: Uint8Array, header: DbHashHeader): number[] {
  const { endian, pageSize, maxBucket } = header;
  const counts = new Map<number, number>();
  for (let bucket = 0; bucket <= maxBucket; bucket++) {
    const start = pageOfBucket(header, bucket) * pageSize;
    if (start + pageSize > head.length) break;
    const page = head.subarray(start, start + pageSize);
    for (const { value, key, end } of decodePage(page, endian, () => {}).pairs) {
      const size = key - value;
      if (end - key === UID_BYTES) counts.set(size, (counts.get(size) ?? 0) + 1);
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([size]) => size);
}

function* chunksInOrder(
  values: DbHashValue[],
  recordSize: number,
): Generator<Chunk, undefined, undefined> {
  values.sort((a, b) => a.uid - b.uid || a.offset - b.offset);
  const most = Math.max(1, Math.floor(CHUNK_BYTES / recordSize));
  for (let i = 0; i < values.length; i += most) {
    const frames = values.slice(i, i + most);
    const bytes = new Uint8Array(frames.length * recordSize);
    for (const [at, { raw }] of frames.entries()) bytes.set(raw, at * recordSize);
    yield chunkOf(bytes, frames[0]?.offset ?? 0, "file", frames);
  }
}
