import { endingAs, placeOf, sessionOf } from "./begun-session.ts";
import { LastSessions } from "./last-sessions.ts";
import type { HistoryFile } from "./pair-sessions.ts";
import type { Session } from "./session.ts";
import type { OpenEnd } from "./session-pairer.ts";

/**
 * The sessions in records of the present, which are in the order of slots and no history: each
 * user's record is one, also where two have the same line.
 *
 * @param count most sessions to give: the newest by login
 */
export function presentSessions(
  files: Iterable<HistoryFile>,
  count: number,
  openEnd: OpenEnd,
): Session[] {
  const open = new LastSessions(count);
  let ordinal = 0;
  for (const { path, entries } of files) {
    for (const entry of entries) {
      if (!entry.isUserProcess) continue;
      const begun = { kind: "user", entry, at: placeOf(entry, path), ordinal: ordinal++ } as const;
      open.add(sessionOf(begun, endingAs(openEnd(entry))));
    }
  }
  return open.list();
}
