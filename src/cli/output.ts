import { writeSync } from "node:fs";
import { hasCode } from "../errors.ts";

const BUFFER_CHARACTERS = 1 << 16;
const RETRY_MS = 2;

/** The reader of the output has gone, as with `| head`: nothing is left to do, and all is well. */
export class ClosedPipeError extends Error {}

/** Output that could not be written: a full disk, for example. */
export class OutputError extends Error {}

/** Text on its way to an open file, in large writes. */
export class Output {
  readonly #open: () => number;
  readonly #name: string;
  #pending: string[] = [];
  #size = 0;
  #hasWritten = false;

  /** @param open gives the descriptor, when there is something to write */
  constructor(open: () => number, name: string) {
    this.#open = open;
    this.#name = name;
  }

  /** Whether anything has reached the file. */
  get hasWritten(): boolean {
    return this.#hasWritten;
  }

  write(text: string): void {
    this.#pending.push(text);
    this.#size += text.length;
    if (this.#size >= BUFFER_CHARACTERS) this.flush();
  }

  /**
   * @throws {@link ClosedPipeError} if nobody reads any more; {@link OutputError} if it can't be
   *   written
   */
  flush(): void {
    const text = this.#pending.join("");
    this.#pending = [];
    this.#size = 0;
    this.writeBytes(Buffer.from(text));
  }

  /** Writes bytes at once, behind what {@link flush} has written. */
  writeBytes(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const fd = this.#open();
    for (let written = 0; written < bytes.length;) {
      try {
        written += writeSync(fd, bytes, written);
        this.#hasWritten = true;
      } catch (error) {
        if (hasCode(error, "EPIPE")) throw new ClosedPipeError();
        if (!hasCode(error, "EAGAIN") && !hasCode(error, "EINTR")) {
          const detail = error instanceof Error ? error.message : String(error);
          throw new OutputError(`Cannot write ${this.#name}: ${detail}`, { cause: error });
        }
        // A pipe that somebody set to not block is full: wait for its reader.
        Bun.sleepSync(RETRY_MS);
      }
    }
  }
}

/** A line for standard error; that nobody reads it is no reason to fail. */
export function complain(message: string): void {
  try {
    writeSync(2, `${message}\n`);
  } catch {
    // There is nowhere left to say so.
  }
}
