import { isReadError } from "./errors.ts";
import type { Account, SystemLibrary } from "./platform.ts";
import { readSystemText } from "./root.ts";

/** The accounts of a system, as it lists and finds them; a directory may find more than it lists. */
export type Accounts = Pick<SystemLibrary, "accounts" | "nameOf" | "uidOf">;

/**
 * The accounts of another system's tree, by passwd(5). Those of this system are asked for when they
 * are wanted: libc knows those that are kept elsewhere, and where it can't be asked, passwd(5) names
 * them.
 *
 * @param root tree of another system
 * @param openLibrary gives libc, or throws
 */
export function systemAccounts(root: string | undefined, openLibrary: () => Accounts): Accounts {
  if (root !== undefined) return readAccounts(root);
  let lines: Accounts | null = null;
  function ask<Answer>(question: (accounts: Accounts) => Answer): Answer {
    try {
      return question(openLibrary());
    } catch (error) {
      if (!isReadError(error)) throw error;
      lines ??= readAccounts();
      return question(lines);
    }
  }
  return {
    accounts: () => ask((accounts) => accounts.accounts()),
    nameOf: (uid) => ask((accounts) => accounts.nameOf(uid)),
    uidOf: (name) => ask((accounts) => accounts.uidOf(name)),
  };
}

/**
 * Reads passwd(5) of this system, or of another's tree; one that can't be read names nobody.
 *
 * @param root tree of another system
 */
export function readAccounts(root?: string): Accounts {
  const names = new Map<number, string>();
  const uids = new Map<string, number>();
  const list: Account[] = [];
  for (const line of readSystemText(root, "/etc/passwd").split("\n")) {
    const [name, , uid] = line.split(":");
    if (!name || name.startsWith("#") || uid === undefined || !/^[0-9]+$/.test(uid)) continue;
    if (!names.has(Number(uid))) names.set(Number(uid), name);
    if (!uids.has(name)) uids.set(name, Number(uid));
    list.push({ name, uid: Number(uid) });
  }
  return {
    accounts: () => list,
    nameOf: (uid) => names.get(uid) ?? null,
    uidOf: (name) => uids.get(name) ?? null,
  };
}
