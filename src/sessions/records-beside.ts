import type { UtmpEntry } from "../entry.ts";
import { wtmpdbEntries } from "../stores/wtmpdb-entries.ts";
import type { WtmpdbRow } from "../stores/wtmpdb.ts";
import { Doubles } from "./doubles.ts";
import { entryMicros } from "./micros.ts";
import type { HistoryRows } from "./row-sessions.ts";

/**
 * Makes one history of the records of files and the rows of databases: what both have is left out of
 * the files, and entries of rows stand among their records, by time.
 */
export class RecordsBeside {
  readonly #doubles: Doubles;
  /** Oldest first. */
  readonly #entries: readonly UtmpEntry[];
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
   * @param leaveOut told of each record that is left out
   */
  *recordsOf(
    file: Iterable<UtmpEntry>,
    leaveOut: (double: UtmpEntry) => void = () => {},
  ): Generator<UtmpEntry, undefined, undefined> {
    for (const entry of file) {
      yield* this.#until(entryMicros(entry));
      if (this.#doubles.has(entry)) leaveOut(entry);
      else yield entry;
    }
  }

  /** What happened after all files. */
  rest(): Iterable<UtmpEntry> {
    return this.#until(Number.POSITIVE_INFINITY);
  }

  *#until(micros: number): Generator<UtmpEntry, undefined, undefined> {
    for (;;) {
      const entry = this.#entries[this.#given];
      if (entry === undefined || !(timeOf(entry) <= micros)) return;
      this.#given++;
      yield entry;
    }
  }
}

/** What has no time is before all others. */
function timeOf({ micros }: UtmpEntry): number {
  return micros ?? Number.MIN_SAFE_INTEGER;
}
