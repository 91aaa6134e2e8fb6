import type { LoginRecord } from "../entry.ts";
import { unknownName, type NameRule } from "../redaction.ts";
import { dateOf, isoTime } from "../timestamp.ts";
import { textOfKey } from "./field-key.ts";
import { addressOf } from "./login-filter.ts";
import { userKey, type FailureKey } from "./failure-key.ts";
import { PairSet } from "./pair-set.ts";

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

interface Tally {
  /** Keys are numbered as they are met. */
  readonly number: number;
  count: number;
  first: number;
  last: number;
  users: number;
  addresses: number;
}

/** Counts failed logins under any keys, exactly. */
export class FailureTally {
  readonly #tallies = new Map<string | null, Tally>();
  /** `null` where the keys are the names: each has one. */
  readonly #users: DistinctTexts | null;
  readonly #addresses: DistinctTexts | null;
  #total = 0;

  /** @param by what the keys are */
  constructor(by: FailureKey | "source") {
    this.#users = by === "user" ? null : new DistinctTexts();
    this.#addresses = by === "address" ? null : new DistinctTexts();
  }

  /** How many there are under all keys. */
  get total(): number {
    return this.#total;
  }

  /** @param key a `fieldKey`, or `null` */
  add(key: string | null, entry: LoginRecord): void {
    let tally = this.#tallies.get(key);
    if (tally === undefined) {
      const [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      const users = this.#users === null ? 1 : 0;
      const addresses = this.#addresses === null && key !== null ? 1 : 0;
      tally = { number: this.#tallies.size, count: 0, first, last, users, addresses };
      this.#tallies.set(key, tally);
    }
    const { count = 1, micros } = entry;
    this.#total += count;
    tally.count += count;
    if (micros !== null && micros < tally.first) tally.first = micros;
    if (micros !== null && micros > tally.last) tally.last = micros;
    if (this.#users?.add(tally.number, userKey(entry)) === true) tally.users++;
    const address = this.#addresses === null ? null : addressOf(entry);
    if (address !== null && this.#addresses?.add(tally.number, address)) tally.addresses++;
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
    return [...this.#candidates(order === "count" ? top : undefined)]
      .sort(([key, a], [otherKey, b]) => {
        const ordered = order === "count" ? b.count - a.count : compare(a.first, b.first);
        return ordered || (isByKey ? compare(key ?? "", otherKey ?? "") : a.number - b.number);
      })
      .slice(0, top)
      .map(([key, { count, first, last, users, addresses }]) => {
        const times = { first: isoOf(first), last: isoOf(last) };
        const { knownUser, ...shown } = shownKey(key, names);
        const known = knownUser === undefined ? {} : { knownUser };
        return { ...shown, count, ...times, users, addresses, ...known };
      });
  }

  /** The keys that can be among the top: sorting a million for ten takes longer than counting. */
  *#candidates(top: number = Number.POSITIVE_INFINITY): Iterable<[string | null, Tally]> {
    const counts = Float64Array.from(this.#tallies.values(), ({ count }) => count).sort();
    const least = top < counts.length ? (counts[counts.length - top] ?? Infinity) : -Infinity;
    for (const tally of this.#tallies) if (tally[1].count >= least) yield tally;
  }
}

/** Which texts were met under a number. */
class DistinctTexts {
  readonly #numbers = new Map<string, number>();
  readonly #met = new PairSet();

  /** Tells whether a text is new under a number. */
  add(under: number, text: string): boolean {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(text, number);
    }
    return this.#met.add(under, number);
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
