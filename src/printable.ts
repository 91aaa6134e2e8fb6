/**
 * Characters that change how the text around them is shown, or that can't be seen: C0, DEL and C1
 * controls, bidirectional controls, zero-width characters, fillers and the blank of braille,
 * separators of lines and paragraphs, variation selectors, tags, lone surrogates, code points that
 * are no characters.
 */
const UNPRINTABLE =
  /[\0-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|\p{Surrogate}|\p{Noncharacter_Code_Point}/gu;

/** Whether a character, if it is one at all, can be seen and changes nothing around it. */
export function isPrintable(character: string): boolean {
  return character.search(UNPRINTABLE) === -1 && !/\p{Unassigned}/u.test(character);
}

/** A backslash that would read as one of our escapes. */
const ESCAPE_LOOKALIKE = /\\(?=x[0-9a-f]{2}|u\{[0-9a-f]+\})/g;

/** JSON text made safe to show: characters that could deceive stand as `\uXXXX`. */
export function printableJson(json: string): string {
  // A raw line feed in JSON text is indentation: in a string it is already escaped.
  return json.replace(UNPRINTABLE, (character) =>
    character === "\n" ? character : Array.from(utf16(character), unicodeEscape).join(""),
  );
}

function utf16(character: string): number[] {
  return Array.from({ length: character.length }, (_, i) => character.charCodeAt(i));
}

function unicodeEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}

/** Text from a record made safe to show: `\x1b`, `\u{202e}`. A byte that is no text is `\x9b`. */
export function printableText(text: string): string {
  return text.replace(ESCAPE_LOOKALIKE, "\\x5c").replace(UNPRINTABLE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const hex = code.toString(16);
    return code < 0x80 ? `\\x${hex.padStart(2, "0")}` : `\\u{${hex}}`;
  });
}

/** A field of a record made safe to show, from its bytes where they are not valid UTF-8. */
export function printableField(text: string, hex: string | undefined): string {
  return hex === undefined ? printableText(text) : printableBytes(Uint8Array.fromHex(hex));
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Bytes from a record made safe to show: what is not valid UTF-8 stands as `\xff`. */
export function printableBytes(bytes: Uint8Array): string {
  let shown = "";
  let text = "";
  for (let at = 0; at < bytes.length;) {
    const length = [1, 2, 3, 4].find((count) => isCharacter(bytes.subarray(at, at + count)));
    const character = bytes.subarray(at, at + (length ?? 1));
    at += character.length;
    if (length !== undefined) {
      text += strict.decode(character);
      continue;
    }
    // Text is made safe as a whole: whether a backslash looks like an escape is told by what follows.
    shown += `${printableText(text)}\\x${character.toHex()}`;
    text = "";
  }
  return shown + printableText(text);
}

function isCharacter(bytes: Uint8Array): boolean {
  try {
    return [...strict.decode(bytes)].length === 1;
  } catch {
    return false;
  }
}

/** `util.inspect.custom`: loading that module takes longer than reading a file of records. */
const INSPECT: symbol = Symbol.for("nodejs.util.inspect.custom");

/** Makes `console.log` and `Bun.inspect` show a class's `toJSON`, made safe. */
export function inspectAsJson(Class: { readonly name: string; readonly prototype: object }): void {
  Object.defineProperty(Class.prototype, INSPECT, {
    value(this: object): string {
      return `${Class.name} ${printableJson(JSON.stringify(this, null, 2))}`;
    },
  });
}
