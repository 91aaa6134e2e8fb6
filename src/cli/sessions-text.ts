import { fieldColumn } from "../report/columns.ts";
import { durationText } from "../sessions/duration-text.ts";
import type { SessionFields } from "../sessions/session.ts";
import type { Zone } from "../zone.ts";
import { writeColumns, type Cells } from "./columns-output.ts";
import type { Output } from "./output.ts";
import { ShortTimes } from "./short-times.ts";

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

/**
 * Writes sessions of one kind in columns, for a person, the titles first. Nothing from a record is
 * in them unescaped or cut off: a text that is too long moves what is behind it.
 *
 * @param sessions are looked at twice
 * @param titleOf the line of the titles, as it is to be shown
 * @returns whether the clock was set during a session: its length is then not what its times say
 */
export function writeSessions(
  output: Output,
  sessions: Iterable<SessionFields>,
  kind: SessionFields["kind"],
  zone: Zone,
  titleOf: (titles: string) => string,
): boolean {
  const times = new ShortTimes(zone);
  let isAnyCorrected = false;
  const tell = (cells: Cells, session: SessionFields): void => {
    tellCells(cells, session, times);
    isAnyCorrected ||= isCorrected(session);
  };
  writeColumns(output, COLUMNS[kind], sessions, tell, titleOf);
  return isAnyCorrected;
}

function tellCells(cells: Cells, session: SessionFields, times: ShortTimes): void {
  const { user, userBytes, line, lineBytes, host, hostBytes, address, kind, end } = session;
  if (kind === "user") {
    cells.write(fieldColumn(user, userBytes));
    cells.next();
    cells.write(fieldColumn(line, lineBytes));
    cells.next();
  }
  times.putMinute(cells, msOf(session.loginMicros));
  cells.next();
  tellLogout(cells, session, times);
  cells.next();
  tellLength(cells, session);
  cells.next();
  cells.write(end);
  cells.next();
  cells.write(host === "" ? (address ?? "-") : fieldColumn(host, hostBytes));
  cells.endLine();
}

/** As much of the logout as differs from the login. */
function tellLogout(
  cells: Cells,
  { kind, end, loginMicros, logoutMicros }: SessionFields,
  times: ShortTimes,
): void {
  if (end === "open" || end === "gone" || end === "unknown") cells.write(OPEN_TEXT[kind][end]);
  else times.putRest(cells, msOf(logoutMicros), msOf(loginMicros));
}

/** How long it was by a clock that nobody set. */
function tellLength(cells: Cells, session: SessionFields): void {
  const { loginMicros, logoutMicros, clockMicros } = session;
  if (loginMicros === null || logoutMicros === null) {
    cells.write("-");
    return;
  }
  cells.write(durationText((logoutMicros - loginMicros - clockMicros) / 1e6));
  if (isCorrected(session)) cells.write("*");
}

function isCorrected({ loginMicros, logoutMicros, clockMicros }: SessionFields): boolean {
  return loginMicros !== null && logoutMicros !== null && clockMicros !== 0;
}

function msOf(micros: number | null): number | null {
  return micros === null ? null : Math.floor(micros / 1000);
}
