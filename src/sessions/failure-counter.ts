import type { FailureBatch } from "./failure-batch.ts";
import { FailureGroups, type Grouping } from "./failure-groups.ts";
import type { FailureThread } from "./failure-thread.ts";

/**
 * So many keys or addresses are counted here, in tables that fit into a processor's cache. With more
 * of them, counting takes longer than reading. Names have no table: their codes are numbers.
 */
const MANY = 1 << 16;

/**
 * Counts failed logins; where many keys are met, in a thread of its own, as soon as that is there. If
 * it never is, because threads are not to be had or a bundle has left out its module, all is counted
 * here.
 */
export class FailureCounter implements Disposable {
  readonly #grouping: Grouping;
  readonly #many: number;
  /** `null` when the thread counts. */
  #here: FailureGroups | null;
  #thread: FailureThread | null = null;

  /** @param many keys or addresses for which a thread is begun */
  constructor(grouping: Grouping, many: number = MANY) {
    this.#grouping = grouping;
    this.#many = many;
    this.#here = new FailureGroups(grouping);
  }

  /** Whether the thread counts. */
  get isElsewhere(): boolean {
    return this.#here === null;
  }

  add(batch: FailureBatch): void {
    const here = this.#here;
    if (here === null) {
      this.#thread?.add(batch);
      return;
    }
    here.add(batch);
    if (here.size <= this.#many) return;
    const thread = (this.#thread ??= threads().beginThread(this.#grouping));
    if (!thread.isReady) return;
    here.repeat((counted) => thread.add(counted));
    this.#here = null;
  }

  /**
   * What was counted, as {@link FailureGroups.counts} gives it. Nothing can be added any more.
   *
   * @param top of how many keys it is wanted at least, the highest
   */
  counts(top: number = Number.POSITIVE_INFINITY): Float64Array {
    return this.#here?.counts(top) ?? this.#thread?.counts(top) ?? new Float64Array(0);
  }

  [Symbol.dispose](): void {
    this.#thread?.[Symbol.dispose]();
  }
}

/** Loaded where many keys are met. */
function threads(): typeof import("./failure-thread.ts") {
  return require("./failure-thread.ts");
}
