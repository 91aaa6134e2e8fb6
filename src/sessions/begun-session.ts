import {
  invalidTextOf,
  type InvalidTextFields,
  type LoginRecord,
  type UtmpEntryFields,
} from "../entry.ts";
import { Session, type RecordPlace, type SessionFields } from "./session.ts";

/** What is said of a session where it begins. */
type Beginning = Pick<
  UtmpEntryFields,
  "type" | "user" | "line" | "host" | "device" | "address" | "pid" | "id" | "micros" | "source"
> &
  InvalidTextFields;

/** A login or boot whose session has not ended. */
export interface BegunSession {
  readonly kind: Session["kind"];
  readonly entry: Beginning;
  readonly at: RecordPlace | null;
  /** How many logins and boots were before it. */
  readonly ordinal: number;
}

/** What is kept of a login or boot: a record itself would keep its chunk of the file in memory. */
export function beginningOf(record: LoginRecord): Beginning {
  return {
    type: record.type,
    user: record.user,
    line: record.line,
    host: record.host,
    device: record.device,
    address: record.address,
    pid: record.pid,
    id: record.id,
    micros: record.micros,
    source: record.source,
    ...invalidTextOf(record),
  };
}

/** What is known of how a session ended, or that it did not. */
export type Ending = Pick<
  SessionFields,
  "end" | "logoutMicros" | "logoutAt" | "clockMicros" | "pairedBy"
>;

/** How a session ends that has no logout. */
export function endingAs(end: Session["end"]): Ending {
  return { end, logoutMicros: null, logoutAt: null, clockMicros: 0, pairedBy: null };
}

/** Where a record stands in a file; `null` if it is from libc. */
export function placeOf({ offset }: LoginRecord, path: string): RecordPlace | null {
  return offset === null ? null : { path, offset };
}

/** The session that a login or boot began. */
export function sessionOf({ kind, entry, at, ordinal }: BegunSession, ending: Ending): Session {
  return new Session({
    kind,
    user: kind === "boot" ? "reboot" : entry.user,
    line: entry.line,
    host: entry.host,
    address: entry.address,
    pid: entry.pid,
    id: entry.id,
    service: null,
    loginMicros: entry.micros,
    source: entry.source,
    loginAt: at,
    ordinal,
    ...ending,
    ...invalidTextOf(entry),
  });
}
