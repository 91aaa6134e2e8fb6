import type { UtmpEntry } from "../entry.ts";
import type { RecordType } from "../record-types.ts";
import { textOf } from "../text.ts";
import { hostAddress, storeEntry } from "./store-entry.ts";
import type { WtmpdbRow } from "./wtmpdb.ts";

/** How rows of wtmpdb are come by: from its database, or from its service. */
export type WtmpdbSource = "wtmpdb" | "wtmpdbd";

// Of lib/wtmpdb.h, which has other numbers than utmp(5).
/** The type of a row that is a time the system was up. */
export const BOOT_TIME = 1;
const USER_PROCESS = 3;

/** Whether a row is a time the system was up. */
export function isBoot({ type }: WtmpdbRow): boolean {
  return type === BOOT_TIME;
}

/** Whether a row is a user's session. */
export function isLogin({ type }: WtmpdbRow): boolean {
  return type === USER_PROCESS;
}

const NO_TEXT = textOf("");
const SHUTDOWN = textOf("shutdown");

/**
 * Rows as the records that a wtmp would have of them, oldest first: a login or boot, and a logout or
 * shutdown where there is one. Their ids are those of the rows.
 */
export function wtmpdbEntries(rows: readonly WtmpdbRow[], source: WtmpdbSource): UtmpEntry[] {
  const timed: { readonly entry: UtmpEntry; readonly at: number }[] = [];
  for (const row of rows) {
    const { loginMicros, logoutMicros } = row;
    const login = loginMicros ?? Number.NEGATIVE_INFINITY;
    timed.push({ entry: beginning(row, source), at: login });
    // A clock that was set back must not put a logout before its login.
    const logout = Math.max(login, logoutMicros ?? login);
    if (logoutMicros !== null) timed.push({ entry: ending(row, source), at: logout });
  }
  timed.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return timed.map(({ entry }) => entry);
}

function beginning(row: WtmpdbRow, source: WtmpdbSource): UtmpEntry {
  const { id, user, line, host, loginMicros } = row;
  const place = { id: String(id), pid: null, sid: null, address: hostAddress(host.text), source };
  return storeEntry({ type: typeOf(row), user, line, host, micros: loginMicros, ...place });
}

function typeOf(row: WtmpdbRow): RecordType {
  if (isBoot(row)) return "BOOT_TIME";
  return isLogin(row) ? "USER_PROCESS" : "UNKNOWN";
}

/** As systemd writes a shutdown, and login(1) a logout: with no name but that of the event. */
function ending(row: WtmpdbRow, source: WtmpdbSource): UtmpEntry {
  const { id, line, host, logoutMicros } = row;
  const what = isBoot(row)
    ? ({ type: "RUN_LVL", user: SHUTDOWN, line, host } as const)
    : ({ type: "DEAD_PROCESS", user: NO_TEXT, line, host: NO_TEXT } as const);
  const place = { id: String(id), pid: null, sid: null, address: null, source };
  return storeEntry({ ...what, micros: logoutMicros, ...place });
}
