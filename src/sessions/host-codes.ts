import { ipv4Text, ipv4Word, parseAddress } from "../address.ts";
import type { LoginRecord } from "../entry.ts";
import { UtmpRecord } from "../record.ts";
import { FIRST_TEXT, WORDS } from "./code-numbers.ts";
import type { KeyCodes } from "./failure-codes.ts";
import { fieldKey } from "./field-key.ts";
import { TextNumbers } from "./text-numbers.ts";

/**
 * Codes of the hosts of records. That of one which is the text of IPv4, as sshd(8) writes it that
 * asks no DNS, are its octets: no text is made of it.
 */
export class HostCodes implements KeyCodes {
  readonly kind = "word";
  /** All others. */
  readonly #texts = new TextNumbers();

  codeOf(record: LoginRecord): number {
    const word = record instanceof UtmpRecord ? record.hostIPv4 : wordOf(record.host);
    if (word !== null) return word >>> 0;
    return FIRST_TEXT + this.#texts.of(fieldKey(record.host, record.hostBytes));
  }

  textOf(code: number): string | null {
    return code < WORDS ? ipv4Text(code) : this.#texts.textOf(code - FIRST_TEXT);
  }
}

/** The octets of IPv4 that is written as text, as a little-endian word. */
function wordOf(host: string): number | null {
  const octets = parseAddress(host);
  return octets?.length === 4 ? ipv4Word(octets) : null;
}
