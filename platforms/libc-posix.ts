import type { SystemLibrary } from "../src/platform.ts";
import { holeFinder } from "./file-holes.ts";
import {
  ACCOUNT_SYMBOLS,
  listAccounts,
  nameByUid,
  uidByName,
  type AccountFunctions,
} from "./libc-accounts.ts";
import {
  LOCALE_SYMBOLS,
  localeName,
  type LocaleFunctions,
  type LocaleMasks,
} from "./libc-locale.ts";
import type { Errno } from "./libc-memory.ts";
import { hostNames, NAME_SYMBOLS, type NameFunctions, type SocketNumbers } from "./libc-names.ts";
import { TERMINAL_SYMBOLS, terminalPath, type TerminalFunctions } from "./libc-terminal.ts";
import { localTime, TIME_SYMBOLS, type TimeFunctions } from "./libc-time.ts";

const FILE_SYMBOLS = {
  lseek: { args: ["i32", "i64", "i32"], returns: "i64" }, // off_t lseek(int, off_t, int)
} as const;

/** Functions that POSIX describes: every C library has them. */
export const POSIX_SYMBOLS: typeof ACCOUNT_SYMBOLS &
  typeof TIME_SYMBOLS &
  typeof NAME_SYMBOLS &
  typeof TERMINAL_SYMBOLS &
  typeof LOCALE_SYMBOLS &
  typeof FILE_SYMBOLS = {
  ...ACCOUNT_SYMBOLS,
  ...TIME_SYMBOLS,
  ...NAME_SYMBOLS,
  ...TERMINAL_SYMBOLS,
  ...LOCALE_SYMBOLS,
  ...FILE_SYMBOLS,
};

type PosixFunctions = AccountFunctions &
  TimeFunctions &
  NameFunctions &
  TerminalFunctions &
  LocaleFunctions & {
    lseek(fd: number, offset: number, whence: number): number | bigint;
  };

/** What POSIX leaves to the headers of each system. */
export interface PosixNumbers {
  readonly sockets: SocketNumbers;
  readonly localeMasks: LocaleMasks;
  /** SEEK_DATA and SEEK_HOLE. */
  readonly whence: { readonly data: number; readonly hole: number };
}

/**
 * What all C libraries do for us in the same way.
 *
 * @param locked uses libc while no other thread does
 */
export function posixLibrary(
  libc: PosixFunctions,
  errno: Errno,
  numbers: PosixNumbers,
  locked: <Result>(use: () => Result) => Result,
): Omit<SystemLibrary, "snapshots" | "databases"> {
  return {
    uidOf: (name) => locked(() => uidByName(libc, name)),
    nameOf: (uid) => locked(() => nameByUid(libc, uid)),
    accounts: () => locked(() => listAccounts(libc, errno)),
    ...localTime(libc),
    ...hostNames(libc, numbers.sockets),
    terminalOf: (fd) => terminalPath(libc, fd),
    localeOf: (category) => localeName(libc, numbers.localeMasks, category),
    ...holeFinder(
      (fd, offset, whence) => Number(libc.lseek(fd, offset, whence)),
      errno.get,
      numbers.whence,
    ),
  };
}
