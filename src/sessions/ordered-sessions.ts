import { StoreError } from "../errors.ts";
import { byLogin, LastSessions } from "./last-sessions.ts";
import type { SessionFields } from "./session.ts";

/** How many sessions are put in order at a time. */
const AT_A_TIME = 512;
/** So many are kept: to read them again would take longer than it is worth. */
const FEW = 8192;

/** Sessions that are looked at one after the other, and how many there are. */
export interface SessionList extends Iterable<SessionFields> {
  readonly length: number;
}

/**
 * Gives sessions, some at a time, in the order in which they end, and the same each time that it is
 * called.
 */
export type ReadSessions = () => Iterable<readonly SessionFields[]>;

/**
 * Any number of sessions, oldest login first, in little memory. They are read once to learn how many
 * there are, and which of them end when many later logins have ended: those are kept. The others are
 * read again whenever they are asked for, and put in order as they come; few are all kept.
 */
export class OrderedSessions implements SessionList {
  readonly length: number;
  readonly #read: ReadSessions;
  readonly #limit: number;
  /** How many there are, whatever the limit. */
  readonly #count: number;
  /** Those that come too late to be put in order, oldest login first. */
  readonly #late: readonly SessionFields[];
  /** All of them, if they are kept. */
  readonly #all: readonly SessionFields[] | null;

  /**
   * @param canRepeat whether `read` can be called again: if not, all are kept. It is asked when many
   *   have been read
   * @param limit most sessions to give: the newest
   */
  constructor(read: ReadSessions, canRepeat: () => boolean, limit: number) {
    let all: SessionFields[] | null = [];
    const late: SessionFields[] = [];
    const sorter = new Sorter();
    let count = 0;
    for (const some of read()) {
      for (const session of some) {
        count++;
        all?.push(session);
        if (count === FEW + 1 && canRepeat()) all = null;
        if (sorter.add(session) === null) late.push(session);
      }
    }
    this.length = Math.min(count, limit);
    this.#read = read;
    this.#limit = limit;
    this.#count = count;
    this.#late = late.sort(byLogin);
    this.#all = all?.sort(byLogin) ?? null;
  }

  /** @throws {@link StoreError} if other sessions are read than before; else as reading them */
  *[Symbol.iterator](): Generator<SessionFields, undefined, undefined> {
    let older = Math.max(0, this.#count - this.#limit);
    const ordered = this.#all === null ? merged(this.#again(), this.#late) : [this.#all];
    for (const some of ordered) {
      for (const session of some) {
        if (older > 0) older--;
        else yield session;
      }
    }
  }

  /** All but those that come too late, some at a time. */
  *#again(): Generator<readonly SessionFields[], undefined, undefined> {
    const sorter = new Sorter();
    let [count, late] = [0, 0];
    for (const some of this.#read()) {
      for (const session of some) {
        count++;
        const ready = sorter.add(session);
        if (ready === null) late++;
        else if (ready.length > 0) yield ready;
      }
    }
    yield sorter.rest();
    if (count === this.#count && late === this.#late.length) return;
    throw new StoreError("Cannot give all sessions: what they are read from has changed meanwhile");
  }
}

/** Puts sessions in order that are nearly so. */
class Sorter {
  readonly #newest = new LastSessions<SessionFields>(AT_A_TIME);
  #given: SessionFields | null = null;

  /** Gives those that are next, oldest login first; `null` if this one should have been before. */
  add(session: SessionFields): readonly SessionFields[] | null {
    if (this.#given !== null && byLogin(session, this.#given) < 0) return null;
    const ready = this.#newest.add(session);
    this.#given = ready.at(-1) ?? this.#given;
    return ready;
  }

  /** Those that are left. */
  rest(): readonly SessionFields[] {
    return this.#newest.kept();
  }
}

/** What is in order, and others that are so, too: the last of all is not among these. */
function* merged(
  sessions: Iterable<readonly SessionFields[]>,
  others: readonly SessionFields[],
): Generator<readonly SessionFields[], undefined, undefined> {
  let given = 0;
  for (const some of sessions) {
    if (given === others.length) {
      yield some;
      continue;
    }
    const both: SessionFields[] = [];
    for (const session of some) {
      for (let other = others[given]; other !== undefined; other = others[given]) {
        if (byLogin(session, other) < 0) break;
        given++;
        both.push(other);
      }
      both.push(session);
    }
    yield both;
  }
}
