import { memoized } from "../memo.ts";
import type { FieldText, TextMaker } from "../text.ts";
import { bytesOfKey, fieldKey } from "./field-key.ts";

/** What a table of GNU's accounting tools begins with, and how it grows: lib/hashtab.c of acct. */
const FIRST_SIZE = 7;
const FILLED = 0.6;
const GROWTH = 4;

/** How many elements that have gone are held, beside as many as are there. */
const MAX_GONE = 1024;
/** How many are held when all go: each time that values are wanted all elements are looked at. */
const MAX_ALL_GONE = 256;

interface Element<Value> {
  readonly key: string;
  /** Elements of a bucket stand in the order of falling ranks: the newest is the first. */
  rank: number;
  /** `undefined` if it is not there, or has gone: a line has a login, a logout and the next login. */
  value: Value | undefined;
  /** How many times all had gone when it was set: if it was less often than now, it has gone, too. */
  age: number;
  /** Its place in a table of a size. */
  bucket: number;
  size: number;
}

/** 64 bits in two halves: a number holds 53. */
interface Hash {
  readonly high: number;
  readonly low: number;
}

/** A map whose elements come in the order of GNU's hash tables, for output that is the same. */
export class HashOrder<Value> {
  /** By their {@link fieldKey}. Those of texts that are met again and again are kept beside these. */
  readonly #elements = new Map<string, Element<Value>>();
  #maker: TextMaker<Element<Value>> = this.#newMaker();
  /** How many are there. */
  #count = 0;
  /** How many times all have gone. */
  #age = 0;
  #size = FIRST_SIZE;
  #rank = 0;
  /** Sorted when it is asked for. */
  #ordered: readonly Element<Value>[] | null = null;

  get(text: FieldText): Value | undefined {
    return this.#valueOf(text.made(this.#maker));
  }

  set(text: FieldText, value: Value): void {
    const element = text.made(this.#maker);
    const isNew = this.#valueOf(element) === undefined;
    element.value = value;
    element.age = this.#age;
    if (!isNew) return;
    element.rank = this.#rank++;
    this.#count++;
    this.#ordered = null;
    if (this.#count > Math.floor(FILLED * this.#size)) this.#grow();
  }

  /** The table keeps its size. */
  delete(text: FieldText): void {
    const element = text.made(this.#maker);
    if (this.#valueOf(element) === undefined) return;
    element.value = undefined;
    this.#count--;
    this.#ordered = null;
  }

  /** The table keeps its size. */
  clear(): void {
    this.#age++;
    this.#count = 0;
    this.#ordered = null;
    if (this.#elements.size <= MAX_ALL_GONE) return;
    this.#elements.clear();
    this.#maker = this.#newMaker();
  }

  values(): Value[] {
    const values: Value[] = [];
    for (const { value } of this.#inOrder()) if (value !== undefined) values.push(value);
    return values;
  }

  #valueOf({ value, age }: Element<Value>): Value | undefined {
    return age === this.#age ? value : undefined;
  }

  #newMaker(): TextMaker<Element<Value>> {
    return { make: ({ text, hex }) => this.#elementOf(fieldKey(text, hex ?? undefined)) };
  }

  #elementOf(key: string): Element<Value> {
    const known = this.#elements.get(key);
    if (known !== undefined) return known;
    if (this.#elements.size > 2 * this.#count + MAX_GONE) this.#forget();
    const element = { key, rank: 0, value: undefined, age: 0, bucket: 0, size: 0 };
    this.#elements.set(key, element);
    return element;
  }

  /** Forgets what has gone; a text that still has it is told by a maker that is another. */
  #forget(): void {
    for (const element of this.#elements.values()) {
      if (this.#valueOf(element) === undefined) this.#elements.delete(element.key);
    }
    this.#maker = this.#newMaker();
  }

  #inOrder(): readonly Element<Value>[] {
    return (this.#ordered ??= this.#sorted());
  }

  #sorted(): Element<Value>[] {
    const there: Element<Value>[] = [];
    for (const element of this.#elements.values()) {
      if (this.#valueOf(element) === undefined) continue;
      this.#place(element);
      there.push(element);
    }
    return there.sort((a, b) => a.bucket - b.bucket || b.rank - a.rank);
  }

  #place(element: Element<Value>): void {
    if (element.size === this.#size) return;
    element.size = this.#size;
    element.bucket = bucketOf(hashOfKey(element.key), this.#size);
  }

  /** Each element, in the order of the old table, goes to the front of its new bucket. */
  #grow(): void {
    for (const element of this.#inOrder()) element.rank = this.#rank++;
    this.#size *= GROWTH;
    this.#ordered = null;
  }
}

const HALF = 2 ** 32;

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
