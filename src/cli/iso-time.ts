import { minuteText } from "../local-time.ts";
import { isoDay } from "../timestamp.ts";
import { Piece, type Output } from "./output.ts";

const DAY = 86_400;
/** Minutes of a day that were written. */
const minutes: Piece[] = [];

/** The day that was written last: records are close together. */
const lastDay = { number: Number.NaN, piece: new Piece("") };

/**
 * Writes a time of UTC as ISO 8601, without its zone: `2026-11-22T16:01:10.026708`.
 *
 * @param seconds since 1970, of a time that a `Date` can hold
 * @param point what is before the microseconds
 */
export function writeIsoTime(
  output: Output,
  seconds: number,
  microseconds: number,
  point: Piece,
): void {
  const day = Math.floor(seconds / DAY);
  if (day !== lastDay.number) {
    lastDay.number = day;
    lastDay.piece = new Piece(`${isoDay(day)}T`);
  }
  const second = seconds - day * DAY;
  const minute = Math.floor(second / 60);
  output.put(lastDay.piece);
  output.put((minutes[minute] ??= new Piece(`${minuteText(minute)}:`)));
  output.writeNumber(second - 60 * minute, 2);
  output.put(point);
  output.writeNumber(microseconds, 6);
}
