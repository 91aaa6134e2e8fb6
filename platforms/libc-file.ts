import { statSync } from "node:fs";
import { LibraryError } from "../src/errors.ts";

/**
 * Size of a file that libc is about to open, in bytes; `null` if there is none.
 *
 * @throws {@link LibraryError} if it is no file: libc would wait for a FIFO's writer
 */
export function libcFileSize(path: string): number | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  if (stats.isFile()) return stats.size;
  throw new LibraryError(
    `Cannot read "${path}" through libc: it is no regular file, and one of records is wanted`,
  );
}
