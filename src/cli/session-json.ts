import { memoized } from "../memo.ts";
import type { RecordPlace, SessionFields, SessionJSON } from "../sessions/session.ts";
import {
  CLOSE,
  fieldsOf,
  jsonOfText,
  MINUS,
  NULL,
  wordOf,
  writeFields,
  writeInteger,
  writeOptional,
  writeText,
  writeTime,
  writeWord,
  type JsonField,
} from "./json-values.ts";
import { Piece, type Output } from "./output.ts";

const POINT = new Piece(".");

const placeOf = memoized((path) => new Piece(`{"path":${jsonOfText(path)},"offset":`));

const field = fieldsOf<SessionFields, SessionJSON>();

const FIELDS: readonly JsonField<SessionFields>[] = [
  field("kind", (output, { kind }) => output.put(wordOf(kind)), "{"),
  field("user", (output, { user }) => writeText(output, user)),
  field("line", (output, { line }) => writeText(output, line)),
  field("host", (output, { host }) => writeText(output, host)),
  field("address", (output, { address }) => writeOptional(output, address, writeText)),
  field("pid", (output, { pid }) => writeOptional(output, pid, writeInteger)),
  field("id", (output, { id }) => writeText(output, id)),
  field("service", (output, { service }) => writeOptional(output, service, writeText)),
  field("login", (output, { loginMicros }) => writeOptional(output, loginMicros, writeTime)),
  field("logout", (output, { logoutMicros }) => writeOptional(output, logoutMicros, writeTime)),
  field("durationSeconds", (output, session) => writeLength(output, session, 0)),
  field("correctedSeconds", (output, session) => writeLength(output, session, session.clockMicros)),
  field("end", (output, { end }) => output.put(wordOf(end))),
  field("pairedBy", (output, { pairedBy }) => writeOptional(output, pairedBy, writeWord)),
  field("source", (output, { source }) => output.put(wordOf(source))),
  field("loginAt", (output, { loginAt }) => writeOptional(output, loginAt, writePlace)),
  field("logoutAt", (output, { logoutAt }) => writeOptional(output, logoutAt, writePlace)),
];

/** Whether {@link writeSessionJson} can write a session: its text is valid UTF-8. */
export function isWritable({ idBytes, userBytes, lineBytes, hostBytes }: SessionFields): boolean {
  return (idBytes ?? userBytes ?? lineBytes ?? hostBytes) === undefined;
}

/**
 * Writes a session as `Session.toJSON` has it, safe to show, and with its times in UTC: making that
 * object and its text takes several times as long.
 */
export function writeSessionJson(output: Output, session: SessionFields): void {
  writeFields(output, FIELDS, session);
  output.put(CLOSE);
}

/** Of a number with more digits than so many it is not sure which are written. */
const MAX_EXACT = 1e15;

/** The time from login to logout in seconds, without what is not to count. */
function writeLength(
  output: Output,
  { loginMicros, logoutMicros }: SessionFields,
  without: number,
): void {
  if (loginMicros === null || logoutMicros === null) {
    output.put(NULL);
    return;
  }
  const micros = logoutMicros - loginMicros - without;
  const size = Math.abs(micros);
  if (size >= MAX_EXACT) {
    output.write(String(micros / 1e6));
    return;
  }
  if (micros < 0) output.put(MINUS);
  const seconds = Math.floor(size / 1e6);
  output.writeNumber(seconds);
  writeFraction(output, size - seconds * 1e6, 6);
}

/** What is behind the point: no zero is at its end. */
function writeFraction(output: Output, fraction: number, digits: number): void {
  if (fraction === 0) return;
  if (fraction % 10 === 0) {
    writeFraction(output, fraction / 10, digits - 1);
    return;
  }
  output.put(POINT);
  output.writeNumber(fraction, digits);
}

function writePlace(output: Output, { path, offset }: RecordPlace): void {
  output.put(placeOf(path));
  output.writeNumber(offset);
  output.put(CLOSE);
}
