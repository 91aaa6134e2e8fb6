import type { LoginRecord } from "../entry.ts";
import { unknownName, type NameRule } from "../redaction.ts";
import { dateOf, isoTime } from "../timestamp.ts";
import { AddressCodes } from "./address-codes.ts";
import { NONE } from "./code-numbers.ts";
import { FailureBatch } from "./failure-batch.ts";
import { UserCodes, type KeyCodes } from "./failure-codes.ts";
import { FailureCounter } from "./failure-counter.ts";
import { groupsIn } from "./failure-groups.ts";
import type { FailureKey } from "./failure-options.ts";
import { textOfKey } from "./field-key.ts";

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

/** Counts failed logins under any keys, exactly. */
export class FailureTally implements Disposable {
  readonly #keys: KeyCodes;
  /** `null` where the keys are the names. */
  readonly #users: KeyCodes | null;
  /** `null` where the keys are the addresses. */
  readonly #addresses: KeyCodes | null;
  readonly #counter: FailureCounter;
  readonly #note: (batch: FailureBatch) => void;
  readonly #batch = new FailureBatch();
  #total = 0;

  /**
   * @param by what the keys are
   * @param keys their codes
   * @param note told of all records that are counted, by codes, in a batch that is used again
   */
  constructor(
    by: FailureKey | "source",
    keys: KeyCodes,
    note: (batch: FailureBatch) => void = () => {},
  ) {
    const [users, addresses] = [by !== "user", by !== "address"];
    this.#keys = keys;
    this.#users = users ? new UserCodes() : null;
    this.#addresses = addresses ? new AddressCodes("address") : null;
    this.#note = note;
    this.#counter = new FailureCounter({ keys: keys.kind, users, addresses });
  }

  /** How many there are under all keys. */
  get total(): number {
    return this.#total;
  }

  add(entry: LoginRecord): void {
    const { count = 1, micros } = entry;
    this.#total += count;
    this.#batch.add(
      this.#keys.codeOf(entry),
      count,
      micros ?? Number.NaN,
      this.#users?.codeOf(entry) ?? NONE,
      this.#addresses?.codeOf(entry) ?? NONE,
    );
    if (this.#batch.isFull) this.#count();
  }

  #count(): void {
    if (this.#batch.length === 0) return;
    this.#note(this.#batch);
    this.#counter.add(this.#batch);
    this.#batch.length = 0;
  }

  /**
   * The counts, the highest or the earliest first. Nothing can be added any more.
   *
   * @param top most counts to give
   * @param names what is told of the keys, if they are names
   */
  counts(order: "count" | "time", top?: number, names?: NameRule): JudgedCount[] {
    // The place of a hidden name among others would tell something of it.
    const isByKey = names?.redact !== true;
    this.#count();
    const groups = groupsIn(this.#counter.counts(order === "count" ? top : undefined));
    return Array.from(groups, (group) => ({ ...group, key: this.#keys.textOf(group.code) }))
      .sort((a, b) => {
        const ordered = order === "count" ? b.count - a.count : compare(a.first, b.first);
        return ordered || (isByKey ? compare(a.key ?? "", b.key ?? "") : a.code - b.code);
      })
      .slice(0, top)
      .map(({ key, count, first, last, users, addresses }) => {
        const times = { first: isoOf(first), last: isoOf(last) };
        const { knownUser, ...shown } = shownKey(key, names);
        const known = knownUser === undefined ? {} : { knownUser };
        return { ...shown, count, ...times, users, addresses, ...known };
      });
  }

  /** The name that has a code, as a {@link fieldKey}; `null` where the keys are the names. */
  userOf(code: number): string | null {
    return this.#users?.textOf(code) ?? null;
  }

  [Symbol.dispose](): void {
    this.#counter[Symbol.dispose]();
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
