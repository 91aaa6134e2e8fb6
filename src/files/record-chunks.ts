import type { OrderedLayout } from "../../platforms/index.ts";
import type { Chunk } from "../chunk.ts";
import type { SystemLibrary } from "../platform.ts";
import type { ProblemList } from "../problems.ts";
import { fileChunks, fileChunksBackwards, wholeFile, type Allocate } from "./file-chunks.ts";
import type { RecordSource } from "./record-file.ts";

/** What most files have no need of is loaded where one is read that has. */
const framed = {
  byUid: (): typeof import("./data-extents.ts") => require("./data-extents.ts"),
  utxLog: (): typeof import("./utx-log.ts") => require("./utx-log.ts"),
  dbHash: (): typeof import("./db-hash.ts") => require("./db-hash.ts"),
};

/** Whether records can be found by their number, so that the last are read without the others. */
export function isIndexed(file: RecordSource, { layout }: OrderedLayout): boolean {
  return file.size !== null && layout.framing !== "utx-log" && layout.framing !== "db-hash";
}

/**
 * The records of a file in chunks, however its layout frames them.
 *
 * @param newest most records to give, the last ones, of a log whose records are indexed; of other
 *   files all are given
 * @param openLibrary loads libc, which finds the data of a sparse file
 * @param allocate gives the memory of chunks, as far as they are the file's own bytes
 */
export function recordChunks(
  file: RecordSource,
  { layout }: OrderedLayout,
  problems: ProblemList,
  newest: number,
  openLibrary: () => SystemLibrary,
  allocate?: Allocate,
): Generator<Chunk, undefined, undefined> {
  const { size } = layout;
  switch (layout.framing) {
    case "utx-log":
      return framed.utxLog().utxLogChunks(file, size, problems);
    case "db-hash":
      return framed.dbHash().dbHashChunks(file, size, problems);
    case "by-uid":
      return fileChunks(
        file,
        size,
        framed.byUid().dataExtents(file, size, openLibrary),
        problems,
        allocate,
      );
    case "array":
    case "signed":
    case "signed-1":
    case "signed-2":
    case "named": {
      const records = Math.floor((file.size ?? 0) / size);
      const start = Math.max(0, records - newest) * size;
      return fileChunks(file, size, wholeFile(file, start), problems, allocate);
    }
  }
}

/**
 * The same of a file whose records are indexed, from the last to the first, in chunks that are
 * themselves in the order of the file.
 */
export function recordChunksBackwards(
  file: RecordSource,
  { layout }: OrderedLayout,
  problems: ProblemList,
  openLibrary: () => SystemLibrary,
  allocate?: Allocate,
): Generator<Chunk, undefined, undefined> {
  const { framing, size } = layout;
  const extents =
    framing === "by-uid" ? framed.byUid().dataExtents(file, size, openLibrary) : wholeFile(file);
  return fileChunksBackwards(file, size, [...extents].reverse(), problems, allocate);
}
