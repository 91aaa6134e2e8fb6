import { openLibrary } from "../src/library.ts";
import type { SystemLibrary } from "../src/platform.ts";
import { alone } from "./libc-lock.ts";
import { errnoAt } from "./libc-memory.ts";
import { POSIX_SYMBOLS, posixLibrary } from "./libc-posix.ts";
import { LIBC, linuxNumbers } from "./linux-libc.ts";

const SYMBOLS = {
  ...POSIX_SYMBOLS,
  stdin: { args: [], returns: "void" }, // FILE *const stdin: data, of which only the address is used
  ftrylockfile: { args: ["ptr"], returns: "i32" }, // int ftrylockfile(FILE *)
  funlockfile: { args: ["ptr"], returns: "void" }, // void funlockfile(FILE *)
  __errno_location: { args: [], returns: "ptr" }, // int *__errno_location(void)
} as const;

/** Accounts are lines of a file. */
const PATIENCE_MS = 200;

let opened: SystemLibrary | undefined;

/** musl has functions for files, accounts and so on; those for login records do nothing. */
export function openMusl(): SystemLibrary {
  opened ??= muslLibrary();
  return opened;
}

function muslLibrary(): SystemLibrary {
  const libc = openLibrary(LIBC, SYMBOLS);
  const errno = errnoAt(() => libc.__errno_location());
  return {
    snapshots: null,
    databases: null,
    ...posixLibrary(libc, errno, linuxNumbers, (use) => alone(libc, libc.stdin, PATIENCE_MS, use)),
  };
}
