import type { LoginRecord } from "../entry.ts";
import type { TextName } from "../field-readers.ts";
import { textIn } from "../record.ts";
import { writeCell, writeTextCell } from "./csv-cell.ts";
import { FieldValues, type Besides, type Field, type FieldPart } from "./field-values.ts";
import { Piece } from "./output.ts";

const COMMA = new Piece(",");
const ZULU = new Piece("Z");

/** Values as cells of CSV, a comma between two; one that is not known is empty. */
export class CsvValues extends FieldValues {
  record<Of>(
    fields: readonly Field<Of>[],
    of: Of,
    besides: Besides,
    among: readonly string[],
  ): void {
    const { output } = this;
    let isFirst = true;
    for (const { tell } of fields) {
      if (!isFirst) output.put(COMMA);
      isFirst = false;
      tell(this, of);
    }
    for (const name of among) {
      output.put(COMMA);
      writeCell(output, besides[name]);
    }
  }

  none(): void {}

  text(text: string | null): void {
    if (text !== null) writeTextCell(this.output, text);
  }

  word(word: string | null): void {
    this.text(word);
  }

  recordText(record: LoginRecord, name: TextName): void {
    const { text, hex } = textIn(record, name);
    writeTextCell(this.output, text, hex ?? undefined);
  }

  beginPart({ isFirst }: FieldPart): void {
    if (!isFirst) this.output.put(COMMA);
  }

  endParts(): void {}

  noParts(parts: number): void {
    for (let i = 1; i < parts; i++) this.output.put(COMMA);
  }

  protected beginTime(): void {}

  protected endTime(): void {
    this.output.put(ZULU);
  }
}
