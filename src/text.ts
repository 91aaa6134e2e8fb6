/** A text field, as the record holds it up to its first NUL or its end. */
export interface Text {
  readonly text: string;
  /** Hex of the bytes, only if they are not valid UTF-8. */
  readonly hex: string | null;
  /** `/dev/` and the text, if that can be a terminal. */
  readonly device: string | null;
}

/** The same, which is met again and again. */
export class FieldText implements Text {
  readonly text: string;
  readonly hex: string | null;
  readonly device: string | null;
  #hasColon: boolean | null = null;
  #maker: object | null = null;
  #made: unknown;

  constructor(text: string, hex: string | null, device: string | null) {
    this.text = text;
    this.hex = hex;
    this.device = device;
  }

  /** Whether it has a colon, as IPv6 has. */
  get hasColon(): boolean {
    return (this.#hasColon ??= this.text.includes(":"));
  }

  /** What is made of it. The last maker need not make it again. */
  made<Result>(maker: TextMaker<Result>): Result {
    if (this.#maker !== maker) {
      this.#made = maker.make(this);
      this.#maker = maker;
    }
    // It is what this maker made.
    return this.#made as Result;
  }
}

/** Makes something of texts, the same of the same text. */
export interface TextMaker<Result> {
  make(text: Text): Result;
}

const encoder = new TextEncoder();
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder("utf-8", { ignoreBOM: true });

export function decodeText(bytes: Uint8Array, start: number, end: number): FieldText {
  const { text, hex } = decodeName(bytes, start, end);
  // Without a dot there is no `..`, and "ssh:notty" has a colon.
  const device = /^[A-Za-z0-9/_-]+$/.test(text) ? `/dev/${text}` : null;
  return new FieldText(text, hex, device);
}

/** The same of text that is no terminal, whatever it says. */
export function decodeName(bytes: Uint8Array, start: number, end: number): FieldText {
  const ascii = decodeAscii(bytes, start, end);
  if (ascii !== null) return new FieldText(ascii, null, null);
  const field = bytes.subarray(start, end);
  try {
    return new FieldText(strict.decode(field), null, null);
  } catch {
    return new FieldText(lenient.decode(field), field.toHex(), null);
  }
}

const MAX_ASCII = 256;
const ascii = Buffer.alloc(MAX_ASCII);

/** Text of ASCII alone, which nearly all is: a decoder takes twice as long. Else `null`. */
function decodeAscii(bytes: Uint8Array, start: number, end: number): string | null {
  const length = end - start;
  if (length > MAX_ASCII) return null;
  for (let i = 0; i < length; i++) {
    const byte = bytes[start + i] ?? 0;
    if (byte >= 0x80) return null;
    ascii[i] = byte;
  }
  return ascii.toString("latin1", 0, length);
}

/** A text of any length, given as text or by its bytes: up to its first NUL, as C has it. */
export function textOf(text: string | Uint8Array): FieldText {
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
  return typeof text === "string" ? encoder.encode(text) : text;
}
