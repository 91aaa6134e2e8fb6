const SECOND = 1e6;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Microseconds of a unit; of two that fit, the one that stands first is meant. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ["seconds", SECOND],
  ["second", SECOND],
  ["sec", SECOND],
  ["s", SECOND],
  ["minutes", MINUTE],
  ["minute", MINUTE],
  ["min", MINUTE],
  ["months", 30.4375 * DAY],
  ["month", 30.4375 * DAY],
  ["msec", 1000],
  ["ms", 1000],
  ["m", MINUTE],
  ["hours", HOUR],
  ["hour", HOUR],
  ["hr", HOUR],
  ["h", HOUR],
  ["days", DAY],
  ["day", DAY],
  ["d", DAY],
  ["weeks", 7 * DAY],
  ["week", 7 * DAY],
  ["w", 7 * DAY],
  ["years", 365.25 * DAY],
  ["year", 365.25 * DAY],
  ["y", 365.25 * DAY],
  ["usec", 1],
  ["us", 1],
  ["", SECOND],
]);

/** `NUMBER[.FRACTION]UNIT`: numbers as strtoll(3) reads them, with blanks and a sign before each. */
const PART = new RegExp(
  String.raw`[ \t\v\f\n\r]*([+-]?[0-9]+)?(?:\.([ \t\v\f\n\r]*[+-]?[0-9]+))?[ \t\n\r]*` +
    `(${[...UNITS.keys()].join("|")})`,
  "y",
);

/**
 * A span of time as last(1) understands it, `1h 30min`, in microseconds; `null` if it is none. A
 * month is 30.4375 days, a year 365.25.
 */
export function parseSpan(text: string): number | null {
  const end = text.search(/[ \t\n\r]*$/);
  if (end === 0) return null;
  let span = 0;
  for (PART.lastIndex = 0; PART.lastIndex < end;) {
    const [, whole, fraction, unit = ""] = PART.exec(text) ?? [];
    if (whole === undefined && fraction === undefined) return null;
    // A minus is for nought alone.
    if (Number(whole ?? 0) < 0 || Number(fraction ?? 0) < 0) return null;
    const micros = UNITS.get(unit) ?? 0;
    const below = (Number(fraction ?? 0) * micros) / 10 ** (fraction?.length ?? 0);
    span += Number(whole ?? 0) * micros + Math.floor(below);
  }
  return span;
}
