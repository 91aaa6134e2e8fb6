import { isZero } from "./is-zero.ts";

/** The octets of an IPv4 (4) or IPv6 (16) address written as text, or `null` if it is neither. */
export function parseAddress(text: string): Uint8Array | null {
  if (!text.includes(":")) return parseIPv4(text);
  const unscoped = text.split("%", 1)[0] ?? "";
  let head = unscoped;
  const octets = new Uint8Array(16);
  let tail = 16;
  const dotted = /^(.*:)([0-9.]+)$/.exec(unscoped);
  if (dotted?.[1] !== undefined && dotted[2]?.includes(".") === true) {
    const last = parseIPv4(dotted[2]);
    if (last === null) return null;
    octets.set(last, 12);
    tail = 12;
    head = dotted[1].endsWith("::") ? dotted[1] : dotted[1].slice(0, -1);
  }
  const halves = head.split("::");
  if (halves.length > 2) return null;
  const [left, right] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const groups = [...(left ?? []), ...(right ?? [])];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  const room = tail / 2 - groups.length;
  if (halves.length === 2 ? room < 1 : room !== 0) return null;
  const write = (group: string, at: number): void => {
    const value = Number.parseInt(group, 16);
    octets[at] = value >> 8;
    octets[at + 1] = value & 0xff;
  };
  left?.forEach((group, i) => write(group, 2 * i));
  right?.forEach((group, i) => write(group, tail - 2 * (right.length - i)));
  return octets;
}

function parseIPv4(text: string): Uint8Array | null {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part))) return null;
  const octets = parts.map(Number);
  return octets.every((octet) => octet <= 255) ? Uint8Array.from(octets) : null;
}

/** The text of an IPv4 address whose octets are those of a little-endian word. */
export function ipv4Text(word: number): string {
  const end = putIPv4(0, word & 0xff, (word >>> 8) & 0xff, (word >>> 16) & 0xff, word >>> 24);
  return text.toString("latin1", 0, end);
}

/**
 * The octets of IPv4 that is written at `[start, end)`, up to a NUL, as a little-endian word; `null`
 * where {@link parseAddress} would find no IPv4.
 */
export function ipv4At(bytes: Uint8Array, start: number, end: number): number | null {
  let word = 0;
  let at = start;
  for (let shift = 0; shift < 32; shift += 8) {
    if (shift > 0 && bytes[at++] !== DOT) return null;
    const first = at;
    let octet = 0;
    for (; at < end; at++) {
      const digit = (bytes[at] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) break;
      octet = 10 * octet + digit;
      if (octet > 255) return null;
    }
    const isWritten = at > first && (bytes[first] !== ZERO || at === first + 1);
    if (!isWritten) return null;
    word |= octet << shift;
  }
  return at === end || bytes[at] === 0 ? word : null;
}

/** Four octets as a little-endian word. */
export function ipv4Word(octets: Uint8Array): number {
  return new DataView(octets.buffer, octets.byteOffset).getInt32(0, true);
}

/** Octets as text, in the form inet_ntop(3) gives them. */
export function formatAddress(octets: Uint8Array): string {
  const end = octets.length === 4 ? putLastFour(0, octets) : putIPv6(octets);
  return text.toString("latin1", 0, end);
}

const COLON = 0x3a;
const DOT = 0x2e;
const ZERO = 0x30;
/** What is behind 9 in hex, and so far above it. */
const TO_A = 0x61 - (ZERO + 10);
const INET6_ADDRSTRLEN = 46;

/** Where text is written, byte by byte: to join strings takes twice as long. */
const text = Buffer.alloc(INET6_ADDRSTRLEN);

/** @returns where the text ends */
function putIPv6(octets: Uint8Array): number {
  let start = -1;
  let length = 1;
  for (let i = 0; i < 8; i++) {
    let zeros = 0;
    while (i + zeros < 8 && isZero(octets, 2 * (i + zeros), 2 * (i + zeros + 1))) zeros++;
    if (zeros > length) [start, length] = [i, zeros];
    i += zeros;
  }
  const isMapped = length === 5 && octets[10] === 0xff && octets[11] === 0xff;
  const embedsIPv4 = start === 0 && (length === 6 || isMapped);
  const groups = embedsIPv4 ? 6 : 8;
  let at = 0;
  if (start === 0) text[at++] = COLON;
  for (let i = 0; i < groups; i++) {
    if (i === start) {
      text[at++] = COLON;
      i += length - 1;
    } else {
      at = putGroup(at, octets[2 * i] ?? 0, octets[2 * i + 1] ?? 0);
      if (i < 7) text[at++] = COLON;
    }
  }
  return embedsIPv4 ? putLastFour(at, octets) : at;
}

/** Writes two octets in hex, without zeros before them. */
function putGroup(at: number, high: number, low: number): number {
  const value = (high << 8) | low;
  let shift = 12;
  while (shift > 0 && value >>> shift === 0) shift -= 4;
  for (; shift >= 0; shift -= 4) {
    const digit = (value >>> shift) & 0xf;
    text[at++] = ZERO + digit + (digit > 9 ? TO_A : 0);
  }
  return at;
}

function putLastFour(at: number, octets: Uint8Array): number {
  const [a = 0, b = 0, c = 0, d = 0] = octets.subarray(-4);
  return putIPv4(at, a, b, c, d);
}

function putIPv4(at: number, a: number, b: number, c: number, d: number): number {
  let end = putDecimal(at, a);
  text[end++] = DOT;
  end = putDecimal(end, b);
  text[end++] = DOT;
  end = putDecimal(end, c);
  text[end++] = DOT;
  return putDecimal(end, d);
}

/** Writes an octet. */
function putDecimal(at: number, octet: number): number {
  let end = at;
  if (octet >= 100) text[end++] = ZERO + ((octet / 100) | 0);
  if (octet >= 10) text[end++] = ZERO + (((octet / 10) | 0) % 10);
  text[end++] = ZERO + (octet % 10);
  return end;
}

/**
 * The octets that an address field of 16 bytes stands for: 4 for IPv4, 16 for IPv6, `null` when
 * all are zero. Writers put IPv4 into the first word, so an IPv6 address that ends in twelve zero
 * bytes looks the same: `host`, when it is that very address, decides.
 */
export function fieldAddress(field: Uint8Array, host: string): Uint8Array | null {
  if (isZero(field, 0, field.length)) return null;
  const mapped = mappedIPv4(field);
  if (mapped !== null) return mapped;
  if (!isZero(field, 4, field.length)) return field.slice();
  const named = host.includes(":") ? parseAddress(host) : null;
  const sameIPv6 = named?.length === 16 && named.every((octet, i) => octet === field[i]);
  return field.slice(0, sameIPv6 ? 16 : 4);
}

/**
 * The octets that the old tools take an address field for: IPv4 if nothing is behind its first word,
 * whatever the host says.
 *
 * @param field 4 or 16 octets
 */
export function oldAddress(field: Uint8Array): Uint8Array {
  return isZero(field, 4, field.length) ? field.subarray(0, 4) : field;
}

/** The IPv4 address that an IPv6 address stands for, `null` if it stands for none: RFC 4291. */
export function mappedIPv4(octets: Uint8Array): Uint8Array | null {
  const isMapped = octets[10] === 0xff && octets[11] === 0xff;
  return isMapped && isZero(octets, 0, 10) ? octets.slice(12) : null;
}
