import { secondsOf } from "../sessions/last-pairer.ts";
import { byteText, type ByteText } from "./byte-text.ts";
import { lineText, userText, type ShownLine } from "./last-line.ts";
import type { LastTimes } from "./last-options.ts";

/** last(1) compares no more of a user. */
const NAME = 32;

/** Whether a record is taken at all: what is not has no part in how others end. */
export function isTaken(micros: number, { since, until }: LastTimes): boolean {
  const seconds = secondsOf(micros);
  if (since !== null && !(seconds >= since)) return false;
  return until === null || seconds <= until;
}

/** Users and lines to show: all if there are none. */
export class LastNames {
  readonly #lines: ReadonlySet<ByteText>;
  readonly #users: ReadonlySet<ByteText>;

  constructor(operands: readonly string[]) {
    const names = operands.map((operand) => byteText(operand));
    this.#lines = new Set(names);
    this.#users = new Set(names.map((name) => name.slice(0, NAME)));
  }

  has(line: ShownLine): boolean {
    if (this.#lines.size === 0 || this.#users.has(userText(line).slice(0, NAME))) return true;
    const text = lineText(line);
    const [, number] = /^tty(.*)$/s.exec(text) ?? [];
    return this.#lines.has(text) || (number !== undefined && this.#lines.has(number));
  }
}

/** Whether something was there at a time. */
export function wasThere(line: ShownLine, { present }: LastTimes): boolean {
  if (present === null) return true;
  const login = secondsOf(line.login);
  const logout = secondsOf(line.logout ?? 0);
  return login <= present && !(logout > 0 && logout < present);
}
