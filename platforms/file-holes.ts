import { LibraryError } from "../src/errors.ts";
import type { SystemLibrary } from "../src/platform.ts";

const ENXIO = 6; // <errno.h>, the same on every system

/**
 * Finds what a sparse file holds, with a system's lseek(2).
 *
 * @param whence its SEEK_DATA and SEEK_HOLE
 */
export function holeFinder(
  seek: (fd: number, offset: number, whence: number) => number,
  errno: () => number,
  whence: { readonly data: number; readonly hole: number },
): Pick<SystemLibrary, "nextData" | "nextHole"> {
  return {
    nextData(fd, from) {
      const at = seek(fd, from, whence.data);
      if (at >= 0) return at;
      const reason = errno();
      if (reason === ENXIO) return null;
      throw new LibraryError(
        `Cannot find data behind byte ${from}: lseek failed with errno ${reason}`,
      );
    },
    nextHole(fd, from) {
      const at = seek(fd, from, whence.hole);
      if (at >= 0) return at;
      throw new LibraryError(
        `Cannot find a hole behind byte ${from}: lseek failed with errno ${errno()}`,
      );
    },
  };
}
