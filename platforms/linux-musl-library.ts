import { openLibrary } from "../src/library.ts";
import type { SystemLibrary } from "../src/platform.ts";
import { holeFinder } from "./file-holes.ts";
import { uidByName } from "./libc-accounts.ts";
import { errnoAt } from "./libc-memory.ts";
import { LIBC } from "./linux-libc.ts";

const SYMBOLS = {
  lseek: { args: ["i32", "i64", "i32"], returns: "i64" }, // off_t lseek(int, off_t, int)
  getpwnam: { args: ["ptr"], returns: "ptr" }, // struct passwd *getpwnam(const char *name)
  __errno_location: { args: [], returns: "ptr" }, // int *__errno_location(void)
} as const;

let opened: SystemLibrary | undefined;

/** musl has functions for files and accounts; those for login records do nothing. */
export function openMusl(): SystemLibrary {
  opened ??= muslLibrary();
  return opened;
}

function muslLibrary(): SystemLibrary {
  const libc = openLibrary(LIBC, SYMBOLS);
  return {
    snapshots: null,
    databases: null,
    uidOf: (name) => uidByName(libc.getpwnam, name),
    ...holeFinder(
      (fd, offset, whence) => Number(libc.lseek(fd, offset, whence)),
      errnoAt(() => libc.__errno_location()).get,
      { data: 3, hole: 4 }, // SEEK_DATA and SEEK_HOLE of Linux's <unistd.h>
    ),
  };
}
