import { Chunk } from "../chunk.ts";
import type { ProblemList } from "../problems.ts";
import { DbHashBytes } from "./db-hash-bytes.ts";
import { dbHashHeader, DB_HASH_HEADER_BYTES, headerDamage } from "./db-hash-header.ts";
import { DbHashWalk, type DbHashValue } from "./db-hash-walk.ts";
import { recordsPerChunk } from "./file-chunks.ts";
import type { ByteSource } from "./record-file.ts";

export { dbHashHeader, type DbHashHeader } from "./db-hash-header.ts";

/** As many values as this are held to put them in order: tens of thousands. */
const MAX_HELD_BYTES = 1 << 24;

/**
 * Reads the values of a Berkeley DB 1.85 hash whose keys are uids, lowest uid first as long as they
 * have no more than 16 MiB; of more, each 16 MiB are in order. What is no such value goes to
 * `problems`. A file of no bytes is a hash without keys.
 *
 * @throws {@link RecordFormatError} if it is no hash that could hold last logins
 * @throws {@link StoreError} if it is a pipe of more than 64 MiB, as its pages are not in order, or
 *   a file of more than 1 GiB
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

function* chunksInOrder(
  values: DbHashValue[],
  recordSize: number,
): Generator<Chunk, undefined, undefined> {
  values.sort((a, b) => a.uid - b.uid || a.offset - b.offset);
  const most = recordsPerChunk(recordSize);
  for (let i = 0; i < values.length; i += most) {
    const frames = values.slice(i, i + most);
    const bytes = new Uint8Array(frames.length * recordSize);
    for (const [at, { raw }] of frames.entries()) bytes.set(raw, at * recordSize);
    yield new Chunk(bytes, recordSize, frames[0]?.offset ?? 0, "file", frames);
  }
}
