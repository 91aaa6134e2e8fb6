import type { LoginRecord } from "../entry.ts";
import type { SessionKey } from "../layout.ts";
import type { Text, TextMaker } from "../text.ts";
import { fieldKey } from "./field-key.ts";
import { keyTextOf } from "./login-key.ts";

/** Where sessions end, by what they share with their logout. */
export class Logouts {
  readonly #by: SessionKey;
  #numbers: KeyNumbers = new KeyNumbers();
  /** By the numbers of their keys. */
  #times: number[] = [];

  constructor(by: SessionKey) {
    this.#by = by;
  }

  /**
   * Notes the time of a record, which ends what began before it.
   *
   * @returns the time that was noted before, of the same key; `null` if there is none
   */
  note(record: LoginRecord, time: number): number | null {
    const text = keyTextOf(record, this.#by);
    if (text.text === "") return null;
    const number = text.made(this.#numbers);
    const before = this.#times[number] ?? null;
    this.#times[number] = time;
    return before;
  }

  clear(): void {
    // What a text keeps is its last maker's: another knows nothing of it.
    this.#numbers = new KeyNumbers();
    this.#times = [];
  }
}

/** Numbers keys as they are met. */
class KeyNumbers implements TextMaker<number> {
  readonly #numbers = new Map<string, number>();

  make({ text, hex }: Text): number {
    const key = fieldKey(text, hex ?? undefined);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(key, number);
    return number;
  }
}
