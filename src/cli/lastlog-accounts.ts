import type { Accounts } from "../passwd.ts";
import type { Account } from "../platform.ts";
import { readSystemText } from "../root.ts";
import { UsageError } from "./usage-error.ts";

/** The users who are asked for: those of a name, or of uids. */
export interface Wanted {
  /** The login name that was given, `null` if it was uids. */
  readonly name: string | null;
  readonly from: number;
  readonly to: number;
}

/**
 * What `--user` says: a login name, a uid, or a range as `1000-2000`, `1000-` or `-999`.
 *
 * @param isAnyName whether a name that is no account's can be meant
 * @throws {@link UsageError} if it is none of them
 */
export function wantedUsers(text: string, { uidOf }: Accounts, isAnyName: () => boolean): Wanted {
  const uid = uidOf(text);
  if (uid !== null) return { name: text, from: uid, to: uid };
  const [, first, dash, last] = /^([0-9]*)(-?)([0-9]*)$/.exec(text) ?? [];
  if (!first && !last) {
    if (isAnyName()) return { name: text, from: Number.NaN, to: Number.NaN };
    throw unknownUser(text);
  }
  const from = Number(first);
  return { name: null, from, to: dash === "" ? from : last ? Number(last) : Infinity };
}

/** That a name is neither an account's nor one that is on record. */
export function unknownUser(text: string): UsageError {
  return new UsageError(`Unknown user or range: "${text}"`);
}

/** The accounts whose last logins are shown, in the system's order. */
export function shownAccounts(
  { accounts, nameOf }: Accounts,
  wanted: Wanted | null,
  uidMax: number,
): readonly Account[] {
  if (wanted === null) return accounts().filter(({ uid }) => uid <= uidMax);
  const { from, to } = wanted;
  if (from !== to) return accounts().filter(({ uid }) => uid >= from && uid <= to);
  // A directory may find accounts that it does not list.
  const name = nameOf(from);
  return name === null ? [] : [{ name, uid: from }];
}

/** Uids are 32 bits wide. */
const MAX_UID = 0xffffffff;

/** LASTLOG_UID_MAX of login.defs(5): the greatest uid that logins are recorded of. */
export function lastlogUidMax(root: string | undefined): number {
  const text = readSystemText(root, "/etc/login.defs");
  const values = [...text.matchAll(/^[ \t]*LASTLOG_UID_MAX[ \t]+"?([0-9a-fA-FxX]+)"?\s*$/gm)];
  return integerOf(values.at(-1)?.[1] ?? "") ?? MAX_UID;
}

/** What strtoul(3) makes of a number of any base. */
function integerOf(text: string): number | null {
  if (/^0[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  return /^(?:0|[1-9][0-9]*|0x[0-9a-f]+)$/i.test(text) ? Number(text) : null;
}
