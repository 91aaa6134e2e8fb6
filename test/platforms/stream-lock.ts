import { openLibrary } from "../../src/library.ts";
import type { StreamLock } from "../../platforms/libc-lock.ts";

const SYMBOLS = {
  stdout: { args: [], returns: "void" }, // FILE *stdout: data, of which only the address is used
  ftrylockfile: { args: ["ptr"], returns: "i32" }, // int ftrylockfile(FILE *)
  funlockfile: { args: ["ptr"], returns: "void" }, // void funlockfile(FILE *)
} as const;

/** This machine's lock of a stream that neither Bun nor the package uses. */
export function openStreamLock(): { readonly libc: StreamLock; readonly stream: object } {
  const libc = openLibrary("libc.so.6", SYMBOLS);
  return { libc, stream: libc.stdout };
}
