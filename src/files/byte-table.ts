/** Bits that a byte of text costs: what is printed is common in records, the rest is not. */
const TEXT_BITS: Uint8Array = new Uint8Array(256)
  .fill(10, 0x01, 0x20)
  .fill(5, 0x20, 0x7f)
  .fill(10, 0x7f, 0x80)
  .fill(8, 0x80);

/** Bits that a byte costs which nothing explains. */
const PLAIN_BITS: Uint8Array = new Uint8Array(256).fill(9, 0x01).fill(7, 0x20, 0x7f);

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
  /** Where the next NUL is behind a byte that is none. */
  readonly #nul: Int32Array;
  readonly #lines: Uint8Array;
  /** Bits that the bytes cost if no layout explains them: what they are, and where they begin. */
  readonly plainBits: number;

  constructor(bytes: Uint8Array) {
    const { length } = bytes;
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, length);
    const used = (this.#used = new Int32Array(length + 1));
    const runs = (this.#runs = new Int32Array(length + 1));
    const text = (this.#text = new Int32Array(length + 1));
    const nul = (this.#nul = new Int32Array(length + 1));
    this.#lines = new Uint8Array(length + 1);
    let [usedSum, runSum, textSum, plainBits] = [0, 0, 0, 0];
    // Run by run: most bytes of records are zero, and most files are looked at once.
    for (let start = 0; start < length;) {
      let i = start;
      while (i < length && bytes[i] === 0) i++;
      used.fill(usedSum, start + 1, i + 1);
      runs.fill(runSum, start + 1, i + 1);
      text.fill(textSum, start + 1, i + 1);
      let placeBits = i > start ? PLACE_BITS + Math.log2(i - start) : 0;
      start = i;
      if (i < length) runSum++;
      while (i < length) {
        const byte = bytes[i] ?? 0;
        if (byte === 0) break;
        textSum += TEXT_BITS[byte] ?? 0;
        plainBits += (PLAIN_BITS[byte] ?? 0) + placeBits;
        placeBits = 0;
        used[++i] = ++usedSum;
        runs[i] = runSum;
        text[i] = textSum;
      }
      nul.fill(i, start, i);
      start = i;
    }
    nul[length] = length;
    this.plainBits = plainBits;
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
    return this.bytes[start] === 0 ? start : Math.min(this.#nul[start] ?? start, start + length);
  }

  /** That text, a character for each byte. */
  text(start: number, length: number): string {
    let text = "";
    const end = this.textEnd(start, length);
    for (let i = start; i < end; i++) text += String.fromCharCode(this.bytes[i] ?? 0);
    return text;
  }

  /** Whether the text at a place begins as the name of a line. */
  startsLine(start: number): boolean {
    if (this.#lines[start] === UNKNOWN) {
      this.#lines[start] = LINE.test(this.text(start, LINE_BYTES)) ? YES : NO;
    }
    return this.#lines[start] === YES;
  }
}
