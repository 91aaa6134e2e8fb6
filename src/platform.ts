import type { Chunk } from "./chunk.ts";
import type { UtmpEntryFields } from "./entry.ts";
import type { LastlogLayout, Layout, UtmpLayout } from "./layout.ts";

/** The databases of logins that systems keep, in the words of login(1). */
export type Database = "utmp" | "wtmp" | "btmp" | "lastlog";

/** Those of them that hold one record for each event. */
export type LoginDatabase = Exclude<Database, "lastlog">;

/**
 * What else systems keep logins in, which is no file of records: the sessions of systemd-logind or
 * elogind, the databases of wtmpdb and lastlog2, and the services that answer for utmps and wtmpdb.
 */
export type Store = "logind" | "utmps" | "wtmpdb" | "wtmpdbd" | "lastlog2";

/** A store of a system. */
export interface StorePlace {
  /** Its file, directory or socket; the first that exists is the one. */
  readonly paths: readonly string[];
  readonly notes: DatabaseNotes;
  /** Layout of the records that it gives, if those are what it gives. */
  readonly layout?: UtmpLayout;
}

/** What a person should know about a database or store before trusting it. */
export interface DatabaseNotes {
  /** The programs that write it. */
  readonly writer: string;
  /** What can't be learned from it. */
  readonly limits: string;
  /** What it means that it is not there, and what would help. */
  readonly absent: string;
}

/** What is to be known of a database where another store has taken its place. */
export interface Replaced {
  /** The stores that have, any of them. */
  readonly by: readonly Store[];
  readonly notes: DatabaseNotes;
}

/** A C library that reads files of the records that this system writes. */
export interface SnapshotReader {
  /**
   * Gives whole records to libc, as a file that only this process can see, and reads all of them
   * back by pointer. No lock of the live file is taken or waited for.
   *
   * @throws {@link LibraryError} if libc gives other records than the file has
   */
  readRecords(file: Uint8Array): Uint8Array;
  /** getutxid(3): the first record of a type, or of a process with this id. */
  findById(file: Uint8Array, type: number, id: Uint8Array): Uint8Array | null;
  /** getutxline(3): the first user's or waiting session of a line. */
  findByLine(file: Uint8Array, line: string): Uint8Array | null;
}

/** A C library that knows where its databases are, and gives records in a struct of its own. */
export interface DatabaseReader {
  /** The struct that libc gives, which is not the one on disk. */
  readonly layout: UtmpLayout;
  /** The struct of last logins that libc gives. */
  readonly lastlog: LastlogLayout;
  /**
   * All records of a database, oldest first, in one synchronous loop.
   *
   * @param path a file instead of the system's own
   * @throws {@link LibraryError} if libc fails, or has no function for this database or file
   */
  read(database: LoginDatabase, path: string | null): Chunk;
  /**
   * The last login of every user.
   *
   * @param path a file instead of the system's own
   * @throws {@link LibraryError} if libc fails, or has no function for this file
   */
  lastLogins(path: string | null): Chunk;
  /** The last login of one user; an empty chunk if there is none. Throws as the above. */
  lastLoginOf(user: string, path: string | null): Chunk;
}

/** An account: a line of passwd(5). */
export interface Account {
  readonly name: string;
  readonly uid: number;
}

/** What a system's C library does for us. */
export interface SystemLibrary {
  /** `null` where libc has no such functions, or only such as do nothing. */
  readonly snapshots: SnapshotReader | null;
  /** `null` where libc has no such functions. */
  readonly databases: DatabaseReader | null;
  /** getpwnam(3): uid of a login name, from wherever this system keeps its accounts. */
  uidOf(name: string): number | null;
  /** getpwuid(3): login name of a uid, the first one of several, from there, too. */
  nameOf(uid: number): string | null;
  /**
   * getpwent(3): all accounts, in the order in which the system lists them. A directory may name
   * one more than once.
   *
   * @throws {@link LibraryError} if libc tells of an error, or of no end
   */
  accounts(): readonly Account[];
  /**
   * localtime_r(3): seconds by which local time is ahead of UTC at a whole second, with any `TZ`
   * that the process began with; `null` if the year is too far away.
   */
  localOffset(seconds: number): number | null;
  /** The same as `%z` of strftime(3) has it: without the leap seconds that a zone may count. */
  localOffsetShown(seconds: number): number | null;
  /**
   * The instant of a local time, which is given as though it were UTC: as mktime(3) of glibc has it
   * in a new process, with a `tm_isdst` of -1. There is one, too, where clocks skip the time;
   * `null` if the year is too far away.
   */
  localInstant(local: number): number | null;
  /**
   * getnameinfo(3): the name of the host with an address of 4 or 16 octets, or the address where it
   * has none; `null` on an error. It may wait for DNS.
   */
  hostNameOf(octets: Uint8Array): string | null;
  /** getaddrinfo(3) with AI_CANONNAME: full name of a host; `null` on an error. It waits, too. */
  canonicalNameOf(host: string): string | null;
  /** ttyname_r(3): path of the terminal that is open there; `null` if it is none. */
  terminalOf(fd: number): string | null;
  /**
   * The locale that the environment names for a category, in its own words: the first of `LC_ALL`,
   * the category and `LANG` that is not empty. `C` if there is none, or newlocale(3) has no such.
   */
  localeOf(category: "LC_CTYPE" | "LC_TIME"): string;
  /** lseek(2) with SEEK_DATA: where the next data begins, `null` if there is none. */
  nextData(fd: number, from: number): number | null;
  /** lseek(2) with SEEK_HOLE: where the data that is at `from` ends. */
  nextHole(fd: number, from: number): number;
}

