import type { TerminalGuess } from "../platform.ts";
import { isUserSession, type LogindSession } from "../stores/logind.ts";
import { hostOf, terminalOf } from "../stores/logind-place.ts";
import type { ManagedSessions } from "../stores/store-content.ts";
import { hostAddress } from "../stores/store-entry.ts";
import { Session, type SessionEnd } from "./session.ts";

/**
 * The sessions of a login manager that are logins, on the terminal or else the seat. One that is
 * closing has ended for its user, though a process is left of it.
 */
export function logindSessions({ sessions, terminals, isPresent }: ManagedSessions): Session[] {
  return sessions.filter(isUserSession).map((session, ordinal) => {
    const presentEnd = session.state === "closing" ? "gone" : "open";
    return sessionOf(session, terminals, isPresent ? presentEnd : "unknown", ordinal);
  });
}

function sessionOf(
  session: LogindSession,
  terminals: TerminalGuess,
  end: SessionEnd,
  ordinal: number,
): Session {
  const { id, user, leader, service, startMicros } = session;
  const line = terminalOf(session, terminals) ?? session.seat;
  const host = hostOf(session);
  return new Session({
    kind: "user",
    user: user.text,
    line: line.text,
    host: host.text,
    address: hostAddress(host.text),
    pid: leader,
    id,
    service: service.text === "" ? null : service.text,
    loginMicros: startMicros,
    logoutMicros: null,
    clockMicros: 0,
    end,
    pairedBy: null,
    source: "logind",
    loginAt: null,
    logoutAt: null,
    ordinal,
    ...(user.hex !== null && { userBytes: user.hex }),
    ...(line.hex !== null && { lineBytes: line.hex }),
    ...(host.hex !== null && { hostBytes: host.hex }),
  });
}
