import { resolve } from "node:path";
import { hostPlatform } from "../../platforms/index.ts";
import type { UtmpEntry } from "../entry.ts";
import { hostIfKnown, locate } from "../files/locate.ts";
import { identityOf } from "../files/same-file.ts";
import { STORE_RULES, type AddressField, type WritingRules } from "../layout.ts";
import { checkCount, wrongKind } from "../options.ts";
import type { Login, LoginDatabase } from "../platform.ts";
import type { RecordProblem } from "../problems.ts";
import { UtmpReader } from "../reader.ts";
import type { HistoryFile } from "../sessions/pair-sessions.ts";
import { lastParts } from "./last-parts.ts";
import type { Extent } from "./member.ts";
import type { RecordKind } from "./record-kind.ts";
import { MemberSet, type LoginMember } from "./member-set.ts";
import { entriesOf } from "./pass.ts";
import { RecordView } from "./record-view.ts";
import { viewOptions, type ViewOptions } from "./view-options.ts";

/** What {@link Utmp}, {@link Wtmp} and {@link Btmp} share: the same records, kept for other ends. */
export abstract class UtmpView extends RecordView<"utmp", UtmpEntry> {
  readonly #database: LoginDatabase;
  readonly #options: ViewOptions;
  readonly #set: MemberSet;

  /** @internal */
  constructor(database: LoginDatabase, given: string | ViewOptions) {
    const options = viewOptions(given);
    super(options);
    const { source = "auto" } = options;
    if (source !== "auto" && source !== "libc" && source !== "file") {
      throw new RangeError(
        `Cannot read ${database} records from "${source}": known are auto, libc, file`,
      );
    }
    this.#database = database;
    this.#options = options;
    this.#set = new MemberSet(database, kindOf(database), options);
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
    return this.entries((members) => lastParts(members, count), this.bounds);
  }

  /**
   * All records from the last to the first, those of the newest file first; a limit counts from the
   * last. A torn record at the end is a problem, and moves none. Files are read in pieces from their
   * end; of a pipe, and of FreeBSD's log, all is kept until its end is known.
   *
   * @throws as iterating
   */
  reversed(): IterableIterator<UtmpEntry> {
    const wanted = { newest: this.limit, isBackwards: true };
    return this.entries(
      (members) => members.toReversed().map((member) => [member, wanted]),
      this.bounds,
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

  /** @internal Where the records of the newest file have their address; `null` if they have none. */
  get addressField(): AddressField | null {
    return this.ordered?.layout.fields.address ?? null;
  }

  /** @internal Whether the newest file is the running system's own database, named or not. */
  protected get isLive(): boolean {
    const { path, root } = this.#options;
    if (root !== undefined) return false;
    return path === undefined || isOwn(this.newestMember.name, this.#database);
  }

  /** @internal How a login of the live system ends that has no logout. */
  protected openEnd(login: Login): "open" | "gone" {
    return login.type === "BOOT_TIME" || hostPlatform().isPresent(login) ? "open" : "gone";
  }

  /** @internal All records, whatever the limit: a session's end can stand behind it. */
  protected *files(): Generator<HistoryFile, undefined, undefined> {
    const { signal } = this.bounds;
    const pass = this.begin();
    for (const open of pass.members()) {
      yield {
        path: open.path,
        layout: open.ordered?.layout ?? STORE_RULES,
        entries: entriesOf(() => ({ pass, members: [open] }), { signal }),
      };
    }
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

/** Whether a file is where this system keeps a database. */
function isOwn(name: string, database: LoginDatabase): boolean {
  if ((hostIfKnown()?.paths[database] ?? []).length === 0) return false;
  const { path } = locate(database, undefined, undefined);
  return identityOf(resolve(name)) === identityOf(path);
}

function kindOf(database: LoginDatabase): RecordKind<"utmp", UtmpEntry> {
  return {
    record: "utmp",
    database,
    structOf: ({ layout }) => layout,
    ask: (databases, path) => databases.read(database, path),
    readerOf: ({ layout, endian }, report) => new UtmpReader(layout, endian, report),
  };
}
