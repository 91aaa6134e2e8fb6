import { fstatSync } from "node:fs";
import { LibraryError } from "../errors.ts";
import type { SystemLibrary } from "../platform.ts";
import { wholeFile, type Extent } from "./file-chunks.ts";
import type { RecordSource } from "./record-file.ts";

/** Reading holes takes about 0.3 s a gigabyte: below this they need not be found. */
const MAX_BLIND_BYTES = 2 ** 30;

/**
 * The parts of a sparse file that hold data, widened to whole records: lastlog has a record for
 * every uid up to the highest that ever logged in, and can look a terabyte large.
 *
 * @param openLibrary loads libc, which finds them; without it a small file is read whole
 * @throws {@link LibraryError} if the file is large and libc can't be used
 */
export function* dataExtents(
  file: RecordSource,
  recordSize: number,
  openLibrary: () => SystemLibrary,
): Generator<Extent, undefined, undefined> {
  const { size, fd } = file;
  const library =
    size === null || fd === null ? null : libraryFor(file.path, fd, size, openLibrary);
  if (size === null || fd === null || library === null) {
    yield* wholeFile(file);
    return;
  }
  let position = 0;
  while (position < size) {
    const data = library.nextData(fd, position);
    if (data === null || data >= size) return;
    const hole = Math.min(library.nextHole(fd, data), size);
    const start = Math.max(position, data - (data % recordSize));
    const end = Math.min(hole + ((recordSize - (hole % recordSize)) % recordSize), size);
    if (end > start) yield { start, end };
    position = Math.max(end, hole);
  }
}

function libraryFor(
  path: string,
  fd: number,
  size: number,
  openLibrary: () => SystemLibrary,
): SystemLibrary | null {
  const { blocks } = fstatSync(fd);
  if (blocks * 512 >= size) return null;
  try {
    return openLibrary();
  } catch (cause) {
    if (size <= MAX_BLIND_BYTES) return null;
    const state = `it looks ${size} bytes large and has ${blocks * 512}`;
    throw new LibraryError(`Cannot find the data in "${path}": ${state}, and libc is not there`, {
      cause,
    });
  }
}
