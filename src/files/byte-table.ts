/** Bits that a byte of text costs: what is printed is common in records, the rest is not. */
const TEXT_BITS: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === 0) return 0;
  if (byte < 0x20 || byte === 0x7f) return 10;
  return byte < 0x80 ? 5 : 8;
});

/** Bits that a byte costs which nothing explains. */
const PLAIN_BITS: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === 0) return 0;
  return byte >= 0x20 && byte < 0x7f ? 7 : 9;
});

/** Bits of where bytes begin that are not zero, besides those of how far it is. */
const PLACE_BITS = 4;

/** How lines begin: terminals, markers of utmp(5), and what services put there. */
const LINE =
  /^(?:tty|pts|pty|cons|vty|vc\/|co$|:\d|ftp|ssh|[~|{}]$|system |run-level |old time|new time|lft|dt|hvc|uart|sd\/|seat|smb)/;
const LINE_BYTES = 10;
const [UNKNOWN, YES, NO] = [0, 1, 2] as const;

/** Sums over the bytes of a part of a file, so that many layouts can be tried on it. */
export class ByteTable {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly #used: Int32Array;
  readonly #runs: Int32Array;
  readonly #text: Int32Array;
  readonly #nul: Int32Array;
  readonly #lines: Uint8Array;

  constructor(bytes: Uint8Array) {
    const { length } = bytes;
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, length);
    this.#used = new Int32Array(length + 1);
    this.#runs = new Int32Array(length + 1);
    this.#text = new Int32Array(length + 1);
    this.#nul = new Int32Array(length + 1);
    this.#lines = new Uint8Array(length + 1);
    for (let i = 0; i < length; i++) {
      const byte = bytes[i] ?? 0;
      const begins = byte !== 0 && (i === 0 || bytes[i - 1] === 0);
      this.#runs[i + 1] = (this.#runs[i] ?? 0) + (begins ? 1 : 0);
      this.#used[i + 1] = (this.#used[i] ?? 0) + (byte === 0 ? 0 : 1);
      this.#text[i + 1] = (this.#text[i] ?? 0) + (TEXT_BITS[byte] ?? 0);
    }
    this.#nul[length] = length;
    for (let i = length - 1; i >= 0; i--) {
      this.#nul[i] = bytes[i] === 0 ? i : (this.#nul[i + 1] ?? length);
    }
  }

  /** Bytes that are not zero. */
  used(start: number, end: number): number {
    return (this.#used[end] ?? 0) - (this.#used[start] ?? 0);
  }

  /** Runs of such bytes that begin there. */
  runs(start: number, end: number): number {
    return (this.#runs[end] ?? 0) - (this.#runs[start] ?? 0);
  }

  /** Bits that the bytes cost as text. */
  textBits(start: number, end: number): number {
    return (this.#text[end] ?? 0) - (this.#text[start] ?? 0);
  }

  /** Where the text of a field ends: at its first NUL, or with it. */
  textEnd(start: number, length: number): number {
    return Math.min(this.#nul[start] ?? start, start + length);
  }

  /** Whether the text at a place begins as the name of a line. */
  startsLine(start: number): boolean {
    if (this.#lines[start] === UNKNOWN) {
      const text = this.bytes.subarray(start, this.textEnd(start, LINE_BYTES));
      this.#lines[start] = LINE.test(String.fromCharCode(...text)) ? YES : NO;
    }
    return this.#lines[start] === YES;
  }

  /** Bits that the bytes cost if no layout explains them: what they are, and where they begin. */
  plainBits(): number {
    let bits = 0;
    let zeros = 0;
    for (const byte of this.bytes) {
      if (byte === 0) {
        zeros++;
        continue;
      }
      bits += (PLAIN_BITS[byte] ?? 0) + (zeros === 0 ? 0 : PLACE_BITS + Math.log2(zeros));
      zeros = 0;
    }
    return bits;
  }
}
