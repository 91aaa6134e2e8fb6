import { closeSync, openSync } from "node:fs";
import { Chunk, type Frame } from "../src/chunk.ts";
import { LibraryError } from "../src/errors.ts";
import { cString, openLibrary } from "../src/library.ts";
import type { Account, DatabaseReader, SystemLibrary } from "../src/platform.ts";
import { macosLastlogx304, macosUtmpx640 } from "./darwin-utmpx.ts";
import { listAccounts, uidByName } from "./libc-accounts.ts";
import { libcFileSize } from "./libc-file.ts";
import { alone } from "./libc-lock.ts";
import { copyRecords, errnoAt, recordMapper, type Errno } from "./libc-memory.ts";
import { POSIX_SYMBOLS, posixLibrary, type PosixNumbers } from "./libc-posix.ts";

const SYMBOLS = {
  ...POSIX_SYMBOLS,
  setutxent: { args: [], returns: "void" }, // void setutxent(void)
  getutxent: { args: [], returns: "ptr" }, // struct utmpx *getutxent(void)
  endutxent: { args: [], returns: "void" }, // void endutxent(void)
  setutxent_wtmp: { args: ["i32"], returns: "void" }, // void setutxent_wtmp(int direction)
  getutxent_wtmp: { args: [], returns: "ptr" }, // struct utmpx *getutxent_wtmp(void)
  endutxent_wtmp: { args: [], returns: "void" }, // void endutxent_wtmp(void)
  getlastlogxbyname: { args: ["ptr", "ptr"], returns: "ptr" }, // struct lastlogx *getlastlogxbyname(const char *, struct lastlogx *)
  __stdinp: { args: [], returns: "void" }, // FILE *__stdinp: data, of which only the address is used
  ftrylockfile: { args: ["ptr"], returns: "i32" }, // int ftrylockfile(FILE *)
  funlockfile: { args: ["ptr"], returns: "void" }, // void funlockfile(FILE *)
  __error: { args: [], returns: "ptr" }, // int *__error(void)
} as const;

/** Of the headers as Rust's libc crate (0.2.139) has them, too; nobody compiled them. */
const NUMBERS: PosixNumbers = {
  sockets: {
    inet6: 30, // AF_INET6 of <sys/socket.h>
    hasLength: true,
    canonname: 24, // struct addrinfo of <netdb.h>, where ai_addr is behind it
  },
  localeMasks: { LC_CTYPE: 1 << 1, LC_TIME: 1 << 5 }, // <xlocale.h>
  whence: { data: 4, hole: 3 }, // <sys/unistd.h>
};

type Libc = ReturnType<typeof openLibrary<typeof SYMBOLS>>;

/** By its path: a bare name is looked for in the working directory too, which may be evidence. */
const LIBC = "/usr/lib/libSystem.B.dylib";
const UTMPX = "/var/run/utmpx"; // _PATH_UTMPX
const UTMPX_SIZE = 628; // sizeof(struct utmpx32): the record on disk
const OLDEST_FIRST = 1; // of setutxent_wtmp

/** A query of the system's log takes up to four seconds. */
const PATIENCE_MS = 5000;

/** The last login of each account is a query of its own. */
const MAX_ACCOUNTS = 2 ** 16;

const opened = new Map<string, SystemLibrary>();

/**
 * macOS's functions for its login records. libc has one cursor for all threads: a lock keeps
 * workers apart that read through this package, but not other native code of the process.
 *
 * @param library another that has the same functions
 * @param utmpx where it keeps its file
 * @throws {@link LibraryError} if it can't be used
 */
export function openDarwin(library: string = LIBC, utmpx: string = UTMPX): SystemLibrary {
  const key = `${library}\n${utmpx}`;
  const known = opened.get(key);
  if (known !== undefined) return known;
  const system = darwinLibrary(openLibrary(library, SYMBOLS), utmpx);
  opened.set(key, system);
  return system;
}

function darwinLibrary(libc: Libc, utmpx: string): SystemLibrary {
  const errno = errnoAt(() => libc.__error());
  return {
    snapshots: null,
    databases: databaseReader(libc, errno, utmpx),
    ...posixLibrary(libc, errno, NUMBERS, (use) => locked(libc, use)),
  };
}

