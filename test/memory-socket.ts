import type { LocalSocket } from "../src/platform.ts";

/** The end of a connection whose other end says this, whatever it hears. */
export class MemorySocket implements LocalSocket {
  /** What it was told. */
  readonly sent: Uint8Array[] = [];
  readonly #pieces: Iterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  /** @param pieces as they arrive; an empty one is no end */
  constructor(pieces: Iterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.iterator]();
  }

  send(bytes: Uint8Array): void {
    this.sent.push(bytes);
  }

  receive(into: Uint8Array): number {
    while (this.#rest.length === 0) {
      const { value, done } = this.#pieces.next();
      if (done === true) return 0;
      this.#rest = value;
    }
    const part = this.#rest.subarray(0, into.length);
    into.set(part);
    this.#rest = this.#rest.subarray(part.length);
    return part.length;
  }

  [Symbol.dispose](): void {}
}
