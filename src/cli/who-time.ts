import {
  dayNumber,
  dayOf,
  isoDate,
  localSeconds,
  minuteOfDay,
  minuteText,
  secondsSinceMidnight,
} from "../local-time.ts";
import type { Zone } from "../zone.ts";
import { pad } from "./byte-text.ts";
import { localeName } from "./locale-name.ts";
import { Piece, type Output } from "./output.ts";

const NOTHING = new Piece("");

/** The column of times in a zone: those of the C locale have the month's name and no year. */
export class WhoTimes {
  readonly width: number;
  readonly #output: Output;
  readonly #zone: Zone;
  readonly #isPlain: boolean;
  /** The day that was shown last, counted from 1970. */
  #day: number = Number.NaN;
  #dayPiece: Piece = NOTHING;
  /** What fills the column behind such a day and a minute. */
  #rest: Piece = NOTHING;
  readonly #minutes: Piece[] = [];

  constructor(output: Output, zone: Zone) {
    this.#output = output;
    this.#zone = zone;
    this.#isPlain = /^(?:C|POSIX)$/.test(localeName("LC_TIME"));
    this.width = (this.#isPlain ? "Nov 20 12:00" : "2026-11-20 12:00").length;
  }

  /** @param seconds since 1970, `null` if a `Date` can't hold them */
  put(seconds: number | null): void {
    const output = this.#output;
    const local = seconds === null ? null : localSeconds(this.#zone, seconds);
    if (local === null) {
      output.write(`${pad(seconds === null ? "?" : String(seconds), this.width)} `);
      return;
    }
    const day = dayNumber(local);
    if (day !== this.#day) this.#changeDay(day);
    output.put(this.#dayPiece);
    const minute = minuteOfDay(secondsSinceMidnight(local));
    output.put((this.#minutes[minute] ??= new Piece(` ${minuteText(minute)}`)));
    output.put(this.#rest);
  }

  #changeDay(number: number): void {
    const day = dayOf(number);
    const text = day === null ? "" : this.#isPlain ? day.monthDay : isoDate(day);
    this.#day = number;
    this.#dayPiece = new Piece(text);
    this.#rest = new Piece(`${pad("", this.width - `${text} 12:00`.length)} `);
  }
}
