import { writeSync } from "node:fs";
import { hasCode } from "../errors.ts";
import { hostEndian } from "../layout.ts";

const BUFFER_BYTES = 1 << 16;
/** Longer text is encoded at once: for short text the call takes longer than its bytes. */
const MAX_SHORT = 64;
/** Bytes that a UTF-16 unit takes at most. */
const MAX_UNIT_BYTES = 3;
const RETRY_MS = 2;

/** The reader of the output has gone, as with `| head`: nothing is left to do, and all is well. */
export class ClosedPipeError extends Error {}

/** Output that could not be written: a full disk, for example. */
export class OutputError extends Error {}

const encoder = new TextEncoder();
const WORD_BYTES = 4;
/** Words of a piece that are written whatever its length: most have no more, and need no loop. */
const FIRST_WORDS = 3;
const MILLION = 1e6;
const BLANK = 0x20;
const LINE_FEED = 0x0a;
const IS_LITTLE = hostEndian === "little";

/** The three digits of numbers below 1000, the first in the lowest byte; made when one is written. */
let digits: Int32Array | null = null;

function makeDigits(): Int32Array {
  return Int32Array.from({ length: 1000 }, (_, number) => {
    const [hundreds = 0, tens = 0, ones = 0] = encoder.encode(String(number).padStart(3, "0"));
    return hundreds | (tens << 8) | (ones << 16);
  });
}

/** How many digits a number below a million has. */
export function digitsOf(number: number): number {
  if (number < 1000) return number < 10 ? 1 : number < 100 ? 2 : 3;
  return number < 10_000 ? 4 : number < 100_000 ? 5 : 6;
}

/** Text that is written many times, encoded once: it is copied by words. */
export class Piece {
  /** UTF-8, padded to whole words. */
  readonly words: Int32Array;
  // The first of them, where there are as many: an array takes longer to ask.
  readonly first: number;
  readonly second: number;
  readonly third: number;
  /** In bytes. */
  readonly length: number;

  constructor(text: string) {
    const bytes = encoder.encode(text);
    const words = new Int32Array(Math.ceil(bytes.length / WORD_BYTES));
    new Uint8Array(words.buffer).set(bytes);
    const [first = 0, second = 0, third = 0] = words;
    this.words = words;
    this.first = first;
    this.second = second;
    this.third = third;
    this.length = bytes.length;
  }
}

/** More than any field has. It is a small integer: infinity would make all counts doubles. */
export const NOTHING_CUT = 0x7fff;

/** How text is copied into a column. */
export interface TextColumn {
  readonly width: number;
  /** Most bytes of it that are shown. */
  readonly most: number;
  /** The last of those where there are more; `null` if nothing tells so. */
  readonly more: number | null;
  /** What stands behind the column: no more than four bytes. */
  readonly separator: Piece;
  /** Which bytes are shown as they are: 1 for those. */
  readonly isPlain: Uint8Array;
}

/** Which bytes are printable ASCII, and none of some others. */
export function plainBytes(others: string = ""): Uint8Array {
  const isPlain = new Uint8Array(256).fill(1, BLANK, 0x7f);
  for (const character of others) isPlain[character.charCodeAt(0)] = 0;
  return isPlain;
}

/** Text on its way to an open file, in large writes. */
export class Output {
  readonly #open: () => number;
  readonly #name: string;
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  readonly #view = new DataView(this.#buffer.buffer);
  #end = 0;
  #hasWritten = false;

  /** @param open gives the descriptor, when there is something to write */
  constructor(open: () => number, name: string) {
    this.#open = open;
    this.#name = name;
  }

  /** Whether anything has reached the file. */
  get hasWritten(): boolean {
    return this.#hasWritten;
  }

