import { entryFrom, type LoginRecord } from "../entry.ts";
import type { Login } from "../platform.ts";
import type { SessionFields } from "../sessions/session.ts";
import { storeEntry } from "../stores/store-entry.ts";
import { rawText, textOf, type Text } from "../text.ts";
import type { ShownLine } from "./last-line.ts";

/** What is made of a login that nothing ends, where the store can't tell. */
type OpenEnd = (login: Login) => "open" | "gone";

/** What a line is to show of a session: that it was there, or that the system was down behind it. */
interface Item {
  readonly session: SessionFields;
  readonly kind: "session" | "down";
  readonly login: number | null;
  readonly logout: number | null;
}

/**
 * Sessions that a store keeps, as last(1) shows logins: newest first, and of one moment what is
 * still open first. From a shutdown to the next boot there is a line, too. A line is made when it is
 * asked for.
 *
 * @param sessions of users and boots, in any order
 * @param now microseconds since 1970
 */
export function* sessionLines(
  sessions: readonly SessionFields[],
  now: number,
  openEnd: OpenEnd,
): Generator<ShownLine, undefined, undefined> {
  const items = [...sessions.map(sessionItem), ...downItems(sessions)].sort(newestFirst);
  for (const item of items) {
    yield item.kind === "down" ? downLine(item) : sessionLine(item.session, now, openEnd);
  }
}

function sessionItem(session: SessionFields): Item {
  const { loginMicros: login, logoutMicros: logout } = session;
  return { session, kind: "session", login, logout };
}

/** What has no time is the oldest login, and the newest logout. */
function newestFirst(a: Item, b: Item): number {
  return (
    descending(a.login ?? Number.NEGATIVE_INFINITY, b.login ?? Number.NEGATIVE_INFINITY) ||
    descending(a.logout ?? Number.POSITIVE_INFINITY, b.logout ?? Number.POSITIVE_INFINITY)
  );
}

function descending(a: number, b: number): number {
  return a === b ? 0 : b - a;
}

function sessionLine(session: SessionFields, now: number, openEnd: OpenEnd): ShownLine {
  const { kind, loginMicros, logoutMicros } = session;
  const entry = entryOf(session, kind === "boot" ? "BOOT_TIME" : "USER_PROCESS");
  const end = endOf(session, entry, openEnd);
  const isRunning = kind === "boot" && end === "open";
  const times = { login: loginMicros ?? Number.NaN, logout: isRunning ? now : logoutMicros };
  return { kind, entry, name: null, ...times, end, level: null };
}

function endOf(
  { kind, end }: SessionFields,
  entry: LoginRecord,
  openEnd: OpenEnd,
): ShownLine["end"] {
  if (end === "replaced") return "logout";
  if (end !== "unknown") return end;
  return kind === "boot" ? "open" : openEnd(entry);
}

/** The times between a boot's end and the next boot. */
function downItems(sessions: readonly SessionFields[]): Item[] {
  const boots = sessions.filter(({ kind, loginMicros }) => kind === "boot" && loginMicros !== null);
  boots.sort((a, b) => (a.loginMicros ?? 0) - (b.loginMicros ?? 0));
  return boots.flatMap((boot, i) => {
    const next = boots[i + 1];
    const { end, logoutMicros: login } = boot;
    if (next === undefined || login === null || end === "crash") return [];
    return [{ session: boot, kind: "down", login, logout: next.loginMicros }];
  });
}

function downLine({ session, login, logout }: Item): ShownLine {
  const entry = entryOf(session, "RUN_LVL");
  const times = { login: login ?? Number.NaN, logout };
  return { kind: "shutdown", entry, name: null, ...times, end: null, level: null };
}

/** The record that a wtmp would have of a session's beginning, or of its end if it is a shutdown. */
function entryOf(
  session: SessionFields,
  type: "USER_PROCESS" | "BOOT_TIME" | "RUN_LVL",
): LoginRecord {
  const { id, pid, address, source, userBytes, lineBytes, hostBytes } = session;
  const isEnd = type === "RUN_LVL";
  const entry = storeEntry({
    type,
    id,
    user: isEnd ? textOf("shutdown") : fieldOf(session.user, userBytes),
    line: fieldOf(session.line, lineBytes),
    host: fieldOf(session.host, hostBytes),
    pid,
    sid: null,
    micros: isEnd ? session.logoutMicros : session.loginMicros,
    address,
    source,
  });
  const offset = (isEnd ? session.logoutAt : session.loginAt)?.offset ?? null;
  return entryFrom({ ...entry, offset }, null);
}

function fieldOf(text: string, hex: string | undefined): Text {
  return textOf(rawText({ text, hex: hex ?? null }));
}
