import type { LoginRecord } from "../entry.ts";
import { textIn } from "../record.ts";
import type { TextMaker } from "../text.ts";
import { dateOf } from "../timestamp.ts";
import type { Zone } from "../zone.ts";
import { AddressCodes } from "./address-codes.ts";
import type { CodeKind } from "./code-numbers.ts";
import type { FailureKey } from "./failure-options.ts";
import { fieldKey } from "./field-key.ts";
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
    default:
      return codesOf(keyReader(by, zone));
  }
}

/** Codes of keys of any kind. */
export function codesOf(keyOf: KeyOf): KeyCodes {
  const texts = new TextNumbers();
  return {
    kind: "number",
    codeOf: (record) => texts.of(keyOf(record)),
    textOf: (code) => texts.textOf(code),
  };
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
