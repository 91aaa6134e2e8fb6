import type { Account } from "./platform.ts";
import { readSystemText } from "./root.ts";

/** The accounts that passwd(5) names. */
export interface Accounts {
  /** All of them, in the order of the lines. */
  readonly list: readonly Account[];
  /** Login name of a uid: the first line that has it, as getpwuid(3). */
  readonly nameOf: (uid: number) => string | null;
  /** Uid of a login name. */
  readonly uidOf: (name: string) => number | null;
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
    list,
    nameOf: (uid) => names.get(uid) ?? null,
    uidOf: (name) => uids.get(name) ?? null,
  };
}
