import type { LoginRecord } from "../entry.ts";
import type { UtmpLayout } from "../layout.ts";
import type { Zone } from "../zone.ts";
import type { Format } from "./common-options.ts";
import { writeEntryJson, type Besides } from "./entry-json.ts";
import { entryColumns, RecordPrinter } from "./format.ts";
import type { Output } from "./output.ts";

/** Prints entries one by one in a format. */
export class EntryPrinter {
  readonly #output: Output;
  readonly #printer: RecordPrinter;

  /**
   * @param zone that of times; `null` for UTC
   * @param layoutOf the layout of the entries: asked when there is one, or none is left
   * @param besides names of what is told besides: CSV has columns for it
   */
  constructor(
    format: Format,
    output: Output,
    zone: Zone | null,
    layoutOf: () => UtmpLayout | undefined,
    besides: readonly string[],
  ) {
    this.#output = output;
    const columns = (): string[] => [...entryColumns(layoutOf()), ...besides];
    this.#printer = new RecordPrinter(format, output, zone, columns);
  }

  print(record: LoginRecord, besides: Besides): void {
    if (this.#printer.isUtcJson) {
      this.#printer.printJson(() => writeEntryJson(this.#output, record, besides));
    } else {
      this.printAs({ ...record.toJSON(), ...besides });
    }
  }

  /** @param json what is to be told of an entry, and no more */
  printAs(json: object): void {
    this.#printer.print(json);
  }

  end(): void {
    this.#printer.end();
  }
}
