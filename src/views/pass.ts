import type { Batch } from "../batch.ts";
import { isReadError } from "../errors.ts";
import type { Layout } from "../layout.ts";
import { ProblemList, type RecordProblem } from "../problems.ts";
import type { Member, OpenMember, Wanted } from "./member.ts";
import type { AbortSignalLike } from "./view-options.ts";

type Kind = Layout["record"];

/** What is read of a member. */
export type Part<K extends Kind, Entry> = readonly [Member<K, Entry>, Wanted];

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

/**
 * One reading of a view, over all its members. What fails of one of several is a problem; it is an
 * error only if none can be read.
 */
export class Pass<K extends Kind, Entry> {
  readonly #parts: Iterable<Part<K, Entry>>;
  readonly #members: readonly Member<K, Entry>[];
  readonly #known: readonly RecordProblem[];
  readonly #reached = new Set<Member<K, Entry>>();
  readonly #met: { readonly path: string; readonly problems: ProblemList }[] = [];
  /** How many members could be read. */
  #read = 0;
  #error: Error | null = null;

  /**
   * @param members all of the view; the errors of one that is alone are the view's
   * @param known problems with what is no member
   */
  constructor(
    parts: Iterable<Part<K, Entry>>,
    members: readonly Member<K, Entry>[],
    known: readonly RecordProblem[] = [],
  ) {
    this.#parts = parts;
    this.#members = members;
    this.#known = known;
  }

  /** Why no member could be read; `null` if one could. */
  get error(): Error | null {
    return this.#read === 0 ? this.#error : null;
  }

  /** What was met, in the order in which it was, and what is known of members not reached. */
  get problems(): readonly RecordProblem[] {
    if (this.#isAlone) {
      return [...this.#known, ...this.#met.flatMap(({ problems }) => problems.list())];
    }
    const met = this.#met.flatMap(({ path, problems }) =>
      problems.list().map((problem) => ({ ...problem, path })),
    );
    const unread = this.#members.flatMap((member) => {
      const { error, name } = member;
      return error === null || this.#reached.has(member)
        ? []
        : [{ ...unreadable(error), path: name }];
    });
    return [...this.#known, ...met, ...unread];
  }

  /** All members of the view, reached or not. */
  get all(): readonly Member<K, Entry>[] {
    return this.#members;
  }

  get #isAlone(): boolean {
    return this.#members.length === 1;
  }

  /** Opens one member after the other, and closes it before the next. */
  *members(): Generator<OpenMember<K, Entry>, undefined, undefined> {
    for (const [member, wanted] of this.#parts) {
      const open = this.attempt(member, (problems) => this.#open(member, problems, wanted));
      if (open === null) continue;
      using _ = open;
      yield open;
    }
    if (this.error !== null) throw this.error;
  }

  /** A list for problems that are met beside reading, with what is at a path. */
  problemsOf(path: string): ProblemList {
    const problems = new ProblemList();
    this.#met.push({ path: this.#isAlone ? "" : path, problems });
    return problems;
  }

  /** The first that is found in one of the members. */
  firstOf<Result>(
    find: (member: Member<K, Entry>, problems: ProblemList) => Result | null,
  ): Result | null {
    for (const [member] of this.#parts) {
      const found = this.attempt(member, (problems) => find(member, problems));
      if (found !== null) return found;
    }
    if (this.error !== null) throw this.error;
    return null;
  }

  /** The batches of a member that is open, up to where they can't be read. */
  *batches({
    batches,
    problems,
  }: OpenMember<K, Entry>): Generator<Batch<Entry>, undefined, undefined> {
    let isAnyGiven = false;
    try {
      for (const batch of batches) {
        isAnyGiven = true;
        yield batch;
      }
    } catch (error) {
      if (!isAnyGiven) this.#read--;
      this.#fail(error, problems);
    }
  }

  /** Reads something of a member; `null` if that fails, and there are others. */
  attempt<Result>(
    member: Member<K, Entry>,
    read: (problems: ProblemList) => Result,
  ): Result | null {
    const problems = new ProblemList();
    this.#reached.add(member);
    this.#met.push({ path: this.#isAlone ? "" : member.name, problems });
    try {
      const result = read(problems);
      this.#read++;
      return result;
    } catch (error) {
      this.#fail(error, problems);
      return null;
    }
  }

  #open(member: Member<K, Entry>, problems: ProblemList, wanted: Wanted): OpenMember<K, Entry> {
    const open = member.open(problems, wanted);
    // What was met when it was looked at before.
    if (open.problems !== problems) this.#met.push({ path: open.path, problems: open.problems });
    return open;
  }

  #fail(error: unknown, problems: ProblemList): void {
    if (!isReadError(error) || this.#isAlone) throw error;
    this.#error ??= error;
    problems.add(unreadable(error));
  }
}

function unreadable({ message }: Error): RecordProblem {
  return { kind: "read", offset: 0, bytes: 0, message };
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
