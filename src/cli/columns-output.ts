import { columnLine } from "../report/columns.ts";
import { Piece, type Output } from "./output.ts";

/** Who is told the cells of a line, one after the other. */
export interface Cells {
  /** Adds text to a cell. */
  write(text: string): void;
  /** Adds text of ASCII to a cell. */
  put(piece: Piece): void;
  /** Adds all of a cell, a number: it stands at the right of its column. */
  number(value: number): void;
  /** Goes on with the next cell. */
  next(): void;
  /** Ends the last cell of a line. */
  endLine(): void;
}

/** Learns how wide columns are. */
export class ColumnWidths implements Cells {
  readonly widths: number[];
  readonly #most: readonly number[];
  #column = 0;
  #width = 0;

  /**
   * @param titles of the columns
   * @param most how wide each gets for the sake of one cell
   */
  constructor(titles: readonly string[], most: readonly number[]) {
    this.widths = titles.map((title) => title.length);
    this.#most = most;
  }

  write(text: string): void {
    this.#width += textWidth(text);
  }

  put({ length }: Piece): void {
    this.#width += length;
  }

  number(value: number): void {
    this.#width += String(value).length;
  }

  next(): void {
    const column = this.#column++;
    const width = Math.min(this.#width, this.#most[column] ?? 0);
    this.#width = 0;
    if (width > (this.widths[column] ?? 0)) this.widths[column] = width;
  }

  endLine(): void {
    this.next();
    this.#column = 0;
  }
}

/** Writes lines of columns, two blanks apart. */
export class ColumnsOutput implements Cells {
  readonly #output: Output;
  readonly #widths: readonly number[];
  #column = 0;
  #width = 0;

  /** @param widths of the columns but the last, behind which nothing stands */
  constructor(output: Output, widths: readonly number[]) {
    this.#output = output;
    this.#widths = widths;
  }

  write(text: string): void {
    this.#width += textWidth(text);
    this.#output.write(text);
  }

  put(piece: Piece): void {
    this.#width += piece.length;
    this.#output.put(piece);
  }

  number(value: number): void {
    const text = String(value);
    const missing = this.#missing(text.length);
    this.#output.put(blanks(missing));
    this.#output.write(text);
    this.#width += missing + text.length;
  }

  next(): void {
    this.#output.put(blanks(this.#missing(this.#width) + BETWEEN));
    this.#column++;
    this.#width = 0;
  }

  endLine(): void {
    this.#column = 0;
    this.#width = 0;
    this.#output.put(LINE_END);
  }

  /** How many blanks the cell lacks that is so wide. */
  #missing(width: number): number {
    return Math.max(0, (this.#widths[this.#column] ?? 0) - width);
  }
}

/** A column of lines for a person. */
export interface Column {
  readonly title: string;
  /** How wide it gets for the sake of one cell. */
  readonly most: number;
  /** Whether its cells are numbers. */
  readonly isNumber?: boolean;
}

/**
 * Writes things in columns that are as wide as they need, the titles first.
 *
 * @param things are looked at twice
 * @param tell tells the cells of a thing, one for each column
 * @param titleOf the line of the titles, as it is to be shown
 */
export function writeColumns<Of>(
  output: Output,
  columns: readonly Column[],
  things: Iterable<Of>,
  tell: (cells: Cells, of: Of) => void,
  titleOf: (titles: string) => string,
): void {
  const titles = columns.map(({ title }) => title);
  const most = columns.map((column) => column.most);
  const numbers = columns.flatMap(({ isNumber = false }, i) => (isNumber ? [i] : []));
  const measured = new ColumnWidths(titles, most);
  for (const thing of things) tell(measured, thing);
  const { widths } = measured;
  const lines = new ColumnsOutput(output, widths);
  output.write(`${titleOf(columnLine(titles, widths, numbers))}\n`);
  for (const thing of things) tell(lines, thing);
}

const BETWEEN = 2;
const LINE_END = new Piece("\n");

/** Those that were asked for. */
const blankPieces: Piece[] = [];

function blanks(count: number): Piece {
  return (blankPieces[count] ??= new Piece(" ".repeat(count)));
}

/** How wide a terminal shows text that is safe to show. */
function textWidth(text: string): number {
  const { length } = text;
  for (let i = 0; i < length; i++) if (text.charCodeAt(i) >= 0x80) return Bun.stringWidth(text);
  return length;
}
