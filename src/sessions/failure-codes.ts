import type { LoginRecord } from "../entry.ts";
import { textIn } from "../record.ts";
import type { TextMaker } from "../text.ts";
import { dateOf } from "../timestamp.ts";
import type { Zone } from "../zone.ts";
import { AddressCodes } from "./address-codes.ts";
import type { CodeKind } from "./code-numbers.ts";
import type { FailureKey } from "./failure-options.ts";
import { fieldKey } from "./field-key.ts";
import { HostCodes } from "./host-codes.ts";
import { TextNumbers } from "./text-numbers.ts";

/** What records are counted under, by codes: {@link CodeKind} says what these are. */
export interface KeyCodes {
  readonly kind: CodeKind;
  codeOf(record: LoginRecord): number;
  /** What has a code: a {@link fieldKey}, `null` where records have no such thing. */
  textOf(code: number): string | null;
}

/** Codes of the keys of one kind. */
export function keyCodes(by: FailureKey, zone: Pick<Zone, "offsetAt"> | null): KeyCodes {
  switch (by) {
    case "user":
      return new UserCodes();
    case "address":
    case "network":
      return new AddressCodes(by);
    case "host":
      return new HostCodes();
    case "hour":
      return new ClockCodes(zone, 3600, ":");
    case "day":
      return new ClockCodes(zone, 86_400, "T");
  }
}

/** Codes of the names that were tried. */
export class UserCodes implements KeyCodes {
  readonly kind = "number";
  readonly #texts = new TextNumbers();
  readonly #number: TextMaker<number> = {
    make: ({ text, hex }) => this.#texts.of(fieldKey(text, hex ?? undefined)),
  };

  codeOf(record: LoginRecord): number {
    return textIn(record, "user").made(this.#number);
  }

  textOf(code: number): string | null {
    return this.#texts.textOf(code);
  }
}

/** Codes of the hours or days that clocks show. */
class ClockCodes implements KeyCodes {
  readonly kind = "number";
  readonly #zone: Pick<Zone, "offsetAt"> | null;
  readonly #length: number;
  readonly #end: string;
  readonly #texts = new TextNumbers();
  /** The one that was met last, counted from 1970: records come in the order of their times. */
  #last: number = Number.NaN;
  #code = 0;

  /**
   * @param zone `null` for UTC
   * @param length in seconds
   * @param end what stands behind it in ISO 8601
   */
  constructor(zone: Pick<Zone, "offsetAt"> | null, length: number, end: string) {
    this.#zone = zone;
    this.#length = length;
    this.#end = end;
  }

  codeOf({ time }: LoginRecord): number {
    if (time === null) return this.#texts.of(null);
    const seconds = Math.floor(time.getTime() / 1000);
    const offset = this.#zone === null ? 0 : this.#zone.offsetAt(seconds);
    if (offset === null) return this.#texts.of(null);
    const number = Math.floor((seconds + offset) / this.#length);
    if (number !== this.#last) {
      this.#code = this.#texts.of(this.#textAt(seconds + offset));
      this.#last = number;
    }
    return this.#code;
  }

  textOf(code: number): string | null {
    return this.#texts.textOf(code);
  }

  #textAt(local: number): string | null {
    return dateOf(local, 0)?.toISOString().split(this.#end, 1)[0] ?? null;
  }
}
