import { OffsetCache } from "./offset-cache.ts";
import type { Zone } from "./zone.ts";

const MAX_SECONDS = 8.64e12;

/** As many as glibc's mktime tries. */
const MAX_TRIES = 6;

/** A zone of the tz database, as JavaScript knows it: the same on every system. */
export class IanaZone implements Zone {
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;
  readonly #offsets: OffsetCache = new OffsetCache((seconds) => this.#read(seconds));

  /** @throws RangeError if there is no such zone; an offset, as `+01:00`, is none */
  constructor(name: string) {
    this.name = name;
    try {
      if (/^[+-]/.test(name)) throw new RangeError("An offset has no rules");
      this.#format = new Intl.DateTimeFormat("en-US", {
        timeZone: name,
        timeZoneName: "longOffset",
      });
    } catch (error) {
      const message = `Unknown time zone "${name}": an IANA name is wanted, as Europe/Berlin`;
      throw new RangeError(message, { cause: error });
    }
  }

  offsetAt(seconds: number): number | null {
    return this.#offsets.offsetAt(seconds);
  }

  /**
   * The instant that glibc's mktime(3) gives for a `tm_isdst` of -1, where it is asked first. A time
   * that comes twice is the earlier one west of Greenwich, and the later one east of it. A time that
   * no clock shows is as much later as the clocks are put forward. There mktime gives the earlier
   * instant in the few zones where winter is the time that is set (Dublin, Casablanca), and east of
   * Greenwich if no summer begins: JavaScript does not tell summer time.
   */
  instantOf(local: number): number | null {
    let [last, instant] = [Number.NaN, local];
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const offset = this.offsetAt(instant);
      if (offset === null) return null;
      const next = local - offset;
      if (next === instant) return instant;
      // Two instants that lead to each other are on both sides of what the clocks skip.
      if (next === last) return Math.max(next, instant);
      [last, instant] = [instant, next];
    }
    return null;
  }

  #read(seconds: number): number | null {
    if (!(Math.abs(seconds) <= MAX_SECONDS)) return null;
    const text = this.#format.format(seconds * 1000);
    const [, sign, hours = 0, minutes = 0, below = 0] =
      /GMT([+-])(\d+):(\d+)(?::(\d+))?$/.exec(text) ?? [];
    const offset = Number(hours) * 3600 + Number(minutes) * 60 + Number(below);
    return sign === "-" ? -offset : offset;
  }
}
