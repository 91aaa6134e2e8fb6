import { hostPlatform } from "../../platforms/index.ts";
import { systemAccounts } from "../passwd.ts";
import { knownBy, type IsKnownUser } from "../redaction.ts";

/**
 * Tells which names an account has: by passwd(5) of another system's tree, else as this system finds
 * them.
 *
 * @param root tree of another system
 */
export function knownUsers(root?: string): IsKnownUser {
  return knownBy(systemAccounts(root, () => hostPlatform().openLibrary()).uidOf);
}
