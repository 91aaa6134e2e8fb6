import type { LoginLibrarySession } from "../platform.ts";
import { decodeText } from "../text.ts";

/** What is known of a session of which nothing is. */
export const UNKNOWN: LoginLibrarySession = {
  uid: null,
  user: null,
  startMicros: null,
  leader: null,
  tty: null,
  seat: null,
  display: null,
  service: null,
  type: null,
  sessionClass: null,
  state: null,
  remoteHost: null,
  remoteUser: null,
};

/** What a session's file says of it, by the keys of session_save(). */
export function fieldsOf(file: ReadonlyMap<string, Uint8Array>): LoginLibrarySession {
  const text = (key: string): Uint8Array | null => file.get(key) ?? null;
  const number = (key: string): number | null => numberOf(file.get(key));
  return {
    uid: number("UID"),
    user: text("USER"),
    startMicros: number("REALTIME"),
    leader: number("LEADER"),
    tty: text("TTY"),
    seat: text("SEAT"),
    display: text("DISPLAY"),
    service: text("SERVICE"),
    type: text("TYPE"),
    sessionClass: text("CLASS"),
    state: text("STATE"),
    remoteHost: text("REMOTE_HOST"),
    remoteUser: text("REMOTE_USER"),
  };
}

/** `null` for what is no number, or none that can be held exactly. */
function numberOf(bytes: Uint8Array | undefined): number | null {
  if (bytes === undefined) return null;
  const { text } = decodeText(bytes, 0, bytes.length);
  const number = Number(text);
  return /^[0-9]+$/.test(text) && Number.isSafeInteger(number) ? number : null;
}

/** Whether whose session it is, is known. */
export function namesUser({ uid, user }: LoginLibrarySession): boolean {
  return uid !== null || user !== null;
}

/** Whether all is known that every session has. */
export function isWhole(fields: LoginLibrarySession): boolean {
  const { uid, user, startMicros, leader, type, sessionClass, state } = fields;
  const always = [uid, user, startMicros, leader, type, sessionClass, state];
  return always.every((field) => field !== null);
}

/** What `first` knows, and `second` where it does not. */
export function completed(
  first: LoginLibrarySession,
  second: LoginLibrarySession,
): LoginLibrarySession {
  return {
    uid: first.uid ?? second.uid,
    user: first.user ?? second.user,
    startMicros: first.startMicros ?? second.startMicros,
    leader: first.leader ?? second.leader,
    tty: first.tty ?? second.tty,
    seat: first.seat ?? second.seat,
    display: first.display ?? second.display,
    service: first.service ?? second.service,
    type: first.type ?? second.type,
    sessionClass: first.sessionClass ?? second.sessionClass,
    state: first.state ?? second.state,
    remoteHost: first.remoteHost ?? second.remoteHost,
    remoteUser: first.remoteUser ?? second.remoteUser,
  };
}
