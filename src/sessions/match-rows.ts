import { isLogin } from "../stores/wtmpdb-entries.ts";
import type { WtmpdbRow } from "../stores/wtmpdb.ts";
import type { PlacedRow } from "./row-sessions.ts";

/** A user's session that a login manager has now. */
export interface PresentSession {
  readonly id: string;
  readonly user: string;
  readonly startMicros: number | null;
  /** Its terminal and its display: a program can have recorded either. */
  readonly lines: readonly string[];
  /** Whether its terminal is known from the manager, and not guessed. */
  readonly isLineKnown: boolean;
  /** Whether it has ended for its user, though a process of it is left. */
  readonly isClosing: boolean;
}

/** The session that a row is of. */
export interface MatchedSession {
  readonly session: PresentSession;
  /** Whether they have the same line, and not only the same user and time. */
  readonly isSameLine: boolean;
}

/** A program's own record and the login manager's of the same login are no further apart. */
const SAME_LOGIN_MICROS = 5e6;

/** A row and a session that can be of one login. */
interface Candidate extends MatchedSession {
  readonly row: WtmpdbRow;
  readonly apartMicros: number;
}

/**
 * Finds the row of each session, one for one: a user can log in twice within a second. Of several the
 * one with the same line is taken, then one without a logout, then the nearest.
 */
export function matchRows(
  rows: readonly PlacedRow[],
  sessions: readonly PresentSession[],
): ReadonlyMap<WtmpdbRow, MatchedSession> {
  const starts = sessions.flatMap(({ startMicros }) => startMicros ?? []);
  const first = starts.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const near = rows.flatMap(({ row }) =>
    isLogin(row) && (row.loginMicros ?? Number.NaN) >= first - SAME_LOGIN_MICROS ? [row] : [],
  );
  const candidates = sessions.flatMap((session) => candidatesOf(session, near)).sort(bestFirst);
  const matched = new Map<WtmpdbRow, MatchedSession>();
  const taken = new Set<PresentSession>();
  for (const { row, session, isSameLine } of candidates) {
    if (matched.has(row) || taken.has(session)) continue;
    matched.set(row, { session, isSameLine });
    taken.add(session);
  }
  return matched;
}

function candidatesOf(session: PresentSession, rows: readonly WtmpdbRow[]): Candidate[] {
  const { user, startMicros, lines, isLineKnown } = session;
  return rows.flatMap((row) => {
    const apartMicros = Math.abs((startMicros ?? Number.NaN) - (row.loginMicros ?? Number.NaN));
    if (row.user.text !== user || !(apartMicros <= SAME_LOGIN_MICROS)) return [];
    const isSameLine = lines.includes(row.line.text);
    // Without the line, all that speaks for a row with a logout is the time: too little.
    const isPossible = isSameLine || (!isLineKnown && row.logoutMicros === null);
    return isPossible ? [{ session, isSameLine, row, apartMicros }] : [];
  });
}

function bestFirst(a: Candidate, b: Candidate): number {
  if (a.isSameLine !== b.isSameLine) return a.isSameLine ? -1 : 1;
  const [isOpen, isOtherOpen] = [a.row.logoutMicros === null, b.row.logoutMicros === null];
  if (isOpen !== isOtherOpen) return isOpen ? -1 : 1;
  return a.apartMicros - b.apartMicros;
}
