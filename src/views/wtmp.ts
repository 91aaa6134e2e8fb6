import type { LoginRecord } from "../entry.ts";
// Asked about every name of history: with the rest it is loaded in less time than by itself.
import "../files/find-store.ts";
import type { AsOf } from "../sessions/as-of.ts";
import { canReopen } from "../files/record-file.ts";
import type { ProblemList } from "../problems.ts";
import type { Presence } from "../sessions/pair-sessions.ts";
import type { RecordsBeside } from "../sessions/records-beside.ts";
import type { HistoryRows } from "../sessions/row-sessions.ts";
import type { SessionList } from "../sessions/ordered-sessions.ts";
import type { SessionOptions } from "../sessions/session-options.ts";
import type { SessionPairer } from "../sessions/session-pairer.ts";
import type { Session, SessionFields } from "../sessions/session.ts";
import { UtmpView, type As, type Give, type LoginPass } from "./utmp-view.ts";
import type { ViewOptions } from "./view-options.ts";

/** So many sessions are kept in memory if no more are wanted. */
const FEW_SESSIONS = 1000;

/**
 * Who was logged in, when the system was started and stopped: wtmp(5), oldest first, or the database
 * of wtmpdb where there is one, whose rows are given as records of logins and logouts. Where both
 * are asked for, they are one timeline: what both have is given once.
 *
 * @example
 * ```ts
 * import { Wtmp } from "bun-utmpx";
 * const wtmp = new Wtmp();
 * console.log([...wtmp].filter((entry) => entry.type === "BOOT_TIME").length);
 * ```
 */
export class Wtmp extends UtmpView {
  #pairer: SessionPairer | null = null;
  /** The reading whose records are paired. */
  #paired: LoginPass | null = null;

  /** @param options a file to read, or what else differs from this system's own wtmp */
  constructor(options: string | ViewOptions = {}) {
    super("wtmp", options);
  }

  /**
   * The sessions of users, oldest login first. One that has not ended where the records end is
   * `open` or `gone` on the live system, whose own file may also be named or be the newest of
   * several, and `unknown` in any other file.
   *
   * A limit, that of the view too, keeps the newest sessions, although of entries it is the first
   * that are given: who asks for ten sessions wants the last ten.
   *
   * @throws TypeError or RangeError on options that can't be meant; else as iterating
   *
   * @example
   * ```ts
   * import { Wtmp } from "bun-utmpx";
   * const since = new Date(Date.now() - 7 * 86_400_000);
   * for (const { user, host, end } of new Wtmp().sessions({ since, address: "192.0.2.0/24" })) {
   *   console.log(user, host, end);
   * }
   * ```
   */
  sessions(options: SessionOptions = {}): Session[] {
    return this.#sessions("user", options);
  }

  /**
   * The times the system was up, oldest first: from a boot to a shutdown or a crash. They are
   * sessions of the user `reboot`, whose host is the kernel's release.
   *
   * @throws as {@link Wtmp.sessions}
   */
  boots(options: SessionOptions = {}): Session[] {
    return this.#sessions("boot", options);
  }

  /** Logouts that ended no session when the records were last paired: their logins are missing. */
  get unmatchedLogouts(): number {
    return this.#pairer?.unmatched ?? 0;
  }

