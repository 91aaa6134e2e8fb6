import type { Endian } from "../src/layout.ts";

/** What a test says of a Berkeley DB 1.85 hash; the rest is as the library does it. */
export interface TestHash {
  readonly endian?: Endian;
  readonly pageSize?: number;
  /** How many buckets there are. */
  readonly buckets?: number;
  /** How many keys the header counts. */
  readonly keys?: number;
}

/** A key and its value: a uid, or other bytes. */
export type TestPair = readonly [key: number | Uint8Array, value: Uint8Array];

interface Page {
  readonly pairs: [Uint8Array, Uint8Array][];
  free: number;
  /** Address of the page that goes on. */
  next: number | null;
}

/**
 * A hash with these pairs. Where a bucket's page is full, pages go on with it that lie before
 * the buckets of the first doubling, of the second, and so on in turn, as after many of them.
 */
export function dbHashFile(pairs: readonly TestPair[], hash: TestHash = {}): Uint8Array {
  const { endian = "little", pageSize = 4096, buckets = 2, keys = pairs.length } = hash;
  const doublings = Math.ceil(Math.log2(buckets));
  // The first page of overflow that there ever is has the bits of those in use.
  const overflow: Page[][] = Array.from({ length: doublings + 1 }, () => []);
  overflow[Math.min(1, doublings)]?.push(emptyPage(pageSize));
  const chains = Array.from({ length: buckets }, () => [emptyPage(pageSize)]);
  let turn = 0;
  for (const [key, value] of pairs) {
    const name = typeof key === "number" ? integer(key, 4, endian) : key;
    const chain = chains[bucketOf(name, buckets)] ?? [];
    const needed = 4 + name.length + value.length;
    let page = chain.at(-1);
    if (page === undefined || needed + 4 > page.free) {
      const doubling = turn++ % (doublings + 1);
      const more = emptyPage(pageSize);
      overflow[doubling]?.push(more);
      if (page !== undefined) page.next = doubling * 2048 + (overflow[doubling]?.length ?? 0);
      chain.push(more);
      page = more;
    }
    page.pairs.push([name, value]);
    page.free -= needed;
  }
  const spares = overflow.map((_, i) => overflow.slice(0, i + 1).flat().length);
  const file: Uint8Array[] = [header(endian, pageSize, buckets, keys, spares)];
  for (const [bucket, chain] of chains.entries()) {
    const doubling = bucket === 0 ? 0 : Math.floor(Math.log2(bucket)) + 1;
    const isFirst = bucket === 0 || Number.isInteger(Math.log2(bucket));
    if (bucket > 0 && isFirst) file.push(...pagesOf(overflow[doubling - 1], endian, pageSize));
    file.push(encodePage(chain[0] ?? emptyPage(pageSize), endian, pageSize));
  }
  // Buckets that the last doubling has not got yet have their pages all the same.
  for (let i = buckets; i < 2 ** doublings; i++) file.push(new Uint8Array(pageSize));
  file.push(...pagesOf(overflow[doublings], endian, pageSize));
  return new Uint8Array(Buffer.concat(file));
}

/** A hash with other numbers: of 4 bytes in its header, or of 2 in a little-endian page. */
export function damaged(
  hash: Uint8Array,
  ...changes: readonly (readonly [at: number, value: number, bytes: 2 | 4])[]
): Uint8Array {
  const bytes = Buffer.from(hash);
  for (const [at, value, count] of changes) {
    if (count === 4) bytes.writeUInt32BE(value, at);
    else bytes.writeUInt16LE(value, at);
  }
  return bytes;
}

function emptyPage(pageSize: number): Page {
  return { pairs: [], free: pageSize - 6, next: null };
}

/** HASHHDR: big-endian whatever the pages are. */
function header(
  endian: Endian,
  pageSize: number,
  buckets: number,
  keys: number,
  spares: readonly number[],
): Uint8Array {
  const page = Buffer.alloc(pageSize);
  const doublings = spares.length - 1;
  const known = [0x061561, 2, endian === "little" ? 1234 : 4321, pageSize, Math.log2(pageSize)];
  const mask = 2 ** doublings - 1;
  const table = [256, 256, 8, doublings, 2, buckets - 1, mask, mask >> 1, 4, keys, 1];
  for (const [i, value] of [...known, ...table, 0x956e7de3, ...spares].entries()) {
    page.writeUInt32BE(value, 4 * i);
  }
  return page;
}

function pagesOf(pages: readonly Page[] = [], endian: Endian, pageSize: number): Uint8Array[] {
  return pages.map((page) => encodePage(page, endian, pageSize));
}

function encodePage({ pairs, next }: Page, endian: Endian, pageSize: number): Uint8Array {
  const page = new Uint8Array(pageSize);
  const offsets: number[] = [];
  let at = pageSize;
  for (const bytes of pairs.flat()) {
    at -= bytes.length;
    page.set(bytes, at);
    offsets.push(at);
  }
  if (next !== null) offsets.push(next, 0);
  const free = at - (offsets.length + 3) * 2;
  for (const [i, value] of [offsets.length, ...offsets, free, at].entries()) {
    page.set(integer(value, 2, endian), 2 * i);
  }
  return page;
}

/** hash4() of Chris Torek, and the bucket that it means. */
function bucketOf(key: Uint8Array, buckets: number): number {
  const hash = key.reduce((sum, byte) => (Math.imul(sum, 33) + byte) >>> 0, 0);
  const most = 2 ** Math.ceil(Math.log2(buckets));
  const bucket = hash % most;
  return bucket < buckets ? bucket : bucket % (most / 2);
}

function integer(value: number, bytes: number, endian: Endian): Uint8Array {
  const big = Uint8Array.from({ length: bytes }, (_, i) => value / 2 ** (8 * (bytes - 1 - i)));
  return endian === "big" ? big : big.reverse();
}
