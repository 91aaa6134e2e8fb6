import { chunkOf, type Chunk } from "../chunk.ts";
import type { ProblemList, RecordProblem } from "../problems.ts";
import type { RecordFile } from "./record-file.ts";

/** A part of a file: from `start` to before `end`, in bytes. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/** Large enough for few system calls, small enough for the processor's cache. */
const CHUNK_BYTES = 1 << 18;

/** The whole of a file as it was when it was opened; of a pipe, until its end. */
export function wholeFile(file: RecordFile, start = 0): Extent[] {
  return [{ start, end: file.size ?? Number.POSITIVE_INFINITY }];
}

/**
 * Reads parts of a file in chunks of whole records. All chunks share one buffer: use one before
 * asking for the next. What is no whole record goes to `problems`.
 *
 * @param extents parts of the file, each beginning where a record does
 */
export function* fileChunks(
  file: RecordFile,
  recordSize: number,
  extents: Iterable<Extent>,
  problems: ProblemList,
): Generator<Chunk, undefined, undefined> {
  const wanted = Math.max(recordSize, Math.min(CHUNK_BYTES, file.size ?? CHUNK_BYTES));
  const buffer = new Uint8Array(wanted - (wanted % recordSize));
  for (const { start, end } of extents) {
    let position = start;
    while (position < end) {
      const expected = Math.min(buffer.length, end - position);
      const count = file.read(buffer.subarray(0, expected), position);
      const torn = count % recordSize;
      if (count > torn) yield chunkOf(buffer.subarray(0, count - torn), position, "file");
      position += count;
      if (torn > 0) problems.add(tornTail(file.path, position - torn, torn, recordSize));
      if (count === expected) continue;
      if (file.size !== null) problems.add(shrunk(file.path, file.size, position));
      return;
    }
  }
}

function tornTail(path: string, offset: number, bytes: number, recordSize: number): RecordProblem {
  const message = `Cannot decode "${path}" at byte ${offset}: ${bytes} bytes remain and a record takes ${recordSize}`;
  return { kind: "torn-tail", offset, bytes, message };
}

function shrunk(path: string, size: number, offset: number): RecordProblem {
  const message = `Cannot read "${path}" at byte ${offset}: it had ${size} bytes when it was opened and shrank`;
  return { kind: "shrunk", offset, bytes: size - offset, message };
}
