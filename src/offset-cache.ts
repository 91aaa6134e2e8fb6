/**
 * Seconds within which no zone changes its offset and changes it back. The shortest time of the tz
 * database is four days: summer of 1939 in Freetown.
 */
const SPAN = 6 * 3600;

/** Three years, each span in a place of its own; times of damaged records can be anywhere. */
const MAX_SPANS = 4096;

type Offset = number | null;

interface Span {
  readonly number: number;
  /** `undefined` if the zone changes it within the span. */
  readonly offset: Offset | undefined;
}

/** What a zone's offsets are, asked only at the ends of spans, and within those where one changes. */
export class OffsetCache {
  readonly #read: (seconds: number) => Offset;
  /** Those that were asked for last: a begin and its end are in different ones. */
  readonly #spans: (Span | undefined)[] = Array.from({ length: MAX_SPANS });

  /** @param read seconds by which the zone is ahead of UTC at an instant */
  constructor(read: (seconds: number) => Offset) {
    this.#read = read;
  }

  /** The same as the zone has it. */
  offsetAt(seconds: number): Offset {
    const number = Math.floor(seconds / SPAN);
    const place = number & (MAX_SPANS - 1);
    const known = this.#spans[place];
    const span = known?.number === number ? known : this.#readSpan(number);
    if (span !== known) this.#spans[place] = span;
    return span.offset === undefined ? this.#read(seconds) : span.offset;
  }

  #readSpan(number: number): Span {
    const [from, to] = [this.#read(number * SPAN), this.#read((number + 1) * SPAN)];
    return { number, offset: from === to ? from : undefined };
  }
}
