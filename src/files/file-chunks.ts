import { Chunk } from "../chunk.ts";
import { isReadError } from "../errors.ts";
import type { ProblemList, RecordProblem } from "../problems.ts";
import type { ByteSource } from "./record-file.ts";

/** A part of a file: from `start` to before `end`, in bytes. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/**
 * Large enough for few system calls. Not larger, because entries give their raw bytes: one that is
 * held keeps its whole chunk in memory.
 */
export const CHUNK_BYTES: number = 1 << 16;

/** The whole of a file as it was when it was opened; of a pipe, until its end. */
export function wholeFile(file: ByteSource, start = 0): Extent[] {
  return [{ start, end: file.size ?? Number.POSITIVE_INFINITY }];
}

/** How many whole records a chunk has, at least one. */
export function recordsPerChunk(recordSize: number): number {
  return Math.max(1, Math.floor(CHUNK_BYTES / recordSize));
}

/** Gives memory of so many bytes, whatever is in it. */
export type Allocate = (bytes: number) => Uint8Array;

/** Memory of its own for each chunk. Zeroing it would be for nothing: only what was read is given. */
function ownMemory(bytes: number): Uint8Array {
  return new Uint8Array(Buffer.allocUnsafeSlow(bytes).buffer);
}

/** The same memory for all chunks: each is done with when the next is asked for. */
export function sharedMemory(): Allocate {
  let memory = new Uint8Array(0);
  return (bytes) => {
    if (bytes > memory.length) memory = new Uint8Array(bytes);
    return memory.subarray(0, bytes);
  };
}

/**
 * Reads parts of a file in chunks of whole records. What is no whole record goes to `problems`.
 *
 * @param extents parts of the file, each beginning where a record does
 * @param allocate gives the memory of a chunk
 */
export function* fileChunks(
  file: ByteSource,
  recordSize: number,
  extents: Iterable<Extent>,
  problems: ProblemList,
  allocate: Allocate = ownMemory,
): Generator<Chunk, undefined, undefined> {
  const chunkSize = recordsPerChunk(recordSize) * recordSize;
  for (const { start, end } of extents) {
    let position = start;
    while (position < end) {
      const expected = Math.min(chunkSize, end - position);
      const buffer = allocate(expected);
      const count = readOrSay(file, buffer, position, problems);
      if (count === null) return;
      const torn = count % recordSize;
      if (count > torn)
        yield new Chunk(buffer.subarray(0, count - torn), recordSize, position, "file");
      position += count;
      if (torn > 0) problems.add(tornTail(file.path, position - torn, torn, recordSize));
      if (count === expected) continue;
      if (file.size !== null) problems.add(shrunk(file.path, file.size, position));
      return;
    }
  }
}

/**
 * Reads parts of a file from its last record to its first, in chunks that are themselves in the
 * order of the file. Records are counted from where a part begins, so that a torn one at its end
 * moves none. What can't be read is left out, and the records before it are given.
 *
 * @param extents parts of the file, the last first, each beginning where a record does
 * @param allocate gives the memory of a chunk
 */
export function* fileChunksBackwards(
  file: ByteSource,
  recordSize: number,
  extents: Iterable<Extent>,
  problems: ProblemList,
  allocate: Allocate = ownMemory,
): Generator<Chunk, undefined, undefined> {
  const chunkSize = recordsPerChunk(recordSize) * recordSize;
  let isAnyRead = false;
  let shrunkTo: number | null = null;
  for (const extent of extents) {
    const torn = (extent.end - extent.start) % recordSize;
    if (torn > 0) problems.add(tornTail(file.path, extent.end - torn, torn, recordSize));
    for (let end = extent.end - torn; end > extent.start; end -= chunkSize) {
      const start = Math.max(extent.start, end - chunkSize);
      const buffer = allocate(end - start);
      let count: number;
      try {
        count = file.read(buffer, start);
      } catch (error) {
        // Where nothing at all can be read, the first bytes fail as they do forwards.
        if (!isReadError(error) || (start === 0 && !isAnyRead)) throw error;
        problems.add(unread(file.path, start, end, error));
        continue;
      }
      isAnyRead = true;
      if (count < buffer.length) shrunkTo = start + count;
      const whole = count - (count % recordSize);
      if (whole > 0) yield new Chunk(buffer.subarray(0, whole), recordSize, start, "file");
    }
  }
  if (shrunkTo !== null) problems.add(shrunk(file.path, file.size ?? shrunkTo, shrunkTo));
}

/** What is read of a damaged disk is given: `null` ends reading, once something has been read. */
export function readOrSay(
  file: ByteSource,
  into: Uint8Array,
  position: number,
  problems: ProblemList,
): number | null {
  try {
    return file.read(into, position);
  } catch (error) {
    if (position === 0 || !isReadError(error)) throw error;
    problems.add(unread(file.path, position, file.size ?? position, error));
    return null;
  }
}

function unread(path: string, start: number, end: number, error: Error): RecordProblem {
  const message = `Cannot read "${path}" at byte ${start}: ${error.message}`;
  return { kind: "read", offset: start, bytes: end - start, message };
}

export function tornTail(
  path: string,
  offset: number,
  bytes: number,
  recordSize: number,
): RecordProblem {
  const message = `Cannot decode "${path}" at byte ${offset}: ${bytes} bytes remain and a record takes ${recordSize}`;
  return { kind: "torn-tail", offset, bytes, message };
}

export function shrunk(path: string, size: number, offset: number): RecordProblem {
  const message = `Cannot read "${path}" at byte ${offset}: it had ${size} bytes when it was opened and shrank`;
  return { kind: "shrunk", offset, bytes: size - offset, message };
}
