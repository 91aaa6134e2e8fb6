// The hash of Berkeley DB 1.85, in which NetBSD, DragonFly and MINIX keep last logins.
//   HASHHDR                           lib/libc/db/hash/hash.h of NetBSD, as in
//                                     https://github.com/Stichting-MINIX-Research-Foundation/minix
//                                     at revision 4db99f401257
//   BUCKET_TO_PAGE, OADDR_TO_PAGE     db/hash/hash.h of Debian's db1-compat 2.1.3
//   HASHVERSION                       db/db.h of the same
// Compared with files that libdb1.so.2 of the latter wrote.

import { RecordFormatError } from "../errors.ts";
import type { Endian } from "../layout.ts";
import type { DamageListener } from "./db-hash-page.ts";
import { isDbHash } from "./looks-like.ts";

/** The header of a hash: what is needed to find its pages. */
export interface DbHashHeader {
  /** Byte order of the pages, and of the machine that wrote their keys and values. */
  readonly endian: Endian;
  /** Bytes of a page. */
  readonly pageSize: number;
  /** Number of the last bucket. */
  readonly maxBucket: number;
  /** How many keys there are; old libraries can forget some. */
  readonly keys: number;
  /** How many pages of overflow lie before the buckets of each doubling but the first. */
  readonly spares: readonly number[];
}

/** `sizeof(HASHHDR)`. */
export const DB_HASH_HEADER_BYTES = 260;

export const MAX_BUCKET_OFFSET = 40;
export const NKEYS_OFFSET = 56;
const BSIZE_OFFSET = 12;
const BSHIFT_OFFSET = 16;
const HDRPAGES_OFFSET = 60;

/** Pages that the header takes, as none is smaller than it. */
export const HEADER_PAGES = 1;

const VERSIONS: readonly number[] = [1, 2];
const ORDERS: ReadonlyMap<number, Endian> = new Map([
  [1234, "little"],
  [4321, "big"],
]);

/** Smaller ones have no room for a last login. */
const MIN_PAGE = 512;
/** The library can make larger ones, and then puts no pair in them as it is. */
const MAX_PAGE = 32_768;

const SPARES_OFFSET = 68;
const NCACHED = 32;

/** Addresses of overflow pages: 5 bits for the doubling, 11 for the page in it. */
const SPLITSHIFT = 11;
const SPLITMASK = 0x7ff;

/**
 * Decodes a header. All of it is big-endian, whatever order the pages are in.
 *
 * @param head the first 260 bytes of the file, or more
 * @throws {@link RecordFormatError} if it is no header of a hash that could hold last logins
 */
export function dbHashHeader(head: Uint8Array, path: string): DbHashHeader {
  const refuse = (found: string, wanted: string): never => {
    throw new RecordFormatError(`Cannot read "${path}": ${found}, and ${wanted}`);
  };
  if (!isDbHash(head)) refuse("it does not begin as a Berkeley DB hash", "one is wanted");
  if (head.length < DB_HASH_HEADER_BYTES) {
    refuse(`it has ${head.length} bytes`, `the header of a hash takes ${DB_HASH_HEADER_BYTES}`);
  }
  const view = viewOf(head);
  const version = view.getUint32(4);
  if (!VERSIONS.includes(version)) refuse(`it is a hash of version ${version}`, "1 or 2 is wanted");
  const order = view.getUint32(8);
  const endian =
    ORDERS.get(order) ?? refuse(`its byte order is ${order}`, "1234 or 4321 is wanted");
  const pageSize = view.getUint32(BSIZE_OFFSET);
  const isPowerOf2 = Number.isInteger(Math.log2(pageSize));
  if (!isPowerOf2 || pageSize < MIN_PAGE || pageSize > MAX_PAGE) {
    refuse(
      `its pages have ${pageSize} bytes`,
      `a power of 2 from ${MIN_PAGE} to ${MAX_PAGE} is wanted`,
    );
  }
  return {
    endian,
    pageSize,
    maxBucket: view.getUint32(MAX_BUCKET_OFFSET),
    keys: view.getInt32(NKEYS_OFFSET),
    spares: Array.from({ length: NCACHED }, (_, i) => view.getUint32(SPARES_OFFSET + 4 * i)),
  };
}

/** Tells of numbers in a header that the size of a page says as well, and says otherwise. */
export function headerDamage(head: Uint8Array, onDamage: DamageListener): void {
  const view = viewOf(head);
  const shift = Math.log2(view.getUint32(BSIZE_OFFSET));
  const found = view.getUint32(BSHIFT_OFFSET);
  if (found !== shift) {
    onDamage(BSHIFT_OFFSET, 4, `a page has 2^${found} bytes`, `2^${shift} by the number before`);
  }
  const pages = view.getUint32(HDRPAGES_OFFSET);
  if (pages !== HEADER_PAGES) {
    onDamage(HDRPAGES_OFFSET, 4, `the header has ${pages} pages`, `it takes ${HEADER_PAGES}`);
  }
}

/** The page that a bucket begins in. */
export function pageOfBucket(header: DbHashHeader, bucket: number): number {
  return HEADER_PAGES + bucket + sparesBefore(header, doublingOf(bucket));
}

/** The page that the address of an overflow page stands for. */
export function pageOfAddress(header: DbHashHeader, address: number): number {
  return pageOfBucket(header, 2 ** (address >> SPLITSHIFT) - 1) + (address & SPLITMASK);
}

/** Whether a bucket begins in this page. */
export function isPageOfBucket(header: DbHashHeader, page: number): boolean {
  for (let doubling = 0; doubling <= NCACHED; doubling++) {
    const bucket = page - HEADER_PAGES - sparesBefore(header, doubling);
    const isBucket = bucket >= 0 && bucket <= header.maxBucket;
    if (isBucket && doublingOf(bucket) === doubling) return true;
  }
  return false;
}

/** The first bucket that the table got when it was doubled the next time. */
export function nextDoubling(bucket: number): number {
  return 2 ** doublingOf(bucket);
}

/** How many times the table was doubled when it got this bucket: the bits of its number. */
function doublingOf(bucket: number): number {
  return NCACHED - Math.clz32(bucket);
}

function sparesBefore({ spares }: DbHashHeader, doubling: number): number {
  return spares[doubling - 1] ?? 0;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
