import { readFileSync } from "node:fs";
import { LibraryError } from "../src/errors.ts";
import { openLibrary } from "../src/library.ts";

/** As both C libraries of Linux answer to. */
export const LIBC = "libc.so.6";

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
