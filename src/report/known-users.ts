import { hostPlatform } from "../../platforms/index.ts";
import { isReadError } from "../errors.ts";
import { readAccounts, type Accounts } from "../passwd.ts";
import { knownBy, type IsKnownUser } from "../redaction.ts";

/**
 * Tells which names an account has: by passwd(5) of another system's tree; on this system by
 * getpwnam(3), which knows accounts that are kept elsewhere, and without libc by passwd(5).
 *
 * @param root tree of another system
 */
export function knownUsers(root?: string): IsKnownUser {
  return knownBy(root === undefined ? hostUidOf() : readAccounts(root).uidOf);
}

function hostUidOf(): (name: string) => number | null {
  let accounts: Accounts | null = null;
  return (name) => {
    try {
      return hostPlatform().openLibrary().uidOf(name);
    } catch (error) {
      if (!isReadError(error)) throw error;
      accounts ??= readAccounts();
      return accounts.uidOf(name);
    }
  };
}
