import type { TerminalGuess } from "../platform.ts";
import { textOf, type Text } from "../text.ts";
import type { LogindSession } from "./logind.ts";

/** The terminal of a session, guessed where it does not say which, as sshd's; `null` if it has none. */
export function terminalOf(session: LogindSession, terminals: TerminalGuess): Text | null {
  const { tty, type, uid, startMicros } = session;
  if (tty.text !== "") return tty;
  if (type !== "tty" || uid === null || startMicros === null) return null;
  const guessed = terminals(uid, startMicros);
  return guessed === null ? null : textOf(guessed);
}

/** The host that a session comes from; of a local one of X its display, as who(1) has it. */
export function hostOf({ remoteHost, type, display }: LogindSession): Text {
  return remoteHost.text === "" && type === "x11" ? display : remoteHost;
}
