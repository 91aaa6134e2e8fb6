import type { UtmpEntry } from "../entry.ts";
import { bytesOf, rawText, textOf, type Text } from "../text.ts";
import type { BootTime } from "./boot-time.ts";
import { isLogin, type LogindSession } from "./logind.ts";
import type { TerminalGuess } from "./pts-guess.ts";
import { hostAddress, storeEntry } from "./store-entry.ts";

/**
 * Sessions as the records that a utmp would have of them, by the rules of gnulib's readutmp.c: the
 * boot, and then of each session one entry for its seat and one for its terminal. A session that has
 * neither, as a manager of services, has none.
 *
 * @param boot `null` if it is not known
 * @param terminals guesses those that sessions do not tell
 */
export function logindEntries(
  sessions: readonly LogindSession[],
  boot: BootTime | null,
  terminals: TerminalGuess,
): UtmpEntry[] {
  const entries = sessions.flatMap((session) => {
    const lines = [session.seat, terminalOf(session, terminals)].filter(({ text }) => text !== "");
    return lines.map((line) => sessionEntry(session, line));
  });
  return boot === null ? entries : [bootEntry(boot), ...entries];
}

const NO_TEXT = textOf("");

function bootEntry({ micros }: BootTime): UtmpEntry {
  return storeEntry({
    type: "BOOT_TIME",
    id: "",
    user: textOf("reboot"),
    line: textOf("~"),
    host: NO_TEXT,
    address: null,
    pid: 0,
    sid: 0,
    micros,
    source: "logind",
  });
}

function sessionEntry(session: LogindSession, line: Text): UtmpEntry {
  const { id, user, leader, startMicros, remoteHost } = session;
  return storeEntry({
    type: isLogin(session) ? "USER_PROCESS" : "LOGIN_PROCESS",
    id,
    user,
    line,
    host: hostOf(session),
    address: hostAddress(remoteHost.text),
    pid: leader,
    sid: leader,
    micros: startMicros,
    source: "logind",
  });
}

/** Empty if the session has no terminal. sshd and web servers are shown by the name of their service. */
function terminalOf(session: LogindSession, terminals: TerminalGuess): Text {
  const { tty, type, service, uid, startMicros } = session;
  if (tty.text !== "") return tty;
  if (type === "web") return service;
  if (type !== "tty") return NO_TEXT;
  const guessed = uid === null || startMicros === null ? null : terminals(uid, startMicros);
  if (guessed === null) return service;
  return service.text === "" ? textOf(guessed) : joined(service, " ", textOf(guessed));
}

/** Where a session comes from; a local one of X has its display there. */
function hostOf({ remoteHost, remoteUser, type, display }: LogindSession): Text {
  if (remoteHost.text === "") return type === "x11" ? display : NO_TEXT;
  return remoteUser.text === "" ? remoteHost : joined(remoteUser, "@", remoteHost);
}

function joined(first: Text, separator: string, second: Text): Text {
  return textOf(Buffer.concat([rawText(first), bytesOf(separator), rawText(second)]));
}
