import type { UtmpLayout } from "../layout.ts";
import { localIsoTime } from "../local-time.ts";
import { printableField, printableJson } from "../printable.ts";
import type { Format } from "./common-options.ts";
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
    if (this.#format !== "csv") {
      this.printJson(() => this.#output.write(jsonOf(record, this.#zone)));
      return;
    }
    if (this.#count === 0) this.#begin();
    this.#writeCsvLine(record);
    this.#count++;
  }

  /** Whether a record can be written as JSON with its times in UTC. */
  get isUtcJson(): boolean {
    return this.#format !== "csv" && this.#zone === null;
  }

  /** Prints a record that is written as JSON on one line, safe to show. */
  printJson(write: () => void): void {
    if (this.#count === 0) this.#begin();
    if (this.#format === "json") this.#output.write(this.#count === 0 ? "[\n" : ",\n");
    write();
    if (this.#format === "ndjson") this.#output.write("\n");
    this.#count++;
  }

  end(): void {
    if (this.#count === 0) this.#begin();
    if (this.#format === "json") this.#output.write(this.#count === 0 ? "[]\n" : "\n]\n");
  }

  #begin(): void {
    this.#columns = this.#columnsOf();
    if (this.#format === "csv") this.#output.write(`${this.#columns.join(",")}\r\n`);
  }

  #writeCsvLine(record: object | string): void {
    const output = this.#output;
    if (typeof record === "string") {
      writeCsvCell(output, record, undefined);
      output.write("\r\n");
      return;
    }
    const fields: Fields = { ...record };
    const places = (this.#places ??= this.#columns.map((column) => placeOf(fields, column)));
    let separator = "";
    for (const { outer, inner, bytes } of places) {
      output.write(separator);
      separator = ",";
      const value = fields[outer];
      if (inner !== null) {
        const within: Fields = typeof value === "object" ? { ...value } : {};
        writeCsvCell(output, within[inner], undefined);
      } else if (typeof value === "string") {
        writeCsvCell(output, timeIn(this.#zone, outer, value), fields[bytes]);
      } else {
        writeCsvCell(output, value, undefined);
      }
    }
    output.write("\r\n");
  }
}

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

/** Text that stands in a cell as it is, and that no spreadsheet takes for a formula. */
const PLAIN = /^[ !#-&(-*.-<>?A-[\]-~][ !#-+\--[\]-~]*$/;

/** A cell of RFC 4180; text that a spreadsheet would take for a formula is marked as text. */
function writeCsvCell(output: Output, value: unknown, hex: unknown): void {
  if (value === null || value === undefined) return;
  if (typeof value !== "string" || (hex === undefined && PLAIN.test(value))) {
    output.write(String(value));
    return;
  }
  // A quote before such text is doubled, so that it is not taken for ours.
  const guard = /^'*[=+\-@\t\r]/.test(value) ? "'" : "";
  const cell = guard + printableField(value, typeof hex === "string" ? hex : undefined);
  output.write(/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
}

const ENTRY_COLUMNS = [
  "type",
  "typeCode",
  "pid",
  "sid",
  "id",
  "user",
  "line",
  "host",
  "device",
  "time",
  "micros",
  "exitTermination",
  "exitExit",
  "address",
  "isUserProcess",
  "source",
  "offset",
];

/** Columns that CSV has of entries: few records count, and the others have no column for it. */
export function entryColumns(layout: UtmpLayout | undefined): readonly string[] {
  if ((layout?.fields.count ?? null) === null) return ENTRY_COLUMNS;
  return ENTRY_COLUMNS.flatMap((name) => (name === "address" ? [name, "count"] : [name]));
}
