import { hostname } from "node:os";
import type { LoginRecord } from "../entry.ts";
import { isReadError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import type { RecordProblem } from "../problems.ts";
import { readSystemText } from "../root.ts";
import { failureTest } from "../sessions/failure-filter.ts";
import { LastSessions } from "../sessions/last-sessions.ts";
import { Session, type SessionFields } from "../sessions/session.ts";
import { Btmp } from "../views/btmp.ts";
import { whereOf } from "../views/named-layout.ts";
import type { SourceOf } from "../views/source-choice.ts";
import type { SourceStatus, StoreName } from "../views/source-status.ts";
import { examineSources } from "../views/sources.ts";
import { Utmp } from "../views/utmp.ts";
import { Wtmp } from "../views/wtmp.ts";
import { countSources, type FailureSource } from "./failure-sources.ts";
import { knownUsers } from "./known-users.ts";

const SESSIONS_SHOWN = 10;
const BOOTS_SHOWN = 5;
const FAILURE_SOURCES_SHOWN = 5;
const FAILURE_DAYS = 7;
const DAY_MS = 86_400_000;
const MAX_FAILURES_READ = 1_000_000;

/** What a report is made of, and what it shows. */
export interface ReportOptions {
  /** Tree of another system: a mounted image, or a copy. */
  readonly root?: string;
  /** Name of the layout of its records, for the stores that can have it. @default what they show */
  readonly layout?: string;
  /** How to come by who is logged in. @default "auto" */
  readonly source?: SourceOf<"utmp">;
  /**
   * Whether names in failed logins that no account has are hidden: people type passwords there.
   * @default true
   */
  readonly redact?: boolean;
}

/** The logins of a system on one page. */
export interface Report {
  /** The system's name. */
  readonly host: string | null;
  /** The moment the report is about: now, or the last record of another system's tree. */
  readonly asOf: Date | null;
  /** Who is logged in. */
  readonly open: readonly Session[];
  /** The last sessions of users, oldest first. */
  readonly sessions: readonly Session[];
  /** Where most failed logins came from. */
  readonly failed: readonly FailureSource[];
  /** The last times the system was up, oldest first. */
  readonly boots: readonly Session[];
  readonly sources: readonly SourceStatus[];
  /** Logouts in the history that ended no session: their logins are missing. */
  readonly unmatchedLogouts: number;
  /** Failed logins since this moment are counted. */
  readonly failedSince: Date | null;
  /** How many there were. */
  readonly failedCount: number;
  /** Whether there were more failed logins than are read. */
  readonly failedCut: boolean;
  /** What could not be decoded. */
  readonly problems: readonly RecordProblem[];
}

/**
 * Reads all there is to say about a system's logins. What is not there or can't be read is empty,
 * and {@link Report.sources} says why.
 *
 * @throws {@link UnsupportedPlatformError} if this system's stores are not known; TypeError on an
 *   unknown option or a value of the wrong kind
 *
 * @example
 * ```ts
 * import { readReport } from "bun-utmpx";
 * const { open, failed } = readReport();
 * console.log(open.map(({ user }) => user), failed[0]?.key);
 * ```
 */
export function readReport(options: ReportOptions = {}): Report {
  checkOptions(options, ["root", "layout", "source", "redact"]);
  const { redact = true, source = "auto", ...where } = options;
  const statuses = examineSources(where, source);
  const find = (...stores: readonly StoreName[]): SourceStatus | undefined =>
    statuses.find(({ store, used }) => used && stores.includes(store));
  const present = find("utmp", "logind");
  const history = find("wtmp", "wtmpdb");
  const isLive = where.root === undefined;
  const asOf = isLive ? new Date() : newestOf([present, history, find("btmp")]);

  const logins = whereOf("utmp", where);
  const utmp = new Utmp({ ...logins, source });
  const wtmp = new Wtmp(logins);
  const btmp = new Btmp(logins);
  const failed: RecordProblem[] = [];
  const isAsked = present !== undefined || source !== "auto";
  const open =
    orSay(present?.store ?? "utmp", failed, () => (isAsked ? utmp.openSessions() : [])) ?? [];
  const paired = orSay(history?.store ?? "wtmp", failed, () =>
    lastSessions(history ? wtmp.pair() : []),
  );
  // One wrong time in another store must not hide the failed logins: they have their own end.
  const until = isLive ? asOf : newestOf([find("btmp")]);
  const failedSince = until && new Date(until.getTime() - FAILURE_DAYS * DAY_MS);
  const window = new FailureWindow(failedSince);
  const names = { isKnown: knownUsers(where.root), redact };
  const read = find("btmp") ? btmp.newest(MAX_FAILURES_READ) : [];
  const failures = orSay("btmp", failed, () =>
    countSources(window.within(read), FAILURE_SOURCES_SHOWN, names),
  );
  const isAllRead = (find("btmp")?.records ?? 0) <= MAX_FAILURES_READ;
  return {
    host: hostOf(where.root),
    asOf,
    open,
    sessions: paired?.sessions ?? [],
    failed: failures?.bySource ?? [],
    boots: paired?.boots ?? [],
    sources: statuses,
    unmatchedLogouts: wtmp.unmatchedLogouts,
    failedSince,
    failedCount: failures?.count ?? 0,
    failedCut: !isAllRead && window.holdsFirst,
    problems: [...failed, ...[utmp, wtmp, btmp].flatMap(({ problems }) => problems)],
  };
}

/** A store that was there can be gone: that is one problem of the report, not its end. */
function orSay<Result>(
  store: StoreName,
  problems: RecordProblem[],
  read: () => Result,
): Result | null {
  try {
    return read();
  } catch (error) {
    if (!isReadError(error)) throw error;
    const message = `Cannot read ${store}: ${error.message}`;
    problems.push({ kind: "read", offset: 0, bytes: 0, message });
    return null;
  }
}

function lastSessions(all: Iterable<SessionFields>): { sessions: Session[]; boots: Session[] } {
  const sessions = new LastSessions<SessionFields>(SESSIONS_SHOWN);
  const boots = new LastSessions<SessionFields>(BOOTS_SHOWN);
  for (const session of all) (session.kind === "boot" ? boots : sessions).add(session);
  const listOf = (last: LastSessions<SessionFields>): Session[] =>
    last.list().map((fields) => new Session(fields));
  return { sessions: listOf(sessions), boots: listOf(boots) };
}

/** Failed logins since a moment. */
class FailureWindow {
  readonly #isFailure = failureTest({});
  readonly #isWithin: (entry: LoginRecord) => boolean;
  #holdsFirst: boolean | null = null;

  constructor(since: Date | null) {
    this.#isWithin = since === null ? this.#isFailure : failureTest({ since });
  }

  /** Whether the first record that was read is within: there may be more before it. */
  get holdsFirst(): boolean {
    return this.#holdsFirst === true;
  }

  *within(entries: Iterable<LoginRecord>): Generator<LoginRecord, undefined, undefined> {
    for (const entry of entries) {
      if (!this.#isFailure(entry)) continue;
      const isWithin = this.#isWithin(entry);
      this.#holdsFirst ??= isWithin;
      if (isWithin) yield entry;
    }
  }
}

function hostOf(root: string | undefined): string | null {
  if (root === undefined) return hostname();
  return readSystemText(root, "/etc/hostname").trim() || null;
}

function newestOf(statuses: readonly (SourceStatus | undefined)[]): Date | null {
  const times = statuses.flatMap((status) => (status?.newest ? [Date.parse(status.newest)] : []));
  return times.length === 0 ? null : new Date(Math.max(...times));
}
