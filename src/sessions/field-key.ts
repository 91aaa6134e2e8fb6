import { bytesOf, decodeText } from "../text.ts";

/** What stands before the hex of bytes: a field that is text has no NUL. */
const HEX = "\0";

/**
 * A field of a record as the key of a map: by its bytes it is told from all others.
 *
 * @param hex its bytes where it is not valid UTF-8
 */
export function fieldKey(text: string, hex: string | undefined): string {
  return hex === undefined ? text : `${HEX}${hex}`;
}

/** The text of a {@link fieldKey}, and its bytes where it is not valid UTF-8. */
export function textOfKey(key: string): { readonly text: string; readonly hex?: string } {
  if (!key.startsWith(HEX)) return { text: key };
  const bytes = bytesOfKey(key);
  return { text: decodeText(bytes, 0, bytes.length).text, hex: key.slice(HEX.length) };
}

/** The bytes of a {@link fieldKey}. */
export function bytesOfKey(key: string): Uint8Array {
  return key.startsWith(HEX) ? Uint8Array.fromHex(key.slice(HEX.length)) : bytesOf(key);
}
