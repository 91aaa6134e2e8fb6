/** A time zone: what its clocks show. All times are in whole seconds since 1970 in UTC. */
export interface Zone {
  /** An IANA name, or what the environment has in `TZ`; `UTC` where libc takes that for UTC. */
  readonly name: string;
  /**
   * Seconds by which the zone's clocks are ahead of UTC at an instant; `null` if they can't show it,
   * as the year is too far away.
   */
  offsetAt(seconds: number): number | null;
  /** The offset that is written behind a time, where the zone counts leap seconds, which it leaves out. */
  shownOffsetAt?(seconds: number): number | null;
  /**
   * The instant at which the zone's clocks show a time: mktime(3), which decides between two of
   * them, and about times that no clock shows.
   *
   * @param local the time on the clock, in seconds as though it were UTC
   * @returns `null` if there is no such instant
   */
  instantOf(local: number): number | null;
}
