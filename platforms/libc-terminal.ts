import { textIn } from "./libc-memory.ts";

/** The function of <unistd.h> that knows terminals. */
export interface TerminalFunctions {
  ttyname_r(fd: number, path: Uint8Array, length: number): number;
}

const MAX_PATH = 1024; // PATH_MAX of the BSDs; terminals' paths are much shorter

/** Path of the terminal that is open as a file descriptor; `null` if it is none that has a path. */
export function terminalPath(libc: TerminalFunctions, fd: number): string | null {
  const path = new Uint8Array(MAX_PATH);
  return libc.ttyname_r(fd, path, path.length) === 0 ? textIn(path) : null;
}
