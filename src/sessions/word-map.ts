const FIRST_BITS = 10;

/**
 * A map from words of 32 bits to whole numbers, in 16 to 32 bytes a word: a `Map` takes several
 * times as many.
 */
export class WordMap {
  /** Two words a slot: the word, and its number and 1, so that 0 is free. */
  #slots = new Int32Array(2 << FIRST_BITS);
  #bits = FIRST_BITS;
  #size = 0;
  /** Another one for each map: nobody can choose words that all want the same slot. */
  readonly #multiplier = Math.floor(Math.random() * 2 ** 32) | 1;

  /**
   * The numbers of those words that are found where they are looked for first; -1 for others. Words
   * are anywhere in the table: where nothing depends on what it gets, a processor waits for many of
   * them at the same time.
   *
   * @param words signed or unsigned; what else does not fit into 32 bits is another word here
   * @param length how many
   */
  glance(words: Float64Array, length: number, numbers: Int32Array): void {
    const slots = this.#slots;
    for (let i = 0; i < length; i++) {
      const word = (words[i] ?? 0) | 0;
      const at = this.#firstSlotOf(word);
      const other = (slots[at] ?? 0) ^ word;
      // No branch, which would have to wait: all bits are set where it is another word.
      numbers[i] = ((slots[at + 1] ?? 0) & ~((other | -other) >> 31)) - 1;
    }
  }

  /** The number of a word; `undefined` if it has none. */
  get(word: number): number | undefined {
    const known = this.#slots[this.#slotOf(word) + 1] ?? 0;
    return known === 0 ? undefined : known - 1;
  }

  /** Gives a word, which has none, a number below 2³¹ - 1. */
  add(word: number, number: number): void {
    this.#put(word, number + 1);
    this.#size++;
    if (2 * this.#size > 1 << this.#bits) this.#grow();
  }

  #put(word: number, stored: number): void {
    const at = this.#slotOf(word);
    this.#slots[at] = word;
    this.#slots[at + 1] = stored;
  }

  #grow(): void {
    const old = this.#slots;
    this.#bits++;
    this.#slots = new Int32Array(2 << this.#bits);
    for (let at = 0; at < old.length; at += 2) {
      const [word = 0, stored = 0] = [old[at], old[at + 1]];
      if (stored !== 0) this.#put(word, stored);
    }
    // Not to be held until the next garbage collection.
    old.buffer.transfer(0);
  }

  /** Where a word is, or else the free slot that it takes. */
  #slotOf(word: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let at = this.#firstSlotOf(word); ; at = (at + 2) & mask) {
      if (slots[at + 1] === 0 || slots[at] === word) return at;
    }
  }

  #firstSlotOf(word: number): number {
    // The highest bits are those that the multiplier mixes most.
    return 2 * (Math.imul(word, this.#multiplier) >>> (32 - this.#bits));
  }
}
