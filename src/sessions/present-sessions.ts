import { BegunSession } from "./begun-session.ts";
import { LastSessions } from "./last-sessions.ts";
import { logindSessions } from "./logind-sessions.ts";
import type { HistoryPart } from "./pair-sessions.ts";
import { Session } from "./session.ts";
import type { OpenEnd } from "./session-pairer.ts";

/**
 * The sessions of the present, oldest login first. Records of it are in the order of slots and no
 * history: each user's is one, also where two have the same line. A login manager knows its own.
 *
 * @param count most sessions to give: the newest by login
 * @param openEnd `null` if it is not the present of the running system
 */
export function presentSessions(
  parts: Iterable<HistoryPart>,
  count: number,
  openEnd: OpenEnd | null,
): Session[] {
  const open = new LastSessions<Session>(count);
  let ordinal = 0;
  for (const { path, entries, content } of parts) {
    if (content !== null && "sessions" in content) {
      for (const session of logindSessions(content)) open.add(session);
      continue;
    }
    for (const entry of entries) {
      if (!entry.isUserProcess) continue;
      const begun = new BegunSession("user", entry, path, ordinal++);
      open.add(new Session(begun.endAs(openEnd?.(entry) ?? "unknown")));
    }
  }
  return open.list();
}
