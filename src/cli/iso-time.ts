import { minuteText } from "../local-time.ts";
import { isoDay, TWO_DIGITS } from "../timestamp.ts";
import { Piece, type Output } from "./output.ts";

const DAY = 86_400;
/** Minutes of a day that were written. */
const minutes: Piece[] = [];
/** Seconds of a minute, by what stands between them and the microseconds. */
const seconds: Readonly<Record<Point, Piece[]>> = { ".": [], ",": [] };

type Point = "." | ",";

/** The day that was written last: records are close together. */
const lastDay = { number: Number.NaN, piece: new Piece("") };

/**
 * Writes a time of UTC as ISO 8601, without its zone: `2026-11-22T16:01:10.026708`.
 *
 * @param time seconds since 1970, of a time that a `Date` can hold
 * @param point what is before the microseconds
 */
export function writeIsoTime(
  output: Output,
  time: number,
  microseconds: number,
  point: Point,
): void {
  const day = Math.floor(time / DAY);
  if (day !== lastDay.number) {
    lastDay.number = day;
    lastDay.piece = new Piece(`${isoDay(day)}T`);
  }
  const secondOfDay = time - day * DAY;
  const minute = Math.floor(secondOfDay / 60);
  const second = secondOfDay - 60 * minute;
  output.put(lastDay.piece);
  output.put((minutes[minute] ??= new Piece(`${minuteText(minute)}:`)));
  output.put((seconds[point][second] ??= new Piece(`${TWO_DIGITS[second]}${point}`)));
  output.writeNumber(microseconds, 6);
}
