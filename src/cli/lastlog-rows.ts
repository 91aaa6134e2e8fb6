import type { LastlogEntry } from "../lastlog-entry.ts";
import type { Account } from "../platform.ts";
import type { Lastlog } from "../views/lastlog.ts";
import { byteText, type ByteText } from "./byte-text.ts";
import type { Wanted } from "./lastlog-accounts.ts";

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
 * A row for each account, whether it has a record or not.
 *
 * @throws as iterating the view
 */
export function accountRows(view: Lastlog, accounts: readonly Account[]): LastlogRow[] {
  // A large file holds few of the records that are asked for: only those are kept.
  const uids = new Set(accounts.map(({ uid }) => uid));
  const names = new Set(accounts.map(({ name }) => name));
  const byUid = new Map<number, LastlogEntry>();
  const byName = new Map<string, LastlogEntry>();
  for (const entry of view) {
    const { uid, user } = entry;
    if (uid !== null && uids.has(uid)) byUid.set(uid, entry);
    else if (uid === null && user !== null && names.has(user)) byName.set(user, entry);
  }
  return accounts.map(({ name, uid }) => {
    const entry = byUid.get(uid) ?? byName.get(name) ?? null;
    const fields = entry?.toJSON() ?? { ...NEVER, source: view.through, offset: null };
    return { user: byteText(name), record: { ...fields, uid, user: name }, entry };
  });
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
export function* fileRows(view: Lastlog, wanted: Wanted | null): Generator<LastlogRow, undefined> {
  for (const entry of view) {
    if (wanted !== null && !isWanted(entry, wanted)) continue;
    const user =
      entry.user === null ? String(entry.uid ?? "") : byteText(entry.user, entry.userBytes);
    yield { user, record: entry.toJSON(), entry };
  }
}

function isWanted({ uid, user }: LastlogEntry, { name, from, to }: Wanted): boolean {
  return uid === null ? user !== null && user === name : uid >= from && uid <= to;
}