  /**
   * @internal The same of one kind, for who looks at one after the other: of many, few are in memory
   * at a time, and the files are read again each time that they are gone through.
   */
  sessionList(kind: Session["kind"], options: SessionOptions): SessionList {
    const { AsOf, checkSessionOptions, OrderedSessions, wantedSessions } = pairing();
    checkSessionOptions(options);
    const { limit = this.limit, reverse = false } = options;
    const now = Date.now();
    if (reverse || limit <= FEW_SESSIONS) return this.#selected(kind, options, now);
    let records: number | undefined;
    const read = (): Iterable<readonly SessionFields[]> => {
      const asOf = new AsOf(options.asOf, this.isLive, now);
      return wantedSessions(this.pair(asOf, records), kind, options, asOf);
    };
    const list = new OrderedSessions(read, () => this.#canRepeat, limit);
    // What is written meanwhile is no part of it.
    records = this.#pairer?.met;
    return list;
  }

  /**
   * @internal Sessions of both kinds, some at a time, as they end, across all files.
   *
   * @param most records to pair
   */
  pair(given?: AsOf, most?: number): Iterable<readonly SessionFields[]> {
    const { AsOf, pairSessions, SessionPairer } = pairing();
    const asOf = given ?? new AsOf(undefined, this.isLive);
    const pairer = new SessionPairer();
    this.#pairer = pairer;
    const pass = this.beginParts(true);
    this.#paired = pass;
    const presence = this.presence(pass.problemsOf(this.newestMember.name));
    return pairSessions(pairer, this.parts(pass), asOf, presence, most);
  }

  /** @internal */
  protected override forward<Given>(give: Give<Given>, as?: As): IteratorObject<Given, undefined> {
    if (!this.isMixed) return super.forward(give, as);
    return this.#timeline().take(this.limit).map(give);
  }

  /** @internal */
  protected override last<Given>(
    count: number,
    give: Give<Given>,
    as?: As,
  ): IterableIterator<Given> {
    if (!this.isMixed) return super.last(count, give, as);
    return this.#whole((all) => all.slice(Math.max(0, all.length - count))).map(give);
  }

  /** @internal */
  protected override backward<Given>(give: Give<Given>, as?: As): IteratorObject<Given, undefined> {
    if (!this.isMixed) return super.backward(give, as);
    return this.#whole((all) => all.reverse()).map(give);
  }

  /** @internal Who tells whether sessions of the running system are there. */
  protected presence(problems: ProblemList): Presence {
    const { LivePresence } = live();
    return new LivePresence(problems);
  }

  /** The records of files and databases by time, those of one event once. */
  *#timeline(): Generator<LoginRecord, undefined, undefined> {
    const { signal } = this.bounds;
    const databases: HistoryRows[] = [];
    let beside: RecordsBeside | null = null;
    for (const { path, entries, content } of this.parts(this.beginParts(false))) {
      if (content !== null && "rows" in content) databases.push({ path, ...content });
      else {
        const { RecordsBeside } = pairing();
        beside ??= new RecordsBeside(databases, () => true);
        yield* beside.recordsOf(entries);
      }
    }
    for (const entry of beside?.rest() ?? []) {
      signal?.throwIfAborted();
      yield entry;
    }
  }

  /** What is known only once all records are. */
  *#whole(
    choose: (all: LoginRecord[]) => LoginRecord[],
  ): Generator<LoginRecord, undefined, undefined> {
    yield* choose([...this.#timeline()])
      .values()
      .take(this.limit);
  }

  #sessions(kind: Session["kind"], options: SessionOptions): Session[] {
    const { checkSessionOptions, Session } = pairing();
    checkSessionOptions(options);
    return this.#selected(kind, options).map((fields) => new Session(fields));
  }

  #selected(kind: Session["kind"], options: SessionOptions, now?: number): SessionFields[] {
    const { AsOf, selectSessions } = pairing();
    const asOf = new AsOf(options.asOf, this.isLive, now);
    const { limit = this.limit } = options;
    return selectSessions(this.pair(asOf), kind, { ...options, limit }, asOf);
  }

  /** Whether what is read are files that can be read again: a database is in memory as a whole. */
  get #canRepeat(): boolean {
    // Members that are not reached yet are asked nothing that opens them.
    const members = this.#paired?.all ?? [];
    return members.every(({ ordered, path }) => ordered !== null && canReopen(path));
  }
}

/** Loaded where sessions of the running system can be asked for. */
function live(): typeof import("./live-presence.ts") {
  return require("./live-presence.ts");
}

/** Loaded where sessions are asked for, or several histories: most want the records. */
function pairing(): typeof import("../sessions/pairing.ts") {
  return require("../sessions/pairing.ts");
}
