import { localShortTime } from "../local-time.ts";
import { columnLine, fieldColumn } from "../report/columns.ts";
import { durationText } from "../sessions/duration-text.ts";
import type { Session } from "../sessions/session.ts";
import type { Zone } from "../zone.ts";

/** What a person is shown of each kind, and how wide a column gets for the sake of one row. */
const COLUMNS = {
  user: [
    { title: "USER", most: 16 },
    { title: "LINE", most: 12 },
    { title: "LOGIN", most: 16 },
    { title: "LOGOUT", most: 16 },
    { title: "TIME", most: 10 },
    { title: "END", most: 8 },
    { title: "FROM", most: 0 },
  ],
  boot: [
    { title: "UP", most: 16 },
    { title: "DOWN", most: 16 },
    { title: "TIME", most: 10 },
    { title: "END", most: 8 },
    { title: "KERNEL", most: 0 },
  ],
} as const;

/** What is shown for a session that has not ended. */
const OPEN_TEXT = {
  user: { open: "still on", gone: "no record", unknown: "no record" },
  boot: { open: "still up", gone: "no record", unknown: "no record" },
} as const;

/** Whether the clock was set during the session: its length is then not what its times say. */
export function isCorrected({ durationSeconds, correctedSeconds }: Session): boolean {
  return durationSeconds !== correctedSeconds;
}

/**
 * Sessions of one kind in columns, for a person: lines, the titles first. Nothing from a record is
 * in them unescaped or cut off: a text that is too long moves what is behind it.
 *
 * @param sessions are looked at twice
 */
export function* sessionLines(
  sessions: Iterable<Session>,
  kind: Session["kind"],
  zone: Zone,
): Generator<string, undefined, undefined> {
  const columns = COLUMNS[kind];
  const titles = columns.map(({ title }) => title);
  const widths = columns.map(({ title }) => title.length);
  for (const session of sessions) {
    for (const [i, cell] of cellsOf(session, zone).entries()) {
      const width = Math.min(Bun.stringWidth(cell), columns[i]?.most ?? 0);
      widths[i] = Math.max(widths[i] ?? 0, width);
    }
  }
  yield columnLine(titles, widths);
  for (const session of sessions) yield columnLine(cellsOf(session, zone), widths);
}

function cellsOf(session: Session, zone: Zone): readonly string[] {
  const { user, userBytes, line, lineBytes, host, hostBytes, address, kind, end } = session;
  const login = session.login === null ? "-" : localShortTime(zone, session.login);
  const times = [login, logoutText(session, login, zone), lengthText(session), end];
  const from = host === "" ? (address ?? "-") : fieldColumn(host, hostBytes);
  if (kind === "boot") return [...times, from];
  return [fieldColumn(user, userBytes), fieldColumn(line, lineBytes), ...times, from];
}

/** As much of the logout as differs from the login. */
function logoutText({ kind, end, logout }: Session, login: string, zone: Zone): string {
  if (end === "open" || end === "gone" || end === "unknown") return OPEN_TEXT[kind][end];
  if (logout === null) return "-";
  const text = localShortTime(zone, logout);
  const [day = "", clock = ""] = text.split(" ");
  if (login.startsWith(`${day} `)) return clock;
  const [year = ""] = /^[+-]?\d+-/.exec(day) ?? [];
  return login.startsWith(year) ? text.slice(year.length) : text;
}

/** How long it was by a clock that nobody set. */
function lengthText(session: Session): string {
  const { correctedSeconds } = session;
  if (correctedSeconds === null) return "-";
  return `${durationText(correctedSeconds)}${isCorrected(session) ? "*" : ""}`;
}
