import type { Zone } from "../zone.ts";
import type { Format } from "./common-options.ts";
import { CsvValues } from "./csv-values.ts";
import type { Besides, Field, FieldValues } from "./field-values.ts";
import { RecordPrinter } from "./format.ts";
import { JsonValues } from "./json-values.ts";
import type { Output } from "./output.ts";

/** Prints things one by one in a format, field by field, as {@link RecordPrinter} does records. */
export class FieldPrinter<Of> {
  readonly #printer: RecordPrinter;
  readonly #values: FieldValues;
  readonly #fieldsOf: () => readonly Field<Of>[];
  readonly #besides: readonly string[];
  #fields: readonly Field<Of>[] | null = null;

  /**
   * @param zone that of times; `null` for UTC
   * @param fieldsOf the fields: asked when there is something to print, or nothing is left
   * @param besides names of what is told besides, in order
   */
  constructor(
    format: Format,
    output: Output,
    zone: Zone | null,
    fieldsOf: () => readonly Field<Of>[],
    besides: readonly string[] = [],
  ) {
    this.#fieldsOf = fieldsOf;
    this.#besides = besides;
    this.#values = new (format === "csv" ? CsvValues : JsonValues)(output, zone);
    this.#printer = new RecordPrinter(format, output, zone, () => this.#columns());
  }

  print(of: Of, besides: Besides = {}): void {
    this.#printer.printWith(() => {
      this.#values.record(this.#known(), of, besides, this.#besides);
    });
  }

  /** @param json what is to be told of a thing, and no more */
  printAs(json: object): void {
    this.#printer.print(json);
  }

  end(): void {
    this.#printer.end();
  }

  #known(): readonly Field<Of>[] {
    return (this.#fields ??= this.#fieldsOf());
  }

  #columns(): string[] {
    return [...this.#known().flatMap(({ columns }) => columns), ...this.#besides];
  }
}
