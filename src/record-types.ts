/** The kinds of record, in the words of `utmpx.h` (POSIX) and of the systems that add to it. */
export type RecordType =
  | "EMPTY"
  | "RUN_LVL"
  | "BOOT_TIME"
  | "NEW_TIME"
  | "OLD_TIME"
  | "INIT_PROCESS"
  | "LOGIN_PROCESS"
  | "USER_PROCESS"
  | "DEAD_PROCESS"
  | "ACCOUNTING"
  | "SHUTDOWN_TIME"
  | "DOWN_TIME"
  | "SIGNATURE"
  | "UNKNOWN";

/** One system's numbers: the word for `ut_type` N stands at index N. */
export type TypeNumbers = readonly RecordType[];

/** The kinds of record that are about a process on a line. */
export const PROCESS_TYPES: ReadonlySet<RecordType> = new Set([
  "INIT_PROCESS",
  "LOGIN_PROCESS",
  "USER_PROCESS",
  "DEAD_PROCESS",
]);

/** No valid record; a free slot. Linux's number, utmp(5). */
export const EMPTY = 0;
/** Change of the run level, or a shutdown. Linux's number, utmp(5). */
export const RUN_LVL = 1;
/** The same as {@link RUN_LVL}, under the name that pyutmpx gives it. */
export const RUN_LEVEL: typeof RUN_LVL = RUN_LVL;
/** Time of a boot. Linux's number, utmp(5). */
export const BOOT_TIME = 2;
/** Time after a change of the clock. Linux's number, utmp(5); other systems swap 3 and 4. */
export const NEW_TIME = 3;
/** Time before a change of the clock. Linux's number, utmp(5); other systems swap 3 and 4. */
export const OLD_TIME = 4;
/** Process spawned by init. Linux's number, utmp(5). */
export const INIT_PROCESS = 5;
/** A session waiting for its login; a failed login in btmp. Linux's number, utmp(5). */
export const LOGIN_PROCESS = 6;
/** A user's session. Linux's number, utmp(5). */
export const USER_PROCESS = 7;
/** A session or process that has ended. Linux's number, utmp(5). */
export const DEAD_PROCESS = 8;
/** Never written by Linux. Linux's number, utmp(5). */
export const ACCOUNTING = 9;
