import type { UtmpEntry } from "../entry.ts";
import type { TerminalGuess } from "../platform.ts";
import { bytesOf, rawText, textOf, type Text } from "../text.ts";
import { hostOf, terminalOf } from "./logind-place.ts";
import { isUserSession, type LogindSession } from "./logind.ts";
import { hostAddress, storeEntry } from "./store-entry.ts";

/**
 * Sessions as the records that a utmp would have of them, by the rules of gnulib's readutmp.c: the
 * boot, and then of each session one entry for its seat and one for its terminal. A session that has
 * neither, as a manager of services, has none.
 *
 * @param bootMicros `null` if it is not known
 * @param terminals guesses those that sessions do not tell
 */
export function logindEntries(
  sessions: readonly LogindSession[],
  bootMicros: number | null,
  terminals: TerminalGuess,
): UtmpEntry[] {
  const entries = sessions.flatMap((session) => {
    const { seat } = session;
    const lines = [{ ...seat, device: null }, lineOf(session, terminals)];
    return lines.filter(({ text }) => text !== "").map((line) => sessionEntry(session, line));
  });
  return bootMicros === null ? entries : [bootEntry(bootMicros), ...entries];
}

const NO_TEXT = textOf("");

function bootEntry(micros: number): UtmpEntry {
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
    type: isUserSession(session) ? "USER_PROCESS" : "LOGIN_PROCESS",
    id,
    user,
    line,
    host: whereFrom(session),
    address: hostAddress(remoteHost.text),
    pid: leader,
    sid: leader,
    micros: startMicros,
    source: "logind",
  });
}

/**
 * Empty if the session has no terminal. sshd and web servers are shown by the name of their service,
 * which is no device.
 */
function lineOf(session: LogindSession, terminals: TerminalGuess): Text {
  const { tty, type } = session;
  const service = { ...session.service, device: null };
  if (tty.text !== "") return tty;
  if (type === "web") return service;
  if (type !== "tty") return NO_TEXT;
  const guessed = terminalOf(session, terminals);
  if (guessed === null) return service;
  if (service.text === "") return guessed;
  return { ...joined(service, " ", guessed), device: guessed.device };
}

/** Where a session comes from, with the user there if that is known. */
function whereFrom(session: LogindSession): Text {
  const { remoteHost, remoteUser } = session;
  const host = hostOf(session);
  const isNamed = remoteHost.text !== "" && remoteUser.text !== "";
  return isNamed ? joined(remoteUser, "@", host) : host;
}

function joined(first: Text, separator: string, second: Text): Text {
  return textOf(Buffer.concat([rawText(first), bytesOf(separator), rawText(second)]));
}
