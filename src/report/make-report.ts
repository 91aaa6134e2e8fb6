import { hostname } from "node:os";
import type { LoginRecord } from "../entry.ts";
import { isReadError } from "../errors.ts";
import type { RecordProblem } from "../problems.ts";
import { readSystemText } from "../root.ts";
import { failureTest } from "../sessions/failure-filter.ts";
import { LastSessions } from "../sessions/last-sessions.ts";
import { Session, type SessionFields } from "../sessions/session.ts";
import { Btmp } from "../views/btmp.ts";
import { whereOf } from "../views/named-layout.ts";
import type { SourceStatus, StoreName } from "../views/source-status.ts";
import { examineSources } from "../views/examine-sources.ts";
import { Utmp } from "../views/utmp.ts";
import { Wtmp } from "../views/wtmp.ts";
import { countSources } from "./failure-sources.ts";
import { knownUsers } from "./known-users.ts";
import type { Report, ReportOptions } from "./report.ts";

const SESSIONS_SHOWN = 10;
const BOOTS_SHOWN = 5;
const FAILURE_SOURCES_SHOWN = 5;
const FAILURE_DAYS = 7;
const DAY_MS = 86_400_000;
const MAX_FAILURES_READ = 1_000_000;

/** As `readReport()`, of options that have been checked. */
export function makeReport(options: ReportOptions): Report {
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
  const read = find("btmp") ? btmp.newestRecords(MAX_FAILURES_READ) : [];
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

function lastSessions(all: Iterable<readonly SessionFields[]>): {
  sessions: Session[];
  boots: Session[];
} {
  const sessions = new LastSessions<SessionFields>(SESSIONS_SHOWN);
  const boots = new LastSessions<SessionFields>(BOOTS_SHOWN);
  for (const some of all) {
    for (const session of some) (session.kind === "boot" ? boots : sessions).add(session);
  }
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
