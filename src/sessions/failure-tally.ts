import type { LoginRecord } from "../entry.ts";
import { unknownName, type NameRule } from "../redaction.ts";
import { dateOf, isoTime } from "../timestamp.ts";
import { textOfKey } from "./field-key.ts";
import { AddressNumbers } from "./address-numbers.ts";
import { DistinctPairs } from "./distinct-pairs.ts";
import { FailureRows, type FailureRow } from "./failure-rows.ts";
import { UserNumbers, type KeyNumbers } from "./failure-key.ts";
import type { FailureKey } from "./failure-options.ts";

/** Failed logins that have something in common. */
export interface FailureCount {
  /** What they have in common; `null` where a record has no such thing: no address, no time. */
  readonly key: string | null;
  /** Hex of the key, only if it is not valid UTF-8. */
  readonly keyBytes?: string;
  /**
   * How many there are. A record of OpenBSD stands for as many as it says, and they are counted at
   * the time of the last of them: no other is kept.
   */
  readonly count: number;
  /** Time of the first, ISO 8601 in UTC; `null` if no time is known. */
  readonly first: string | null;
  /** Time of the last, ISO 8601 in UTC. */
  readonly last: string | null;
  /** How many different names were tried. */
  readonly users: number;
  /** How many different addresses they came from. */
  readonly addresses: number;
}

/** A count by names that says whether an account has the name, where that was asked for. */
export interface JudgedCount extends FailureCount {
  readonly knownUser?: boolean;
}

/** How many records wait until all of them are counted. */
const MAX_WAITING = 1024;

/** Counts failed logins under any keys, exactly. */
export class FailureTally {
  readonly #keys: KeyNumbers;
  /** `null` where the keys are the names: each has one. */
  readonly #users: DistinctValues | null;
  /** `null` where the keys are the addresses. */
  readonly #addresses: DistinctValues | null;
  readonly #rows = new FailureRows();
  #total = 0;
  // Of the records that wait: the codes and then the numbers of their keys, how many logins failed,
  // and when.
  readonly #waitingKeys = new Float64Array(MAX_WAITING);
  readonly #waitingCounts = new Float64Array(MAX_WAITING);
  /** NaN if it is not known. */
  readonly #waitingMicros = new Float64Array(MAX_WAITING);
  #waiting = 0;

  /**
   * @param by what the keys are
   * @param keys their numbers
   */
  constructor(by: FailureKey | "source", keys: KeyNumbers) {
    this.#keys = keys;
    this.#users = by === "user" ? null : new DistinctValues(new UserNumbers());
    this.#addresses = by === "address" ? null : new DistinctValues(new AddressNumbers("address"));
  }

  /** How many there are under all keys. */
  get total(): number {
    return this.#total;
  }

  add(entry: LoginRecord): void {
    const { count = 1, micros } = entry;
    const at = this.#waiting;
    this.#total += count;
    this.#waitingKeys[at] = this.#keys.codeOf(entry);
    this.#waitingCounts[at] = count;
    this.#waitingMicros[at] = micros ?? Number.NaN;
    this.#users?.wait(at, entry);
    this.#addresses?.wait(at, entry);
    this.#waiting++;
    if (this.#waiting === MAX_WAITING) this.#countWaiting();
  }

  #countWaiting(): void {
    const keys = this.#waitingKeys.subarray(0, this.#waiting);
    this.#waiting = 0;
    this.#keys.number(keys);
    this.#rows.add(keys, this.#waitingCounts, this.#waitingMicros);
    this.#users?.add(keys);
    this.#addresses?.add(keys);
  }

  /**
   * The counts, the highest or the earliest first.
   *
   * @param top most counts to give
   * @param names what is told of the keys, if they are names
   */
  counts(order: "count" | "time", top?: number, names?: NameRule): JudgedCount[] {
    // The place of a hidden name among others would tell something of it.
    const isByKey = names?.redact !== true;
    this.#countWaiting();
    return this.#candidates(order === "count" ? top : undefined)
      .sort((a, b) => {
        const ordered = order === "count" ? b.count - a.count : compare(a.first, b.first);
        return ordered || (isByKey ? compare(a.key ?? "", b.key ?? "") : a.number - b.number);
      })
      .slice(0, top)
      .map(({ key, count, first, last, users, addresses }) => {
        const times = { first: isoOf(first), last: isoOf(last) };
        const { knownUser, ...shown } = shownKey(key, names);
        const known = knownUser === undefined ? {} : { knownUser };
        return { ...shown, count, ...times, users, addresses, ...known };
      });
  }

  /** The keys that can be among the top: sorting a million for ten takes longer than counting. */
  #candidates(top: number = Number.POSITIVE_INFINITY): Tally[] {
    const rows = this.#rows;
    const counts = Float64Array.from({ length: rows.size }, (_, key) => rows.countOf(key)).sort();
    const least = top < counts.length ? (counts[counts.length - top] ?? Infinity) : -Infinity;
    const users = this.#users?.counts(rows.size);
    const addresses = this.#addresses?.counts(rows.size);
    const candidates: Tally[] = [];
    for (let number = 0; number < rows.size; number++) {
      if (rows.countOf(number) < least) continue;
      const isNone = number === this.#keys.none;
      candidates.push({
        ...rows.of(number),
        key: this.#keys.textOf(number),
        number,
        users: users === undefined ? 1 : (users[number] ?? 0),
        addresses: addresses === undefined ? Number(!isNone) : (addresses[number] ?? 0),
      });
    }
    return candidates;
  }
}

/** What is known of a key. */
interface Tally extends FailureRow {
  readonly key: string | null;
  /** Keys are numbered as they are met. */
  readonly number: number;
  readonly users: number;
  readonly addresses: number;
}

/** Which values were met under a number. */
class DistinctValues {
  readonly #numbers: KeyNumbers;
  readonly #met = new DistinctPairs();
  readonly #waiting = new Float64Array(MAX_WAITING);

  constructor(numbers: KeyNumbers) {
    this.#numbers = numbers;
  }

  /** Keeps the value of a record until others wait, too. */
  wait(at: number, record: LoginRecord): void {
    this.#waiting[at] = this.#numbers.codeOf(record);
  }

  /** @param under the numbers that values of as many records were met under */
  add(under: Float64Array): void {
    const waiting = this.#waiting.subarray(0, under.length);
    this.#numbers.number(waiting);
    const { none } = this.#numbers;
    for (let i = 0; i < under.length; i++) {
      const number = waiting[i] ?? 0;
      if (number !== none) this.#met.add(under[i] ?? 0, number);
    }
  }

  /** How many there are under each number. */
  counts(size: number): Uint32Array {
    return this.#met.counts(size);
  }
}

function shownKey(
  key: string | null,
  names: NameRule | undefined,
): Pick<JudgedCount, "key" | "keyBytes" | "knownUser"> {
  if (key === null) return { key };
  const { text, hex } = textOfKey(key);
  const shown = { key: text, ...(hex !== undefined && { keyBytes: hex }) };
  if (names === undefined) return shown;
  const knownUser = names.isKnown(text, hex);
  return { ...(knownUser || !names.redact ? shown : { key: unknownName(text) }), knownUser };
}

function compare<Value extends string | number>(a: Value, b: Value): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function isoOf(micros: number): string | null {
  const time = Number.isFinite(micros) ? dateOf(0, micros) : null;
  return time && isoTime(time, micros);
}
