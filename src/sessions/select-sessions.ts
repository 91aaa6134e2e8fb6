import type { AsOf } from "./as-of.ts";
import { LastSessions } from "./last-sessions.ts";
import type { SessionOptions } from "./session-options.ts";
import { sessionTest } from "./session-filter.ts";
import type { Session } from "./session.ts";

/**
 * The sessions of a kind that are wanted, oldest login first unless it is to be the newest. No more
 * of the others are kept than a limit needs.
 *
 * @param sessions of both kinds, those that have not ended behind all others
 * @param options that have been checked
 */
export function selectSessions(
  sessions: Iterable<Session>,
  kind: Session["kind"],
  options: SessionOptions,
  asOf: AsOf,
): Session[] {
  const isWanted = sessionTest(options);
  const last = new LastSessions(options.limit ?? Number.POSITIVE_INFINITY);
  for (const session of sessions) {
    if (session.kind === kind && isWanted(session, asOf.reach)) last.add(session);
  }
  const list = last.list();
  return options.reverse === true ? list.reverse() : list;
}
