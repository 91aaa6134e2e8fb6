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
/** Whether no more are put in, and how many counts are wanted of all. */
const ENDED = 4;
const TOP = 5;
/** How many threads wait, or are about to. */
const WAITING = 6;
/** How many records each batch has. */
const LENGTHS = 7;
const HEADER_WORDS = LENGTHS + BATCHES;
const HEADER_BYTES = 8 * Math.ceil((Int32Array.BYTES_PER_ELEMENT * HEADER_WORDS) / 8);

/** More than there can be. */
const MOST = 0x7fffffff;

/**
 * `new`: nobody has begun to take batches. Who takes them says `ready`, and then that all is `done`
 * or that it has `failed`; who puts them in says `closed` when nobody wants them counted any more.
 */
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
    this.#words = new Int32Array(memory, 0, HEADER_WORDS);
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

  /** Puts a batch in. If taking them has failed, it is left out: the {@link state} tells. */
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

  /** Puts no more in; the counts of so many keys are wanted, the highest. */
  end(top: number): void {
    Atomics.store(this.#words, TOP, Math.min(top, MOST));
    Atomics.store(this.#words, ENDED, 1);
    this.#tell();
  }

  /** Of how many keys the counts are wanted, when all batches were taken. */
  get top(): number {
    return Atomics.load(this.#words, TOP);
  }

  /** Has the next batch looked at; `false` behind the last, and if nobody wants them any more. */
  take(look: (batch: FailureBatch) => void): boolean {
    const words = this.#words;
    const taken = Atomics.load(words, TAKEN);
    const isAny = (): boolean => Atomics.load(words, PUT) !== taken;
    this.waitUntil(() => isAny() || Atomics.load(words, ENDED) === 1 || this.state === "closed");
    const index = taken % BATCHES;
    const batch = this.#batches[index];
    if (batch === undefined || !isAny() || this.state === "closed") return false;
    batch.length = Atomics.load(words, LENGTHS + index);
    look(batch);
    Atomics.store(words, TAKEN, taken + 1);
    this.#tell();
    return true;
  }

  /** Waits until something is so that the other thread tells of. */
  waitUntil(isSo: () => boolean): void {
    if (isSo()) return;
    const words = this.#words;
    Atomics.add(words, WAITING, 1);
    for (;;) {
      // Read before the test: if anything changes behind this line, wait() returns at once.
      const events = Atomics.load(words, EVENTS);
      if (isSo()) break;
      Atomics.wait(words, EVENTS, events);
    }
    Atomics.sub(words, WAITING, 1);
  }

  #tell(): void {
    const words = this.#words;
    Atomics.add(words, EVENTS, 1);
    // Who begins to wait behind this line sees the event. Few do: to notify takes longest.
    if (Atomics.load(words, WAITING) > 0) Atomics.notify(words, EVENTS);
  }
}
