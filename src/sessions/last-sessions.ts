import type { SessionFields } from "./session.ts";

/** What tells which of two sessions is before the other. */
type Placed = Pick<SessionFields, "loginMicros" | "ordinal">;

const NONE: readonly never[] = [];

/** Keeps the last sessions by login, and no more of the others than is needed to find them. */
export class LastSessions<One extends Placed> {
  readonly #count: number;
  #kept: One[] = [];

  constructor(count: number) {
    this.#count = count;
  }

  /** Takes a session, and gives those that are no longer kept, oldest login first. */
  add(session: One): readonly One[] {
    this.#kept.push(session);
    if (this.#kept.length <= 4 * this.#count) return NONE;
    const kept = this.kept();
    this.#kept = kept.splice(kept.length - this.#count);
    return kept;
  }

  /** The last sessions, oldest login first. */
  list(): One[] {
    const kept = this.kept();
    return kept.slice(Math.max(0, kept.length - this.#count));
  }

  /** All that are still kept, oldest login first. */
  kept(): One[] {
    return this.#kept.sort(byLogin);
  }
}

/**
 * Oldest login first, and by their records where the clock says the same; sessions whose login is
 * not known come first.
 */
export function byLogin(a: Placed, b: Placed): number {
  // An array of both would be made for each.
  const first = a.loginMicros;
  const second = b.loginMicros;
  if (first === second) return (a.ordinal ?? 0) - (b.ordinal ?? 0);
  return (first ?? Number.NEGATIVE_INFINITY) - (second ?? Number.NEGATIVE_INFINITY);
}
