import { inspect } from "node:util";

/**
 * Characters that change how text around them is shown, or that can't be seen: C0, DEL and C1
 * controls, soft hyphen, bidirectional controls, zero-width characters, line and paragraph
 * separators, fillers, variation selectors, tags, lone surrogates.
 */
const UNPRINTABLE =
  /[\0-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|\p{Surrogate}|\p{Noncharacter_Code_Point}/gu;

/** JSON text made safe to show: characters that could deceive stand as `\uXXXX`. */
export function printableJson(json: string): string {
  return json.replace(UNPRINTABLE, (character) =>
    // A line feed in JSON text can only come from indentation.
    character === "\n"
      ? character
      : Array.from(
          { length: character.length },
          (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`,
        ).join(""),
  );
}

/** Text from a record made safe to show: `\x1b`, `\u{202e}`. */
export function printableText(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const hex = code.toString(16);
    return code <= 0xff ? `\\x${hex.padStart(2, "0")}` : `\\u{${hex}}`;
  });
}

/** Makes `console.log` and `Bun.inspect` show a class's `toJSON` with deceiving characters escaped. */
export function inspectAsJson(Class: { readonly name: string; readonly prototype: object }): void {
  Object.defineProperty(Class.prototype, inspect.custom, {
    value(this: object): string {
      return `${Class.name} ${printableJson(JSON.stringify(this, null, 2))}`;
    },
  });
}
