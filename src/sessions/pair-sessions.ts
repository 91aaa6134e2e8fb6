import type { UtmpEntry } from "../entry.ts";
import type { Session } from "./session.ts";
import type { OpenEnd, SessionPairer } from "./session-pairer.ts";

/**
 * Gives the sessions of a file's records, each when it ends.
 *
 * @param pairer one that has not been used
 * @param entries records, oldest first
 * @param path the file they are from
 */
export function* pairSessions(
  pairer: SessionPairer,
  entries: Iterable<UtmpEntry>,
  path: string,
  openEnd: OpenEnd,
): Generator<Session, undefined, undefined> {
  for (const entry of entries) yield* pairer.add(entry, path);
  yield* pairer.end(openEnd);
}

/** Oldest login first; sessions whose login is not known come first. */
export function byLogin(a: Session, b: Session): number {
  return (
    (a.login?.getTime() ?? Number.NEGATIVE_INFINITY) -
    (b.login?.getTime() ?? Number.NEGATIVE_INFINITY)
  );
}
