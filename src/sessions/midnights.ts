import type { Zone } from "../zone.ts";

const DAY = 86_400;

/** The midnights of a zone, as a program has them that asks mktime(3) for one after the other. */
export class Midnights {
  readonly #zone: Zone;
  #offset = 0;

  constructor(zone: Zone) {
    this.#zone = zone;
  }

  /** The first midnight behind a time, both in seconds since 1970. */
  after(time: number): number {
    const today = Math.floor((time + (this.#zone.offsetAt(time) ?? 0)) / DAY);
    // Samoa had no 30 December in 2011: its midnight can be taken for that of the day before.
    for (let day = today + 1; ; day++) {
      const midnight = this.#instantOf(day * DAY);
      if (midnight > time) return midnight;
    }
  }

  /** Of a time that comes twice glibc's mktime takes the one with the offset of its last answer. */
  #instantOf(local: number): number {
    const usual = local - this.#offset;
    if (this.#zone.offsetAt(usual) === this.#offset) return usual;
    const instant = this.#zone.instantOf(local) ?? local;
    this.#offset = this.#zone.offsetAt(instant) ?? 0;
    return instant;
  }
}
