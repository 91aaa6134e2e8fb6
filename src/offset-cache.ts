/**
 * Seconds within which no zone changes its offset and changes it back. The shortest time of the tz
 * database is four days: summer of 1939 in Freetown.
 */
const SPAN = 6 * 3600;

/** Times of damaged records can be anywhere. */
const MAX_OFFSETS = 10_000;

type Offset = number | null;

/** What a zone's offsets are, asked only at the ends of spans, and within those where one changes. */
export class OffsetCache {
  readonly #read: (seconds: number) => Offset;
  readonly #offsets = new Map<number, Offset>();
  /** The span that was asked for last, and `undefined` for its offset if it has more than one. */
  #span = Number.NaN;
  #offset: Offset | undefined;

  /** @param read seconds by which the zone is ahead of UTC at an instant */
  constructor(read: (seconds: number) => Offset) {
    this.#read = read;
  }

  /** The same as the zone has it. */
  offsetAt(seconds: number): Offset {
    const span = Math.floor(seconds / SPAN);
    if (span !== this.#span) {
      const [from, to] = [this.#offsetOf(span), this.#offsetOf(span + 1)];
      this.#offset = from === to ? from : undefined;
      this.#span = span;
    }
    return this.#offset === undefined ? this.#read(seconds) : this.#offset;
  }

  #offsetOf(span: number): Offset {
    const known = this.#offsets.get(span);
    if (known !== undefined) return known;
    const offset = this.#read(span * SPAN);
    if (this.#offsets.size === MAX_OFFSETS) this.#offsets.clear();
    this.#offsets.set(span, offset);
    return offset;
  }
}
