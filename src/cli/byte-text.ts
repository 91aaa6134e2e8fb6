import type { LoginRecord } from "../entry.ts";
import type { TextName } from "../field-readers.ts";
import { textIn, UtmpRecord } from "../record.ts";
import { bytesOf, type TextMaker } from "../text.ts";
import { isPrintable } from "../printable.ts";
import type { Output, Piece, TextColumn } from "./output.ts";

/**
 * Text as the old tools see it: a string with a character for each byte, which is what they count
 * and cut. {@link visible} makes it text again.
 */
export type ByteText = string;

/**
 * The bytes of a field.
 *
 * @param hex its bytes where it is not valid UTF-8
 */
export function byteText(text: string, hex?: string): ByteText {
  if (hex === undefined && /^[\0-\x7f]*$/.test(text)) return text;
  const bytes = hex === undefined ? bytesOf(text) : Uint8Array.fromHex(hex);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
}

const BYTE_TEXT: TextMaker<ByteText> = {
  make: ({ text, hex }) => byteText(text, hex ?? undefined),
};

/** The bytes of a record's text field. */
export function byteTextIn(record: LoginRecord, name: TextName): ByteText {
  return textIn(record, name).made(BYTE_TEXT);
}

/** A column of a text of records. */
export interface RecordColumn extends TextColumn, TextMaker<Piece> {}

/** Writes the text of a record: as it stands in memory, or what the column makes of it. */
export function putRecordText(
  output: Output,
  record: LoginRecord,
  name: TextName,
  column: RecordColumn,
): void {
  if (record instanceof UtmpRecord && record.copyText(name, output, column)) return;
  output.put(textIn(record, name).made(column));
}

const MAX_BLANKS = 32;
const BLANKS: string[] = [];

/** Text and blanks up to a width: `%-Ns` of printf(3). */
export function pad(text: ByteText, width: number): ByteText {
  // `padEnd` takes longer than all else that makes a line.
  const blanks = width - text.length;
  if (blanks <= 0) return text;
  return blanks > MAX_BLANKS ? text.padEnd(width) : text + (BLANKS[blanks] ??= " ".repeat(blanks));
}

/** What fits into a column, and blanks up to its end: `%-N.Ns` of printf(3). */
export function fit(text: ByteText, width: number): ByteText {
  return text.length > width ? text.slice(0, width) : pad(text, width);
}

/**
 * Makes a line safe to show, in the way of last(1): a control character stands as `*M`, a byte that
 * is no text, and every byte of a character that could deceive, as `\342`.
 *
 * @param isUtf8 whether the terminal shows characters beyond ASCII
 */
export function visible(line: ByteText, isUtf8: boolean): string {
  if (/^[ -~]*$/.test(line)) return line;
  return line.replace(/[\0-\x1f\x7f]|[\x80-\xff]+/g, (part) => {
    const code = part.charCodeAt(0);
    if (code < 0x80) return `*${String.fromCharCode(code ^ 0x40)}`;
    return isUtf8 ? visibleBytes(Buffer.from(part, "latin1")) : octal(part);
  });
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const MAX_CHARACTER_BYTES = 4;

/** Bytes beyond ASCII, where complete characters that can be seen stand as they are. */
function visibleBytes(bytes: Uint8Array): string {
  let shown = "";
  for (let at = 0; at < bytes.length;) {
    const character = characterAt(bytes, at);
    const text = character === null ? null : strict.decode(character);
    const isShown = text !== null && isPrintable(text);
    const part = character ?? bytes.subarray(at, at + 1);
    shown += isShown ? text : octal(Buffer.from(part).toString("latin1"));
    at += part.length;
  }
  return shown;
}

function characterAt(bytes: Uint8Array, at: number): Uint8Array | null {
  for (let length = 2; length <= MAX_CHARACTER_BYTES; length++) {
    const part = bytes.subarray(at, at + length);
    try {
      strict.decode(part);
      return part;
    } catch {
      // Not a character yet, or none at all.
    }
  }
  return null;
}

function octal(bytes: ByteText): string {
  return Array.from(bytes, (byte) => `\\${byte.charCodeAt(0).toString(8).padStart(3, "0")}`).join(
    "",
  );
}
