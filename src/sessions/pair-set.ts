const FIRST_SLOTS = 1 << 10;
const MAX_FILLED = 2 / 3;

/**
 * A set of pairs of small whole numbers. A pair takes 12 to 24 bytes, a fifth of what it takes in a
 * `Set`: failed logins can come from a million addresses.
 */
export class PairSet {
  /** Two words a slot: the first number and 1, so that 0 is free, and the second number. */
  #slots = new Uint32Array(2 * FIRST_SLOTS);
  #size = 0;

  /** Adds a pair of numbers below 2³² - 1, and tells whether it is new. */
  add(first: number, second: number): boolean {
    const slots = this.#slots;
    const at = slotOf(slots, first, second);
    if (slots[at] !== 0) return false;
    slots[at] = first + 1;
    slots[at + 1] = second;
    this.#size++;
    if (2 * this.#size > MAX_FILLED * slots.length) this.#grow();
    return true;
  }

  #grow(): void {
    const old = this.#slots;
    const slots = new Uint32Array(2 * old.length);
    for (let from = 0; from < old.length; from += 2) {
      const [first = 0, second = 0] = [old[from], old[from + 1]];
      if (first === 0) continue;
      const at = slotOf(slots, first - 1, second);
      slots[at] = first;
      slots[at + 1] = second;
    }
    this.#slots = slots;
  }
}

/** Where a pair is, or else the free slot that it takes. */
function slotOf(slots: Uint32Array, first: number, second: number): number {
  let hash = Math.imul(first + 1, 0x9e3779b1) ^ Math.imul(second + 1, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
  hash ^= hash >>> 13;
  const mask = slots.length - 1;
  for (let at = (2 * hash) & mask; ; at = (at + 2) & mask) {
    if (slots[at] === 0 || (slots[at] === first + 1 && slots[at + 1] === second)) return at;
  }
}
