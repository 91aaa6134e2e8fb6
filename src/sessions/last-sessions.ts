import type { SessionFields } from "./session.ts";

/** What tells which of two sessions is before the other. */
type Placed = Pick<SessionFields, "loginMicros" | "ordinal">;

/** Keeps the last sessions by login, and no more of the others than is needed to find them. */
export class LastSessions<One extends Placed> {
  readonly #count: number;
  #kept: One[] = [];

  constructor(count: number) {
    this.#count = count;
  }

  add(session: One): void {
    this.#kept.push(session);
    if (this.#kept.length > 4 * this.#count) this.#kept = this.list();
  }

  /** The last sessions, oldest login first. */
  list(): One[] {
    return this.#kept.sort(byLogin).slice(Math.max(0, this.#kept.length - this.#count));
  }
}

/**
 * Oldest login first, and by their records where the clock says the same; sessions whose login is
 * not known come first.
 */
function byLogin(a: Placed, b: Placed): number {
  const [first, second] = [a.loginMicros, b.loginMicros];
  if (first === second) return (a.ordinal ?? 0) - (b.ordinal ?? 0);
  return (first ?? Number.NEGATIVE_INFINITY) - (second ?? Number.NEGATIVE_INFINITY);
}
