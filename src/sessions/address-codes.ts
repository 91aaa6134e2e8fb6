import { formatAddress, ipv4Text, ipv4Word, parseAddress } from "../address.ts";
import type { LoginRecord } from "../entry.ts";
import { UtmpRecord } from "../record.ts";
import { FIRST_TEXT, NONE, WORDS } from "./code-numbers.ts";
import type { KeyCodes } from "./failure-codes.ts";
import { addressOf } from "./login-filter.ts";
import { TextNumbers } from "./text-numbers.ts";

/** What of a word is the network: its first 24 bits. */
const NETWORK_MASK = 0x00ffffff;
const IPV6_NETWORK_BYTES = 8;

/**
 * Codes of the addresses of records, or of their networks. That of IPv4 are its octets: of half a
 * million addresses a text each would take most of the time and memory.
 */
export class AddressCodes implements KeyCodes {
  readonly kind = "word";
  readonly #isNetwork: boolean;
  readonly #otherwise: (record: LoginRecord) => string | null;
  /** Those that are no IPv4. */
  readonly #texts = new TextNumbers();

  /** @param otherwise what stands for the address of a record that has none */
  constructor(
    of: "address" | "network",
    otherwise: (record: LoginRecord) => string | null = () => null,
  ) {
    this.#isNetwork = of === "network";
    this.#otherwise = otherwise;
  }

  codeOf(record: LoginRecord): number {
    const word = record instanceof UtmpRecord ? record.ipv4 : 0;
    if (word !== 0) return this.#ofWord(word);
    return this.codeOfText(addressOf(record) ?? this.#otherwise(record));
  }

  textOf(code: number): string | null {
    if (code === NONE) return null;
    if (code >= WORDS) return this.#texts.textOf(code - FIRST_TEXT);
    return this.#isNetwork ? `${ipv4Text(code)}/24` : ipv4Text(code);
  }

  /** The code of an address, or of what stands for one. */
  codeOfText(text: string | null): number {
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
