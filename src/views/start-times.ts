import type { Batch } from "../batch.ts";
import type { LoginRecord } from "../entry.ts";
import { isReadError } from "../errors.ts";
import { FileMemory } from "../files/file-memory.ts";
import { ProblemList } from "../problems.ts";
import type { LoginMember } from "./member-set.ts";

/** A clock that shows an earlier year has no battery, and was not set yet. */
const FIRST_YEAR = Date.UTC(1980) * 1000;

/** When members begin. It is remembered: to find it a file may have to be unpacked. */
export class StartTimes {
  readonly #known = new FileMemory<number | null>();

  /**
   * Microseconds since 1970: a time in the first batch, or else when the file was written last; `null`
   * if it has no records. Why it can't be told, if it can't, is then the member's error.
   */
  of(member: LoginMember): number | null {
    try {
      return this.#known.of(member.path, () => startOf(member));
    } catch (error) {
      if (!isReadError(error)) throw error;
      member.error = error;
      return Number.NEGATIVE_INFINITY;
    }
  }
}

function startOf(member: LoginMember): number | null {
  const open = member.open(new ProblemList());
  const batches = open.batches[Symbol.iterator]();
  const { value: first = null } = batches.next();
  const start = first && timeIn(first);
  // What was taken of a pipe is there again for who reads it.
  member.close({ ...open, batches: first === null ? [] : behind(first, batches) });
  // When an empty file was written says nothing: it can be a copy, or have been emptied.
  if (first === null) return null;
  return start ?? (open.modified ?? Number.NEGATIVE_INFINITY) * 1e6;
}

/** The first time in a batch of a clock that was set; `null` if there is none. */
function timeIn(batch: Batch<LoginRecord>): number | null {
  for (let i = 0; i < batch.length; i++) {
    const micros = batch.at(i)?.micros ?? null;
    if (micros !== null && micros >= FIRST_YEAR) return micros;
  }
  return null;
}

function* behind<Item>(first: Item, rest: Iterator<Item>): Generator<Item, undefined, undefined> {
  yield first;
  for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value;
}
