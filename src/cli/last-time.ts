import {
  ctime,
  dayNumber,
  dayOf,
  lastIsoTime,
  localSeconds,
  minuteOfDay,
  MINUTES_OF_DAY,
  minuteText,
  secondsSinceMidnight,
} from "../local-time.ts";
import type { Zone } from "../zone.ts";
import { fit, type ByteText } from "./byte-text.ts";
import { cellOf, keptCellOf, NumberedCells, type Cell, type CellStyle } from "./cell.ts";

/** How last(1) shows times, and how wide its columns for begin and end are. */
export const TIME_FORMATS = {
  notime: { begin: 0, end: 0 },
  short: { begin: 16, end: 7 },
  full: { begin: 24, end: 26 },
  iso: { begin: 25, end: 27 },
} as const;

export type TimeFormat = keyof typeof TIME_FORMATS;

export function isTimeFormat(name: string): name is TimeFormat {
  return Object.hasOwn(TIME_FORMATS, name);
}

/** Of `Wed Aug 28 13:00:07 2013`: what is shown of a begin, and of an end. */
const MINUTE = 16;
const HOUR = 11;

/** The time at which something began; all of it in the line that says when a file begins. */
export function timeText(seconds: number, format: TimeFormat, zone: Zone): ByteText {
  if (format === "iso") return lastIsoTime(zone, seconds) ?? strange(seconds);
  return ctime(zone, seconds) ?? strange(seconds);
}

/** A time that no clock shows: as `--since` takes it, where it is known. */
function strange(seconds: number): string {
  return Number.isNaN(seconds) ? "?" : `@${seconds}`;
}

/** The columns of a begin and an end. */
export class TimeCells {
  readonly #format: TimeFormat;
  readonly #zone: Zone;
  readonly #style: CellStyle;
  /** The day that was shown last, counted from 1970. */
  #day: number = Number.NaN;
  #dayCell: Cell;
  readonly #begins: NumberedCells;
  readonly #ends: NumberedCells;

  constructor(format: TimeFormat, zone: Zone, style: CellStyle) {
    this.#format = format;
    this.#zone = zone;
    this.#style = style;
    this.#dayCell = cellOf("", style);
    const cellsOf = (textOf: (clock: string) => ByteText): NumberedCells => {
      const make = (minute: number): Cell => keptCellOf(textOf(minuteText(minute)), style);
      return new NumberedCells(MINUTES_OF_DAY, make);
    };
    this.#begins = cellsOf((clock) => clock);
    this.#ends = cellsOf((clock) => this.#endText(`- ${clock}`));
  }

  /** Adds the column of a begin, in two where its parts are shown again and again. */
  addBegin(seconds: number, cells: Cell[]): void {
    const local = this.#localOf(seconds);
    if (local === null) {
      const text = fit(this.#timeText(seconds, 0), TIME_FORMATS[this.#format].begin);
      cells.push(cellOf(text, this.#style));
      return;
    }
    const day = dayNumber(local);
    if (day !== this.#day) {
      this.#day = day;
      this.#dayCell = keptCellOf(dayOf(day)?.weekday ?? "", { ...this.#style, separator: " " });
    }
    cells.push(this.#dayCell, this.#begins.at(minuteOfDay(secondsSinceMidnight(local))));
  }

  endOf(seconds: number): Cell {
    const local = this.#localOf(seconds);
    if (local !== null) return this.#ends.at(minuteOfDay(secondsSinceMidnight(local)));
    return cellOf(this.#endText(`- ${this.#timeText(seconds, HOUR)}`), this.#style);
  }

  /** The local time, where only its day and minute are shown. */
  #localOf(seconds: number): number | null {
    return this.#format === "short" ? localSeconds(this.#zone, seconds) : null;
  }

  /** @param from what is left out of a short time, to its left */
  #timeText(seconds: number, from: number): ByteText {
    switch (this.#format) {
      case "notime":
        return "";
      case "short":
        return strange(seconds).slice(from, MINUTE);
      case "full":
      case "iso":
        return timeText(seconds, this.#format, this.#zone);
    }
  }

  #endText(text: ByteText): ByteText {
    return fit(text, TIME_FORMATS[this.#format].end);
  }
}
