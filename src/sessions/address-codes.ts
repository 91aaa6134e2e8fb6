import { formatAddress, ipv4Text, ipv4Word, parseAddress } from "../address.ts";
import type { LoginRecord } from "../entry.ts";
import { UtmpRecord } from "../record.ts";
import { NONE, WORDS } from "./code-numbers.ts";
import type { KeyCodes } from "./failure-codes.ts";
import { addressOf } from "./login-filter.ts";
import { TextNumbers } from "./text-numbers.ts";

/** What of a word is the network: its first 24 bits. */
const NETWORK_MASK = 0x00ffffff;
const IPV6_NETWORK_BYTES = 8;

/** Behind the words, and {@link NONE}. */
const FIRST_TEXT = NONE + 1;

/**
 * Codes of the addresses of records, or of their networks. That of IPv4 are its octets: of half a
 * million addresses a text each would take most of the time and memory.
 */
export class AddressCodes implements KeyCodes {
  readonly kind = "word";
  readonly #isNetwork: boolean;
  /** Those that are no IPv4. */
  readonly #texts = new TextNumbers();

  constructor(of: "address" | "network") {
    this.#isNetwork = of === "network";
  }

  codeOf(record: LoginRecord): number {
    const word = record instanceof UtmpRecord ? record.ipv4 : 0;
    return word === 0 ? this.#ofText(addressOf(record)) : this.#ofWord(word);
  }

  textOf(code: number): string | null {
    if (code === NONE) return null;
    if (code >= WORDS) return this.#texts.textOf(code - FIRST_TEXT);
    return this.#isNetwork ? `${ipv4Text(code)}/24` : ipv4Text(code);
  }

  #ofText(text: string | null): number {
    if (text === null) return NONE;
    const octets = parseAddress(text);
    if (octets?.length === 4) return this.#ofWord(ipv4Word(octets));
    return (
      FIRST_TEXT + this.#texts.of(this.#isNetwork && octets !== null ? networkOf(octets) : text)
    );
  }

  #ofWord(word: number): number {
    return (this.#isNetwork ? word & NETWORK_MASK : word) >>> 0;
  }
}

/** @param octets of an IPv6 address */
function networkOf(octets: Uint8Array): string {
  return `${formatAddress(octets.fill(0, IPV6_NETWORK_BYTES))}/64`;
}
