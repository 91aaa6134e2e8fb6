import { visible, type ByteText } from "./byte-text.ts";
import { Piece, type Output } from "./output.ts";

/** Text that is safe to show; a piece where it is shown again and again. */
type Shown = Piece | string;

/** A column of a line of last(1), whose last blanks are not shown. */
export interface Cell {
  /** What is shown of it where others follow, and what stands between. */
  readonly followed: Shown;
  /** It and the end of the line, where nothing follows but blanks; `null` if it is blank itself. */
  readonly last: Shown | null;
}

/** How cells are shown. */
export interface CellStyle {
  /** What stands between two columns. */
  readonly separator: string;
  /** Whether the terminal shows characters beyond ASCII. */
  readonly isUtf8: boolean;
}

/** @param text a whole column, with the blanks that fill it */
export function cellOf(text: ByteText, { separator, isUtf8 }: CellStyle): Cell {
  const trimmed = withoutBlanks(text);
  const last = trimmed === "" ? null : `${visible(trimmed, isUtf8)}\n`;
  return { followed: visible(text, isUtf8) + separator, last };
}

/** The same, to be shown many times. */
export function keptCellOf(text: ByteText, style: CellStyle): Cell {
  const { followed, last } = cellOf(text, style);
  return { followed: pieceOf(followed), last: last && pieceOf(last) };
}

function pieceOf(shown: Shown): Piece {
  return typeof shown === "string" ? new Piece(shown) : shown;
}

/** Cells by number, each made when it is first wanted. */
export class NumberedCells {
  readonly #cells: (Cell | undefined)[];
  readonly #make: (number: number) => Cell;

  constructor(count: number, make: (number: number) => Cell) {
    this.#cells = Array.from({ length: count });
    this.#make = make;
  }

  /** @param number less than how many there are */
  at(number: number): Cell {
    return (this.#cells[number] ??= this.#make(number));
  }
}

/** Writes the cells of a line, at least one, up to the last that is not blank. */
export function putCells(output: Output, cells: readonly Cell[]): void {
  let end = cells.length - 1;
  while (end > 0 && cells[end]?.last === null) end--;
  for (let i = 0; i < end; i++) putShown(output, cells[i]?.followed ?? "");
  putShown(output, cells[end]?.last ?? "\n");
}

function putShown(output: Output, shown: Shown): void {
  if (typeof shown === "string") output.write(shown);
  else output.put(shown);
}

/** Text without what last(1) cuts off the end of a line. */
function withoutBlanks(text: ByteText): ByteText {
  return text.charCodeAt(text.length - 1) > 0x20 ? text : text.replace(/[\t\n\v\f\r ]+$/, "");
}
