import { hostPlatform } from "../../platforms/index.ts";
import { isReadError } from "../errors.ts";
import { findStore } from "../files/find-store.ts";
import type { LoginServices } from "../platform.ts";
import { ProblemList } from "../problems.ts";
import type { PlacedRow, RowPresence } from "../sessions/row-sessions.ts";
import { matchRows, type MatchedSession, type PresentSession } from "../sessions/match-rows.ts";
import { isUserSession, readLogind } from "../stores/logind.ts";
import { terminalOf } from "../stores/logind-place.ts";
import { isBoot } from "../stores/wtmpdb-entries.ts";
import type { WtmpdbRow } from "../stores/wtmpdb.ts";
import { dateOf } from "../timestamp.ts";

/**
 * Tells which rows of databases are sessions that are there.
 *
 * @param rows oldest login first
 * @param problems told of logouts that are another session's
 */
export function liveRows(rows: readonly PlacedRow[], problems: ProblemList): RowPresence {
  const { services } = hostPlatform();
  const sessions = services === null ? [] : managedSessions(services);
  return new LiveRows(services, rows, matchRows(rows, sessions), problems);
}

/** Which rows of databases are sessions that are there. */
class LiveRows implements RowPresence {
  readonly #services: LoginServices | null;
  readonly #matched: ReadonlyMap<WtmpdbRow, MatchedSession>;
  readonly #problems: ProblemList;
  /** When somebody logged in last on a line, in microseconds since 1970. */
  readonly #lastLogins = new Map<string, number>();

  /** @param rows oldest login first */
  constructor(
    services: LoginServices | null,
    rows: readonly PlacedRow[],
    matched: ReadonlyMap<WtmpdbRow, MatchedSession>,
    problems: ProblemList,
  ) {
    this.#services = services;
    this.#matched = matched;
    this.#problems = problems;
    for (const { row } of rows) {
      const { line, loginMicros } = row;
      const isLogin = !isBoot(row) && line.text !== "" && !this.#isWithinSession(row);
      if (isLogin && loginMicros !== null) this.#lastLogins.set(line.text, loginMicros);
    }
  }

  /**
   * wtmpdb takes a session without a logout for one that is there. A process that was killed leaves
   * such a row, and so does a rotation: the logout of what began before it can't be recorded.
   */
  openEnd({ row }: PlacedRow): "open" | "gone" {
    if (isBoot(row)) return "open";
    const matched = this.#matched.get(row);
    if (matched !== undefined) return matched.session.isClosing ? "gone" : "open";
    if (this.#isReplaced(row)) return "gone";
    return this.#isWithinAnother(row) || isPresent(row) ? "open" : "gone";
  }

  /** Whether somebody has logged in on its line since. */
  #isReplaced({ line, loginMicros }: WtmpdbRow): boolean {
    return (this.#lastLogins.get(line.text) ?? Number.NEGATIVE_INFINITY) > (loginMicros ?? 0);
  }

  /**
   * A program remembers the id of its row. If that was rotated away, its logout goes to the row that
   * has the id by then.
   */
  isStillThere({ row, database }: PlacedRow): boolean {
    const matched = this.#matched.get(row);
    // That two logins have the same time does not make them one: the line must tell.
    if (matched?.isSameLine !== true || matched.session.isClosing) return false;
    const { session } = matched;
    const message = `Impossible logout in "${database.path}", row ${row.id}: session ${session.id} of the login manager is still there, and the logout is another's`;
    this.#problems.add({ kind: "row", offset: 0, bytes: 0, message });
    return true;
  }

  /**
   * Whether a row can be of what runs in the session of its caller: it has none of its own, and no
   * terminal. All that is known is that it can't have begun before the system.
   */
  #isWithinAnother(row: WtmpdbRow): boolean {
    const began = row.loginMicros ?? Number.NEGATIVE_INFINITY;
    return this.#isWithinSession(row) && began >= (this.#services?.bootMicros() ?? began);
  }

  #isWithinSession({ service }: WtmpdbRow): boolean {
    return service !== null && this.#services?.isWithinSession(service) === true;
  }
}

function isPresent({ user, line, loginMicros }: WtmpdbRow): boolean {
  const time = loginMicros === null ? null : dateOf(0, loginMicros);
  const { device } = line;
  const login = { type: "USER_PROCESS", user: user.text, line: line.text, device } as const;
  return hostPlatform().isPresent({ ...login, pid: null, time });
}

/** None where no login manager runs, or none can be read. */
function managedSessions(services: LoginServices): readonly PresentSession[] {
  const place = findStore("logind", undefined);
  if (place === null || !services.hasManager()) return [];
  try {
    const library = services.openLoginLibrary();
    const terminals = services.guessTerminals();
    const sessions = readLogind(place.path, library, new ProblemList());
    return sessions.filter(isUserSession).map((session) => {
      const { id, user, startMicros, tty, display, state } = session;
      const lines = [terminalOf(session, terminals)?.text ?? "", display.text];
      return {
        id,
        user: user.text,
        startMicros,
        lines: lines.filter((line) => line !== ""),
        isLineKnown: tty.text !== "",
        isClosing: state === "closing",
      };
    });
  } catch (error) {
    if (!isReadError(error)) throw error;
    return [];
  }
}
