import { memoized } from "../memo.ts";
import { printableJson } from "../printable.ts";
import type { RecordPlace, SessionFields, SessionJSON } from "../sessions/session.ts";
import { writeIsoTime } from "./iso-time.ts";
import { Piece, type Output } from "./output.ts";

/** Text that stands in JSON as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

const NULL = new Piece("null");
const QUOTE = new Piece('"');
const SECOND = 1e6;
const POINT = new Piece(".");
const MINUS = new Piece("-");
const ZULU = new Piece('Z"');
const CLOSE = new Piece("}");

const wordOf = memoized((word) => new Piece(jsonOf(word)));
const placeOf = memoized((path) => new Piece(`{"path":${jsonOf(path)},"offset":`));

/** A field: its name, and how it is written. */
interface Field {
  readonly name: Piece;
  readonly write: (output: Output, session: SessionFields) => void;
}

/** Each on its own: one function with all of them takes 20 MiB to compile. */
const FIELDS: readonly Field[] = [
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

function field(name: keyof SessionJSON, write: Field["write"], before = ","): Field {
  return { name: new Piece(`${before}"${name}":`), write };
}

/** Whether {@link writeSessionJson} can write a session: its text is valid UTF-8. */
export function isWritable({ idBytes, userBytes, lineBytes, hostBytes }: SessionFields): boolean {
  return (idBytes ?? userBytes ?? lineBytes ?? hostBytes) === undefined;
}

/**
 * Writes a session as `Session.toJSON` has it, safe to show, and with its times in UTC: making that
 * object and its text takes several times as long.
 */
export function writeSessionJson(output: Output, session: SessionFields): void {
  for (const { name, write } of FIELDS) {
    output.put(name);
    write(output, session);
  }
  output.put(CLOSE);
}

function jsonOf(text: string): string {
  return printableJson(JSON.stringify(text));
}

function writeOptional<Value>(
  output: Output,
  value: Value | null,
  write: (output: Output, value: Value) => void,
): void {
  if (value === null) output.put(NULL);
  else write(output, value);
}

function writeText(output: Output, text: string): void {
  if (!PLAIN.test(text)) {
    output.write(jsonOf(text));
    return;
  }
  output.put(QUOTE);
  output.write(text);
  output.put(QUOTE);
}

function writeWord(output: Output, word: string): void {
  output.put(wordOf(word));
}

function writeInteger(output: Output, value: number): void {
  if (value < 0) output.put(MINUS);
  output.writeNumber(Math.abs(value));
}

function writeTime(output: Output, micros: number): void {
  output.put(QUOTE);
  const seconds = Math.floor(micros / SECOND);
  writeIsoTime(output, seconds, micros - seconds * SECOND, ".");
  output.put(ZULU);
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