  /** Writes text, which begins and ends with whole characters. */
  write(text: string): void {
    const { length } = text;
    if (length > MAX_SHORT || this.#end + length > BUFFER_BYTES) {
      this.#encode(text);
      return;
    }
    const buffer = this.#buffer;
    const end = this.#end;
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit >= 0x80) {
        this.#encode(text);
        return;
      }
      buffer[end + i] = unit;
    }
    this.#end = end + length;
  }

  /**
   * Copies text from memory, up to its first NUL, blanks up to the width of its column, and its
   * separator.
   *
   * @param length most bytes that it can have
   * @returns whether all its bytes are plain: if not, nothing is written
   */
  putText(bytes: Uint8Array, start: number, length: number, column: TextColumn): boolean {
    const { width, most, more, separator, isPlain } = column;
    this.#makeRoom(Math.max(length, width) + WORD_BYTES);
    const buffer = this.#buffer;
    const end = this.#end;
    let count = 0;
    for (; count < length; count++) {
      const byte = bytes[start + count] ?? 0;
      if (byte === 0) break;
      if (isPlain[byte] === 0) return false;
      buffer[end + count] = byte;
    }
    if (count > most) {
      count = most;
      if (more !== null) buffer[end + most - 1] = more;
    }
    for (; count < width; count++) buffer[end + count] = BLANK;
    this.#view.setInt32(end + count, separator.first, IS_LITTLE);
    this.#end = end + count + separator.length;
    return true;
  }

  /** Writes a piece of text. */
  put(piece: Piece): void {
    const { words, length } = piece;
    const count = Math.max(FIRST_WORDS, words.length);
    // The last words can reach beyond the piece.
    if (WORD_BYTES * count > BUFFER_BYTES) return this.#putLong(words, length);
    this.#makeRoom(WORD_BYTES * count);
    const view = this.#view;
    const end = this.#end;
    view.setInt32(end, piece.first, IS_LITTLE);
    view.setInt32(end + WORD_BYTES, piece.second, IS_LITTLE);
    view.setInt32(end + 2 * WORD_BYTES, piece.third, IS_LITTLE);
    for (let i = FIRST_WORDS; i < count; i++) {
      view.setInt32(end + WORD_BYTES * i, words[i] ?? 0, IS_LITTLE);
    }
    this.#end = end + length;
  }

  #putLong({ buffer }: Int32Array, length: number): void {
    this.flush();
    this.writeBytes(new Uint8Array(buffer, 0, length));
  }

  /** Writes an integer that is not negative, with zeros before it up to a width. */
  writeNumber(value: number, width = 1): void {
    if (value >= MILLION || width > 6) {
      const rest = value % MILLION;
      this.writeNumber((value - rest) / MILLION, width - 6);
      this.writeNumber(rest, 6);
      return;
    }
    this.#makeRoom(2 * WORD_BYTES);
    const view = this.#view;
    const end = this.#end;
    const groups = (digits ??= makeDigits());
    const high = (value / 1000) | 0;
    const low = groups[value - 1000 * high] ?? 0;
    const length = Math.max(width, digitsOf(value));
    if (length <= 3) {
      view.setInt32(end, low >>> (8 * (3 - length)), true);
    } else {
      view.setInt32(end, (groups[high] ?? 0) >>> (8 * (6 - length)), true);
      view.setInt32(end + length - 3, low, true);
    }
    this.#end = end + length;
  }

  /** Takes back the blanks at the end of the line that is being written. */
  dropBlanks(): void {
    while (this.#buffer[this.#end - 1] === BLANK) this.#end--;
  }

  /**
   * @throws {@link ClosedPipeError} if nobody reads any more; {@link OutputError} if it can't be
   *   written
   */
  flush(): void {
    const end = this.#end;
    this.#end = 0;
    this.writeBytes(this.#buffer.subarray(0, end));
  }

  /** Writes bytes at once, behind what {@link flush} has written. */
  writeBytes(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const fd = this.#open();
    for (let written = 0; written < bytes.length;) {
      try {
        written += writeSync(fd, bytes, written);
        this.#hasWritten = true;
      } catch (error) {
        if (hasCode(error, "EPIPE")) throw new ClosedPipeError();
        if (!hasCode(error, "EAGAIN") && !hasCode(error, "EINTR")) {
          const detail = error instanceof Error ? error.message : String(error);
          throw new OutputError(`Cannot write ${this.#name}: ${detail}`, { cause: error });
        }
        // A pipe that somebody set to not block is full: wait for its reader.
        Bun.sleepSync(RETRY_MS);
      }
    }
  }

  /** Has room for so many bytes, and no more than {@link BUFFER_BYTES}. */
  #makeRoom(bytes: number): void {
    if (this.#end + bytes <= BUFFER_BYTES) return;
    this.#flushLines();
    if (this.#end + bytes > BUFFER_BYTES) this.flush();
  }

  /** Writes whole lines: what others say meanwhile, on the same terminal, is no part of one. */
  #flushLines(): void {
    const end = this.#end;
    const lines = end === 0 ? 0 : this.#buffer.lastIndexOf(LINE_FEED, end - 1) + 1;
    this.#end = 0;
    this.writeBytes(this.#buffer.subarray(0, lines));
    this.#buffer.copyWithin(0, lines, end);
    this.#end = end - lines;
  }

  #encode(text: string): void {
    const most = MAX_UNIT_BYTES * text.length;
    if (most > BUFFER_BYTES) {
      this.flush();
      this.writeBytes(encoder.encode(text));
      return;
    }
    this.#makeRoom(most);
    this.#end += encoder.encodeInto(text, this.#buffer.subarray(this.#end)).written;
  }
}

/** A line for standard error; that nobody reads it is no reason to fail. */
export function complain(message: string): void {
  try {
    writeSync(2, `${message}\n`);
  } catch {
    // There is nowhere left to say so.
  }
}
