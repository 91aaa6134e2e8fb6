import type { ProblemList } from "../problems.ts";
import { CHUNK_BYTES, readOrSay, shrunk } from "./file-chunks.ts";
import type { ByteSource } from "./record-file.ts";

/** What comes next in a file, read in pieces; what was taken stays in the memory of its piece. */
export class ForwardBytes {
  readonly #file: ByteSource;
  readonly #problems: ProblemList;
  readonly #end: number;
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  /** Where in the file the bytes end that were read. */
  #position = 0;
  #hasEnded: boolean;

  constructor(file: ByteSource, problems: ProblemList) {
    this.#file = file;
    this.#problems = problems;
    this.#end = file.size ?? Number.POSITIVE_INFINITY;
    this.#hasEnded = this.#end === 0;
  }

  /** Where in the file the next byte is. */
  get offset(): number {
    return this.#position - this.#left;
  }

  get #left(): number {
    return this.#bytes.length - this.#at;
  }

  /** Reads until `count` bytes are there; gives how many are, fewer only at the end. */
  ensure(count: number): number {
    while (this.#left < count && !this.#hasEnded) this.#readPiece();
    return Math.min(this.#left, count);
  }

  /** The big-endian number that comes next: its two bytes must be there. */
  peekU16(): number {
    return ((this.#bytes[this.#at] ?? 0) << 8) | (this.#bytes[this.#at + 1] ?? 0);
  }

  /** Takes bytes that are there. */
  take(count: number): Uint8Array {
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }

  /** Takes the zeros that have been read up to here, but the last; gives how many. */
  takeZerosButOne(): number {
    let end = this.#at;
    while (this.#bytes[end] === 0) end++;
    return this.take(end - 1 - this.#at).length;
  }

  #readPiece(): void {
    const expected = Math.min(CHUNK_BYTES, this.#end - this.#position);
    const left = this.#bytes.subarray(this.#at);
    const bytes = new Uint8Array(left.length + expected);
    bytes.set(left);
    const into = bytes.subarray(left.length);
    const count = readOrSay(this.#file, into, this.#position, this.#problems);
    this.#bytes = bytes.subarray(0, left.length + (count ?? 0));
    this.#at = 0;
    this.#position += count ?? 0;
    this.#hasEnded = count !== expected || this.#position === this.#end;
    const { path, size } = this.#file;
    if (count !== null && count < expected && size !== null) {
      this.#problems.add(shrunk(path, size, this.#position));
    }
  }
}
