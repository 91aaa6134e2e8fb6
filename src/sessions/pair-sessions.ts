import { sessionKeyOf } from "../../platforms/session-key.ts";
import type { UtmpEntry } from "../entry.ts";
import type { UtmpLayout } from "../layout.ts";
import type { AsOf } from "./as-of.ts";
import type { Session } from "./session.ts";
import type { OpenEnd, SessionPairer } from "./session-pairer.ts";

/** A part of a history: its records stand in one file. */
export interface HistoryFile {
  readonly path: string;
  readonly layout: Pick<UtmpLayout, "id">;
  /** Oldest first. */
  readonly entries: Iterable<UtmpEntry>;
}

/**
 * Gives the sessions of a history, each when it ends: those that have not ended behind all others.
 *
 * @param pairer one that has not been used
 * @param files oldest first
 * @param openEnd asked only about the running system's present
 */
export function* pairSessions(
  pairer: SessionPairer,
  files: Iterable<HistoryFile>,
  asOf: AsOf,
  openEnd: OpenEnd,
): Generator<Session, undefined, undefined> {
  for (const { path, layout, entries } of files) {
    const key = sessionKeyOf(layout);
    for (const entry of entries) {
      if (asOf.takes(entry)) yield* pairer.add(entry, path, key);
    }
  }
  yield* pairer.end(asOf.isPresent ? openEnd : unknownEnd);
}

function unknownEnd(): "unknown" {
  return "unknown";
}

/**
 * Oldest login first, and by their records where the clock says the same; sessions whose login is
 * not known come first.
 */
export function byLogin(a: Session, b: Session): number {
  const [first, second] = [a.loginMicros, b.loginMicros];
  if (first === second) return a.ordinal - b.ordinal;
  return (first ?? Number.NEGATIVE_INFINITY) - (second ?? Number.NEGATIVE_INFINITY);
}
