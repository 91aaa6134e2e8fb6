import { read } from "bun:ffi";
import { cString } from "../src/library.ts";
import type { Address } from "./libc-memory.ts";

/** `offsetof(struct passwd, pw_uid)` of every system here: behind two pointers. */
const PW_UID = 16;

/**
 * Uid of a login name, `null` if no account has it.
 *
 * @param getpwnam libc's `struct passwd *getpwnam(const char *name)`
 */
export function uidByName(getpwnam: (name: Uint8Array) => Address, name: string): number | null {
  const account = getpwnam(cString(name));
  return account === null ? null : uidAt(account);
}

/** The uid in a `struct passwd`. */
export function uidAt(account: NonNullable<Address>): number {
  return read.u32(account, PW_UID);
}
