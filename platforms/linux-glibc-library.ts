import { closeSync, writeSync } from "node:fs";
import { LibraryError } from "../src/errors.ts";
import { hostEndian, type UtmpLayout } from "../src/layout.ts";
import { cString, openLibrary } from "../src/library.ts";
import type { SnapshotReader, SystemLibrary } from "../src/platform.ts";
import { USER_PROCESS } from "../src/record-types.ts";
import { errnoAt, recordMapper } from "./libc-memory.ts";
import { POSIX_SYMBOLS, posixLibrary } from "./libc-posix.ts";
import { LIBC, linuxNumbers } from "./linux-libc.ts";

/** Functions of glibc; musl lacks the first, and its others are stubs that know nobody. */
const SYMBOLS = {
  ...POSIX_SYMBOLS,
  gnu_get_libc_version: { args: [], returns: "ptr" }, // const char *gnu_get_libc_version(void)
  utmpxname: { args: ["ptr"], returns: "i32" }, // int utmpxname(const char *file)
  setutxent: { args: [], returns: "void" }, // void setutxent(void)
  getutxent: { args: [], returns: "ptr" }, // struct utmpx *getutxent(void)
  getutxid: { args: ["ptr"], returns: "ptr" }, // struct utmpx *getutxid(const struct utmpx *)
  getutxline: { args: ["ptr"], returns: "ptr" }, // struct utmpx *getutxline(const struct utmpx *)
  endutxent: { args: [], returns: "void" }, // void endutxent(void)
  memfd_create: { args: ["ptr", "u32"], returns: "i32" }, // int memfd_create(const char *, unsigned)
  stdin: { args: [], returns: "void" }, // FILE *stdin: data, of which only the address is used
  ftrylockfile: { args: ["ptr"], returns: "i32" }, // int ftrylockfile(FILE *)
  funlockfile: { args: ["ptr"], returns: "void" }, // void funlockfile(FILE *)
  __errno_location: { args: [], returns: "ptr" }, // int *__errno_location(void)
} as const;

const DEFAULT_UTMP = cString("/var/run/utmp"); // _PATH_UTMP of <paths.h>
const MFD_CLOEXEC = 1; // <sys/mman.h>

/** Reading a chunk takes less than a millisecond. */
const PATIENCE_MS = 200;

type Glibc = ReturnType<typeof openLibrary<typeof SYMBOLS>>;

/** Most commands ask for local time alone: what looks for records is loaded where it is wanted. */
const load = {
  encode: (): typeof import("../src/encode.ts") => require("../src/encode.ts"),
  lock: (): typeof import("./libc-lock.ts") => require("./libc-lock.ts"),
};

let opened: SystemLibrary | undefined;

/** glibc's functions for records of the layout that this machine's architecture has. */
export function openGlibc(layout: UtmpLayout): SystemLibrary {
  opened ??= glibcLibrary(openLibrary(LIBC, SYMBOLS), layout);
  return opened;
}

function glibcLibrary(libc: Glibc, layout: UtmpLayout): SystemLibrary {
  const memoryOf = recordMapper(layout.size);
  const snapshots: SnapshotReader = {
    readRecords(file) {
      const { bytes, count } = withSnapshot(libc, file, () => readAll(libc, file.length, memoryOf));
      const wanted = file.length / layout.size;
      if (count === wanted && Buffer.compare(bytes, file) === 0) return bytes;
      const state = count === wanted ? "other records than" : `${count} of`;
      throw new LibraryError(
        `Cannot trust "${LIBC}": it gave ${state} the file's ${wanted} records`,
      );
    },
    findById(file, type, id) {
      const key = load.encode().encodeUtmp(layout, hostEndian, { type, id });
      return withSnapshot(libc, file, () => memoryOf(libc.getutxid(key))?.slice() ?? null);
    },
    findByLine(file, line) {
      const wanted = { type: USER_PROCESS, line: new TextEncoder().encode(line) };
      const key = load.encode().encodeUtmp(layout, hostEndian, wanted);
      return withSnapshot(libc, file, () => memoryOf(libc.getutxline(key))?.slice() ?? null);
    },
  };
  const errno = errnoAt(() => libc.__errno_location());
  return {
    snapshots,
    databases: null,
    ...posixLibrary(libc, errno, linuxNumbers, (use) => locked(libc, use)),
  };
}

/** Keeps other threads away from libc's cursor. */
function locked<Result>(libc: Glibc, use: () => Result): Result {
  return load.lock().alone(libc, libc.stdin, PATIENCE_MS, use);
}

/**
 * Shows libc the file's bytes as a file of this process alone. glibc locks the file it reads, waits
 * ten seconds for a writer and then pretends the end: nobody else can lock this one.
 */
function withSnapshot<Result>(libc: Glibc, file: Uint8Array, use: () => Result): Result {
  const fd = libc.memfd_create(cString("utmp"), MFD_CLOEXEC);
  if (fd < 0)
    throw new LibraryError(
      `Cannot make a memory file: errno ${errnoAt(() => libc.__errno_location()).get()}`,
    );
  try {
    for (let written = 0; written < file.length;) written += writeSync(fd, file, written);
    return locked(libc, () => readAt(libc, `/proc/self/fd/${fd}`, use));
  } finally {
    closeSync(fd);
  }
}

/** Points libc's cursor to the beginning of a file, and back to the live one. */
function readAt<Result>(libc: Glibc, path: string, use: () => Result): Result {
  if (libc.utmpxname(cString(path)) !== 0) {
    throw new LibraryError("Cannot point libc to a memory file: utmpxname failed");
  }
  try {
    libc.setutxent();
    return use();
  } finally {
    libc.endutxent();
    libc.utmpxname(DEFAULT_UTMP);
  }
}

/** One synchronous loop: between two calls of getutxent nothing else may use libc's cursor. */
function readAll(
  libc: Glibc,
  length: number,
  memoryOf: ReturnType<typeof recordMapper>,
): { bytes: Uint8Array; count: number } {
  const bytes = new Uint8Array(length);
  let count = 0;
  for (let at = 0; at < length; count++) {
    const record = memoryOf(libc.getutxent());
    if (record === null) break;
    bytes.set(record, at);
    at += record.length;
  }
  return { bytes, count };
}