function databaseReader(libc: Libc, errno: Errno, utmpx: string): DatabaseReader {
  const memoryOf = recordMapper(macosUtmpx640.size);
  return {
    layout: macosUtmpx640,
    lastlog: macosLastlogx304,
    read(database, path) {
      if (path !== null) throw notThroughLibc(path);
      switch (database) {
        case "utmp":
          return locked(libc, () => readUtmpx(libc, errno, memoryOf, utmpx));
        case "wtmp":
          return locked(libc, () => readWtmp(libc, memoryOf));
        case "btmp":
          throw new LibraryError("Cannot read btmp through libc: macOS keeps no failed logins");
      }
    },
    lastLogins(path) {
      if (path !== null) throw notThroughLibc(path);
      return locked(libc, () =>
        lastLoginChunk(libc, uidsOf(listAccounts(libc, errno, MAX_ACCOUNTS))),
      );
    },
    lastLoginOf(user, path) {
      if (path !== null) throw notThroughLibc(path);
      return locked(libc, () => lastLoginChunk(libc, new Map([[user, uidByName(libc, user)]])));
    },
  };
}

/**
 * utmpxname(3) takes only names that end in x, and what it names is opened for writing, and created
 * if it is not there: no file that was brought here is given to it.
 */
function notThroughLibc(path: string): LibraryError {
  return new LibraryError(
    `Cannot read "${path}" through libc: macOS opens what it reads for writing, and files are only read`,
  );
}

function locked<Result>(libc: Libc, use: () => Result): Result {
  return alone(libc, libc.__stdinp, PATIENCE_MS, use);
}

type MemoryOf = ReturnType<typeof recordMapper>;

/**
 * libc creates the file where there is none, and writes a first record into an empty one: it is
 * asked only where there is something to read. Only a file that vanishes right then is made anew.
 */
function readUtmpx(libc: Libc, errno: Errno, memoryOf: MemoryOf, path: string): Chunk {
  const { size } = macosUtmpx640;
  const fileSize = libcFileSize(path);
  closeSync(openSync(path, "r"));
  if (fileSize === 0) return new Chunk(new Uint8Array(0), size, 0, "libc");
  try {
    libc.setutxent();
    let isFirst = true;
    const bytes = copyRecords(size, path, () => {
      errno.clear();
      const record = memoryOf(libc.getutxent());
      const failure = record === null && failureOf(isFirst, fileSize, errno.get());
      if (failure) throw new LibraryError(`Cannot read "${path}" through libc: it ${failure}`);
      isFirst = false;
      return record;
    });
    return new Chunk(bytes, size, 0, "libc");
  } finally {
    libc.endutxent();
  }
}

/**
 * Why there is no record where there should be one. The first call opens the file, for writing
 * first: it can leave an error behind where all is well, and gives nothing if the file does not
 * begin as it should.
 */
function failureOf(isFirst: boolean, size: number | null, errno: number): string | null {
  if (!isFirst) return errno === 0 ? null : `failed with errno ${errno} before the end`;
  if (size === UTMPX_SIZE) return null;
  return `gave no record of ${size} bytes (errno ${errno}), and those of a signed file are wanted`;
}

/** libc asks the system's log, and does not tell an error from the end. */
function readWtmp(libc: Libc, memoryOf: MemoryOf): Chunk {
  try {
    libc.setutxent_wtmp(OLDEST_FIRST);
    const next = (): Uint8Array | null => memoryOf(libc.getutxent_wtmp());
    const { size } = macosUtmpx640;
    return new Chunk(copyRecords(size, "wtmp", next), size, 0, "libc");
  } finally {
    libc.endutxent_wtmp();
  }
}

/** Uids by name. A directory may name an account more than once. */
function uidsOf(accounts: readonly Account[]): Map<string, number> {
  const uids = new Map<string, number>();
  for (const { name, uid } of accounts) if (!uids.has(name)) uids.set(name, uid);
  return uids;
}

/** The last logins of these users, each asked for by name: libc has no list of them. */
function lastLoginChunk(libc: Libc, accounts: ReadonlyMap<string, number | null>): Chunk {
  const { size } = macosLastlogx304;
  const found: Frame[] = [];
  for (const [user, uid] of accounts) {
    // Without memory of ours, libc would make some that nobody frees.
    const raw = new Uint8Array(size);
    if (libc.getlastlogxbyname(cString(user), raw) === null) continue;
    found.push({ offset: null, raw, uid, user });
  }
  return new Chunk(Buffer.concat(found.map(({ raw }) => raw)), size, 0, "libc", found);
}
