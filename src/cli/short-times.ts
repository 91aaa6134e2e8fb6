import {
  dayNumber,
  minuteOfDay,
  minuteText,
  secondsSinceMidnight,
  shownSeconds,
} from "../local-time.ts";
import { isoDay, TWO_DIGITS } from "../timestamp.ts";
import type { Zone } from "../zone.ts";
import type { Cells } from "./columns-output.ts";
import { Piece } from "./output.ts";

/** A day of the calendar. */
interface ShownDay {
  /** Days since 1970. */
  readonly number: number;
  /** `2026-`. */
  readonly year: string;
  readonly yearPiece: Piece;
  /** `11-20` and a blank. */
  readonly datePiece: Piece;
}

/** Days that are kept, each in a place of its own: records are close together. */
const MAX_DAYS = 64;
const NONE = new Piece("-");

/** Times for a person, as `2026-11-20 13:00`, in the zone of a command. */
export class ShortTimes {
  readonly #zone: Zone;
  readonly #days: (ShownDay | undefined)[] = [];
  readonly #minutes: Piece[] = [];
  readonly #seconds: Piece[] = [];

  constructor(zone: Zone) {
    this.#zone = zone;
  }

  /** @param ms of a `Date`; `null` if the time is not known */
  putMinute(cells: Cells, ms: number | null): void {
    if (ms === null) cells.put(NONE);
    else this.#put(cells, shownSeconds(this.#zone, ms));
  }

  /** The same to the second. */
  putSecond(cells: Cells, ms: number | null): void {
    if (ms === null) {
      cells.put(NONE);
      return;
    }
    const shown = shownSeconds(this.#zone, ms);
    const second = secondsSinceMidnight(shown) % 60;
    this.#put(cells, shown);
    cells.put((this.#seconds[second] ??= new Piece(`:${TWO_DIGITS[second]}`)));
  }

  /** As much of a time as differs from an earlier one. */
  putRest(cells: Cells, ms: number | null, before: number | null): void {
    if (ms === null) {
      cells.put(NONE);
      return;
    }
    const shown = shownSeconds(this.#zone, ms);
    const last = before === null ? null : this.#dayOf(shownSeconds(this.#zone, before));
    const day = this.#dayOf(shown);
    if (day.year !== last?.year) cells.put(day.yearPiece);
    if (day.number !== last?.number) cells.put(day.datePiece);
    cells.put(this.#minuteOf(shown));
  }

  #put(cells: Cells, shown: number): void {
    const { yearPiece, datePiece } = this.#dayOf(shown);
    cells.put(yearPiece);
    cells.put(datePiece);
    cells.put(this.#minuteOf(shown));
  }

  #dayOf(shown: number): ShownDay {
    const number = dayNumber(shown);
    const place = number & (MAX_DAYS - 1);
    const known = this.#days[place];
    if (known?.number === number) return known;
    const text = isoDay(number);
    const year = text.slice(0, -"11-20".length);
    const datePiece = new Piece(`${text.slice(year.length)} `);
    return (this.#days[place] = { number, year, yearPiece: new Piece(year), datePiece });
  }

  #minuteOf(shown: number): Piece {
    const minute = minuteOfDay(secondsSinceMidnight(shown));
    return (this.#minutes[minute] ??= new Piece(minuteText(minute)));
  }
}
