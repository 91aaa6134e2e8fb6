import type { LoginRecord } from "../entry.ts";
import { textIn } from "../record.ts";
import type { TextMaker } from "../text.ts";
import { dateOf } from "../timestamp.ts";
import type { Zone } from "../zone.ts";
import { AddressNumbers } from "./address-numbers.ts";
import type { FailureKey } from "./failure-options.ts";
import { fieldKey } from "./field-key.ts";
import { TextNumbers } from "./text-numbers.ts";

/**
 * What records are counted under, numbered from 0. A record is taken in two steps: its number is had
 * of its code later, with those of many others. To look for them together, in tables that are too
 * large for a cache, takes less than half of the time of doing so one by one.
 */
export interface KeyNumbers {
  /** Not negative; it is the number itself where that is found at once. */
  codeOf(record: LoginRecord): number;
  /** Puts the numbers in the place of codes. */
  number(codes: Float64Array): void;
  /** The number of records that have no such thing; `null` if none was met. */
  readonly none: number | null;
  /** What has a number: a {@link fieldKey}, `null` where records have no such thing. */
  textOf(number: number): string | null;
}

/** Numbers the keys of one kind. */
export function keyNumbers(by: FailureKey, zone: Pick<Zone, "offsetAt"> | null): KeyNumbers {
  switch (by) {
    case "user":
      return new UserNumbers();
    case "address":
    case "network":
      return new AddressNumbers(by);
    default:
      return numbersOf(keyReader(by, zone));
  }
}

/** Numbers keys of any kind. */
export function numbersOf(keyOf: KeyOf): KeyNumbers {
  const texts = new TextNumbers();
  return {
    codeOf: (record) => texts.of(keyOf(record)),
    number() {},
    get none() {
      return texts.none;
    },
    textOf: (number) => texts.textOf(number),
  };
}

/** Numbers the names that were tried. */
export class UserNumbers implements KeyNumbers {
  readonly #texts = new TextNumbers();
  readonly #number: TextMaker<number> = {
    make: ({ text, hex }) => this.#texts.of(fieldKey(text, hex ?? undefined)),
  };

  /** Each record has a name, if an empty one. */
  readonly none = null;

  codeOf(record: LoginRecord): number {
    return textIn(record, "user").made(this.#number);
  }

  number(): void {}

  textOf(number: number): string | null {
    return this.#texts.textOf(number);
  }
}

type KeyOf = (entry: LoginRecord) => string | null;

/** Gives the keys of one kind. */
function keyReader(
  by: Exclude<FailureKey, "user" | "address" | "network">,
  zone: Pick<Zone, "offsetAt"> | null,
): KeyOf {
  switch (by) {
    case "host":
      return ({ host, hostBytes }) => fieldKey(host, hostBytes);
    case "hour":
      return clockReader(zone, ":");
    case "day":
      return clockReader(zone, "T");
  }
}

/** The name that was tried. */
export function userKey({ user, userBytes }: LoginRecord): string {
  return fieldKey(user, userBytes);
}

/** @param end what stands behind the part of ISO 8601 that is wanted */
function clockReader(zone: Pick<Zone, "offsetAt"> | null, end: string): KeyOf {
  return ({ time }) => {
    if (time === null) return null;
    const seconds = Math.floor(time.getTime() / 1000);
    const offset = zone === null ? 0 : zone.offsetAt(seconds);
    const local = offset === null ? null : dateOf(seconds + offset, 0);
    return local?.toISOString().split(end, 1)[0] ?? null;
  };
}
