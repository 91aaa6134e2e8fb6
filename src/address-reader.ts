import {
  fieldAddress,
  formatAddress,
  ipv4At,
  ipv4Text,
  mappedIPv4,
  oldAddress,
} from "./address.ts";
import { Interner, WordInterner } from "./interner.ts";
import type { AddressField, BytesField } from "./layout.ts";
import { FieldText } from "./text.ts";
import type { ReadText } from "./text-reader.ts";

/**
 * Reads the address of the record that begins at `at` as text, `null` if it has none.
 *
 * @param host the record's, which tells IPv4 from IPv6 that ends in zeros
 */
export type ReadAddress = (
  bytes: Uint8Array,
  view: DataView,
  at: number,
  host: FieldText,
) => string | null;

/** How the addresses of a layout's records are read. */
export interface AddressReaders {
  readonly text: ReadAddress;
  readonly ipv4: ReadIPv4;
  readonly hostIPv4: ReadHostIPv4;
  /** `null` where the old tools and we take all addresses for the same. */
  readonly old: OldAddressReaders | null;
}

/** How the old tools read addresses: by their field alone, knowing nothing of mapped ones. */
interface OldAddressReaders {
  readonly text: ReadText;
  /** The octets of IPv4, or of none, as a little-endian word; `null` where it is IPv6. */
  readonly word: (view: DataView, at: number) => number | null;
}

/** @param host where the records have their host */
export function addressReaders(
  field: AddressField | null,
  host: BytesField | null,
): AddressReaders {
  return {
    text: addressReader(field),
    ipv4: ipv4Reader(field, host),
    hostIPv4: hostReader(host),
    old: oldAddressReaders(field),
  };
}

const COLON = 0x3a;
const AF_INET = 2; // the same on every system
const SIN_ADDR = 4; // offsetof(struct sockaddr_in, sin_addr)
const SIN6_ADDR = 8; // offsetof(struct sockaddr_in6, sin6_addr)

/**
 * Reads the octets of an address that is IPv4 as a little-endian word; 0 where it is none, or can be
 * another.
 */
export type ReadIPv4 = (bytes: Uint8Array, view: DataView, at: number) => number;

/** @param host where the records have their host, whose colon can make an address IPv6 */
function ipv4Reader(field: AddressField | null, host: BytesField | null): ReadIPv4 {
  if (field === null) return () => 0;
  const { offset, length, inet6 } = field;
  if (inet6 !== null) {
    return (_bytes, view, at) => {
      const isIPv4 = view.getUint8(at + offset + 1) === AF_INET;
      return isIPv4 ? view.getInt32(at + offset + SIN_ADDR, true) : 0;
    };
  }
  if (length === 4) return (_bytes, view, at) => view.getInt32(at + offset, true);
  return (bytes, view, at) => {
    const start = at + offset;
    const isWord = hasOneWord(view, start) && !hasColon(bytes, at, host);
    return isWord ? view.getInt32(start, true) : 0;
  };
}

/**
 * Reads the host of the record that begins at `at` as the octets of IPv4, in a little-endian word;
 * `null` where it is no text of IPv4.
 */
type ReadHostIPv4 = (bytes: Uint8Array, at: number) => number | null;

function hostReader(host: BytesField | null): ReadHostIPv4 {
  if (host === null) return () => null;
  const { offset, length } = host;
  return (bytes, at) => ipv4At(bytes, at + offset, at + offset + length);
}

/** Whether nothing is in 16 octets but the first four, as where the address is IPv4. */
function hasOneWord(view: DataView, start: number): boolean {
  const rest =
    view.getInt32(start + 4, true) |
    view.getInt32(start + 8, true) |
    view.getInt32(start + 12, true);
  return rest === 0;
}

/** Whether a text field has a colon. To find out is less work than to decode it. */
function hasColon(bytes: Uint8Array, at: number, field: BytesField | null): boolean {
  if (field === null) return false;
  const end = at + field.offset + field.length;
  for (let i = at + field.offset; i < end; i++) {
    const byte = bytes[i];
    if (byte === 0) return false;
    if (byte === COLON) return true;
  }
  return false;
}

/** Reads the addresses of a layout, and finds again those it has met. */
function addressReader(field: AddressField | null): ReadAddress {
  if (field === null) return () => null;
  const { offset, length, inet6 } = field;
  const ipv4 = new WordInterner(wordText);
  if (inet6 !== null) return socketReader(offset, inet6, ipv4);
  if (length === 4) return (_bytes, view, at) => ipv4.get(view.getInt32(at + offset, true));
  const others = new Interner(length, false, octetsText);
  return (bytes, view, at, host) => {
    const start = at + offset;
    if (!hasOneWord(view, start)) return others.get(bytes, view, start);
    const word = view.getInt32(start, true);
    if (word === 0) return null;
    if (!host.hasColon) return ipv4.get(word);
    const octets = fieldAddress(bytes.subarray(start, start + length), host.text);
    return octets && formatAddress(octets);
  };
}

/** `null` where the field is none of 16 octets. */
function oldAddressReaders(field: AddressField | null): OldAddressReaders | null {
  if (field === null || field.inet6 !== null || field.length !== 16) return null;
  const { offset, length } = field;
  const texts = new Interner(length, false, (bytes, start, end) => {
    return new FieldText(formatAddress(oldAddress(bytes.subarray(start, end))), null, null);
  });
  return {
    text: (bytes, view, at) => texts.get(bytes, view, at + offset),
    word: (view, at) => (hasOneWord(view, at + offset) ? view.getInt32(at + offset, true) : null),
  };
}

/** The family says what the address is, so that no other field needs to be asked. */
function socketReader(
  offset: number,
  inet6: number,
  ipv4: WordInterner<string | null>,
): ReadAddress {
  const ipv6 = new Interner(16, false, ipv6Text);
  return (bytes, view, at) => {
    const start = at + offset;
    const family = view.getUint8(start + 1);
    if (family === AF_INET) return ipv4.get(view.getInt32(start + SIN_ADDR, true));
    return family === inet6 ? ipv6.get(bytes, view, start + SIN6_ADDR) : null;
  };
}

function wordText(word: number): string | null {
  return word === 0 ? null : ipv4Text(word);
}

function octetsText(bytes: Uint8Array, start: number, end: number): string | null {
  const octets = fieldAddress(bytes.subarray(start, end), "");
  return octets && formatAddress(octets);
}

function ipv6Text(bytes: Uint8Array, start: number, end: number): string | null {
  const octets = bytes.subarray(start, end);
  if (octets.every((octet) => octet === 0)) return null;
  return formatAddress(mappedIPv4(octets) ?? octets);
}
