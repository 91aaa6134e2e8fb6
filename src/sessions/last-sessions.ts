import type { Session } from "./session.ts";

/** Keeps the last sessions by login, and no more of the others than is needed to find them. */
export class LastSessions {
  readonly #count: number;
  #kept: Session[] = [];

  constructor(count: number) {
    this.#count = count;
  }

  add(session: Session): void {
    this.#kept.push(session);
    if (this.#kept.length > 4 * this.#count) this.#kept = this.list();
  }

  /** The last sessions, oldest login first. */
  list(): Session[] {
    return this.#kept.sort(byLogin).slice(Math.max(0, this.#kept.length - this.#count));
  }
}

/**
 * Oldest login first, and by their records where the clock says the same; sessions whose login is
 * not known come first.
 */
function byLogin(a: Session, b: Session): number {
  const [first, second] = [a.loginMicros, b.loginMicros];
  if (first === second) return a.ordinal - b.ordinal;
  return (first ?? Number.NEGATIVE_INFINITY) - (second ?? Number.NEGATIVE_INFINITY);
}
