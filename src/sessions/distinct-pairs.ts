/** First numbers that have a part in common: to sort many small parts takes less memory and time. */
const PART_BITS = 12;
const PART_MASK = 2 ** PART_BITS - 1;
/** What a first number is multiplied with: more than any second number. */
const FIRST = 2 ** 32;

/**
 * Different pairs of whole numbers, the second below 2³². A pair takes 8 to 16 bytes, a tenth of
 * what it takes in a `Set`: failed logins can come from a million addresses.
 */
export class DistinctPairs {
  readonly #parts: DistinctNumbers[] = [];

  /** @param first at most 2³¹: there is a part for each 4,096 numbers up to the greatest */
  add(first: number, second: number): void {
    const part = first >>> PART_BITS;
    while (part >= this.#parts.length) this.#parts.push(new DistinctNumbers());
    this.#parts[part]?.add((first & PART_MASK) * FIRST + second);
  }

  /**
   * How many different second numbers there are to each first number.
   *
   * @param size more than any first number
   */
  counts(size: number): Uint32Array {
    const counts = new Uint32Array(size);
    for (const [part, numbers] of this.#parts.entries()) {
      for (const number of numbers.list()) {
        const first = (part << PART_BITS) + Math.floor(number / FIRST);
        counts[first] = (counts[first] ?? 0) + 1;
      }
    }
    return counts;
  }
}

const FIRST_NUMBERS = 1 << 8;

/** They are sorted from time to time, which is faster than to look for each among the others. */
class DistinctNumbers {
  #numbers = new Float64Array(FIRST_NUMBERS);
  /** How many are there, some of them more than once. */
  #count = 0;

  add(number: number): void {
    this.#numbers[this.#count] = number;
    this.#count++;
    if (this.#count < this.#numbers.length) return;
    this.#tidy();
    if (2 * this.#count > this.#numbers.length) this.#grow();
  }

  /** All of them, once and in order. */
  list(): Float64Array {
    this.#tidy();
    return this.#numbers.subarray(0, this.#count);
  }

  #tidy(): void {
    const numbers = this.#numbers.subarray(0, this.#count).sort();
    let kept = 0;
    let last = Number.NaN;
    for (let i = 0; i < numbers.length; i++) {
      const number = numbers[i] ?? 0;
      if (number === last) continue;
      numbers[kept] = number;
      last = number;
      kept++;
    }
    this.#count = kept;
  }

  #grow(): void {
    const old = this.#numbers;
    this.#numbers = new Float64Array(2 * old.length);
    this.#numbers.set(old);
    // Not to be held until the next garbage collection.
    old.buffer.transfer(0);
  }
}
