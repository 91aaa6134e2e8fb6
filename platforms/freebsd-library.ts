import { Chunk, type Frame } from "../src/chunk.ts";
import { LibraryError } from "../src/errors.ts";
import { cString, openLibrary } from "../src/library.ts";
import type { DatabaseReader, LoginDatabase, SystemLibrary } from "../src/platform.ts";
import { freebsdLastlogx280, freebsdUtmpx280 } from "./freebsd-utmpx.ts";
import { libcFileSize } from "./libc-file.ts";
import { alone } from "./libc-lock.ts";
import { copyRecords, errnoAt, recordMapper, type Errno } from "./libc-memory.ts";
import { POSIX_SYMBOLS, posixLibrary, type PosixNumbers } from "./libc-posix.ts";

const SYMBOLS = {
  ...POSIX_SYMBOLS,
  getnameinfo: { args: ["ptr", "u32", "ptr", "u64", "ptr", "u64", "i32"], returns: "i32" }, // int getnameinfo(const struct sockaddr *, socklen_t, char *host, size_t, char *service, size_t, int flags)
  setutxdb: { args: ["i32", "ptr"], returns: "i32" }, // int setutxdb(int db, const char *file)
  getutxent: { args: [], returns: "ptr" }, // struct utmpx *getutxent(void)
  getutxuser: { args: ["ptr"], returns: "ptr" }, // struct utmpx *getutxuser(const char *user)
  endutxent: { args: [], returns: "void" }, // void endutxent(void)
  __stdinp: { args: [], returns: "void" }, // FILE *__stdinp: data, of which only the address is used
  ftrylockfile: { args: ["ptr"], returns: "i32" }, // int ftrylockfile(FILE *)
  funlockfile: { args: ["ptr"], returns: "void" }, // void funlockfile(FILE *)
  __error: { args: [], returns: "ptr" }, // int *__error(void)
} as const;

/** Of the headers as Rust's libc crate (0.2.139) has them, too; nobody compiled them. */
const NUMBERS: PosixNumbers = {
  sockets: {
    inet6: 28, // AF_INET6 of <sys/socket.h>
    hasLength: true,
    canonname: 24, // struct addrinfo of <netdb.h>, where ai_addr is behind it
  },
  localeMasks: { LC_CTYPE: 1 << 1, LC_TIME: 1 << 4 }, // <xlocale/_locale.h>
  whence: { data: 3, hole: 4 }, // <sys/unistd.h>
};

/** A directory of accounts may be on another machine. */
const PATIENCE_MS = 5000;

type Libc = ReturnType<typeof openLibrary<typeof SYMBOLS>>;

/** A database as <utmpx.h> numbers it, and where libc keeps it. */
interface Utxdb {
  readonly number: number;
  readonly path: string;
}

const ACTIVE: Utxdb = { number: 0, path: "/var/run/utx.active" }; // UTXDB_ACTIVE
const LASTLOGIN: Utxdb = { number: 1, path: "/var/log/utx.lastlogin" }; // UTXDB_LASTLOGIN
const LOG: Utxdb = { number: 2, path: "/var/log/utx.log" }; // UTXDB_LOG

/** <sys/errno.h>; of others only the number is told. */
const FILE_ERRORS: ReadonlyMap<number, readonly [code: string, detail: string]> = new Map([
  [1, ["EPERM", "operation not permitted"]],
  [2, ["ENOENT", "no such file or directory"]],
  [5, ["EIO", "i/o error"]],
  [13, ["EACCES", "permission denied"]],
  [20, ["ENOTDIR", "not a directory"]],
  [23, ["ENFILE", "file table overflow"]],
  [24, ["EMFILE", "too many open files"]],
  [62, ["ELOOP", "too many symbolic links encountered"]],
  [63, ["ENAMETOOLONG", "name too long"]],
]);
const EFTYPE = 79;
const FUTX_SIZE = 197; // sizeof(struct futx)

const opened = new Map<string, SystemLibrary>();