/** A connection to a service of this machine: unix(7), SOCK_STREAM. It never waits for long. */
export interface LocalSocket extends Disposable {
  /**
   * Sends all of it.
   *
   * @throws what send(2) fails with, as errors of the file system are; ETIMEDOUT if nobody takes it
   */
  send(bytes: Uint8Array): void;
  /**
   * Waits for what comes next, and gives how many bytes of it there are in `into`; 0 at the end.
   *
   * @throws what recv(2) fails with, as errors of the file system are; ETIMEDOUT if nothing comes
   */
  receive(into: Uint8Array): number;
}

/** What a login library knows of a session; `null` where it has no such field, or can't tell. */
export interface LoginLibrarySession {
  readonly uid: number | null;
  readonly user: Uint8Array | null;
  /** Microseconds since 1970. */
  readonly startMicros: number | null;
  readonly leader: number | null;
  readonly tty: Uint8Array | null;
  readonly seat: Uint8Array | null;
  readonly display: Uint8Array | null;
  readonly service: Uint8Array | null;
  readonly type: Uint8Array | null;
  readonly sessionClass: Uint8Array | null;
  readonly state: Uint8Array | null;
  readonly remoteHost: Uint8Array | null;
  readonly remoteUser: Uint8Array | null;
}

/** sd-login(3). */
export interface LoginLibrary {
  /**
   * sd_get_sessions(3): ids of all sessions.
   *
   * @throws {@link LibraryError} on an error
   */
  sessions(): readonly string[];
  /**
   * sd_session_get_uid(3) and its likes; `null` if there is no such session any more.
   *
   * @throws {@link LibraryError} on an error
   */
  sessionOf(id: string): LoginLibrarySession | null;
}

/**
 * The terminal of a session that does not say which: a line such as `pts/2`, `null` if there is no
 * likely one.
 *
 * @param startMicros when the session began, in microseconds since 1970
 */
export type TerminalGuess = (uid: number, startMicros: number) => string | null;

/** What a system has running that knows of logins. */
export interface LoginServices {
  /** Whether a login manager runs: without one its files are leftovers. */
  hasManager(): boolean;
  /** The library that asks it; `null` if it is not installed, or can't be used. */
  openLoginLibrary(): LoginLibrary | null;
  /**
   * Connects to a service's socket.
   *
   * @throws what connect(2) fails with, as errors of the file system are; {@link LibraryError} if
   *   FFI is off
   */
  connect(path: string): LocalSocket;
  /** When this system was booted, in microseconds since 1970, where no record says it. */
  bootMicros(): number;
  /** Guesses by the terminals that there are when the first guess is made. */
  guessTerminals(): TerminalGuess;
  /** Whether a PAM service runs within the session of who calls it, and has none of its own. */
  isWithinSession(service: string): boolean;
}

/** What is looked at to tell whether a session is still there. */
export type Login = Pick<UtmpEntryFields, "type" | "user" | "line" | "device" | "pid" | "time">;

/** A system: data about its records. */
export interface Platform {
  readonly id: string;
  /** Where the databases are; the first that exists is the one. None: the system keeps none. */
  readonly paths: Readonly<Record<Database, readonly string[]>>;
  readonly notes: Readonly<Record<Database, DatabaseNotes>>;
  /** Its databases that its stores can have replaced. */
  readonly replaced: Readonly<Partial<Record<Database, Replaced>>>;
  /** Its stores that are no such files; few systems have any. */
  readonly stores: Readonly<Partial<Record<Store, StorePlace>>>;
  /** The layouts of its files, those of today first. */
  readonly layouts: readonly Layout[];
}

/** A system whose live databases can be read, and the few things that are done otherwise there. */
export interface LivePlatform extends Platform {
  /** The layouts that this machine's own files have. */
  readonly files: {
    readonly utmp: UtmpLayout;
    readonly wtmp: UtmpLayout;
    readonly btmp: UtmpLayout;
    readonly lastlog: LastlogLayout;
  };
  /** The databases that are read through libc unless something else is asked for. */
  readonly throughLibrary: readonly Database[];
  /**
   * Loads the C library, once.
   *
   * @throws {@link LibraryError} if it can't be used
   */
  openLibrary(): SystemLibrary;
  /** Whether a session that has no logout is still there, on the live system. */
  isPresent(login: Login): boolean;
  /** `null` where none of its services knows of logins. */
  readonly services: LoginServices | null;
}
