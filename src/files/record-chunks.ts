import type { OrderedLayout } from "../../platforms/index.ts";
import { chunkOf, type Chunk } from "../chunk.ts";
import type { SystemLibrary } from "../platform.ts";
import type { ProblemList } from "../problems.ts";
import { dataExtents } from "./data-extents.ts";
import { dbHashChunks } from "./db-hash.ts";
import { fileChunks, fileChunksBackwards, wholeFile } from "./file-chunks.ts";
import type { RecordSource } from "./record-file.ts";
import { utxLogChunks } from "./utx-log.ts";

/**
 * The records of a file in chunks, however its layout frames them.
 *
 * @param newest most records to give: the last ones
 * @param openLibrary loads libc, which finds the data of a sparse file
 */
export function recordChunks(
  file: RecordSource,
  { layout }: OrderedLayout,
  problems: ProblemList,
  newest: number,
  openLibrary: () => SystemLibrary,
): Generator<Chunk, undefined, undefined> {
  const { size } = layout;
  switch (layout.framing) {
    case "utx-log":
      return lastRecords(utxLogChunks(file, size, problems), size, newest);
    case "db-hash":
      return dbHashChunks(file, size, problems);
    case "by-uid":
      return fileChunks(file, size, dataExtents(file, size, openLibrary), problems);
    case "array":
    case "signed":
    case "signed-1":
    case "signed-2":
    case "named": {
      if (file.size === null) {
        return lastRecords(fileChunks(file, size, wholeFile(file), problems), size, newest);
      }
      const records = Math.floor(file.size / size);
      const start = Math.max(0, records - newest) * size;
      return fileChunks(file, size, wholeFile(file, start), problems);
    }
  }
}

/**
 * The same records from the last to the first, in chunks that are themselves in the order of the
 * file. What can only be read forward is kept until its end.
 */
export function recordChunksBackwards(
  file: RecordSource,
  ordered: OrderedLayout,
  problems: ProblemList,
  newest: number,
  openLibrary: () => SystemLibrary,
): Generator<Chunk, undefined, undefined> {
  const { framing, size } = ordered.layout;
  if (file.size === null || framing === "utx-log" || framing === "db-hash") {
    return turned(recordChunks(file, ordered, problems, newest, openLibrary));
  }
  const extents = framing === "by-uid" ? dataExtents(file, size, openLibrary) : wholeFile(file);
  return fileChunksBackwards(file, size, [...extents].reverse(), problems);
}

/** The last chunk first. */
export function* turned(chunks: Iterable<Chunk>): Generator<Chunk, undefined, undefined> {
  yield* [...chunks].reverse();
}

/** The last records of those that can only be found one after the other. */
export function* lastRecords(
  chunks: Iterable<Chunk>,
  size: number,
  newest: number,
): Generator<Chunk, undefined, undefined> {
  const kept: Chunk[] = [];
  let count = 0;
  for (const chunk of chunks) {
    if (newest === Number.POSITIVE_INFINITY) {
      yield chunk;
      continue;
    }
    kept.push(chunk);
    count += chunk.bytes.length / size;
    for (let [first] = kept; first !== undefined; [first] = kept) {
      const records = first.bytes.length / size;
      if (count - records < newest) break;
      kept.shift();
      count -= records;
    }
  }
  for (const chunk of kept) {
    const skip = Math.min(Math.max(0, count - newest), chunk.bytes.length / size);
    count -= skip;
    const frames = chunk.frames?.slice(skip) ?? null;
    const offset = frames === null ? chunk.offset + skip * size : chunk.offset;
    if (skip * size < chunk.bytes.length) {
      yield chunkOf(chunk.bytes.subarray(skip * size), offset, chunk.source, frames);
    }
  }
}
