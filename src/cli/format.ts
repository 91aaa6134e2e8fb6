import { localIsoTime } from "../local-time.ts";
import { printableJson } from "../printable.ts";
import type { Format } from "./common-options.ts";
import { writeCell } from "./csv-cell.ts";
import type { Output } from "./output.ts";
import type { Zone } from "../zone.ts";

/** Fields that hold a time, in every record of every command. */
const TIMES = new Set([
  "time",
  "login",
  "logout",
  "asOf",
  "first",
  "last",
  "oldest",
  "newest",
  "failedSince",
]);

/** JSON of a record on one line, safe to show, with its times in a zone. */
export function jsonOf(record: object | string, zone: Zone | null): string {
  const inZone = (key: string, value: unknown): unknown => timeIn(zone, key, value);
  return printableJson(zone === null ? JSON.stringify(record) : JSON.stringify(record, inZone));
}

function timeIn(zone: Zone | null, key: string, value: unknown): unknown {
  const isTime = zone !== null && TIMES.has(key) && typeof value === "string";
  return isTime ? localIsoTime(zone, value) : value;
}

/**
 * Prints records one by one in a format. What is before them is printed with the first, or at the
 * end: what can't be read has not even a header.
 */
export class RecordPrinter {
  readonly #format: Format;
  readonly #output: Output;
  readonly #zone: Zone | null;
  readonly #columnsOf: () => readonly string[];
  #columns: readonly string[] = [];
  #places: readonly Place[] | null = null;
  #count = 0;

  /**
   * @param columns names of the fields that CSV has, in order; `exitTermination` is the field
   *   `termination` of the field `exit`. A function is asked when there is a record to print, or
   *   none is left
   */
  constructor(
    format: Format,
    output: Output,
    zone: Zone | null,
    columns: readonly string[] | (() => readonly string[]),
  ) {
    this.#format = format;
    this.#output = output;
    this.#zone = zone;
    this.#columnsOf = typeof columns === "function" ? columns : () => columns;
  }

  /** @param record as its `toJSON` gives it; text is a record of one cell */
  print(record: object | string): void {
    this.printWith(() => {
      if (this.#format === "csv") this.#writeCells(record);
      else this.#output.write(jsonOf(record, this.#zone));
    });
  }

  /** Prints a record that is written as JSON on one line or as cells, safe to show. */
  printWith(write: () => void): void {
    if (this.#count === 0) this.#begin();
    if (this.#format === "json") this.#output.write(this.#count === 0 ? "[\n" : ",\n");
    write();
    if (this.#format !== "json") this.#output.write(this.#format === "csv" ? CRLF : "\n");
    this.#count++;
  }

  end(): void {
    if (this.#count === 0) this.#begin();
    if (this.#format === "json") this.#output.write(this.#count === 0 ? "[]\n" : "\n]\n");
  }

  #begin(): void {
    this.#columns = this.#columnsOf();
    if (this.#format === "csv") this.#output.write(this.#columns.join(",") + CRLF);
  }

  #writeCells(record: object | string): void {
    const output = this.#output;
    if (typeof record === "string") return writeCell(output, record);
    const fields: Fields = { ...record };
    const places = (this.#places ??= this.#columns.map((column) => placeOf(fields, column)));
    let separator = "";
    for (const { outer, inner, bytes } of places) {
      output.write(separator);
      separator = ",";
      const value = fields[outer];
      if (inner !== null) {
        const within: Fields = typeof value === "object" ? { ...value } : {};
        writeCell(output, within[inner]);
      } else if (typeof value === "string") {
        writeCell(output, timeIn(this.#zone, outer, value), fields[bytes]);
      } else {
        writeCell(output, value);
      }
    }
  }
}

const CRLF = "\r\n";

type Fields = Readonly<Record<string, unknown>>;

/** Where a column's value stands in a record, and where its bytes do if it is not valid UTF-8. */
interface Place {
  readonly outer: string;
  /** Name in the field `outer`, which is an object or `null`. */
  readonly inner: string | null;
  readonly bytes: string;
}

/** All records of a command have the same fields. */
function placeOf(fields: Fields, column: string): Place {
  const bytes = `${column}Bytes`;
  const [, outer = "", inner = ""] = /^([a-z]+(?:At)?)([A-Z][a-z]+)$/.exec(column) ?? [];
  if (column in fields || !(outer in fields)) return { outer: column, inner: null, bytes };
  return { outer, inner: inner.toLowerCase(), bytes };
}
