import { Interner, WordInterner } from "./interner.ts";
import type { BytesField } from "./layout.ts";
import { decodeName, decodeText, FieldText } from "./text.ts";

/** Reads the text of the record that begins at `at`; `view` looks at the same memory as `bytes`. */
export type ReadText = (bytes: Uint8Array, view: DataView, at: number) => FieldText;

/** Reads a field's text, and finds again what it has met; a record without the field has none. */
export function textReader(field: BytesField | null): ReadText {
  if (field?.length !== 4) return readerOf(field, decodeName);
  const { offset } = field;
  const words = new WordInterner(decodeWord);
  return (_bytes, view, at) => words.get(view.getInt32(at + offset, true));
}

/** The same of a field that can have the name of a terminal. */
export function lineReader(field: BytesField | null): ReadText {
  return readerOf(field, decodeText);
}

function readerOf(field: BytesField | null, decode: typeof decodeText): ReadText {
  if (field === null) {
    const none = new FieldText("", null, null);
    return () => none;
  }
  const { offset, length } = field;
  const texts = new Interner(length, true, decode);
  return (bytes, view, at) => texts.get(bytes, view, at + offset);
}

function decodeWord(word: number): FieldText {
  const bytes = Uint8Array.of(word, word >>> 8, word >>> 16, word >>> 24);
  const nul = bytes.indexOf(0);
  return decodeName(bytes, 0, nul === -1 ? 4 : nul);
}
