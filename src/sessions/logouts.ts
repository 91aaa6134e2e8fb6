import type { LoginRecord } from "../entry.ts";
import type { SessionKey } from "../layout.ts";
import type { Text, TextMaker } from "../text.ts";
import { fieldKey } from "./field-key.ts";
import { keyTextOf } from "./login-key.ts";

/** Where a session ends: the time of the next record that has the same key. */
export interface Logout {
  /** `null` if there is none. */
  at: number | null;
}

/** Where sessions end, by what they share with their logout. */
export class Logouts {
  readonly #by: SessionKey;
  #maker: LogoutMaker = new LogoutMaker();

  constructor(by: SessionKey) {
    this.#by = by;
  }

  /** That of a record; `null` if the record has nothing to find it by. */
  of(record: LoginRecord): Logout | null {
    return keyTextOf(record, this.#by).made(this.#maker);
  }

  clear(): void {
    // What a text keeps is its last maker's: another knows nothing of it.
    this.#maker = new LogoutMaker();
  }
}

class LogoutMaker implements TextMaker<Logout | null> {
  readonly #logouts = new Map<string, Logout>();

  make({ text, hex }: Text): Logout | null {
    const key = fieldKey(text, hex ?? undefined);
    if (key === "") return null;
    const known = this.#logouts.get(key);
    if (known !== undefined) return known;
    const logout: Logout = { at: null };
    this.#logouts.set(key, logout);
    return logout;
  }
}
