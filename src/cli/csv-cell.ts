import { printableField } from "../printable.ts";
import type { Output } from "./output.ts";

/**
 * Writes a cell of RFC 4180.
 *
 * @param hex bytes of text that is not valid UTF-8
 */
export function writeCell(output: Output, value: unknown, hex?: unknown): void {
  if (value === null || value === undefined) return;
  if (typeof value === "string") writeTextCell(output, value, hex);
  else output.write(String(value));
}

/** Text that stands in a cell as it is, and that no spreadsheet takes for a formula. */
const PLAIN = /^(?:[ !#-&(-*.-<>?A-[\]-~][ !#-+\--[\]-~]*)?$/;

/** The same of text; what a spreadsheet would take for a formula is marked as text. */
export function writeTextCell(output: Output, text: string, hex?: unknown): void {
  if (PLAIN.test(text)) {
    output.write(text);
    return;
  }
  // A quote before such text is doubled, so that it is not taken for ours.
  const guard = /^'*[=+\-@\t\r]/.test(text) ? "'" : "";
  const cell = guard + printableField(text, typeof hex === "string" ? hex : undefined);
  output.write(/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
}
