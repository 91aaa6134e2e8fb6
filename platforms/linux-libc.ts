import { readFileSync } from "node:fs";
import { LibraryError } from "../src/errors.ts";
import { openLibrary } from "../src/library.ts";
import type { PosixNumbers } from "./libc-posix.ts";

/** As both C libraries of Linux answer to. */
export const LIBC = "libc.so.6";

/** Of the headers of glibc and musl, which agree. */
export const linuxNumbers: PosixNumbers = {
  sockets: {
    inet6: 10, // AF_INET6 of <sys/socket.h>
    hasLength: false,
    canonname: 32, // struct addrinfo of <netdb.h>, where ai_addr is before it
  },
  localeMasks: { LC_CTYPE: 1 << 0, LC_TIME: 1 << 2 }, // <locale.h>
  whence: { data: 3, hole: 4 }, // <unistd.h>
};

let known: boolean | undefined;

/** Whether this process runs with musl, whose functions for login records know nobody. */
export function isMusl(): boolean {
  known ??= !has("gnu_get_libc_version") && (has("setutxent") || mapsMusl());
  return known;
}

/** Whether libc has a function; no, too, if FFI is off. */
function has(name: string): boolean {
  try {
    openLibrary(LIBC, { [name]: { args: [], returns: "ptr" } });
    return true;
  } catch (error) {
    if (error instanceof LibraryError) return false;
    throw error;
  }
}

/** musl's loader is its libc; proc(5) names it where FFI is off. */
function mapsMusl(): boolean {
  try {
    return /\/(?:ld-|libc\.)musl-/.test(readFileSync("/proc/self/maps", "utf8"));
  } catch {
    return false;
  }
}
