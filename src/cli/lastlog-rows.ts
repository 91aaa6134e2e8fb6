import type { LastlogEntry } from "../lastlog-entry.ts";
import { lastlogTime } from "../local-time.ts";
import type { Account } from "../platform.ts";
import type { Zone } from "../zone.ts";
import { byteText, fit, visible, type ByteText } from "./byte-text.ts";
import type { Wanted } from "./lastlog-accounts.ts";
import type { LastLogins } from "./lastlog-age.ts";

/** The last login of a user. */
export interface LastlogRow {
  /** As the column of names has it: the uid of a record that is nobody's. */
  readonly user: ByteText;
  /** The fields of a {@link LastlogEntry}. */
  readonly record: object;
  /** `null` if there is no record of the user. */
  readonly entry: LastlogEntry | null;
}

/**
 * A row for each account, whether it has a record or not. Behind them stand the records of names that
 * have no account any more.
 *
 * @param isOrphan whether a record's name is wanted, and no account's
 * @throws as reading them
 */
export function accountRows(
  logins: LastLogins,
  accounts: readonly Account[],
  isOrphan: (name: string) => boolean,
): LastlogRow[] {
  // A large file holds few of the records that are asked for: only those are kept.
  const uids = new Set(accounts.map(({ uid }) => uid));
  const names = new Set(accounts.map(({ name }) => name));
  const byUid = new Map<number, LastlogEntry>();
  const byName = new Map<string, LastlogEntry>();
  const orphans: LastlogRow[] = [];
  for (const entry of logins) {
    const { uid, user } = entry;
    if (uid !== null && uids.has(uid)) byUid.set(uid, entry);
    if (uid !== null || user === null) continue;
    if (names.has(user)) byName.set(user, entry);
    else if (isOrphan(user)) orphans.push(recordRow(entry));
  }
  const rows = accounts.map(({ name, uid }) => {
    const entry = byUid.get(uid) ?? byName.get(name) ?? null;
    const fields = entry?.toJSON() ?? { ...NEVER, source: logins.source, offset: null };
    return { user: byteText(name), record: { ...fields, uid, user: name }, entry };
  });
  return [...rows, ...orphans];
}

function recordRow(entry: LastlogEntry): LastlogRow {
  const user =
    entry.user === null ? String(entry.uid ?? "") : byteText(entry.user, entry.userBytes);
  return { user, record: entry.toJSON(), entry };
}

const NEVER = {
  uid: null,
  user: null,
  line: "",
  host: "",
  time: null,
  micros: null,
  service: null,
};

/**
 * A row for each record of a file, by uid, whether it has an account or not. What is kept by name is
 * in the order of the file.
 *
 * @param wanted whose records; `null` for all
 */
export function* fileRows(
  logins: LastLogins,
  wanted: Wanted | null,
): Generator<LastlogRow, undefined> {
  for (const entry of logins) {
    if (wanted === null || isWanted(entry, wanted)) yield recordRow(entry);
  }
}

function isWanted({ uid, user }: LastlogEntry, { name, from, to }: Wanted): boolean {
  return uid === null ? user !== null && user === name : uid >= from && uid <= to;
}

/** An IPv6 address of a link, with the name of its interface. */
const HOST_WIDTH = 25 + 1 + 16;

/** The heading of lastlog(8). Debian's 4.13 has one blank more before the last word. */
export const LASTLOG_HEADING: string = lineOf("Username", "Port", "From", "Latest");

/** A line of lastlog(8), made safe to show. */
export function lastlogLine({ user, entry }: LastlogRow, zone: Zone): string {
  const line = entry === null ? "" : byteText(entry.line, entry.lineBytes);
  const host = entry === null ? "" : byteText(entry.host, entry.hostBytes);
  return visible(lineOf(user, fit(line, 8), host, latest(entry, zone)), true);
}

function lineOf(user: ByteText, line: ByteText, host: ByteText, time: string): ByteText {
  return `${user.padEnd(16)} ${line.padEnd(8)} ${host.padEnd(HOST_WIDTH)}${time}`;
}

function latest(entry: LastlogEntry | null, zone: Zone): string {
  if (entry === null || entry.time === null) return "**Never logged in**";
  return lastlogTime(zone, Math.floor(entry.time.getTime() / 1000)) ?? "(unknown)";
}
