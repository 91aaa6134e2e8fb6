import { read } from "bun:ffi";
import { LibraryError } from "../src/errors.ts";
import { cString } from "../src/library.ts";
import type { Account } from "../src/platform.ts";
import { type Address, type Errno, textAt } from "./libc-memory.ts";

/** The functions of <pwd.h>. libc has one cursor and one account for all threads. */
export interface AccountFunctions {
  getpwnam(name: Uint8Array): Address;
  getpwuid(uid: number): Address;
  setpwent(): void;
  getpwent(): Address;
  endpwent(): void;
}

// `struct passwd` of every system here, with 64 bits.
const PW_NAME = 0;
const PW_UID = 16;

/** More than directories list. */
const MAX_ACCOUNTS = 2 ** 20;

/** EIO, ENOMEM, ENFILE and EMFILE of <errno.h>, the same on every system here. */
const FAILURES: ReadonlySet<number> = new Set([5, 12, 23, 24]);

/** Uid of a login name, `null` if no account has it. */
export function uidByName({ getpwnam }: AccountFunctions, name: string): number | null {
  const account = getpwnam(cString(name));
  return account === null ? null : read.u32(account, PW_UID);
}

/** Uids are 32 bits wide: of more, C would take the low ones. */
const MAX_UID = 0xffffffff;

/** Login name of a uid, `null` if no account has it. */
export function nameByUid({ getpwuid }: AccountFunctions, uid: number): string | null {
  if (!Number.isInteger(uid) || uid < 0 || uid > MAX_UID) return null;
  const account = getpwuid(uid);
  return account === null ? null : textAt(read.ptr(account, PW_NAME));
}

/**
 * All accounts that the system lists; a directory may name one more than once.
 *
 * @param most how many it can be
 * @throws {@link LibraryError} if there are more, or libc can't read them
 */
export function listAccounts(
  libc: AccountFunctions,
  errno: Errno,
  most: number = MAX_ACCOUNTS,
): Account[] {
  const accounts: Account[] = [];
  try {
    libc.setpwent();
    for (;;) {
      errno.clear();
      const account = libc.getpwent();
      if (account === null) return heldAgainst(errno.get(), accounts);
      if (accounts.length === most) {
        throw new LibraryError(`Cannot list accounts through libc: ${most} accounts have no end`);
      }
      const name = textAt(read.ptr(account, PW_NAME)) ?? "";
      accounts.push({ name, uid: read.u32(account, PW_UID) });
    }
  } finally {
    libc.endpwent();
  }
}

/** Other errors than these are left behind where all is well. */
function heldAgainst(errno: number, accounts: Account[]): Account[] {
  if (!FAILURES.has(errno)) return accounts;
  throw new LibraryError(
    `Cannot list accounts through libc: it failed with errno ${errno} before the end`,
  );
}
