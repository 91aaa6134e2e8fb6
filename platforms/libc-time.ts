import type { SystemLibrary } from "../src/platform.ts";
import type { Address } from "./libc-memory.ts";

export const TIME_SYMBOLS = {
  tzset: { args: [], returns: "void" }, // void tzset(void)
  localtime_r: { args: ["ptr", "ptr"], returns: "ptr" }, // struct tm *localtime_r(const time_t *, struct tm *)
} as const;

/** The functions of <time.h> that know the local time. */
export interface TimeFunctions {
  tzset(): void;
  localtime_r(time: BigInt64Array, tm: BigInt64Array): Address;
}

// `struct tm` of every system here, with 64 bits: nine ints, `long tm_gmtoff`, `char *tm_zone`.
const TM_SIZE = 56;
const TM_ISDST = 32;
const TM_GMTOFF = 40;

/** Where numbers end that a `time_t` can hold. */
const END_OF_TIME = 2 ** 63;

/** As many as glibc's mktime tries. */
const MAX_TRIES = 6;

/** Local time as libc has it: of any `TZ`, or of the system's zone. */
export function localTime(
  libc: TimeFunctions,
): Pick<SystemLibrary, "localOffset" | "localInstant"> {
  const time = new BigInt64Array(1);
  const tm = new BigInt64Array(TM_SIZE / BigInt64Array.BYTES_PER_ELEMENT);
  const isDst = new Int32Array(tm.buffer, TM_ISDST, 1);
  let isZoneRead = false;

  function localOffset(seconds: number): number | null {
    // localtime_r(3) may leave it to others to read TZ.
    if (!isZoneRead) libc.tzset();
    isZoneRead = true;
    if (!(Math.abs(seconds) < END_OF_TIME)) return null;
    time[0] = BigInt(seconds);
    if (libc.localtime_r(time, tm) === null) return null;
    return Number(tm[TM_GMTOFF / BigInt64Array.BYTES_PER_ELEMENT]);
  }

  return {
    localOffset,
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
        if (next === instant) return instant;
        // No clock shows the time where two instants lead to each other: summer time has it then.
        const isSkipped = instant === before && instant !== last;
        if (isSkipped && wasDst <= (isDst[0] ?? 0)) return instant;
        wasDst = isDst[0] ?? 0;
        [before, last, instant] = [last, instant, next];
      }
      return null;
    },
  };
}
