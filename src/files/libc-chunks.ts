import { Chunk } from "../chunk.ts";
import { LibraryError } from "../errors.ts";
import type { SnapshotReader } from "../platform.ts";

/**
 * Has libc read each chunk, and gives what it read. Each is a snapshot of its own: libc's cursor is
 * free again before the chunk is given.
 *
 * @param onDistrust told where libc gives other records than the file has, which are then given
 */
export function* libcChunks(
  chunks: Iterable<Chunk>,
  library: SnapshotReader,
  onDistrust: (error: LibraryError, chunk: Chunk) => void,
): Generator<Chunk, undefined, undefined> {
  for (const chunk of chunks) yield readByLibc(chunk, library, onDistrust);
}

function readByLibc(
  chunk: Chunk,
  library: SnapshotReader,
  onDistrust: (error: LibraryError, chunk: Chunk) => void,
): Chunk {
  try {
    return new Chunk(library.readRecords(chunk.bytes), chunk.size, chunk.offset, "libc");
  } catch (error) {
    if (!(error instanceof LibraryError)) throw error;
    onDistrust(error, chunk);
    return chunk;
  }
}
