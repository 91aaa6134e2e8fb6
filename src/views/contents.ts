import type { Batch } from "../batch.ts";
import type { Layout } from "../layout.ts";
import type { OpenMember } from "./member.ts";
import type { Pass } from "./pass.ts";
import type { AbortSignalLike } from "./view-options.ts";

type Kind = Layout["record"];

/** How many entries are given, and what ends it. */
export interface Bounds {
  readonly signal?: AbortSignalLike | undefined;
  readonly limit?: number | undefined;
}

/** Which are given, too. */
export interface Selection<Item> extends Bounds {
  /** All if it is not given; a limit is one of those that are. */
  readonly isWanted?: ((item: Item) => boolean) | undefined;
}

/** Members that are read one after the other, each open while its entries are given. */
export interface Opened<K extends Kind, Entry> {
  readonly pass: Pass<K, Entry>;
  readonly members: Iterable<OpenMember<K, Entry>>;
}

/**
 * What there is in members.
 *
 * @param open asked when the first is
 * @param give what to give of each
 * @param isBackwards whether batches come last first
 */
export function contentsOf<K extends Kind, Item, Given>(
  open: () => Opened<K, Item>,
  selection: Selection<Item>,
  give: (item: Item) => Given,
  isBackwards = false,
): IteratorObject<Given, undefined, undefined> {
  return new Contents(batchesOf(open), selection, give, isBackwards);
}

function* batchesOf<K extends Kind, Item>(
  open: () => Opened<K, Item>,
): Generator<Batch<Item>, undefined, undefined> {
  const { pass, members } = open();
  for (const member of members) yield* pass.batches(member);
}

/** Gives what is in batches. A generator takes twice as long for each. */
class Contents<Item, Given> extends Iterator<Given, undefined, undefined> {
  readonly #batches: Generator<Batch<Item>, undefined, undefined>;
  readonly #signal: AbortSignalLike | undefined;
  readonly #isWanted: ((item: Item) => boolean) | undefined;
  readonly #give: (item: Item) => Given;
  readonly #isBackwards: boolean;
  #left: number;
  #batch: Batch<Item> | null = null;
  /** How many of the batch are done with. */
  #count = 0;

  constructor(
    batches: Generator<Batch<Item>, undefined, undefined>,
    { signal, limit = Number.POSITIVE_INFINITY, isWanted }: Selection<Item>,
    give: (item: Item) => Given,
    isBackwards: boolean,
  ) {
    super();
    this.#batches = batches;
    this.#signal = signal;
    this.#isWanted = isWanted;
    this.#give = give;
    this.#isBackwards = isBackwards;
    this.#left = limit;
  }

  override next(): IteratorResult<Given, undefined> {
    try {
      for (let item = this.#item(); item !== undefined; item = this.#item()) {
        if (item === null || this.#isWanted?.(item) === false) continue;
        this.#left--;
        return { value: this.#give(item), done: false };
      }
    } catch (error) {
      this.return();
      throw error;
    }
    return this.return();
  }

  override return(): IteratorReturnResult<undefined> {
    this.#left = 0;
    this.#batch = null;
    this.#batches.return(undefined);
    return { value: undefined, done: true };
  }

  /** The next of the items; `null` for a slot that holds none, `undefined` behind the last. */
  #item(): Item | null | undefined {
    if (this.#left === 0) return undefined;
    let batch = this.#batch;
    while (batch === null || this.#count === batch.length) {
      const next = this.#batches.next();
      if (next.done === true) return undefined;
      batch = next.value;
      this.#batch = batch;
      this.#count = 0;
    }
    this.#signal?.throwIfAborted();
    const index = this.#count++;
    return batch.at(this.#isBackwards ? batch.length - 1 - index : index);
  }
}
