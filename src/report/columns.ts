import { printableField } from "../printable.ts";

/** Fills up a column by the width that text takes on a terminal. */
export function padColumn(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - Bun.stringWidth(text)));
}

/** The same with blanks before the text, for numbers. */
export function padNumber(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - Bun.stringWidth(text))) + text;
}

/**
 * A line of columns, two blanks apart, without blanks at its end.
 *
 * @param numbers places of the columns that hold numbers
 */
export function columnLine(
  cells: readonly string[],
  widths: readonly number[],
  numbers: readonly number[] = [],
): string {
  return cells
    .map((cell, i) => (numbers.includes(i) ? padNumber : padColumn)(cell, widths[i] ?? 0))
    .join("  ")
    .trimEnd();
}

/** Text that fits: what is longer ends in an ellipsis. */
export function cutColumn(text: string, width: number): string {
  if (Bun.stringWidth(text) <= width) return text;
  let fitting = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (Bun.stringWidth(fitting + segment) >= width) break;
    fitting += segment;
  }
  return `${fitting}…`;
}

/** Most fields: a word that looks like nothing else. */
const PLAIN = /^[!-,./-[\]-~][!-[\]-~]*$/;

/**
 * A field of a record as a column that no other can be taken for: columns are two blanks apart, and
 * such blanks in a field stand as `\x20`. A field that is empty is a dash, and a dash `\x2d`.
 *
 * @param hex its bytes where it is not valid UTF-8
 */
export function fieldColumn(text: string, hex: string | undefined): string {
  if (hex === undefined && PLAIN.test(text)) return text;
  if (text === "") return "-";
  if (text === "-") return "\\x2d";
  return printableField(text, hex).replace(/^\p{Zs}|\p{Zs}(?=\p{Zs}|$)/gu, (blank) => {
    const code = blank.charCodeAt(0);
    return code <= 0xff ? `\\x${code.toString(16)}` : `\\u{${code.toString(16)}}`;
  });
}
