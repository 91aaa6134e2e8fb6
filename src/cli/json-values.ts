import type { LoginRecord } from "../entry.ts";
import type { TextName } from "../field-readers.ts";
import { memoized } from "../memo.ts";
import { printableJson } from "../printable.ts";
import { textIn, UtmpRecord } from "../record.ts";
import { FieldValues, type Besides, type Field, type FieldPart } from "./field-values.ts";
import { NOTHING_CUT, Piece, plainBytes, type TextColumn } from "./output.ts";

/** Text that stands in JSON as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

const NULL = new Piece("null");
const QUOTE = new Piece('"');
const ZULU = new Piece('Z"');
const CLOSE = new Piece("}");

/** Text up to the quote behind it; what is to be escaped is not copied. */
const QUOTED: TextColumn = {
  width: 0,
  most: NOTHING_CUT,
  more: null,
  separator: QUOTE,
  isPlain: plainBytes('"\\'),
};

/** What stands before the value of a field that is not the first. */
const nextName = memoized((name) => new Piece(nameText(name, false)));

/** Text that is met again and again, as JSON. */
const wordOf = memoized((word) => new Piece(jsonOfText(word)));

/**
 * Values as JSON on one line, as `toJSON` has them: making that object and its text takes several
 * times as long.
 */
export class JsonValues extends FieldValues {
  /** The fields that were told last, and what stands before the value of each. */
  #fields: unknown;
  #names: readonly Piece[] = [];

  record<Of>(
    fields: readonly Field<Of>[],
    of: Of,
    besides: Besides,
    among: readonly string[],
  ): void {
    const { output } = this;
    if (fields !== this.#fields) {
      this.#fields = fields;
      this.#names = fields.map(({ name }, i) => new Piece(nameText(name, i === 0)));
    }
    const names = this.#names;
    for (let i = 0; i < fields.length; i++) {
      const field = fields[i];
      const name = names[i];
      if (field === undefined || name === undefined) continue;
      if (field.isIn !== null && !field.isIn(of)) continue;
      output.put(name);
      field.tell(this, of);
    }
    for (const name of among) {
      const value = besides[name];
      if (value === undefined) continue;
      output.put(nextName(name));
      output.write(printableJson(JSON.stringify(value)));
    }
    output.put(CLOSE);
  }

  none(): void {
    this.output.put(NULL);
  }

  text(text: string | null): void {
    const { output } = this;
    if (text === null) return this.none();
    if (!PLAIN.test(text)) {
      output.write(jsonOfText(text));
      return;
    }
    output.put(QUOTE);
    output.write(text);
    output.put(QUOTE);
  }

  word(word: string | null): void {
    this.output.put(word === null ? NULL : wordOf(word));
  }

  recordText(record: LoginRecord, name: TextName): void {
    const { output } = this;
    output.put(QUOTE);
    if (record instanceof UtmpRecord && record.copyText(name, output, QUOTED)) return;
    const { text, hex } = textIn(record, name);
    output.write(jsonOfText(text).slice(1));
    if (hex === null) return;
    output.put(nextName(`${name}Bytes`));
    this.text(hex);
  }

  beginPart(part: FieldPart): void {
    this.output.put((part.json ??= new Piece(nameText(part.name, part.isFirst))));
  }

  endParts(): void {
    this.output.put(CLOSE);
  }

  noParts(): void {
    this.none();
  }

  protected beginTime(): void {
    this.output.put(QUOTE);
  }

  protected endTime(): void {
    this.output.put(ZULU);
  }
}

function nameText(name: string, isFirst: boolean): string {
  return `${isFirst ? "{" : ","}"${name}":`;
}

/** Text as JSON, safe to show. */
function jsonOfText(text: string): string {
  return printableJson(JSON.stringify(text));
}
