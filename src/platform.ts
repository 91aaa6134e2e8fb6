import type { Chunk } from "./chunk.ts";
import type { UtmpEntryFields } from "./entry.ts";
import type { LastlogLayout, Layout, UtmpLayout } from "./layout.ts";

/** The databases of logins that systems keep, in the words of login(1). */
export type Database = "utmp" | "wtmp" | "btmp" | "lastlog";

/** Those of them that hold one record for each event. */
export type LoginDatabase = Exclude<Database, "lastlog">;

/** What a person should know about a database before trusting it. */
export interface DatabaseNotes {
  /** The programs that write it. */
  readonly writer: string;
  /** What can't be learned from it. */
  readonly limits: string;
  /** What it means that it is not there, and what would help. */
  readonly absent: string;
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

/** What a system's C library does for us. */
export interface SystemLibrary {
  /** `null` where libc has no such functions, or only such as do nothing. */
  readonly snapshots: SnapshotReader | null;
  /** `null` where libc has no such functions. */
  readonly databases: DatabaseReader | null;
  /** getpwnam(3): uid of a login name, from wherever this system keeps its accounts. */
  uidOf(name: string): number | null;
  /** lseek(2) with SEEK_DATA: where the next data begins, `null` if there is none. */
  nextData(fd: number, from: number): number | null;
  /** lseek(2) with SEEK_HOLE: where the data that is at `from` ends. */
  nextHole(fd: number, from: number): number;
}

/** What is looked at to tell whether a session is still there. */
export type Login = Pick<UtmpEntryFields, "type" | "user" | "line" | "device" | "pid" | "time">;

/** A system: data about its records. */
export interface Platform {
  readonly id: string;
  /** Where the databases are; the first that exists is the one. None: the system keeps no such file. */
  readonly paths: Readonly<Record<Database, readonly string[]>>;
  readonly notes: Readonly<Record<Database, DatabaseNotes>>;
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
}
