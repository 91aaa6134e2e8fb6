/** What in a file could not be decoded, or not as it stands; reading went on behind it. */
export interface RecordProblem {
  /**
   * `torn-tail`: bytes at the end that are no whole record. `microseconds`: not below 1,000,000,
   * taken as 0. `shrunk`: the file became shorter while it was read. `libc`: libc gave other
   * records than the file holds, and the file's were taken. `read`: reading failed there, and what
   * stands behind it is not known; or one of several files can't be read at all. `framing`: what
   * stands there between records is none. `layout`: the records can be read in more than one way.
   * `row`: a value in a row of a database is none that can be, and was taken as none; or its logout
   * is that of another session. `stale`: a store may hold more, or other, than what was read.
   * `more`: problems beyond the first thousand, counted only.
   */
  readonly kind:
    | "torn-tail"
    | "microseconds"
    | "shrunk"
    | "libc"
    | "read"
    | "framing"
    | "layout"
    | "row"
    | "stale"
    | "more";
  /** Where in the file, in bytes; in that which a compressed one holds; 0 in a database. */
  readonly offset: number;
  /** How many bytes from there; 0 in a database. */
  readonly bytes: number;
  readonly message: string;
  /** The file, where several are read. */
  readonly path?: string;
}

const MAX_KEPT = 1000;

/** Problems in the order they were met; a file full of damage does not fill the memory. */
export class ProblemList {
  readonly #kept: RecordProblem[];
  #more = 0;

  /** @param known problems that were met before */
  constructor(known: readonly RecordProblem[] = []) {
    this.#kept = [...known];
  }

  add(problem: RecordProblem): void {
    if (this.#kept.length < MAX_KEPT) this.#kept.push(problem);
    else this.#more++;
  }

  addMicroseconds(path: string, offset: number, bytes: number, microseconds: number): void {
    const message = `Impossible time in "${path}" at byte ${offset}: ${microseconds} microseconds are no part of a second and taken as 0`;
    this.add({ kind: "microseconds", offset, bytes, message });
  }

  /** Bytes at the end that are no whole record. */
  get trailingBytes(): number {
    return this.#kept.findLast(({ kind }) => kind === "torn-tail")?.bytes ?? 0;
  }

  list(): readonly RecordProblem[] {
    const last = this.#kept.at(-1);
    if (this.#more === 0 || last === undefined) return [...this.#kept];
    const message = `Problems that are not listed: ${this.#more}`;
    return [...this.#kept, { kind: "more", offset: last.offset, bytes: 0, message }];
  }
}
