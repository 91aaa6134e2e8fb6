import type { ProblemList } from "../problems.ts";
import { textOf, type Text } from "../text.ts";
import { dateOf } from "../timestamp.ts";

/** A value as SQLite stores it: INTEGER, REAL, TEXT, BLOB or NULL. */
export type Cell = bigint | number | string | Uint8Array | null;

/** The values of a row by the names of their columns. */
export type Cells = Readonly<Record<string, Cell>>;

/** The bytes of a text, for what is no UTF-8; `null` if SQLite made the text of something else. */
export type BytesOfCell = (row: number, column: string) => Uint8Array | null;

const NO_TEXT = textOf("");
/** Texts that are remembered before all are forgotten: memory stays small when all differ. */
const MAX_KNOWN = 2 ** 16;

/** As much of a name as a message needs. */
const MAX_KEY = 64;

/** One row of a table after the other; what stands in it and is not what is wanted is a problem. */
export class TableRow<Column extends string> {
  readonly #path: string;
  readonly #key: Column;
  readonly #problems: ProblemList;
  readonly #bytesOfCell: BytesOfCell;
  readonly #known = new Map<string, Text>();
  #cells: Cells = {};
  #row = -1;

  /** @param key the column that a row is told by */
  constructor(path: string, key: Column, problems: ProblemList, bytesOfCell: BytesOfCell) {
    this.#path = path;
    this.#key = key;
    this.#problems = problems;
    this.#bytesOfCell = bytesOfCell;
  }

  /** Goes on to the next row, which has these values. */
  next(cells: Cells): void {
    this.#cells = cells;
    this.#row++;
  }

  /** A number; `null` for NULL, and for what is no integer or can't be held exactly. */
  integer(column: Column): number | null {
    const cell = this.#cells[column] ?? null;
    if (cell === null) return null;
    if (typeof cell !== "bigint") return this.#refuse(column, kindOf(cell), "a number");
    const number = Number(cell);
    if (Number.isSafeInteger(number)) return number;
    return this.#refuse(column, String(cell), "a number below 2^53");
  }

  /** The same where there must be one: else 0. */
  someInteger(column: Column): number {
    if ((this.#cells[column] ?? null) === null) this.#refuse(column, "NULL", "a number");
    return this.integer(column) ?? 0;
  }

  /** Seconds since 1970; `null` for what is none, and for what no date can hold. */
  seconds(column: Column): number | null {
    const seconds = this.integer(column);
    if (seconds === null || dateOf(seconds, 0) !== null) return seconds;
    return this.#refuse(column, String(seconds), "a time that a date can hold");
  }

  /** Text up to its first NUL, as C has it; `null` for NULL, and for what is no text. */
  text(column: Column): Text | null {
    const cell = this.#cells[column] ?? null;
    if (cell === null) return null;
    if (typeof cell !== "string") return this.#refuse(column, kindOf(cell), "text");
    const known = this.#known.get(cell);
    if (known !== undefined) return known;
    const nul = cell.indexOf("\0");
    const field = nul === -1 ? cell : cell.slice(0, nul);
    if (field.includes("\ufffd")) {
      // What is no UTF-8 was replaced: the bytes tell it from what was written so.
      const bytes = this.#bytesOfCell(this.#row, column);
      return textOf(bytes ?? field);
    }
    const text = textOf(field);
    if (this.#known.size === MAX_KNOWN) this.#known.clear();
    this.#known.set(cell, text);
    return text;
  }

  /** The same, empty if there is none. */
  someText(column: Column): Text {
    return this.text(column) ?? NO_TEXT;
  }

  #refuse(column: Column, found: string, wanted: string): null {
    const key = this.#cells[this.#key] ?? null;
    const row = typeof key === "string" ? JSON.stringify(key.slice(0, MAX_KEY)) : describe(key);
    const message = `Impossible value in "${this.#path}", row ${row}: ${column} is ${found} and ${wanted} is wanted`;
    this.#problems.add({ kind: "row", offset: 0, bytes: 0, message });
    return null;
  }
}

function describe(cell: Exclude<Cell, string>): string {
  if (cell === null) return "NULL";
  return typeof cell === "object" ? kindOf(cell) : String(cell);
}

function kindOf(cell: NonNullable<Cell>): string {
  if (typeof cell === "string") return "text";
  if (typeof cell === "object") return "a blob";
  return typeof cell === "number" ? `the fraction ${cell}` : "a number";
}
