import { ipv4Text, ipv4Word, parseAddress } from "../address.ts";
import type { LoginRecord } from "../entry.ts";
import { UtmpRecord } from "../record.ts";
import type { KeyNumbers } from "./failure-key.ts";
import { addressOf } from "./login-filter.ts";
import { TextNumbers } from "./text-numbers.ts";
import { WordMap } from "./word-map.ts";

/** How many words there are. */
const WORDS = 2 ** 32;

/**
 * Numbers the addresses of records from 0, and what has none. IPv4 is known by its
 * octets: of half a million addresses a text each would take most of the time and memory.
 */
export class AddressNumbers implements KeyNumbers {
  /** By their octets, those that are IPv4. */
  readonly #words = new WordMap();
  /** By their numbers: the octets of IPv4, else the number among texts; `null` is no address. */
  readonly #addresses: (number | { readonly text: number } | null)[] = [];
  readonly #texts = new TextNumbers();
  readonly #numbersOfTexts: number[] = [];
  #none: number | null = null;

  /** The octets of IPv4 as an unsigned word; beyond all of these, the number of another address. */
  codeOf(record: LoginRecord): number {
    const word = record instanceof UtmpRecord ? record.ipv4 : 0;
    return word === 0 ? WORDS + this.#ofText(addressOf(record)) : word >>> 0;
  }

  numberOf(code: number): number {
    return code < WORDS ? this.#ofWord(code | 0) : code - WORDS;
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
    return ipv4Text(address);
  }

  #ofText(text: string | null): number {
    if (text === null) return (this.#none ??= this.#addresses.push(null) - 1);
    const octets = parseAddress(text);
    if (octets?.length === 4) return this.#ofWord(ipv4Word(octets));
    const number = this.#texts.of(text);
    return (this.#numbersOfTexts[number] ??= this.#addresses.push({ text: number }) - 1);
  }

  #ofWord(word: number): number {
    const known = this.#words.get(word);
    if (known !== undefined) return known;
    const number = this.#addresses.push(word) - 1;
    this.#words.add(word, number);
    return number;
  }
}
