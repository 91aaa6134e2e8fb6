import { layoutName, type LayoutOf, type OrderedLayout } from "../../platforms/index.ts";
import { StoreError } from "../errors.ts";
import type { Layout } from "../layout.ts";
import type { RecordProblem } from "../problems.ts";
import type { SourceName } from "../source.ts";
import { ALL, type Member } from "./member.ts";
import { contentsOf, type Bounds, type Opened, type Selection } from "./contents.ts";
import { Pass, type Part } from "./pass.ts";

type Kind = Layout["record"];

/** Chooses what is read of a view's members, which come oldest first. */
type Choose<K extends Kind, Item> = (
  members: readonly Member<K, Item>[],
) => Iterable<Part<K, Item>>;

/** What all views share: records of one kind, out of one file or several. */
export abstract class RecordView<K extends Kind, Item, Entry> implements Iterable<Entry> {
  readonly #bounds: Bounds;
  #pass: Pass<K, Item> | null = null;

  /** @internal */
  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  /**
   * The file that is read, of several the newest; the first place to look if none of them exists.
   */
  get path(): string {
    return this.newestMember.path;
  }

  /** All files that are read now, oldest first. */
  get paths(): readonly string[] {
    return this.members.map(({ path }) => path);
  }

  /**
   * Name of the records' layout, with its byte order where there is more than one: that of the last
   * iteration, or else what the file shows now. Of several files it is the newest's, and of what is
   * no file of records the name of the store.
   *
   * @throws as iterating
   */
  get layout(): string {
    const { ordered } = this;
    return ordered === null ? this.source : layoutName(ordered);
  }

  /**
   * What the last iteration could not decode, in the order in which it was met. Of several files
   * each says in which it stands.
   */
  get problems(): readonly RecordProblem[] {
    return this.#pass?.problems ?? [];
  }

  /**
   * Gives all records anew, in the order of the file; of several files, those of the oldest first.
   *
   * @throws what open(2) fails with, as for a file that is not there; {@link StoreError} if it is no
   *   file of records, or can't be unpacked; {@link RecordFormatError} if no layout fits it;
   *   {@link LibraryError} if libc was asked for and can't be used, or is needed for a file that is
   *   too large to read without; {@link UnsupportedPlatformError} if this system keeps none
   */
  abstract [Symbol.iterator](): IterableIterator<Entry>;

  /** @internal How the records of the last iteration were come by. */
  get source(): SourceName {
    return this.newestMember.source;
  }

  /** @internal Whether a member of the last iteration can't be read again, as a pipe. */
  get isOnce(): boolean {
    return this.members.some(({ isOnce }) => isOnce);
  }

  /** @internal The layout of the newest member; `null` where its records are no bytes. */
  get ordered(): OrderedLayout<LayoutOf<K>> | null {
    const { members } = this;
    const known = members.at(-1)?.ordered;
    if (known !== undefined) return known;
    const pass = this.begin(() => [], members);
    for (const member of members.toReversed()) {
      const open = pass.attempt(member, (problems) => member.open(problems));
      if (open === null) continue;
      member.close(open);
      return open.ordered;
    }
    throw pass.error ?? nothingToRead();
  }

  /** @internal The members that there are now, oldest first. */
  protected abstract get members(): readonly Member<K, Item>[];

  /** @internal What there is besides the members, and is not read. */
  protected get leftOut(): readonly RecordProblem[] {
    return [];
  }

  /** @internal */
  protected get newestMember(): Member<K, Item> {
    const newest = this.members.at(-1);
    if (newest === undefined) throw nothingToRead();
    return newest;
  }

  /** @internal Begins a reading, whose problems are then those of the view. */
  protected begin(
    choose: Choose<K, Item> = all,
    members: readonly Member<K, Item>[] = this.members,
  ): Pass<K, Item> {
    const pass = new Pass(choose(members), members, this.leftOut);
    this.#pass = pass;
    return pass;
  }

  /** @internal What is given of each record of all members, or of those that are chosen. */
  protected contents<Given>(
    give: (item: Item) => Given,
    choose: Choose<K, Item> = all,
    selection: Selection<Item> = this.#bounds,
    isBackwards = false,
  ): IteratorObject<Given, undefined, undefined> {
    const open = (): Opened<K, Item> => {
      const pass = this.begin(choose);
      return { pass, members: pass.members() };
    };
    return contentsOf(open, selection, give, isBackwards);
  }

  /** @internal The records that are asked for, and what ends them. */
  protected get bounds(): Bounds {
    return this.#bounds;
  }
}

function* all<K extends Kind, Item>(
  members: readonly Member<K, Item>[],
): Generator<Part<K, Item>, undefined, undefined> {
  for (const member of members) yield [member, ALL];
}

function nothingToRead(): StoreError {
  return new StoreError("Cannot read records: there are no files, and one is wanted");
}
