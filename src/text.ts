/** A text field, as the record holds it up to its first NUL or its end. */
export interface Text {
  readonly text: string;
  /** Hex of the bytes, only if they are not valid UTF-8. */
  readonly hex: string | null;
  /** `/dev/` and the text, if that can be a terminal. */
  readonly device: string | null;
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder("utf-8", { ignoreBOM: true });

export function decodeText(bytes: Uint8Array, start: number, end: number): Text {
  const field = bytes.subarray(start, end);
  let text: string;
  let hex: string | null = null;
  try {
    text = strict.decode(field);
  } catch {
    text = lenient.decode(field);
    hex = field.toHex();
  }
  // Without a dot there is no `..`, and "ssh:notty" has a colon.
  const device = /^[A-Za-z0-9/_-]+$/.test(text) ? `/dev/${text}` : null;
  return { text, hex, device };
}

/** A text of any length, given as text or by its bytes: up to its first NUL, as C has it. */
export function textOf(text: string | Uint8Array): Text {
  const bytes = bytesOf(text);
  const nul = bytes.indexOf(0);
  return decodeText(bytes, 0, nul === -1 ? bytes.length : nul);
}

/** The bytes of a text, also if they are not valid UTF-8. */
export function rawText({ text, hex }: Pick<Text, "text" | "hex">): Uint8Array {
  return hex === null ? bytesOf(text) : Uint8Array.fromHex(hex);
}

/** The bytes of text, or of what is no text. */
export function bytesOf(text: string | Uint8Array): Uint8Array {
  return typeof text === "string" ? new TextEncoder().encode(text) : text;
}
