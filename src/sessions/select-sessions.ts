import type { AsOf } from "./as-of.ts";
import { LastSessions } from "./last-sessions.ts";
import { loginTest } from "./login-filter.ts";
import { dateMicros } from "./micros.ts";
import type { SessionOptions } from "./session-options.ts";
import type { SessionFields } from "./session.ts";

/** What tells whether a session is wanted, and its place among others. */
type Selectable = Pick<
  SessionFields,
  | "kind"
  | "user"
  | "userBytes"
  | "line"
  | "lineBytes"
  | "host"
  | "hostBytes"
  | "address"
  | "loginMicros"
  | "logoutMicros"
  | "end"
  | "ordinal"
>;

/**
 * The sessions of a kind that are wanted, oldest login first unless it is to be the newest. No more
 * of the others are kept than a limit needs.
 *
 * @param sessions of both kinds, some at a time, those that have not ended behind all others
 * @param options that have been checked
 */
export function selectSessions<One extends Selectable>(
  sessions: Iterable<readonly One[]>,
  kind: One["kind"],
  options: SessionOptions,
  asOf: AsOf,
): One[] {
  const last = new LastSessions<One>(options.limit ?? Number.POSITIVE_INFINITY);
  for (const wanted of wantedSessions(sessions, kind, options, asOf)) {
    for (const session of wanted) last.add(session);
  }
  const list = last.list();
  return options.reverse === true ? list.reverse() : list;
}

/** Those that fit, as they come: the same parameters as {@link selectSessions}. */
export function* wantedSessions<One extends Selectable>(
  sessions: Iterable<readonly One[]>,
  kind: One["kind"],
  options: SessionOptions,
  asOf: AsOf,
): Generator<readonly One[], undefined, undefined> {
  const isWanted = sessionTest(options);
  for (const some of sessions) {
    yield some.filter((session) => session.kind === kind && isWanted(session, asOf.reach));
  }
}

/** Whether a session is wanted that lasts until `reach` if it has not ended. */
function sessionTest(options: SessionOptions): (session: Selectable, reach: number) => boolean {
  const isWanted = loginTest(options);
  const since = options.since ? dateMicros(options.since) : Number.NEGATIVE_INFINITY;
  const until = options.until ? dateMicros(options.until) : Number.POSITIVE_INFINITY;
  return (session, reach) => {
    if (!isWanted(session)) return false;
    const [begin, end] = spanOf(session, reach);
    return end >= since && begin <= until;
  };
}

/** From the earlier of its times to the later; a time that is not known excludes nothing. */
function spanOf(
  { loginMicros, logoutMicros, end }: Selectable,
  reach: number,
): readonly [number, number] {
  const login = loginMicros ?? Number.NEGATIVE_INFINITY;
  const isEnded = end !== "open" && end !== "gone" && end !== "unknown";
  const logout = isEnded ? (logoutMicros ?? Number.POSITIVE_INFINITY) : reach;
  return [Math.min(login, logout), Math.max(login, logout)];
}
