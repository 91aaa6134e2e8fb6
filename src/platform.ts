import type { UtmpEntryFields } from "./entry.ts";
import type { LastlogLayout, UtmpLayout } from "./layout.ts";

/** The databases of logins that systems keep, in the words of login(1). */
export type Database = "utmp" | "wtmp" | "btmp" | "lastlog";

/** What a person should know about a database before trusting it. */
export interface DatabaseNotes {
  /** The programs that write it. */
  readonly writer: string;
  /** What can't be learned from it. */
  readonly limits: string;
  /** What it means that it is not there, and what would help. */
  readonly absent: string;
}

/** What a system's C library does for us. */
export interface SystemLibrary {
  /**
   * Gives whole records to libc, as a file that only this process can see, and reads all of them
   * back by pointer. No lock of the live file is taken or waited for.
   *
   * @throws {@link LibraryError} if libc gives other records than the file has
   */
  readRecords(file: Uint8Array): Uint8Array;
  /** getutxid(3): the first record of a type, or of a process with this id. */
  findById(file: Uint8Array, type: number, id: string): Uint8Array | null;
  /** getutxline(3): the first user's or waiting session of a line. */
  findByLine(file: Uint8Array, line: string): Uint8Array | null;
  /** getpwnam(3): uid of a login name, from wherever this system keeps its accounts. */
  uidOf(name: string): number | null;
  /** lseek(2) with SEEK_DATA: where the next data begins, `null` if there is none. */
  nextData(fd: number, from: number): number | null;
  /** lseek(2) with SEEK_HOLE: where the data that is at `from` ends. */
  nextHole(fd: number, from: number): number;
}

/** What is looked at to tell whether a session is still there. */
export type Login = Pick<UtmpEntryFields, "type" | "user" | "line" | "device" | "pid" | "time">;

/** A system: data about its records, and the few things that are done otherwise there. */
export interface Platform {
  readonly id: string;
  /** Where the databases are; the first that exists is the one. */
  readonly paths: Readonly<Record<Database, readonly string[]>>;
  readonly notes: Readonly<Record<Database, DatabaseNotes>>;
  /** Layouts of the files that this machine's architecture writes. */
  readonly utmp: UtmpLayout;
  readonly lastlog: LastlogLayout;
  /**
   * Loads the C library, once.
   *
   * @throws {@link LibraryError} if it can't be used
   */
  openLibrary(): SystemLibrary;
  /** Whether a session that has no logout is still there, on the live system. */
  isPresent(login: Login): boolean;
}