/**
 * FreeBSD's functions for its databases. libc keeps its cursor and its record for each thread:
 * workers need a lock for accounts only.
 *
 * @param library another that has the same functions
 * @throws {@link LibraryError} if it can't be used
 */
export function openFreebsd(library: string = "libc.so.7"): SystemLibrary {
  const known = opened.get(library);
  if (known !== undefined) return known;
  const system = freebsdLibrary(openLibrary(library, SYMBOLS));
  opened.set(library, system);
  return system;
}

function freebsdLibrary(libc: Libc): SystemLibrary {
  const errno = errnoAt(() => libc.__error());
  return {
    snapshots: null,
    databases: databaseReader(libc, errno),
    ...posixLibrary(libc, errno, NUMBERS, (use) => alone(libc, libc.__stdinp, PATIENCE_MS, use)),
  };
}

function databaseReader(libc: Libc, errno: Errno): DatabaseReader {
  const { size } = freebsdUtmpx280;
  const memoryOf = recordMapper(size);

  /** The record that a function of libc gives next, `null` at the end. */
  function next(path: string, call: () => ReturnType<Libc["getutxent"]>): Uint8Array | null {
    errno.clear();
    const record = memoryOf(call());
    if (record === null && errno.get() !== 0) {
      throw new LibraryError(
        `Cannot read "${path}" through libc: it failed with errno ${errno.get()} before the end`,
      );
    }
    return record;
  }

  /** Points libc's cursor to the beginning of a database, and closes it behind the reading. */
  function reading<Result>(
    database: Utxdb,
    file: string | null,
    use: (path: string) => Result,
  ): Result {
    const path = file ?? database.path;
    libcFileSize(path);
    errno.clear();
    if (libc.setutxdb(database.number, file === null ? null : cString(file)) !== 0) {
      throw setutxdbError(path, errno.get());
    }
    try {
      return use(path);
    } finally {
      libc.endutxent();
    }
  }

  const readAll = (database: Utxdb, file: string | null): Uint8Array =>
    reading(database, file, (path) => copyRecords(size, path, () => next(path, libc.getutxent)));

  return {
    layout: freebsdUtmpx280,
    lastlog: freebsdLastlogx280,
    read: (database, path) => new Chunk(readAll(utxdbOf(database), path), size, 0, "libc"),
    lastLogins: (path) => lastLoginChunk(readAll(LASTLOGIN, path)),
    lastLoginOf(user, file) {
      const name = cString(user);
      const record = reading(LASTLOGIN, file, (path) =>
        next(path, () => libc.getutxuser(name))?.slice(),
      );
      return lastLoginChunk(record ?? new Uint8Array(0));
    },
  };
}

function utxdbOf(database: LoginDatabase): Utxdb {
  switch (database) {
    case "utmp":
      return ACTIVE;
    case "wtmp":
      return LOG;
    case "btmp":
      throw new LibraryError("Cannot read btmp through libc: FreeBSD keeps no failed logins");
  }
}

/** The database is keyed by names, which the records have. */
function lastLoginChunk(bytes: Uint8Array): Chunk {
  const { size } = freebsdLastlogx280;
  const frames = Array.from({ length: bytes.length / size }, (_, i): Frame => {
    const raw = bytes.subarray(i * size, (i + 1) * size);
    return { offset: null, raw, uid: null, user: null };
  });
  return new Chunk(bytes, size, 0, "libc", frames);
}

/** An error as those of the file system are, where it is about the file. */
function setutxdbError(path: string, errno: number): Error {
  if (errno === EFTYPE) {
    return new LibraryError(
      `Cannot read "${path}" through libc: its size is no multiple of ${FUTX_SIZE} bytes, and whole records are wanted`,
    );
  }
  const [code, detail] = FILE_ERRORS.get(errno) ?? [];
  if (code === undefined) {
    return new LibraryError(
      `Cannot read "${path}" through libc: setutxdb failed with errno ${errno}`,
    );
  }
  const error = new Error(`${code}: ${detail}, setutxdb '${path}'`);
  return Object.assign(error, { code, syscall: "setutxdb", path });
}
