/** Bounds of what is kept before all is forgotten: memory stays small when every field differs. */
const MAX_VALUES = 4096;
const MAX_WORDS = 1 << 18;
/** How many fields are decoded without looking for them, where hardly one was met twice. */
const REST = 16 * MAX_VALUES;
/** Most values stand in the first slot that is looked at; more slots take room in the cache. */
const SLOTS_PER_VALUE = 4;
const FIRST_SLOTS = 1 << 8;
/** More fields that share a slot by design than by chance: looking further is worse than decoding. */
const MAX_PROBES = 8;
// Words before a key in the pool: its hash, and the number of its value.
const HASH = -2;
const NUMBER = -1;
const HEADER_WORDS = 2;

/**
 * Remembers what was made of a field's bytes: users, lines and hosts repeat, and finding a field
 * again is several times cheaper than decoding it. Keys are compared in full, never by hash alone.
 *
 * A key is the words of the field up to its NUL, and one more: what the last of them has before the
 * NUL, or 0. No whole word of a field has a zero byte, so that no key begins another.
 */
export class Interner<T> {
  readonly #length: number;
  readonly #toNul: boolean;
  readonly #make: (bytes: Uint8Array, start: number, end: number) => T;
  readonly #empty: T;
  readonly #values: T[] = [];
  /** Where a key begins in the pool; 0 is free. */
  #slots = new Int32Array(FIRST_SLOTS);
  #pool: Int32Array<ArrayBuffer> = new Int32Array(1024);
  #poolEnd = 0;
  #hits = 0;
  #rest = 0;

  /**
   * @param length size of the field in bytes
   * @param toNul whether the field ends at its first NUL
   * @param make what to make of the bytes `[start, end)`
   */
  constructor(
    length: number,
    toNul: boolean,
    make: (bytes: Uint8Array, start: number, end: number) => T,
  ) {
    this.#length = length;
    this.#toNul = toNul;
    this.#make = make;
    this.#empty = make(new Uint8Array(0), 0, 0);
  }

  /** What is made of the field at `at`; `view` looks at the same memory as `bytes`. */
  get(bytes: Uint8Array, view: DataView, at: number): T {
    const toNul = this.#toNul;
    if (toNul && view.getUint8(at) === 0) return this.#empty;
    if (this.#rest > 0) {
      this.#rest--;
      return this.#decode(bytes, at);
    }
    const limit = at + this.#length;
    const whole = limit - (this.#length % 4);
    let end = at;
    let hash = 0;
    let last = 0;
    for (; end < whole; end += 4) {
      const word = view.getInt32(end, true);
      const zeros = toNul ? zeroBytes(word) : 0;
      if (zeros !== 0) {
        last = beforeZero(word, zeros);
        break;
      }
      hash = Math.imul(hash ^ word, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    if (end === whole && whole < limit) last = shortWord(view, whole, limit, toNul);
    hash = Math.imul(hash ^ last, 0x85ebca6b);
    hash ^= hash >>> 13;
    const slots = this.#slots;
    const mask = slots.length - 1;
    const pool = this.#pool;
    for (let probe = 0; probe < MAX_PROBES; probe++) {
      const key = slots[(hash + probe) & mask] ?? 0;
      if (key === 0) break;
      let word = key;
      let i = at;
      while (i < end && pool[word] === view.getInt32(i, true)) {
        word++;
        i += 4;
      }
      if (i === end && pool[word] === last) {
        this.#hits++;
        // The pool holds numbers of values that are there.
        return this.#values[pool[key + NUMBER] ?? 0] as T;
      }
    }
    return this.#add(bytes, view, at, { end, last, hash });
  }

  #decode(bytes: Uint8Array, at: number): T {
    const limit = at + this.#length;
    let end = limit;
    if (this.#toNul) for (end = at; end < limit && bytes[end] !== 0;) end++;
    return this.#make(bytes, at, end);
  }

  #add(bytes: Uint8Array, view: DataView, at: number, { end, last, hash }: Key): T {
    const value = this.#decode(bytes, at);
    const words = (end - at) / 4;
    const key = this.#poolEnd + HEADER_WORDS;
    const poolEnd = key + words + 1;
    if (this.#values.length === MAX_VALUES || poolEnd > MAX_WORDS) {
      if (this.#hits < this.#values.length) this.#rest = REST;
      this.#hits = 0;
      this.#slots.fill(0);
      this.#values.length = 0;
      this.#poolEnd = 0;
      return value;
    }
    if (poolEnd > this.#pool.length) {
      const grown = new Int32Array(2 * poolEnd);
      grown.set(this.#pool);
      this.#pool = grown;
    }
    const pool = this.#pool;
    pool[key + HASH] = hash;
    pool[key + NUMBER] = this.#values.length;
    for (let i = 0; i < words; i++) pool[key + i] = view.getInt32(at + 4 * i, true);
    pool[key + words] = last;
    this.#poolEnd = poolEnd;
    this.#values.push(value);
    if (SLOTS_PER_VALUE * this.#values.length > this.#slots.length) this.#grow();
    this.#place(key, hash);
    return value;
  }

  #place(key: number, hash: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let probe = 0;
    while (probe < MAX_PROBES && slots[(hash + probe) & mask] !== 0) probe++;
    slots[(hash + (probe % MAX_PROBES)) & mask] = key;
  }

  #grow(): void {
    const keys = this.#slots.filter((key) => key !== 0);
    this.#slots = new Int32Array(2 * this.#slots.length);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] ?? 0;
      this.#place(key, this.#pool[key + HASH] ?? 0);
    }
  }
}

/** What a field is found by. */
interface Key {
  /** Where its whole words end. */
  readonly end: number;
  readonly last: number;
  readonly hash: number;
}

/** Not 0 if a byte of a word is 0, which is then the first whose highest bit is set. */
function zeroBytes(word: number): number {
  return (word - 0x01010101) & ~word & 0x80808080;
}

/** The bytes of a word before the first that is 0. */
function beforeZero(word: number, zeros: number): number {
  return word & (((zeros & -zeros) >>> 7) - 1);
}

/** An {@link Interner} of fields of four bytes, whose key is no more than a number. */
export class WordInterner<T> {
  readonly #make: (word: number) => T;
  readonly #values = new Map<number, T>();
  #hits = 0;
  #rest = 0;

  /** @param make what to make of four bytes, given as a little-endian word */
  constructor(make: (word: number) => T) {
    this.#make = make;
  }

  get(word: number): T {
    if (this.#rest > 0) {
      this.#rest--;
      return this.#make(word);
    }
    const known = this.#values.get(word);
    if (known !== undefined) {
      this.#hits++;
      return known;
    }
    const value = this.#make(word);
    if (this.#values.size === MAX_VALUES) {
      if (this.#hits < MAX_VALUES) this.#rest = REST;
      this.#hits = 0;
      this.#values.clear();
    }
    this.#values.set(word, value);
    return value;
  }
}

/** The at most three bytes before `end`, or before a NUL, as a little-endian word. */
function shortWord(view: DataView, at: number, end: number, toNul: boolean): number {
  let word = 0;
  for (let i = 0; at + i < end; i++) {
    const byte = view.getUint8(at + i);
    if (toNul && byte === 0) break;
    word |= byte << (8 * i);
  }
  return word;
}
