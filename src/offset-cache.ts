/**
 * Seconds within which no zone changes its offset and changes it back. The shortest time of the tz
 * database is four days: summer of 1939 in Freetown.
 */
const SPAN = 6 * 3600;

/** Three years, each span in a place of its own; times of damaged records can be anywhere. */
const MAX_SPANS = 4096;

/** What stands for an offset where there is none, and where it must be asked for each time. */
const NONE = 0x7ffffffe;
const ASKED = 0x7fffffff;

/** What a zone's offsets are, asked only at the ends of spans, and within those where one changes. */
export class OffsetCache {
  readonly #read: (seconds: number) => number | null;
  // Of the spans that were asked for last: a begin and its end are in different ones.
  readonly #numbers = new Float64Array(MAX_SPANS).fill(Number.NaN);
  readonly #offsets = new Int32Array(MAX_SPANS);

  /** @param read seconds by which the zone is ahead of UTC at an instant */
  constructor(read: (seconds: number) => number | null) {
    this.#read = read;
  }

  /** The same as the zone has it. */
  offsetAt(seconds: number): number | null {
    const number = Math.floor(seconds / SPAN);
    const place = number & (MAX_SPANS - 1);
    if (this.#numbers[place] !== number) this.#readSpan(number, place);
    const offset = this.#offsets[place] ?? ASKED;
    if (offset < NONE) return offset;
    return offset === NONE ? null : this.#read(seconds);
  }

  #readSpan(number: number, place: number): void {
    const [from, to] = [this.#read(number * SPAN), this.#read((number + 1) * SPAN)];
    const isKept = from === to && (from === null || Math.abs(from) < NONE);
    this.#numbers[place] = number;
    this.#offsets[place] = isKept ? (from ?? NONE) : ASKED;
  }
}
