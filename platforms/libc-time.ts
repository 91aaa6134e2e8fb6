import type { SystemLibrary } from "../src/platform.ts";
import type { Address } from "./libc-memory.ts";

/** The functions of <time.h> that know the local time. */
export interface TimeFunctions {
  tzset(): void;
  localtime_r(time: BigInt64Array, tm: BigInt64Array): Address;
}

// `struct tm` of every system here, with 64 bits: nine ints, `long tm_gmtoff`, `char *tm_zone`.
const TM_SIZE = 56;
const TM_INTS = 9;
const TM_GMTOFF = 40;

const DAY = 86_400;

/** Where numbers end that a `time_t` can hold. */
const END_OF_TIME = 2 ** 63;

/** As many as glibc's mktime tries. */
const MAX_TRIES = 6;

/** Local time as libc has it: of any `TZ`, or of the system's zone. */
export function localTime(
  libc: TimeFunctions,
): Pick<SystemLibrary, "localOffset" | "localOffsetShown" | "localInstant"> {
  const time = new BigInt64Array(1);
  const tm = new BigInt64Array(TM_SIZE / BigInt64Array.BYTES_PER_ELEMENT);
  const fields = new Int32Array(tm.buffer, 0, TM_INTS);
  const isDst = (): number => fields[8] ?? 0;
  let isZoneRead = false;

  function readTime(seconds: number): boolean {
    // localtime_r(3) may leave it to others to read TZ.
    if (!isZoneRead) libc.tzset();
    isZoneRead = true;
    if (!(Math.abs(seconds) < END_OF_TIME)) return false;
    time[0] = BigInt(seconds);
    return libc.localtime_r(time, tm) !== null;
  }

  /** Told by what clocks show: `tm_gmtoff` says nothing of the leap seconds of a zone of `right/`. */
  function localOffset(seconds: number): number | null {
    return readTime(seconds) ? clockAhead(fields, seconds) : null;
  }

  function localOffsetShown(seconds: number): number | null {
    return readTime(seconds) ? Number(tm[TM_GMTOFF / BigInt64Array.BYTES_PER_ELEMENT]) : null;
  }

  return {
    localOffset,
    localOffsetShown,
    /**
     * Glibc's mktime begins with the offset of its last answer, so that what it says of a time that
     * comes twice depends on what it was asked before; musl's decides otherwise. This goes the way
     * of glibc's first call, on every system.
     */
    localInstant(local) {
      let [before, last, instant] = [local, local, local];
      let wasDst = 0;
      for (let tries = 0; tries < MAX_TRIES; tries++) {
        const offset = localOffset(instant);
        if (offset === null) return null;
        const next = local - offset;
        // Of two instants with the same time, the leap second is the later one.
        if (next === instant) return fields[0] === 60 ? instant - 1 : instant;
        // No clock shows the time where two instants lead to each other: summer time has it then.
        const isSkipped = instant === before && instant !== last;
        if (isSkipped && wasDst <= isDst()) return instant;
        wasDst = isDst();
        [before, last, instant] = [last, instant, next];
      }
      return null;
    },
  };
}

/** Seconds by which the fields of a `struct tm` are ahead of UTC, of any year and without loss. */
function clockAhead(fields: Int32Array, seconds: number): number {
  const [second = 0, minute = 0, hour = 0, , , year = 0, , yearDay = 0] = fields;
  // A leap second has the time of the one before it: what follows is then one less ahead.
  const secondOfDay = hour * 3600 + minute * 60 + Math.min(second, 59);
  const secondOfUtcDay = seconds % DAY;
  const utcDay = Math.round((seconds - secondOfUtcDay) / DAY);
  return (daysBefore(year + 1900) + yearDay - utcDay) * DAY + secondOfDay - secondOfUtcDay;
}

/** Days from 1970 to the first one of a year. */
function daysBefore(year: number): number {
  const past = year - 1;
  const leapDays = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
  return past * 365 + leapDays - 719_162;
}
