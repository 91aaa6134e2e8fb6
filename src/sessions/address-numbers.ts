import { formatAddress, parseAddress } from "../address.ts";
import type { LoginRecord } from "../entry.ts";
import { UtmpRecord } from "../record.ts";
import { addressOf } from "./login-filter.ts";
import { TextNumbers } from "./text-numbers.ts";

const FIRST_SLOTS = 1 << 10;

/**
 * Numbers the addresses of records from 0, as they are met, and what has none. IPv4 is known by its
 * octets: of half a million addresses a text each would take most of the time and memory.
 */
export class AddressNumbers {
  /** Two words a slot: the octets, and their number and 1, so that 0 is free. */
  #slots = new Int32Array(2 * FIRST_SLOTS);
  #filled = 0;
  /** By their numbers: IPv4 as octets, else as its number among texts; `null` is no address. */
  readonly #addresses: (number | { readonly text: number } | null)[] = [];
  readonly #texts = new TextNumbers();
  readonly #numbersOfTexts: number[] = [];
  #none: number | null = null;

  of(record: LoginRecord): number {
    const word = record instanceof UtmpRecord ? record.ipv4 : 0;
    return word === 0 ? this.#ofText(addressOf(record)) : this.#ofWord(word);
  }

  /** The number of records without an address; `null` if none was met. */
  get none(): number | null {
    return this.#none;
  }

  /** The address that has a number. */
  textOf(number: number): string | null {
    const address = this.#addresses[number] ?? null;
    if (address === null) return null;
    if (typeof address === "object") return this.#texts.textOf(address.text);
    return formatAddress(new Uint8Array(Int32Array.of(address).buffer));
  }

  #ofText(text: string | null): number {
    if (text === null) return (this.#none ??= this.#addresses.push(null) - 1);
    const octets = parseAddress(text);
    if (octets?.length === 4) return this.#ofWord(new Int32Array(octets.buffer)[0] ?? 0);
    const number = this.#texts.of(text);
    return (this.#numbersOfTexts[number] ??= this.#addresses.push({ text: number }) - 1);
  }

  #ofWord(word: number): number {
    const slots = this.#slots;
    const at = slotOf(slots, word);
    const known = slots[at + 1] ?? 0;
    if (known !== 0) return known - 1;
    const number = this.#addresses.push(word) - 1;
    slots[at] = word;
    slots[at + 1] = number + 1;
    this.#filled++;
    if (4 * this.#filled > slots.length) this.#grow();
    return number;
  }

  #grow(): void {
    const old = this.#slots;
    const slots = new Int32Array(2 * old.length);
    for (let from = 0; from < old.length; from += 2) {
      const [word = 0, number = 0] = [old[from], old[from + 1]];
      if (number === 0) continue;
      const at = slotOf(slots, word);
      slots[at] = word;
      slots[at + 1] = number;
    }
    this.#slots = slots;
  }
}

/** Where a word is, or else the free slot that it takes. */
function slotOf(slots: Int32Array, word: number): number {
  let hash = Math.imul(word, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  hash ^= hash >>> 13;
  const mask = slots.length - 1;
  for (let at = (2 * hash) & mask; ; at = (at + 2) & mask) {
    if (slots[at + 1] === 0 || slots[at] === word) return at;
  }
}
