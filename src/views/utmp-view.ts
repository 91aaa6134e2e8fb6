import { resolve } from "node:path";
import type { LoginRecord, UtmpEntry } from "../entry.ts";
import { hostIfKnown, identityOf, locate } from "../files/locate.ts";
import { STORE_RULES, type AddressField, type WritingRules } from "../layout.ts";
import { checkCount, wrongKind } from "../options.ts";
import type { LoginDatabase } from "../platform.ts";
import type { RecordProblem } from "../problems.ts";
import { UtmpReader } from "../reader.ts";
import type { HistoryPart } from "../sessions/pair-sessions.ts";
import { ALL, asEntries, asRecords, briefly, type Extent, type Wanted } from "./member.ts";
import { MemberSet, type LoginMember, type LoginMembers } from "./member-set.ts";
import { contentsOf, type Selection } from "./contents.ts";
import type { Pass } from "./pass.ts";
import type { RecordKind } from "./record-kind.ts";
import { RecordView } from "./record-view.ts";
import { viewOptions, type ViewOptions } from "./view-options.ts";

/** @internal Finds the places that a view of logins reads. */
export type MembersOf = (
  kind: RecordKind<"utmp", LoginRecord>,
  options: ViewOptions,
) => LoginMembers;

/** What is given of a record. */
export type Give<Given> = (record: LoginRecord) => Given;

/** @internal How records are wanted. */
export type As = (wanted: Wanted) => Wanted;

/** @internal One reading of a view of logins. */
export type LoginPass = Pass<"utmp", LoginRecord>;

/** What {@link Utmp}, {@link Wtmp} and {@link Btmp} share: the same records, kept for other ends. */
export abstract class UtmpView extends RecordView<"utmp", LoginRecord, UtmpEntry> {
  readonly #database: LoginDatabase;
  readonly #options: ViewOptions;
  readonly #set: LoginMembers;

  /** @internal @param membersOf finds what is read; by default all that answers for the system */
  constructor(
    database: LoginDatabase,
    given: string | ViewOptions,
    membersOf: MembersOf = (kind, options) => new MemberSet(database, kind, options),
  ) {
    const options = viewOptions(given);
    super(options);
    this.#database = database;
    this.#options = options;
    this.#set = membersOf(kindOf(database), options);
  }

  override [Symbol.iterator](): IterableIterator<UtmpEntry> {
    return this.forward(entries().entryOf, asEntries);
  }

  /**
   * The newest records, in the order of the file, without reading those before them. Of several
   * files only the newest are opened that hold so many.
   *
   * @param count most records to give
   * @throws TypeError or RangeError if it is no count; else as iterating
   */
  newest(count: number): IterableIterator<UtmpEntry> {
    if (count === undefined) throw wrongKind("count", count, "a whole number is");
    checkCount("count", count, 0);
    return this.last(count, entries().entryOf);
  }

  /** @internal The same for who looks at few fields, and keeps no record. */
  newestRecords(count: number): IterableIterator<LoginRecord> {
    return this.last(count, itself, briefly);
  }

  /**
   * All records from the last to the first, those of the newest file first; a limit counts from the
   * last. A torn record at the end is a problem, and moves none. Files are read in pieces from their
   * end; of a pipe, and of FreeBSD's log, all is kept until its end is known.
   *
   * @throws as iterating
   */
  reversed(): IterableIterator<UtmpEntry> {
    return this.backward(entries().entryOf, asEntries);
  }

  /** @internal The same as iterating, for who looks at few fields, and keeps no record. */
  records(): IterableIterator<LoginRecord> {
    return this.forward(itself, briefly);
  }

  /** @internal The same as {@link reversed}, for who looks at few fields, and keeps no record. */
  reversedRecords(): IterableIterator<LoginRecord> {
    return this.backward(itself, briefly);
  }

  /**
   * @internal What is given of all records, in the order of the file.
   *
   * @param as how they are wanted
   */
  protected forward<Given>(
    give: Give<Given>,
    as: As = asRecords,
    selection: Selection<LoginRecord> = this.bounds,
  ): IteratorObject<Given, undefined> {
    const wanted = as(ALL);
    return this.contents(give, (members) => members.map((member) => [member, wanted]), selection);
  }

  /** @internal What is given of the newest. */
  protected last<Given>(
    count: number,
    give: Give<Given>,
    as: As = asEntries,
  ): IterableIterator<Given> {
    return this.contents(give, (members) => newest().lastParts(members, count, as));
  }

