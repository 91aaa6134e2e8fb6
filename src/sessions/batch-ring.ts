import { BATCH_BYTES, FailureBatch } from "./failure-batch.ts";

/** How many batches are on their way at most. */
const BATCHES = 8;

// Words of the memory that two threads share, before the batches.
/** Changes with each of the others: it is what the threads wait for. */
const EVENTS = 0;
const STATE = 1;
/** How many batches were put in, and taken out again. */
const PUT = 2;
const TAKEN = 3;
/** How many records each batch has. */
const LENGTHS = 4;
const WORDS = LENGTHS + BATCHES;
const HEADER_BYTES = Int32Array.BYTES_PER_ELEMENT * WORDS;

/** `new`: the other thread has not begun to take batches. `closed`: nobody wants them any more. */
const STATES = ["new", "ready", "done", "failed", "closed"] as const;
type RingState = (typeof STATES)[number];

/** Batches on their way from one thread to another. Either waits for the other, synchronously. */
export class BatchRing {
  readonly memory: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #batches: readonly FailureBatch[];

  /** @param memory that of the other thread's ring */
  constructor(
    memory: SharedArrayBuffer = new SharedArrayBuffer(HEADER_BYTES + BATCHES * BATCH_BYTES),
  ) {
    this.memory = memory;
    this.#words = new Int32Array(memory, 0, WORDS);
    this.#batches = Array.from(
      { length: BATCHES },
      (_, i) => new FailureBatch(memory, HEADER_BYTES + i * BATCH_BYTES),
    );
  }

  get state(): RingState {
    return STATES[Atomics.load(this.#words, STATE)] ?? "closed";
  }

  set state(state: RingState) {
    Atomics.store(this.#words, STATE, STATES.indexOf(state));
    this.#tell();
  }

  /** Begins to take batches; `false` if nobody wants that any more. */
  begin(): boolean {
    const [unused, ready] = [STATES.indexOf("new"), STATES.indexOf("ready")];
    const isBegun = Atomics.compareExchange(this.#words, STATE, unused, ready) === unused;
    this.#tell();
    return isBegun;
  }

  /** Puts a batch in; not if they are no longer taken. */
  put(batch: FailureBatch): void {
    const words = this.#words;
    const put = Atomics.load(words, PUT);
    const isRoom = (): boolean => put - Atomics.load(words, TAKEN) < BATCHES;
    this.waitUntil(() => isRoom() || this.state !== "ready");
    if (!isRoom()) return;
    const index = put % BATCHES;
    this.#batches[index]?.copy(batch);
    Atomics.store(words, LENGTHS + index, batch.length);
    Atomics.store(words, PUT, put + 1);
    this.#tell();
  }

  /** Has the next batch looked at; `false` if there is none, and will be none. */
  take(look: (batch: FailureBatch) => void): boolean {
    const words = this.#words;
    const taken = Atomics.load(words, TAKEN);
    this.waitUntil(() => Atomics.load(words, PUT) !== taken || this.state === "closed");
    const index = taken % BATCHES;
    const batch = this.#batches[index];
    if (batch === undefined || this.state === "closed") return false;
    batch.length = Atomics.load(words, LENGTHS + index);
    look(batch);
    Atomics.store(words, TAKEN, taken + 1);
    this.#tell();
    return true;
  }

  waitUntil(isSo: () => boolean): void {
    const words = this.#words;
    for (;;) {
      // What changes behind this line is an event that is not waited for.
      const events = Atomics.load(words, EVENTS);
      if (isSo()) return;
      Atomics.wait(words, EVENTS, events);
    }
  }

  #tell(): void {
    Atomics.add(this.#words, EVENTS, 1);
    Atomics.notify(this.#words, EVENTS);
  }
}
