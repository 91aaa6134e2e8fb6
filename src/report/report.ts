import { checkOptions } from "../options.ts";
import type { RecordProblem } from "../problems.ts";
import type { Session } from "../sessions/session.ts";
import type { SourceOf } from "../views/source-choice.ts";
import type { SourceStatus } from "../views/source-status.ts";
import type { FailureSource } from "./failure-sources.ts";

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
  return making().makeReport(options);
}

/** Loaded where it is asked for: it reads every store there is. */
function making(): typeof import("./make-report.ts") {
  return require("./make-report.ts");
}
