import type { LoginRecord } from "../entry.ts";

/** Who looks at the present takes a moment to ask, and can have told it in whole seconds. */
const PRESENT_MS = 2000;

/** The moment at which the sessions of a stream of records are looked at. */
export class AsOf {
  readonly #asked: Date | null;
  readonly #isLive: boolean;
  readonly #now: number;
  #last: number | null = null;

  /**
   * @param asked the moment that is asked for
   * @param isLive whether the records are those of the running system
   * @param now milliseconds since 1970
   */
  constructor(asked: Date | undefined, isLive: boolean, now: number = Date.now()) {
    this.#asked = asked ?? null;
    this.#isLive = isLive;
    this.#now = now;
  }

  /** Whether it is the running system's present, so that it can be asked who is there. */
  get isPresent(): boolean {
    if (!this.#isLive) return false;
    return this.#asked === null || this.#now - this.#asked.getTime() < PRESENT_MS;
  }

  /**
   * Microseconds since 1970 up to which sessions last that have not ended, once all records were
   * looked at: the moment that is asked for, else now, or the last record of another system.
   */
  get reach(): number {
    if (this.#asked !== null) return this.#asked.getTime() * 1000;
    if (this.#isLive) return this.#now * 1000;
    return this.#last ?? Number.POSITIVE_INFINITY;
  }

  /** Whether a record counts: none that is after the moment that is asked for. */
  takes({ micros }: Pick<LoginRecord, "micros">): boolean {
    if (micros === null) return true;
    if (this.#isLater(micros)) return false;
    // A free slot has the time 0, which is none.
    if (micros !== 0) this.#last = micros;
    return true;
  }

  /** The same of a time in what is in no order: the last is then the latest. */
  takesAny(micros: number | null): boolean {
    if (micros === null) return true;
    if (this.#isLater(micros)) return false;
    this.#last = Math.max(micros, this.#last ?? micros);
    return true;
  }

  #isLater(micros: number): boolean {
    return this.#asked !== null && micros > this.#asked.getTime() * 1000;
  }
}
