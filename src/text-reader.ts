import { Interner, WordInterner } from "./interner.ts";
import type { BytesField } from "./layout.ts";
import { decodeName, decodeText, FieldText } from "./text.ts";

/** Reads the text of the record that begins at `at`; `view` looks at the same memory as `bytes`. */
export type ReadText = (bytes: Uint8Array, view: DataView, at: number) => FieldText;

/** Reads a field's text, and finds again what it has met; a record without the field has none. */
export function textReader(field: BytesField | null, isLine: boolean = false): ReadText {
  if (field === null) {
    const none = new FieldText("", null, null);
    return () => none;
  }
  const { offset, length } = field;
  if (length === 4 && !isLine) {
    const words = new WordInterner(decodeWord);
    return (_bytes, view, at) => words.get(view.getInt32(at + offset, true));
  }
  const texts = new Interner(length, true, isLine ? decodeText : decodeName);
  return (bytes, view, at) => texts.get(bytes, view, at + offset);
}

function decodeWord(word: number): FieldText {
  const bytes = Uint8Array.of(word, word >>> 8, word >>> 16, word >>> 24);
  const nul = bytes.indexOf(0);
  return decodeName(bytes, 0, nul === -1 ? 4 : nul);
}
