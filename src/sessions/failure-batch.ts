/** How many records are counted together at most. */
export const MOST_RECORDS = 1024;
const COLUMNS = 5;

/** Bytes of a batch. */
export const BATCH_BYTES: number = COLUMNS * MOST_RECORDS * Float64Array.BYTES_PER_ELEMENT;

/** Records of failed logins that are counted together, by codes of what they have in common. */
export class FailureBatch {
  readonly #cells: Float64Array;
  /** What they are counted under. */
  readonly keys: Float64Array;
  /** How many logins failed. */
  readonly counts: Float64Array;
  /** When, in microseconds since 1970; NaN if that is not known. */
  readonly micros: Float64Array;
  readonly users: Float64Array;
  readonly addresses: Float64Array;
  /** How many records there are. */
  length = 0;

  /** @param memory what to look at, if it is not to have its own */
  constructor(memory: ArrayBufferLike = new ArrayBuffer(BATCH_BYTES), start = 0) {
    this.#cells = new Float64Array(memory, start, COLUMNS * MOST_RECORDS);
    const column = (index: number): Float64Array =>
      this.#cells.subarray(index * MOST_RECORDS, (index + 1) * MOST_RECORDS);
    this.keys = column(0);
    this.counts = column(1);
    this.micros = column(2);
    this.users = column(3);
    this.addresses = column(4);
  }

  get isFull(): boolean {
    return this.length === MOST_RECORDS;
  }

  add(key: number, count: number, micros: number, user: number, address: number): void {
    const at = this.length;
    this.keys[at] = key;
    this.counts[at] = count;
    this.micros[at] = micros;
    this.users[at] = user;
    this.addresses[at] = address;
    this.length = at + 1;
  }

  /** Has what another one has. */
  copy(other: FailureBatch): void {
    this.#cells.set(other.#cells);
    this.length = other.length;
  }
}
