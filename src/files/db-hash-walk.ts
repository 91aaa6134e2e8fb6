import type { Frame } from "../chunk.ts";
import type { DbHashBytes } from "./db-hash-bytes.ts";
import {
  HEADER_PAGES,
  isPageOfBucket,
  MAX_BUCKET_OFFSET,
  nextDoubling,
  NKEYS_OFFSET,
  pageOfAddress,
  pageOfBucket,
  type DbHashHeader,
} from "./db-hash-header.ts";
import { decodePage, type DbHashPair } from "./db-hash-page.ts";

/** A value with the uid that it is kept under. */
export interface DbHashValue extends Frame {
  readonly offset: number;
  readonly uid: number;
}

/** Bytes of a key: uid_t has 32 bits on every system that keeps last logins so. */
export const UID_BYTES = 4;

/** A walk through the pages of a hash, each of which is read once at most. */
export class DbHashWalk {
  readonly #bytes: DbHashBytes;
  readonly #header: DbHashHeader;
  readonly #recordSize: number;
  /** Whole pages of the file. */
  readonly #pages: number;
  /** Pages of overflow that were read: as many as they have addresses, 65,536 at most. */
  readonly #visited = new Set<number>();
  #keys = 0;

  constructor(bytes: DbHashBytes, header: DbHashHeader, recordSize: number) {
    this.#bytes = bytes;
    this.#header = header;
    this.#recordSize = recordSize;
    this.#pages = Math.floor(bytes.size / header.pageSize);
  }

  *values(): Generator<DbHashValue, undefined, undefined> {
    const { pageSize, keys } = this.#header;
    const rest = this.#bytes.size % pageSize;
    if (rest > 0) this.#bytes.addTornTail(rest, pageSize);
    for (const page of this.#bucketPages()) {
      yield* this.#valuesOfChain(page);
      if (this.#bytes.hasFailed) return;
    }
    // Fewer keys counted than there are is an old defect of the library, and no damage.
    if (keys <= this.#keys) return;
    this.#bytes.addDamage(NKEYS_OFFSET, 4, `it counts ${keys} keys`, `${this.#keys} are there`);
  }

  /** A doubling whose pages can't be is left out: there are 33 at most, however many buckets. */
  *#bucketPages(): Generator<number, undefined, undefined> {
    const { maxBucket } = this.#header;
    let last = HEADER_PAGES - 1;
    for (let bucket = 0; bucket <= maxBucket;) {
      const page = pageOfBucket(this.#header, bucket);
      const isUsed = page <= last;
      if (isUsed || page >= this.#pages) {
        const found = `bucket ${bucket} of ${maxBucket + 1} would begin in page ${page}`;
        const wanted = isUsed ? "that is in use" : `the file has ${this.#pages} whole pages`;
        this.#bytes.addDamage(MAX_BUCKET_OFFSET, 4, found, wanted);
        bucket = nextDoubling(bucket);
      } else {
        last = page;
        yield page;
        bucket++;
      }
    }
  }

  *#valuesOfChain(first: number): Generator<DbHashValue, undefined, undefined> {
    const { endian, pageSize } = this.#header;
    let next: number | null = first;
    while (next !== null) {
      const start: number = next * pageSize;
      const page = this.#bytes.read(start, pageSize);
      if (page === null) return;
      const { pairs, link } = decodePage(page, endian, (at, ...damage) =>
        this.#bytes.addDamage(start + at, ...damage),
      );
      this.#keys += pairs.length;
      for (const pair of pairs) {
        const value = this.#valueOf(page, start, pair);
        if (value !== null) yield value;
      }
      next = link === null ? null : this.#follow(start + link.at, link.address);
    }
  }

  #valueOf(page: Uint8Array, start: number, { value, key, end }: DbHashPair): DbHashValue | null {
    const offset = start + value;
    const uidSize = end - key;
    const size = key - value;
    if (uidSize !== UID_BYTES) {
      const found = `a value is kept under ${uidSize} bytes`;
      this.#bytes.addDamage(offset, end - value, found, `a uid takes ${UID_BYTES}`);
      return null;
    }
    if (size !== this.#recordSize) {
      const found = `a value has ${size} bytes`;
      this.#bytes.addDamage(offset, size, found, `a record takes ${this.#recordSize}`);
      return null;
    }
    const uid = new DataView(page.buffer, page.byteOffset, page.byteLength).getUint32(
      key,
      this.#header.endian === "little",
    );
    // A copy: what is held until it is in order must not hold its page.
    return { offset, raw: page.slice(value, key), uid, user: null };
  }

  /** The page that goes on where one was full, unless that would lead nowhere or in a circle. */
  #follow(at: number, address: number): number | null {
    const page = pageOfAddress(this.#header, address);
    const wanted = this.#whyNot(page);
    if (wanted === null) {
      this.#visited.add(page);
      return page;
    }
    this.#bytes.addDamage(at, 4, `a bucket goes on in page ${page}`, wanted);
    return null;
  }

  #whyNot(page: number): string | null {
    if (page >= this.#pages) return `the file has ${this.#pages} whole pages`;
    if (this.#visited.has(page)) return "that was read before";
    return isPageOfBucket(this.#header, page) ? "another begins there" : null;
  }
}
