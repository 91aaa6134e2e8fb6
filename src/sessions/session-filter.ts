import { loginTest } from "./login-filter.ts";
import type { SessionOptions } from "./session-options.ts";
import type { Session } from "./session.ts";

/**
 * Whether a session is wanted.
 *
 * @param reach microseconds since 1970 up to which it lasts if it has not ended
 */
export type SessionTest = (session: Session, reach: number) => boolean;

/** The test of filters that have been checked. */
export function sessionTest(options: SessionOptions): SessionTest {
  const isWanted = loginTest(options);
  const since = options.since ? microsOf(options.since) : Number.NEGATIVE_INFINITY;
  const until = options.until ? microsOf(options.until) : Number.POSITIVE_INFINITY;
  return (session, reach) => {
    if (!isWanted(session)) return false;
    const [begin, end] = spanOf(session, reach);
    return end >= since && begin <= until;
  };
}

/** Microseconds since 1970. */
export function microsOf(date: Date): number {
  return date.getTime() * 1000;
}

/** From the earlier of its times to the later; a time that is not known excludes nothing. */
function spanOf(session: Session, reach: number): readonly [number, number] {
  const login = session.loginMicros ?? Number.NEGATIVE_INFINITY;
  const logout = session.isEnded ? (session.logoutMicros ?? Number.POSITIVE_INFINITY) : reach;
  return [Math.min(login, logout), Math.max(login, logout)];
}
