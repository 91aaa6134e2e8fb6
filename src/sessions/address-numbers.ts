import { ipv4Text, ipv4Word, parseAddress } from "../address.ts";
import type { LoginRecord } from "../entry.ts";
import { UtmpRecord } from "../record.ts";
import { addressOf } from "./login-filter.ts";
import { TextNumbers } from "./text-numbers.ts";
import { WordMap } from "./word-map.ts";

/**
 * Numbers the addresses of records from 0, as they are met, and what has none. IPv4 is known by its
 * octets: of half a million addresses a text each would take most of the time and memory.
 */
export class AddressNumbers {
  /** By their octets, those that are IPv4. */
  readonly #words = new WordMap();
  /** By their numbers: the octets of IPv4, else the number among texts; `null` is no address. */
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
