import { fieldAddress, formatAddress } from "./address.ts";
import { Interner, WordInterner } from "./interner.ts";

const FIELD_BYTES = 16;

/** Reads address fields of 16 bytes as text, and finds again those it has met. */
export class AddressReader {
  readonly #ipv4 = new WordInterner(ipv4Text);
  readonly #others = new Interner(FIELD_BYTES, false, fieldText);

  /** @param host the record's host, which tells IPv4 from IPv6 that ends in zeros */
  get(bytes: Uint8Array, view: DataView, at: number, host: string): string | null {
    const word = view.getInt32(at, true);
    const rest =
      view.getInt32(at + 4, true) | view.getInt32(at + 8, true) | view.getInt32(at + 12, true);
    if (rest !== 0) return this.#others.get(bytes, view, at);
    if (word === 0) return null;
    if (!host.includes(":")) return this.#ipv4.get(word);
    const octets = fieldAddress(bytes.subarray(at, at + FIELD_BYTES), host);
    return octets && formatAddress(octets);
  }
}

function ipv4Text(word: number): string {
  return `${word & 0xff}.${(word >>> 8) & 0xff}.${(word >>> 16) & 0xff}.${word >>> 24}`;
}

function fieldText(bytes: Uint8Array, start: number, end: number): string | null {
  const octets = fieldAddress(bytes.subarray(start, end), "");
  return octets && formatAddress(octets);
}
