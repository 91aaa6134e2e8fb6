import { lastOf, turned, type Batch } from "../batch.ts";
import type { Layout } from "../layout.ts";
import type { LayoutOf, OrderedLayout } from "../../platforms/index.ts";
import type { ProblemList } from "../problems.ts";
import type { SourceName } from "../source.ts";
import type { StoreContent } from "../stores/store-content.ts";
import { ALL, type Member, type OpenMember, type Wanted } from "./member.ts";

type Kind = Layout["record"];

/** What was read of a store. */
export interface StoreRead<Entry> {
  /** Makes all entries, in order. */
  readonly entries: () => Batch<Entry>;
  readonly content: StoreContent | null;
  /** Why it may not be all; `null` if it is. */
  readonly stale: string | null;
}

/** A store, and how it is read. */
interface StoreOrigin<K extends Kind, Entry> {
  readonly source: SourceName;
  readonly path: string;
  readonly isLive: boolean;
  /** `null` where the entries are not made of records. */
  readonly ordered: OrderedLayout<LayoutOf<K>> | null;
  readonly read: (problems: ProblemList) => StoreRead<Entry>;
}

/** A store that is no file of records. It is read whole, and closed at once. */
export class StoreMember<K extends Kind, Entry> implements Member<K, Entry> {
  readonly source: SourceName;
  readonly path: string;
  readonly isLive: boolean;
  readonly ordered: OrderedLayout<LayoutOf<K>> | null;
  readonly isOnce = false;
  readonly #read: (problems: ProblemList) => StoreRead<Entry>;
  error: Error | null = null;

  constructor({ source, path, isLive, ordered, read }: StoreOrigin<K, Entry>) {
    this.source = source;
    this.path = path;
    this.isLive = isLive;
    this.ordered = ordered;
    this.#read = read;
  }

  get name(): string {
    return this.path;
  }

  open(problems: ProblemList, { newest, isBackwards }: Wanted = ALL): OpenMember<K, Entry> {
    const { entries, content, stale } = this.#read(problems);
    if (stale !== null) {
      const message = `Cannot read all of "${this.path}": ${stale}`;
      problems.add({ kind: "stale", offset: 0, bytes: 0, message });
    }
    return {
      path: this.path,
      ordered: this.ordered,
      batches: inOrder(entries, newest, isBackwards),
      extent: null,
      content,
      modified: null,
      isOnce: false,
      problems,
      [Symbol.dispose]() {},
    };
  }

  close(): void {}
}

/** Entries are made when they are asked for: who wants sessions has no need of them. */
function* inOrder<Entry>(
  entries: () => Batch<Entry>,
  newest: number,
  isBackwards: boolean,
): Generator<Batch<Entry>, undefined, undefined> {
  const last = lastOf([entries()], newest);
  yield* isBackwards ? turned(last) : last;
}
