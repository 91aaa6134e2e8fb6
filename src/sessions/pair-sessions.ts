import type { UtmpEntry } from "../entry.ts";
import type { WritingRules } from "../layout.ts";
import type { AsOf } from "./as-of.ts";
import type { Session } from "./session.ts";
import type { OpenEnd, SessionPairer } from "./session-pairer.ts";

/** A part of a history: its records stand in one file, and are gone when the next is asked for. */
export interface HistoryFile {
  readonly path: string;
  readonly layout: WritingRules;
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
    for (const entry of entries) {
      if (asOf.takes(entry)) yield* pairer.add(entry, path, layout);
    }
  }
  yield* pairer.end(asOf.isPresent ? openEnd : unknownEnd);
}

function unknownEnd(): "unknown" {
  return "unknown";
}
