import {
  MessageChannel,
  receiveMessageOnPort,
  Worker,
  type MessagePort,
} from "node:worker_threads";
import { BatchRing } from "./batch-ring.ts";
import type { FailureBatch } from "./failure-batch.ts";
import { FailureGroups, type Grouping } from "./failure-groups.ts";

/** What a thread is given. */
export interface FailureJob {
  readonly grouping: Grouping;
  /** Of the {@link BatchRing} that it takes batches from. */
  readonly memory: SharedArrayBuffer;
  /** What is to be told of the counts. */
  readonly port: MessagePort;
}

/** What the thread does. */
export function countBatches({ grouping, memory, port }: FailureJob): void {
  const ring = new BatchRing(memory);
  try {
    const groups = new FailureGroups(grouping);
    if (!ring.begin()) return;
    while (ring.take((batch) => groups.add(batch)));
    if (ring.state === "closed") return;
    const counts = groups.counts(ring.top);
    port.postMessage(counts, [counts.buffer]);
    ring.state = "done";
  } catch (error) {
    try {
      port.postMessage(error);
    } finally {
      ring.state = "failed";
    }
  } finally {
    port.close();
  }
}

/** A thread that counts failed logins. */
export class FailureThread implements Disposable {
  readonly #ring = new BatchRing();
  readonly #port: MessagePort;
  readonly #worker: Worker;

  /** @param module what the thread runs */
  constructor(grouping: Grouping, module: URL) {
    const { port1, port2 } = new MessageChannel();
    const job: FailureJob = { grouping, memory: this.#ring.memory, port: port2 };
    this.#port = port1;
    this.#worker = new Worker(module, { workerData: job, transferList: [port2] });
    // Without it, all is counted where the records are read.
    this.#worker.on("error", () => {});
    this.#worker.unref();
  }

  /** Whether it counts what it is given. */
  get isReady(): boolean {
    return this.#ring.state === "ready";
  }

  /** Only while it is ready, or has been. */
  add(batch: FailureBatch): void {
    this.#ring.put(batch);
  }

  /**
   * What was counted, when all is.
   *
   * @throws what counting failed with: RangeError if there is not enough memory
   */
  counts(top: number): Float64Array {
    this.#ring.end(top);
    this.#ring.waitUntil(() => this.#ring.state !== "ready");
    const message: unknown = receiveMessageOnPort(this.#port)?.message;
    if (message instanceof Float64Array) return message;
    throw message instanceof Error ? message : new Error("Cannot tell what a thread has counted");
  }

  [Symbol.dispose](): void {
    this.#ring.state = "closed";
    this.#port.close();
  }
}

export function beginThread(grouping: Grouping): FailureThread {
  return new FailureThread(grouping, new URL("./failure-worker.ts", import.meta.url));
}
