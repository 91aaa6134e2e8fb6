import { hostPlatform } from "../../platforms/index.ts";
import { isReadError } from "../errors.ts";
import { findStore } from "../files/find-store.ts";
import type { Login } from "../platform.ts";
import { ProblemList } from "../problems.ts";
import type { Presence } from "../sessions/pair-sessions.ts";
import type { PlacedRow } from "../sessions/row-sessions.ts";
import { isLogin, readLogind, type LogindSession } from "../stores/logind.ts";
import { isBoot } from "../stores/wtmpdb-entries.ts";
import type { WtmpdbRow } from "../stores/wtmpdb.ts";
import { dateOf } from "../timestamp.ts";

/** A program's own record and the login manager's of the same login are no further apart. */
const SAME_LOGIN_MICROS = 5e6;

/** Services that run in the session of who calls them: the login manager makes none for them. */
const WITHIN_SESSION = /^(?:su|sudo|runuser)(?:-[il])?$/;

/** What the running system tells of sessions whose logout is not on record, or not theirs. */
export class LivePresence implements Presence {
  readonly #problems: ProblemList;
  #sessions: readonly LogindSession[] | undefined;

  /** @param problems told of logouts that are another session's */
  constructor(problems: ProblemList) {
    this.#problems = problems;
  }

  recordEnd(login: Login): "open" | "gone" {
    return recordEnd(login);
  }

  /**
   * wtmpdb takes a session without a logout for one that is there. A process that was killed leaves
   * such a row, and so does a rotation: the logout of what began before it can't be recorded.
   */
  openEnd({ row }: PlacedRow): "open" | "gone" {
    const isKnown = isBoot(row) || this.#sessionOf(row) !== undefined;
    // What runs in the session of its caller has none of its own, and no terminal.
    return isKnown || WITHIN_SESSION.test(row.service ?? "") || isPresent(row) ? "open" : "gone";
  }

  /**
   * A program remembers the id of its row. If that was rotated away, its logout goes to the row that
   * has the id by then.
   */
  isStillThere({ row, database }: PlacedRow): boolean {
    const session = isBoot(row) ? undefined : this.#sessionOf(row);
    if (session === undefined || session.state === "closing") return false;
    const message = `Impossible logout in "${database.path}", row ${row.id}: session ${session.id} of the login manager is still there, and the logout is another's`;
    this.#problems.add({ kind: "row", offset: 0, bytes: 0, message });
    return true;
  }

  /** The login manager's session that a row is of, if it is there. */
  #sessionOf({ user, line, loginMicros }: WtmpdbRow): LogindSession | undefined {
    this.#sessions ??= managedSessions();
    return this.#sessions.find(({ user: owner, tty, startMicros }) => {
      const apart = Math.abs((startMicros ?? Number.NaN) - (loginMicros ?? Number.NaN));
      const isSameLine = tty.text === "" || tty.text === line.text;
      return owner.text === user.text && isSameLine && apart <= SAME_LOGIN_MICROS;
    });
  }
}

/** How a login or boot ends that has no end on record. */
export function recordEnd(login: Login): "open" | "gone" {
  return login.type === "BOOT_TIME" || hostPlatform().isPresent(login) ? "open" : "gone";
}

function isPresent({ user, line, loginMicros }: WtmpdbRow): boolean {
  const time = loginMicros === null ? null : dateOf(0, loginMicros);
  const { device } = line;
  const login = { type: "USER_PROCESS", user: user.text, line: line.text, device } as const;
  return hostPlatform().isPresent({ ...login, pid: null, time });
}

/** None where no login manager runs, or none can be read. */
function managedSessions(): readonly LogindSession[] {
  const { services } = hostPlatform();
  const place = findStore("logind", undefined);
  if (place === null || services?.hasManager() !== true) return [];
  try {
    return readLogind(place.path, services.openLoginLibrary(), new ProblemList()).filter(isLogin);
  } catch (error) {
    if (!isReadError(error)) throw error;
    return [];
  }
}
