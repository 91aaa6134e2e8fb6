import type { FailureBatch } from "./failure-batch.ts";

/** What is kept of a key, one after the other. */
const COUNT = 0;
const FIRST = 1;
const LAST = 2;
const WIDTH = 3;

const FIRST_KEYS = 1 << 8;

/** What is known of a key. */
export interface FailureRow {
  readonly count: number;
  /** Microseconds since 1970; infinite if no time is known. */
  readonly first: number;
  readonly last: number;
}

/** How often each of the keys was met, which are numbered from 0, and when first and last. */
export class FailureRows {
  #rows: Float64Array<ArrayBuffer> = new Float64Array(WIDTH * FIRST_KEYS);
  #size = 0;

  /** How many keys there are. */
  get size(): number {
    return this.#size;
  }

  /**
   * Counts some records.
   *
   * @param keys the numbers of theirs
   */
  add(keys: Int32Array, { length, counts, micros }: FailureBatch): void {
    this.#makeRoom(keys, length);
    const rows = this.#rows;
    // The rows are anywhere: where nothing depends on what it gets, a processor waits for many of them
    // at the same time, and the second loop finds them in its cache.
    for (let i = 0; i < length; i++) {
      const at = WIDTH * (keys[i] ?? 0) + COUNT;
      rows[at] = (rows[at] ?? 0) + (counts[i] ?? 0);
    }
    for (let i = 0; i < length; i++) {
      const at = WIDTH * (keys[i] ?? 0);
      const time = micros[i] ?? 0;
      if (time < (rows[at + FIRST] ?? 0)) rows[at + FIRST] = time;
      if (time > (rows[at + LAST] ?? 0)) rows[at + LAST] = time;
    }
  }

  #makeRoom(keys: Int32Array, length: number): void {
    let size = 0;
    for (let i = 0; i < length; i++) size = Math.max(size, (keys[i] ?? 0) + 1);
    while (WIDTH * size > this.#rows.length) {
      const { buffer } = this.#rows;
      this.#rows = new Float64Array(buffer.transfer(2 * buffer.byteLength));
    }
    for (; this.#size < size; this.#size++) {
      this.#rows[WIDTH * this.#size + FIRST] = Number.POSITIVE_INFINITY;
      this.#rows[WIDTH * this.#size + LAST] = Number.NEGATIVE_INFINITY;
    }
  }

  of(key: number): FailureRow {
    const at = WIDTH * key;
    const [count = 0, first = 0, last = 0] = this.#rows.subarray(at, at + WIDTH);
    return { count, first, last };
  }

  countOf(key: number): number {
    return this.#rows[WIDTH * key + COUNT] ?? 0;
  }
}
