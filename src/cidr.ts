import { formatAddress, mappedIPv4, parseAddress } from "./address.ts";

/**
 * Addresses that begin alike: `192.0.2.0/24`, `2001:db8::/32`, or one address. An IPv6 address that
 * stands for an IPv4 address (`::ffff:192.0.2.1`) is that address, so that only ranges of IPv4 hold
 * it, however they are written.
 */
export class AddressRange {
  readonly #octets: Uint8Array;
  readonly #bits: number;

  private constructor(octets: Uint8Array, bits: number) {
    this.#octets = octets;
    this.#bits = bits;
  }

  /**
   * Understands a range as RFC 4632 and RFC 4291 write it.
   *
   * @throws RangeError if it is none. Bits behind the prefix must be zero: `192.0.2.7/24` can mean
   *   one address as well as its network, and what is meant is not guessed.
   */
  static parse(text: string): AddressRange {
    const [, name = "", length] = /^([^/]*)(?:\/(0|[1-9][0-9]{0,2}))?$/.exec(text) ?? [];
    const written = name.includes("%") ? null : parseAddress(name);
    if (written === null) throw nonsense(text, "an address is wanted, as 192.0.2.0/24");
    const most = written.length * 8;
    const bits = length === undefined ? most : Number(length);
    if (bits > most) throw nonsense(text, `the prefix of such an address has at most ${most} bits`);
    const network = masked(written, bits);
    if (Buffer.compare(network, written) !== 0) {
      const meant = `${formatAddress(network)}/${bits}`;
      throw nonsense(text, `bits behind the prefix must be zero, as in ${meant}`);
    }
    const mapped = bits >= MAPPED_BITS ? mappedIPv4(written) : null;
    return mapped === null
      ? new AddressRange(written, bits)
      : new AddressRange(mapped, bits - MAPPED_BITS);
  }

  /** Whether an address is within. */
  has(octets: Uint8Array): boolean {
    const address = mappedIPv4(octets) ?? octets;
    if (address.length !== this.#octets.length) return false;
    return Buffer.compare(masked(address, this.#bits), this.#octets) === 0;
  }

  /** Whether text is an address that is within. */
  hasText(text: string): boolean {
    const octets = parseAddress(text);
    return octets !== null && this.has(octets);
  }
}

/** Bits before the IPv4 address in an IPv6 address that stands for one. */
const MAPPED_BITS = 96;

function masked(octets: Uint8Array, bits: number): Uint8Array {
  return octets.map((octet, i) => octet & (0xff << Math.max(0, Math.min(8, 8 * (i + 1) - bits))));
}

function nonsense(text: string, why: string): RangeError {
  return new RangeError(`Cannot take "${text}" as a range of addresses: ${why}`);
}
