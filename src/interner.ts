/** Bounds of what is kept before all is forgotten: memory stays small when every field differs. */
const MAX_VALUES = 4096;
const MAX_WORDS = 1 << 18;
const SLOT_MASK = 2 * MAX_VALUES - 1;
/** Fields that begin alike share a slot; looking further than this costs more than decoding. */
const MAX_PROBES = 4;
/** As much of a field as is hashed; what differs only behind it is told apart by comparing. */
const MAX_HASHED = 24;
/** Words before a key in the pool: its words, the mask of its last word, the number of its value. */
const HEADER_WORDS = 3;

/**
 * Remembers what was made of a field's bytes: users, lines and hosts repeat, and finding a field
 * again is several times cheaper than decoding it. Keys are compared in full, never by hash alone.
 */
export class Interner<T> {
  readonly #length: number;
  readonly #hashed: number;
  readonly #toNul: boolean;
  readonly #make: (bytes: Uint8Array, start: number, end: number) => T;
  readonly #empty: T;
  readonly #values: T[] = [];
  /** Where a key's header is in the pool; 0 is free. */
  readonly #slots = new Int32Array(SLOT_MASK + 1);
  #pool: Int32Array<ArrayBuffer> = new Int32Array(1024);
  #poolEnd = 1;

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
    this.#hashed = Math.min(length - (length % 4), MAX_HASHED);
    this.#toNul = toNul;
    this.#make = make;
    this.#empty = make(new Uint8Array(0), 0, 0);
  }

  /** What is made of the field at `at`; `view` looks at the same memory as `bytes`. */
  get(bytes: Uint8Array, view: DataView, at: number): T {
    if (this.#toNul && view.getUint8(at) === 0) return this.#empty;
    const slots = this.#slots;
    const pool = this.#pool;
    const limit = at + this.#length;
    const hashed = at + this.#hashed;
    let hash = 0;
    for (let i = at; i < hashed; i += 4) {
      hash = Math.imul(hash ^ view.getInt32(i, true), 0x9e3779b1) ^ (hash >>> 15);
    }
    hash ^= hash >>> 16;
    for (let probe = 0; probe < MAX_PROBES; probe++) {
      const header = slots[(hash + probe) & SLOT_MASK] ?? 0;
      if (header === 0) break;
      const last = header + HEADER_WORDS + (pool[header] ?? 0) - 1;
      let word = header + HEADER_WORDS;
      let i = at;
      while (word < last && pool[word] === view.getInt32(i, true)) {
        word++;
        i += 4;
      }
      if (word < last) continue;
      const tail = limit - i >= 4 ? view.getInt32(i, true) : shortWord(view, i, limit);
      if ((tail & (pool[header + 1] ?? 0)) !== pool[word]) continue;
      // The pool holds numbers of values that are there.
      return this.#values[pool[header + 2] ?? 0] as T;
    }
    return this.#add(bytes, view, at, hash);
  }

  #add(bytes: Uint8Array, view: DataView, at: number, hash: number): T {
    const nul = this.#toNul ? bytes.subarray(at, at + this.#length).indexOf(0) : -1;
    const used = nul === -1 ? this.#length : nul;
    const value = this.#make(bytes, at, at + used);
    // The NUL belongs to the key: without it, a key would match every field that begins with it.
    const keyLength = nul === -1 ? used : used + 1;
    const words = Math.ceil(keyLength / 4);
    const header = this.#poolEnd;
    const end = header + HEADER_WORDS + words;
    if (this.#values.length === MAX_VALUES || end > MAX_WORDS) {
      this.#slots.fill(0);
      this.#values.length = 0;
      this.#poolEnd = 1;
      return value;
    }
    if (end > this.#pool.length) {
      const grown = new Int32Array(2 * end);
      grown.set(this.#pool);
      this.#pool = grown;
    }
    const pool = this.#pool;
    pool[header] = words;
    pool[header + 1] = keyLength % 4 === 0 ? -1 : (1 << (8 * (keyLength % 4))) - 1;
    pool[header + 2] = this.#values.length;
    for (let i = 0; i < words; i++) {
      const word = at + 4 * i;
      pool[header + HEADER_WORDS + i] = shortWord(view, word, Math.min(word + 4, at + keyLength));
    }
    this.#poolEnd = end;
    let probe = 0;
    while (probe < MAX_PROBES && this.#slots[(hash + probe) & SLOT_MASK] !== 0) probe++;
    this.#slots[(hash + (probe % MAX_PROBES)) & SLOT_MASK] = header;
    this.#values.push(value);
    return value;
  }
}

/** The same for fields of four bytes, whose key is no more than a number. */
export class WordInterner<T> {
  readonly #make: (word: number) => T;
  readonly #values = new Map<number, T>();

  /** @param make what to make of four bytes, given as a little-endian word */
  constructor(make: (word: number) => T) {
    this.#make = make;
  }

  get(word: number): T {
    const known = this.#values.get(word);
    if (known !== undefined) return known;
    const value = this.#make(word);
    if (this.#values.size === MAX_VALUES) this.#values.clear();
    this.#values.set(word, value);
    return value;
  }
}

/** The at most four bytes before `end`, as a little-endian word. */
function shortWord(view: DataView, at: number, end: number): number {
  let word = 0;
  for (let i = 0; at + i < end; i++) word |= view.getUint8(at + i) << (8 * i);
  return word;
}
