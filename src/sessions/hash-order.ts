import { memoized } from "../memo.ts";
import { bytesOfKey } from "./field-key.ts";

/** What a table of GNU's accounting tools begins with, and how it grows: lib/hashtab.c of acct. */
const FIRST_SIZE = 7;
const FILLED = 0.6;
const GROWTH = 4;

interface Element<Value> {
  readonly key: string;
  /** Elements of a bucket stand in the order of falling ranks: the newest is the first. */
  rank: number;
  value: Value;
}

/** 64 bits in two halves: a number holds 53. */
interface Hash {
  readonly high: number;
  readonly low: number;
}

/** A map whose elements come in the order of GNU's hash tables, for output that is the same. */
export class HashOrder<Value> {
  readonly #elements = new Map<string, Element<Value>>();
  #size = FIRST_SIZE;
  #rank = 0;
  /** Sorted when it is asked for. */
  #ordered: readonly Element<Value>[] | null = null;

  get(key: string): Value | undefined {
    return this.#elements.get(key)?.value;
  }

  /** @param key a `fieldKey` */
  set(key: string, value: Value): void {
    const known = this.#elements.get(key);
    if (known !== undefined) {
      known.value = value;
      return;
    }
    const element = { key, rank: this.#rank++, value };
    this.#elements.set(key, element);
    this.#ordered = null;
    if (this.#elements.size > Math.floor(FILLED * this.#size)) this.#grow();
  }

  /** The table keeps its size. */
  delete(key: string): void {
    this.#elements.delete(key);
    this.#ordered = null;
  }

  /** The table keeps its size. */
  clear(): void {
    this.#elements.clear();
    this.#ordered = null;
  }

  values(): Value[] {
    return this.#inOrder().map(({ value }) => value);
  }

  #inOrder(): readonly Element<Value>[] {
    return (this.#ordered ??= this.#sorted());
  }

  #sorted(): Element<Value>[] {
    const placed = Array.from(this.#elements.values(), (element) => {
      return { element, bucket: bucketOf(hashOfKey(element.key), this.#size) };
    });
    placed.sort((a, b) => a.bucket - b.bucket || b.element.rank - a.element.rank);
    return placed.map(({ element }) => element);
  }

  /** Each element, in the order of the old table, goes to the front of its new bucket. */
  #grow(): void {
    for (const element of this.#inOrder()) element.rank = this.#rank++;
    this.#size *= GROWTH;
    this.#ordered = null;
  }
}

const HALF = 2 ** 32;

/** Keys come and go: a line has a login, a logout and the next login. */
const hashOfKey = memoized((key) => hashOf(bytesOfKey(key)));

/** Bytes are signed there. */
function hashOf(bytes: Uint8Array): Hash {
  let high = 0;
  let low = 0;
  for (const byte of bytes) {
    low = low * 31 + (byte < 0x80 ? byte : byte - 0x100);
    high = modulo(high * 31 + Math.floor(low / HALF), HALF);
    low = modulo(low, HALF);
  }
  return { high, low };
}

function bucketOf({ high, low }: Hash, size: number): number {
  return ((high % size) * (HALF % size) + low) % size;
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
