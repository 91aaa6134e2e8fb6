import { formatAddress, ipv4Text, ipv4Word, parseAddress } from "../address.ts";
import type { LoginRecord } from "../entry.ts";
import { UtmpRecord } from "../record.ts";
import type { KeyNumbers } from "./failure-key.ts";
import { addressOf } from "./login-filter.ts";
import { TextNumbers } from "./text-numbers.ts";
import { WordMap } from "./word-map.ts";

/** How many words there are. */
const WORDS = 2 ** 32;

/** What of a word is the network: its first 24 bits. */
const NETWORK_MASK = 0x00ffffff;
const IPV6_NETWORK_BYTES = 8;

/**
 * Numbers the addresses of records from 0, or their networks, and what has none. IPv4 is known by its
 * octets: of half a million addresses a text each would take most of the time and memory.
 */
export class AddressNumbers implements KeyNumbers {
  readonly #isNetwork: boolean;
  /** By their octets, those that are IPv4. */
  readonly #words = new WordMap();
  /** By their numbers: the octets of IPv4, else the number among texts; `null` is no address. */
  readonly #addresses: (number | { readonly text: number } | null)[] = [];
  readonly #texts = new TextNumbers();
  readonly #numbersOfTexts: number[] = [];
  #known = new Int32Array(0);
  #none: number | null = null;

  constructor(of: "address" | "network") {
    this.#isNetwork = of === "network";
  }

  /** The octets of IPv4 as an unsigned word; beyond all of these, the number of another address. */
  codeOf(record: LoginRecord): number {
    const word = record instanceof UtmpRecord ? record.ipv4 : 0;
    return word === 0 ? WORDS + this.#ofText(addressOf(record)) : this.#masked(word) >>> 0;
  }

  number(codes: Float64Array): void {
    if (codes.length > this.#known.length) this.#known = new Int32Array(codes.length);
    const known = this.#known;
    this.#words.glance(codes, known);
    for (let i = 0; i < codes.length; i++) {
      const code = codes[i] ?? 0;
      const number = known[i] ?? -1;
      if (code >= WORDS) codes[i] = code - WORDS;
      else codes[i] = number < 0 ? this.#ofWord(code | 0) : number;
    }
  }

  /** The number of records without an address; `null` if none was met. */
  get none(): number | null {
    return this.#none;
  }

  /** The address or network that has a number. */
  textOf(number: number): string | null {
    const address = this.#addresses[number] ?? null;
    if (address === null) return null;
    if (typeof address === "object") return this.#texts.textOf(address.text);
    return this.#isNetwork ? `${ipv4Text(address)}/24` : ipv4Text(address);
  }

  #ofText(text: string | null): number {
    if (text === null) return (this.#none ??= this.#addresses.push(null) - 1);
    const octets = parseAddress(text);
    if (octets?.length === 4) return this.#ofWord(this.#masked(ipv4Word(octets)));
    const number = this.#texts.of(this.#isNetwork && octets !== null ? networkOf(octets) : text);
    return (this.#numbersOfTexts[number] ??= this.#addresses.push({ text: number }) - 1);
  }

  #masked(word: number): number {
    return this.#isNetwork ? word & NETWORK_MASK : word;
  }

  #ofWord(word: number): number {
    const known = this.#words.get(word);
    if (known !== undefined) return known;
    const number = this.#addresses.push(word) - 1;
    this.#words.add(word, number);
    return number;
  }
}

/** @param octets of an IPv6 address */
function networkOf(octets: Uint8Array): string {
  return `${formatAddress(octets.fill(0, IPV6_NETWORK_BYTES))}/64`;
}
