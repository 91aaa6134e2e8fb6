// A page of a Berkeley DB 1.85 hash: db/hash/page.h and hash_page.c of Debian's db1-compat 2.1.3, as
// lib/libc/db/hash/page.h of NetBSD. A u16 counts the offsets, which stand behind it; then u16 free
// bytes, and u16 where they end. Keys and values are put in from the page's end on.

import type { Endian } from "../layout.ts";

/** Where in a page a key and its value lie: the value before the key. */
export interface DbHashPair {
  readonly value: number;
  readonly key: number;
  readonly end: number;
}

/** The address of the page that goes on where one was full, and where in the page it stands. */
export interface DbHashLink {
  readonly at: number;
  readonly address: number;
}

export interface DbHashPage {
  readonly pairs: readonly DbHashPair[];
  readonly link: DbHashLink | null;
}

/** Told of what is wrong in a page: bytes of it, what was found, and what was wanted. */
export type DamageListener = (at: number, bytes: number, found: string, wanted: string) => void;

/** Instead of the offset of a value: the key's is the address of the next page. */
const OVFLPAGE = 0;
/** Less, instead of the offset of a value: a part of a pair that is longer than a page. */
const REAL_KEY = 4;

const U16 = 2;
const PAIR_BYTES = 2 * U16;

/** Decodes the offsets of a page. Total: whatever they are, what lies in the page is given. */
export function decodePage(page: Uint8Array, endian: Endian, onDamage: DamageListener): DbHashPage {
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  const word = (i: number): number => view.getUint16(i * U16, endian === "little");
  const most = page.length / U16 - 3;
  const count = word(0);
  if (count > most) {
    onDamage(0, U16, `the page counts ${count} offsets`, `it has room for ${most}`);
    return { pairs: [], link: null };
  }
  if (count % 2 === 1) onDamage(0, U16, `the page counts ${count} offsets`, "they come in pairs");
  const last = count - (count % 2) - 1;
  if (count >= 2 && word(2) > OVFLPAGE && word(2) < REAL_KEY) {
    onDamage(0, page.length, "the page has a part of a longer pair", "a last login fits in one");
    const link = last >= 3 ? { at: last * U16, address: word(last) } : null;
    return { pairs: [], link };
  }
  const pairs: DbHashPair[] = [];
  const first = (count + 3) * U16;
  let end = page.length;
  for (let i = 1; i <= last; i += 2) {
    const [at, key, value] = [i * U16, word(i), word(i + 1)];
    if (value === OVFLPAGE) {
      const behind = last - i;
      if (behind > 0) {
        const found = `${behind} offsets stand behind the address of the next page`;
        onDamage(at + PAIR_BYTES, behind * U16, found, "it must be the last");
      }
      return { pairs, link: { at, address: key } };
    }
    if (first <= value && value <= key && key <= end) {
      pairs.push({ value, key, end });
      end = value;
    } else {
      const found = `a key at ${key} of its page with its value at ${value} is no pair`;
      onDamage(at, PAIR_BYTES, found, `pairs lie between ${first} and ${end}`);
    }
  }
  return { pairs, link: null };
}
