import { memoized } from "../memo.ts";
import { printableJson } from "../printable.ts";
import { writeIsoTime } from "./iso-time.ts";
import { Piece, type Output } from "./output.ts";

/** Text that stands in JSON as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

export const NULL: Piece = new Piece("null");
const QUOTE = new Piece('"');
const SECOND = 1e6;
export const MINUS: Piece = new Piece("-");
const ZULU = new Piece('Z"');
export const CLOSE: Piece = new Piece("}");

/** A text that is met again and again, as JSON. */
export const wordOf: (word: string) => Piece = memoized((word) => new Piece(jsonOfText(word)));

/** A field of an object, and how it is written. */
export interface JsonField<Of> {
  /** What stands before its value. */
  readonly name: Piece;
  readonly write: (output: Output, of: Of) => void;
}

/** Makes a field; `before` is what stands before it. */
type MakeField<Of, Json> = (
  name: keyof Json & string,
  write: JsonField<Of>["write"],
  before?: string,
) => JsonField<Of>;

/** What makes fields of things whose JSON is known: with its names, and no others. */
export function fieldsOf<Of, Json>(): MakeField<Of, Json> {
  return (name, write, before = ",") => ({ name: new Piece(`${before}"${name}":`), write });
}

/** Writes fields. Each is on its own: one function with all of them takes 20 MiB to compile. */
export function writeFields<Of>(output: Output, fields: readonly JsonField<Of>[], of: Of): void {
  for (const { name, write } of fields) {
    output.put(name);
    write(output, of);
  }
}

/** Text as JSON, safe to show. */
export function jsonOfText(text: string): string {
  return printableJson(JSON.stringify(text));
}

export function writeOptional<Value>(
  output: Output,
  value: Value | null,
  write: (output: Output, value: Value) => void,
): void {
  if (value === null) output.put(NULL);
  else write(output, value);
}

export function writeText(output: Output, text: string): void {
  if (!PLAIN.test(text)) {
    output.write(jsonOfText(text));
    return;
  }
  output.put(QUOTE);
  output.write(text);
  output.put(QUOTE);
}

export function writeWord(output: Output, word: string): void {
  output.put(wordOf(word));
}

export function writeInteger(output: Output, value: number): void {
  // JavaScript rounds the digits of others.
  if (!Number.isSafeInteger(value)) {
    output.write(String(value));
    return;
  }
  if (value < 0) output.put(MINUS);
  output.writeNumber(Math.abs(value));
}

/** Writes a time that a `Date` can hold, in UTC with microseconds. */
export function writeTime(output: Output, micros: number): void {
  output.put(QUOTE);
  const seconds = Math.floor(micros / SECOND);
  writeIsoTime(output, seconds, micros - seconds * SECOND, ".");
  output.put(ZULU);
}
