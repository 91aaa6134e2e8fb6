import type { LoginRecord } from "../entry.ts";
import { printableText } from "../printable.ts";
import { entryMicros } from "../sessions/micros.ts";
import type { ViewOptions } from "../views/view-options.ts";
import { isBeginning, LastFile } from "./last-file.ts";
import { isTaken, wasThere, type LastNames } from "./last-filter.ts";
import { HostTexts, type HostKind } from "./last-host.ts";
import type { ShownLine } from "./last-line.ts";
import type { LastTimes } from "./last-options.ts";
import type { LastOutput } from "./last-output.ts";
import { complain } from "./output.ts";
import { complainOf } from "./problems.ts";

/** What is listed of files, and how. */
interface LastListingOptions {
  readonly database: "wtmp" | "btmp";
  /** Where records are read, but for the file. */
  readonly place: ViewOptions;
  /** The clock, in seconds since 1970. */
  readonly now: number;
  /** Times to look at, if it is so late. */
  readonly timesAt: (seconds: number) => LastTimes;
  readonly names: LastNames;
  /** Most lines of all files together. */
  readonly limit: number;
  readonly host: HostKind;
  /** Whether shutdowns, run levels and changes of the clock are shown. */
  readonly withSystem: boolean;
  readonly output: LastOutput;
}

/** What is shown only with `-x`. */
const SYSTEM: ReadonlySet<ShownLine["kind"]> = new Set([
  "shutdown",
  "run-level",
  "old-time",
  "new-time",
]);

/** Lists file after file, each newest first, as last(1) does. */
export class LastListing {
  readonly #options: LastListingOptions;
  #hasBegun = false;
  #printed = 0;
  #isEmpty = true;
  /** The last record of a file whose type nobody knows. */
  #unknown: Pick<LoginRecord, "offset" | "typeCode"> | null = null;

  constructor(options: LastListingOptions) {
    this.#options = options;
  }

  /** Whether any file could be read. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** Whether no record was in any file. */
  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  /**
   * Lists a file, and gives the exit code.
   *
   * @param path the system's own if it is not given
   * @throws as the views
   */
  read(path: string | undefined): number {
    const { database, place, output } = this.#options;
    const file = new LastFile(database, path === undefined ? place : { ...place, path });
    const begin = this.#list(file);
    output.endFile(path ?? file.name, file.begin(begin));
    const problems = complainOf(file.view.problems, output);
    return Math.max(problems, this.#complainOfUnknown(file.view.path));
  }

  /** Behind all files. */
  end(): void {
    if (this.#hasBegun) this.#options.output.end();
  }

  /** Prints the lines of a file; gives the time of its first record, if it came by there. */
  #list(file: LastFile): number | null {
    const { output, host, limit } = this.#options;
    const { entries, now, lineOf } = file.read(this.#options.now);
    this.#hasBegun = true;
    const times = this.#options.timesAt(now);
    const hosts = new HostTexts(host, file.view.addressField, file.view.keepsSessions);
    let begin: number | null = null;
    let isFull = false;
    for (const entry of entries) {
      const time = entryMicros(entry);
      this.#isEmpty = false;
      if (isBeginning(entry)) begin = time;
      if (isFull || !isTaken(time, times)) continue;
      const line = lineOf(entry);
      if (line === null || !this.#isWanted(line, times)) continue;
      output.print(line, hosts);
      this.#printed++;
      isFull = this.#printed >= limit;
      if (isFull && !file.isStream) return null;
    }
    return begin;
  }

  #isWanted(line: ShownLine, times: LastTimes): boolean {
    if (line.kind === "unknown") {
      const { offset, typeCode } = line.entry;
      this.#unknown ??= { offset, typeCode };
      return false;
    }
    const isShown = this.#options.withSystem || !SYSTEM.has(line.kind);
    return isShown && this.#options.names.has(line) && wasThere(line, times);
  }

  #complainOfUnknown(path: string): number {
    const entry = this.#unknown;
    this.#unknown = null;
    if (entry === null) return 0;
    const place = entry.offset === null ? "" : ` at byte ${entry.offset}`;
    const message = `Cannot show all records of "${path}": the one${place} is of type ${entry.typeCode}, and a known type is wanted`;
    complain(`utmpx: ${printableText(message)}`);
    return 1;
  }
}
