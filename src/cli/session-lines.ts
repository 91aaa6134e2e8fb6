import { invalidTextOf, UtmpEntry } from "../entry.ts";
import type { Login } from "../platform.ts";
import type { Session } from "../sessions/session.ts";
import { storeEntry } from "../stores/store-entry.ts";
import { rawText, textOf, type Text } from "../text.ts";
import type { ShownLine } from "./last-line.ts";

/** What is made of a login that nothing ends, where the store can't tell. */
type OpenEnd = (login: Login) => "open" | "gone";

/**
 * Sessions that a store keeps, as last(1) shows logins: newest first, and of one moment what is
 * still open first. From a shutdown to the next boot there is a line, too.
 *
 * @param sessions of users and boots, in any order
 * @param now microseconds since 1970
 */
export function sessionLines(
  sessions: readonly Session[],
  now: number,
  openEnd: OpenEnd,
): ShownLine[] {
  const lines = sessions.map((session) => sessionLine(session, now, openEnd));
  return [...lines, ...downLines(sessions)].sort(newestFirst);
}

/** What has no time is the oldest login, and the newest logout. */
function newestFirst(a: ShownLine, b: ShownLine): number {
  const logins = [a, b].map(({ login }) =>
    Number.isNaN(login) ? Number.NEGATIVE_INFINITY : login,
  );
  const logouts = [a, b].map(({ logout }) => logout ?? Number.POSITIVE_INFINITY);
  return descending(logins) || descending(logouts);
}

function descending([a = 0, b = 0]: readonly number[]): number {
  return a === b ? 0 : b - a;
}

function sessionLine(session: Session, now: number, openEnd: OpenEnd): ShownLine {
  const { kind, user, loginMicros, logoutMicros } = session;
  const entry = entryOf(session, kind === "boot" ? "BOOT_TIME" : "USER_PROCESS");
  const end = endOf(session, entry, openEnd);
  const isRunning = kind === "boot" && end === "open";
  const times = { login: loginMicros ?? Number.NaN, logout: isRunning ? now : logoutMicros };
  return { kind, entry, user, ...times, end, level: null };
}

function endOf({ kind, end }: Session, entry: UtmpEntry, openEnd: OpenEnd): ShownLine["end"] {
  if (end === "replaced") return "logout";
  if (end !== "unknown") return end;
  return kind === "boot" ? "open" : openEnd(entry);
}

/** The times between a boot's end and the next boot. */
function downLines(sessions: readonly Session[]): ShownLine[] {
  const boots = sessions.filter(({ kind, loginMicros }) => kind === "boot" && loginMicros !== null);
  boots.sort((a, b) => (a.loginMicros ?? 0) - (b.loginMicros ?? 0));
  return boots.flatMap((boot, i) => {
    const next = boots[i + 1];
    const { end, logoutMicros: login } = boot;
    if (next === undefined || login === null || end === "crash") return [];
    const entry = entryOf(boot, "RUN_LVL");
    const times = { login, logout: next.loginMicros };
    return [{ kind: "shutdown", entry, user: "shutdown", ...times, end: null, level: null }];
  });
}

/** The record that a wtmp would have of a session's beginning, or of its end if it is a shutdown. */
function entryOf(session: Session, type: "USER_PROCESS" | "BOOT_TIME" | "RUN_LVL"): UtmpEntry {
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
  return new UtmpEntry({ ...entry, offset }, invalidTextOf(entry), null, 0, 0);
}

function fieldOf(text: string, hex: string | undefined): Text {
  return textOf(rawText({ text, hex: hex ?? null }));
}
