import type { LoginRecord } from "../entry.ts";
import { isLogin, wtmpdbEntries } from "../stores/wtmpdb-entries.ts";
import type { WtmpdbRow } from "../stores/wtmpdb.ts";
import { Doubles } from "./doubles.ts";
import { entryMicros } from "./micros.ts";
import type { HistoryRows } from "./row-sessions.ts";

/** Takes a record of a row that a database has. */
export type TakeRecord = (entry: LoginRecord, row: WtmpdbRow) => void;

/**
 * Makes one history of the records of files and the rows of databases: what both have is left out of
 * the files, and entries of rows stand among their records, by time.
 */
export class RecordsBeside {
  readonly #doubles: Doubles;
  /** Oldest first. */
  readonly #entries: readonly LoginRecord[];
  #given = 0;

  /** @param isWanted which rows are given among the records */
  constructor(databases: readonly HistoryRows[], isWanted: (row: WtmpdbRow) => boolean) {
    this.#doubles = new Doubles(databases.flatMap(({ rows }) => rows));
    const entries = databases.flatMap(({ rows, source }) =>
      wtmpdbEntries(rows.filter(isWanted), source),
    );
    this.#entries = entries.sort((a, b) => timeOf(a) - timeOf(b));
  }

  /**
   * The next file, with what happened before its last record.
   *
   * @param take what to do with records of rows, instead of giving those of logouts that rows lack
   */
  *recordsOf(
    file: Iterable<LoginRecord>,
    take: TakeRecord | null = null,
  ): Generator<LoginRecord, undefined, undefined> {
    for (const entry of file) {
      yield* this.#until(entryMicros(entry));
      const row = this.#doubles.rowOf(entry);
      if (row === null) yield entry;
      else if (take !== null) take(entry, row);
      else if (isLogoutOf(row, entry)) yield entry;
    }
  }

  /** What happened after all files. */
  rest(): Iterable<LoginRecord> {
    return this.#until(Number.POSITIVE_INFINITY);
  }

  *#until(micros: number): Generator<LoginRecord, undefined, undefined> {
    for (;;) {
      const entry = this.#entries[this.#given];
      if (entry === undefined || !(timeOf(entry) <= micros)) return;
      this.#given++;
      yield entry;
    }
  }
}

/** Whether a record of a row is the logout that it lacks. */
export function isLogoutOf(row: WtmpdbRow, entry: LoginRecord): boolean {
  return isLogin(row) && row.logoutMicros === null && !entry.isUserProcess;
}

/** What has no time is before all others. */
function timeOf({ micros }: LoginRecord): number {
  return micros ?? Number.MIN_SAFE_INTEGER;
}