  /** @internal What is given of all, from the last to the first. */
  protected backward<Given>(
    give: Give<Given>,
    as: As = asRecords,
    selection: Selection<LoginRecord> = this.bounds,
  ): IteratorObject<Given, undefined> {
    const { limit, isWanted } = selection;
    const isLimited = limit !== undefined && isWanted === undefined;
    const all = { newest: isLimited ? limit : Number.POSITIVE_INFINITY, isBackwards: true };
    const wanted = as(all);
    return this.contents(
      give,
      (members) => members.toReversed().map((member) => [member, wanted]),
      selection,
      true,
    );
  }

  /** @internal How many records there are, and bytes behind them that are none. */
  extent(): Extent {
    const pass = this.begin();
    let [records, trailingBytes] = [0, 0];
    for (const open of pass.members()) {
      if (open.extent === null) {
        for (const { length } of pass.batches(open)) records += length;
        trailingBytes += open.problems.trailingBytes;
      } else {
        records += open.extent.records;
        trailingBytes += open.extent.trailingBytes;
      }
    }
    return { records, trailingBytes };
  }

  /** @internal What the writers of the newest file mean. */
  get rules(): WritingRules {
    return this.ordered?.layout ?? STORE_RULES;
  }

  /** @internal Whether the newest place is a store that keeps sessions, and no records of them. */
  get keepsSessions(): boolean {
    return this.newestMember.ordered === null;
  }

  /** @internal Whether files of records are read, and databases beside them. */
  protected get isMixed(): boolean {
    const { path, source } = this.#options;
    // One name stands for files, or for databases.
    if (!Array.isArray(path) && !Array.isArray(source)) return false;
    const { members } = this;
    return new Set(members.map(({ ordered }) => ordered === null)).size > 1;
  }

  /** @internal Where the records of the newest file have their address; `null` if they have none. */
  get addressField(): AddressField | null {
    return this.ordered?.layout.fields.address ?? null;
  }

  /** @internal Whether the newest place is the running system's own, named or not. */
  protected get isLive(): boolean {
    const { path, root } = this.#options;
    if (root !== undefined) return false;
    const newest = this.newestMember;
    return path === undefined || newest.isLive || isOwn(newest.name, this.#database);
  }

  /**
   * @internal All there is, whatever the limit: a session's end can stand behind it. Databases come
   * first: they know sessions that the files don't.
   */
  protected *parts(pass: LoginPass): Generator<HistoryPart, undefined, undefined> {
    const { signal } = this.bounds;
    for (const open of pass.members()) {
      const { path, ordered, content } = open;
      const entries = contentsOf(() => ({ pass, members: [open] }), { signal }, itself);
      yield { path, layout: ordered?.layout ?? STORE_RULES, entries, content };
    }
  }

  /**
   * @internal Begins a reading for {@link UtmpView.parts}.
   *
   * @param isBrief whether each record is done with when the next is asked for
   */
  protected beginParts(isBrief: boolean): LoginPass {
    const isStore = (member: LoginMember): boolean => member.ordered === null;
    return this.begin((members) => {
      const stores = members.filter(isStore);
      const files = members.filter((member) => !isStore(member));
      const wanted = isBrief ? briefly(ALL) : ALL;
      return [...stores, ...files].map((member) => [member, wanted]);
    });
  }

  /** @internal Most results to give. */
  protected get limit(): number {
    return this.bounds.limit ?? Number.POSITIVE_INFINITY;
  }

  /** @internal */
  protected get members(): readonly LoginMember[] {
    return this.#set.list();
  }

  /** @internal */
  protected override get leftOut(): readonly RecordProblem[] {
    return this.#set.leftOut;
  }
}

/** A record as it is. */
export function itself(record: LoginRecord): LoginRecord {
  return record;
}

/** Whether a file is where this system keeps a database. */
function isOwn(name: string, database: LoginDatabase): boolean {
  if ((hostIfKnown()?.paths[database] ?? []).length === 0) return false;
  const { path } = locate(database, undefined, undefined);
  return identityOf(resolve(name)) === identityOf(path);
}

function kindOf(database: LoginDatabase): RecordKind<"utmp", LoginRecord> {
  return {
    record: "utmp",
    database,
    structOf: ({ layout }) => layout,
    ask: (databases, path) => databases.read(database, path),
    readerOf({ layout, endian }, report, isWhole) {
      const Reader = isWhole ? reading().EntryReader : UtmpReader;
      return new Reader(layout, endian, report);
    },
  };
}

/** Loaded where the newest are asked for. */
function newest(): typeof import("./last-parts.ts") {
  return require("./last-parts.ts");
}

/** Loaded where entries are asked for, and not records. */
function entries(): typeof import("../entry.ts") {
  return require("../entry.ts");
}

/** The same. */
function reading(): typeof import("../entry-reader.ts") {
  return require("../entry-reader.ts");
}
