import { codeNumbers, NONE, type CodeKind, type CodeNumbers } from "./code-numbers.ts";
import { DistinctPairs } from "./distinct-pairs.ts";
import { FailureBatch, MOST_RECORDS } from "./failure-batch.ts";
import { FailureRows, type FailureRow } from "./failure-rows.ts";

/** What is counted. */
export interface Grouping {
  readonly keys: CodeKind;
  /** Whether it is counted how many names there are under each key; else it has one. */
  readonly users: boolean;
  /** The same of addresses; else a key has one, unless it is none. */
  readonly addresses: boolean;
}

/** What is told of a key. */
export interface Group extends FailureRow {
  /** The code of the key. */
  readonly code: number;
  readonly users: number;
  readonly addresses: number;
}

const WIDTH = 6;

/** Counts failed logins under keys, exactly. It knows nothing of them but codes. */
export class FailureGroups {
  readonly #keys: CodeNumbers;
  /** `null` where the keys are the names: each has one. */
  readonly #users: DistinctValues | null;
  /** `null` where the keys are the addresses. */
  readonly #addresses: DistinctValues | null;
  readonly #rows = new FailureRows();
  /** Of the records that are counted now. */
  readonly #numbers = new Int32Array(MOST_RECORDS);

  constructor({ keys, users, addresses }: Grouping) {
    this.#keys = codeNumbers(keys);
    this.#users = users ? new DistinctValues("number") : null;
    this.#addresses = addresses ? new DistinctValues("word") : null;
  }

  /** How many keys, or addresses, were met. */
  get size(): number {
    return Math.max(this.#keys.size, this.#addresses?.size ?? 0);
  }

  add(batch: FailureBatch): void {
    const numbers = this.#numbers;
    this.#keys.tell(batch.keys, batch.length, numbers);
    this.#rows.add(numbers, batch);
    this.#users?.add(numbers, batch.users, batch.length);
    this.#addresses?.add(numbers, batch.addresses, batch.length);
  }

  /** Gives all that was counted as records, to be counted elsewhere. */
  repeat(give: (batch: FailureBatch) => void): void {
    const batch = new FailureBatch();
    const add: FailureBatch["add"] = (...record) => {
      batch.add(...record);
      if (batch.isFull) giveAll();
    };
    const giveAll = (): void => {
      if (batch.length > 0) give(batch);
      batch.length = 0;
    };
    for (let key = 0; key < this.#rows.size; key++) {
      const { count, first, last } = this.#rows.of(key);
      const code = this.#keys.codeOf(key);
      add(code, count, timeOf(first), NONE, NONE);
      add(code, 0, timeOf(last), NONE, NONE);
    }
    this.#users?.forEach((key, user) => add(this.#keys.codeOf(key), 0, Number.NaN, user, NONE));
    this.#addresses?.forEach((key, address) =>
      add(this.#keys.codeOf(key), 0, Number.NaN, NONE, address),
    );
    giveAll();
  }

  /**
   * What was counted of the keys that can be among the top, to be read by {@link groupsIn}: sorting a
   * million for ten takes longer than counting.
   */
  counts(top: number): Float64Array<ArrayBuffer> {
    const { size } = this.#rows;
    const counts = Float64Array.from({ length: size }, (_, key) => this.#rows.countOf(key)).sort();
    const least = top < size ? (counts[size - top] ?? Infinity) : -Infinity;
    const isWanted = Uint8Array.from({ length: size }, (_, key) => {
      return this.#rows.countOf(key) < least ? 0 : 1;
    });
    const users = this.#users?.counts(isWanted);
    const addresses = this.#addresses?.counts(isWanted);
    const groups = new Float64Array(WIDTH * counts.length);
    let end = 0;
    for (let key = 0; key < size; key++) {
      if (isWanted[key] !== 1) continue;
      const code = this.#keys.codeOf(key);
      const { count, first, last } = this.#rows.of(key);
      const ofAddresses = addresses === undefined ? Number(code !== NONE) : (addresses[key] ?? 0);
      groups.set([code, count, first, last, users?.[key] ?? 1, ofAddresses], end);
      end += WIDTH;
    }
    return groups.slice(0, end);
  }
}

/** What is told of each key. */
export function* groupsIn(counts: Float64Array): Generator<Group, undefined, undefined> {
  for (let at = 0; at < counts.length; at += WIDTH) {
    const [code = 0, count = 0, first = 0, last = 0, users = 0, addresses = 0] = counts.subarray(
      at,
      at + WIDTH,
    );
    yield { code, count, first, last, users, addresses };
  }
}

/** Which values were met under each key. */
class DistinctValues {
  readonly #values: CodeNumbers;
  readonly #met = new DistinctPairs();
  readonly #numbers = new Int32Array(MOST_RECORDS);

  constructor(kind: CodeKind) {
    this.#values = codeNumbers(kind);
  }

  /** How many values there are. */
  get size(): number {
    return this.#values.size;
  }

  /** @param keys numbers of the keys that as many values were met under */
  add(keys: Int32Array, values: Float64Array, length: number): void {
    const numbers = this.#numbers;
    this.#values.tell(values, length, numbers);
    for (let i = 0; i < length; i++) {
      if (values[i] !== NONE) this.#met.add(keys[i] ?? 0, numbers[i] ?? 0);
    }
  }

  forEach(use: (key: number, code: number) => void): void {
    this.#met.forEach((key, number) => use(key, this.#values.codeOf(number)));
  }

  /** How many there are under each key that is wanted. */
  counts(isWanted: Uint8Array): Uint32Array {
    return this.#met.counts(isWanted);
  }
}

function timeOf(micros: number): number {
  return Number.isFinite(micros) ? micros : Number.NaN;
}
