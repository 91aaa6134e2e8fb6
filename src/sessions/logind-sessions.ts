import { isLogin, type LogindSession } from "../stores/logind.ts";
import type { TerminalGuess } from "../stores/pts-guess.ts";
import type { ManagedSessions } from "../stores/store-content.ts";
import { hostAddress } from "../stores/store-entry.ts";
import type { Text } from "../text.ts";
import { Session, type SessionEnd } from "./session.ts";

/**
 * The sessions of a login manager that are logins. One that is closing has ended for its user, though
 * a process is left of it.
 *
 * @param isPresent whether it is the present of the running system
 */
export function logindSessions(
  { sessions, terminals }: ManagedSessions,
  isPresent: boolean,
): Session[] {
  return sessions.filter(isLogin).map((session, ordinal) => {
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
  const line = lineOf(session, terminals);
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

/** The terminal, which sshd does not tell, or else the seat. */
function lineOf(session: LogindSession, terminals: TerminalGuess): Text {
  const { tty, seat, type, uid, startMicros } = session;
  if (tty.text !== "") return tty;
  if (type !== "tty" || uid === null || startMicros === null) return seat;
  const guessed = terminals(uid, startMicros);
  return guessed === null ? seat : { text: guessed, hex: null, device: `/dev/${guessed}` };
}

/** The display of a local session of X stands for its host, as who(1) has it. */
function hostOf({ remoteHost, type, display }: LogindSession): Text {
  return remoteHost.text === "" && type === "x11" ? display : remoteHost;
}
