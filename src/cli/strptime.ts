/** A time on a clock, as a person writes it. The month counts from 1. */
export interface ClockTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
}

interface Directive {
  readonly field: keyof ClockTime;
  readonly from: number;
  readonly to: number;
  readonly digits: number;
}

const DIRECTIVES: Readonly<Record<string, Directive>> = {
  y: { field: "year", from: 0, to: 99, digits: 2 },
  Y: { field: "year", from: 0, to: 9999, digits: 4 },
  m: { field: "month", from: 1, to: 12, digits: 2 },
  d: { field: "day", from: 1, to: 31, digits: 2 },
  H: { field: "hours", from: 0, to: 23, digits: 2 },
  M: { field: "minutes", from: 0, to: 59, digits: 2 },
  S: { field: "seconds", from: 0, to: 61, digits: 2 },
};

/** Two digits of a year from here on are of the last century. */
const FIRST_OF_1900 = 69;

/**
 * Reads a time as strptime(3) of glibc does: blanks can stand before a number and for any blank of
 * the format, and a number can have fewer digits.
 *
 * @param format of `%y %Y %m %d %H %M %S`, and characters that stand for themselves
 * @returns what was read, and the text that is left; `null` if the text does not fit
 */
export function strptime(
  text: string,
  format: string,
): { readonly fields: Partial<ClockTime>; readonly rest: string } | null {
  const fields: Partial<Record<keyof ClockTime, number>> = {};
  let rest = text;
  for (const [part, letter = ""] of format.matchAll(/%(.)|./g)) {
    const directive = DIRECTIVES[letter];
    if (directive !== undefined) {
      const number = numberAt(rest, directive);
      if (number === null) return null;
      const { value, end } = number;
      const century = letter === "y" ? (value < FIRST_OF_1900 ? 2000 : 1900) : 0;
      fields[directive.field] = century + value;
      rest = rest.slice(end);
    } else if (part === " ") {
      rest = rest.replace(/^[ \t\n\v\f\r]+/, "");
    } else {
      if (!rest.startsWith(part)) return null;
      rest = rest.slice(part.length);
    }
  }
  return { fields, rest };
}

/** Takes digits while the number can still be one of the directive. */
function numberAt(
  text: string,
  { from, to, digits }: Directive,
): { readonly value: number; readonly end: number } | null {
  const [, blanks = "", number = ""] = /^([ \t\n\v\f\r]*)([0-9]*)/.exec(text) ?? [];
  let count = 0;
  let value = 0;
  while (count < digits && count < number.length && value * 10 <= to) {
    value = value * 10 + Number(number[count++]);
  }
  const isOne = count > 0 && value >= from && value <= to;
  return isOne ? { value, end: blanks.length + count } : null;
}
