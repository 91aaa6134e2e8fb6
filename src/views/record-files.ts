import { resolve } from "node:path";
import type { LoginRecord } from "../entry.ts";
import { logFiles, type LogFile } from "../files/log-files.ts";
import type { Log } from "../files/rotated-logs.ts";
import { identityOf } from "../files/locate.ts";
import type { LoginDatabase } from "../platform.ts";
import type { RecordProblem } from "../problems.ts";
import type { LoginMembers } from "./member-set.ts";
import type { RecordKind } from "./record-kind.ts";
import { RecordMember } from "./record-member.ts";
import type { StartTimes } from "./start-times.ts";
import { mostUnpacked, type RecordOptions } from "./view-options.ts";

/** A file of records of logins, or the system's own database of them. */
export type LoginRecords = RecordMember<"utmp", LoginRecord>;

/** What is loaded where there are several files, or a directory of them. */
const several = {
  logs: (): typeof import("../files/rotated-logs.ts") => require("../files/rotated-logs.ts"),
  doubles: (): typeof import("../files/doubles.ts") => require("../files/doubles.ts"),
  order: (): typeof import("../files/log-order.ts") => require("../files/log-order.ts"),
  starts: (): typeof import("./start-times.ts") => require("./start-times.ts"),
};

/** The files of records of a view of logins, which can be others each time they are asked for. */
export class RecordFiles implements LoginMembers {
  readonly #database: LoginDatabase;
  readonly #kind: RecordKind<"utmp", LoginRecord>;
  readonly #options: RecordOptions;
  /** By their names: what was learned of a pipe can't be learned again. */
  readonly #members = new Map<string | null, LoginRecords>();
  #starts: StartTimes | null = null;
  #leftOut: RecordProblem[] = [];

  /** @param options those of the view, with one source: how the records are come by */
  constructor(
    database: LoginDatabase,
    kind: RecordKind<"utmp", LoginRecord>,
    options: RecordOptions,
  ) {
    this.#database = database;
    this.#kind = kind;
    this.#options = options;
  }

  get leftOut(): readonly RecordProblem[] {
    return this.#leftOut;
  }

  /** @param path those that are named; `undefined` for the system's own */
  list(path?: string | readonly string[]): readonly LoginRecords[] {
    const { root, rotated } = this.#options;
    this.#leftOut = [];
    const wanted = { path, root, rotated };
    const files = logFiles(this.#database, wanted, (logs) => this.#choose(logs));
    const members = files.map((file) => this.#memberOf(file));
    if (members.length === 1) return members;
    const placed = members.map((member) => ({ member, place: resolve(member.name) }));
    const { withoutDoubles } = several.doubles();
    const single = withoutDoubles(placed, root, mostUnpacked(this.#options));
    const ordered = several.order().oldestFirst(single, ({ member }) => this.#startOf(member));
    return ordered.map(({ member }) => member);
  }

  /** Where the logs are in a directory that have records, or can't be read. */
  logsIn(directory: string): readonly string[] {
    return several
      .logs()
      .logsInDirectory(this.#database, directory, this.#options.root)
      .map((log) => ({ log, ...this.#lookInto(log) }))
      .filter(({ hasRecords, error }) => hasRecords || error !== null)
      .map(({ log }) => log.place);
  }

  /**
   * Systems with two names for a log write the same logins under both: one is read. That is the
   * newest that has records, and of the others it is said if they hold anything.
   */
  #choose(logs: readonly [Log, ...Log[]]): Log {
    if (logs.length === 1) return logs[0];
    const looked = logs.map((log) => ({ log, ...this.#lookInto(log) }));
    const taken =
      looked.find(({ hasRecords }) => hasRecords) ??
      looked.find(({ error }) => error !== null) ??
      looked[0];
    if (taken === undefined) return logs[0];
    const { log } = taken;
    for (const other of looked) {
      if (other === taken || this.#isWithin(other.log, log)) continue;
      const reason = other.hasRecords
        ? `"${log.place}" is the newer log of the same logins`
        : other.error?.message;
      if (reason !== undefined) this.#leftOut.push(leftOut(other.log.place, reason));
    }
    return log;
  }

  /** Whether any file of a log has records, and if none has, why one of them can't be read. */
  #lookInto({ files }: Log): { readonly hasRecords: boolean; readonly error: Error | null } {
    let first: Error | null = null;
    for (const file of files) {
      const member = this.#memberOf(file);
      const start = this.#startOf(member);
      const { error } = member;
      if (error === null && start !== null) return { hasRecords: true, error: null };
      first ??= error;
    }
    return { hasRecords: false, error: first };
  }

  /** Whether all files of a log are those of another by other names. */
  #isWithin(log: Log, other: Log): boolean {
    const identities = ({ files }: Log): string[] =>
      files.map((file) => identityOf(resolve(this.#memberOf(file).name)));
    return new Set(identities(log)).isSubsetOf(new Set(identities(other)));
  }

  #startOf(member: LoginRecords): number | null {
    const { StartTimes } = several.starts();
    this.#starts ??= new StartTimes();
    return this.#starts.of(member);
  }

  #memberOf(file: LogFile): LoginRecords {
    const known = this.#members.get(file.path);
    if (known !== undefined && file.error === null) {
      known.error = null;
      return known;
    }
    const member = new RecordMember(this.#kind, this.#options, file);
    if (file.error === null) this.#members.set(file.path, member);
    return member;
  }
}

function leftOut(path: string, reason: string): RecordProblem {
  return { kind: "read", offset: 0, bytes: 0, message: `Left out "${path}": ${reason}`, path };
}
