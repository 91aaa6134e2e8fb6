import { statSync } from "node:fs";
import { hostPlatform } from "../../platforms/index.ts";
import type { UtmpEntry } from "../entry.ts";
import { UnsupportedPlatformError } from "../errors.ts";
import { LastPairer } from "../sessions/last-pairer.ts";
import { entryMicros } from "../sessions/micros.ts";
import { Btmp } from "../views/btmp.ts";
import type { UtmpView } from "../views/utmp-view.ts";
import type { ViewOptions } from "../views/view-options.ts";
import { Wtmp } from "../views/wtmp.ts";
import type { ShownLine } from "./last-line.ts";

/** A file of logins, or of logins that failed. */
export class LastFile {
  readonly #database: "wtmp" | "btmp";
  readonly #options: ViewOptions;
  readonly view: UtmpView;

  constructor(database: "wtmp" | "btmp", options: ViewOptions) {
    this.#database = database;
    this.#options = options;
    this.view = this.#viewOf(options);
  }

  /** Makes lines of its records, which are to come newest first. */
  lines(now: number): (entry: UtmpEntry) => ShownLine | null {
    if (this.#database === "btmp") return failedLine;
    const pairer = new LastPairer({
      now,
      rules: this.view.rules,
      openEnd: (entry) => (this.#options.root === undefined ? openEnd(entry) : "gone"),
    });
    return (entry) => pairer.add(entry);
  }

  /**
   * When it begins: its first record's time in microseconds since 1970, or if it has none the last
   * change of its inode.
   *
   * @param known the time of its first record, where it was met: what is read only once is not
   *   asked for it
   */
  begin(known: number | null): number {
    if (known !== null) return known;
    if (this.isStream) return this.#changed();
    for (const entry of this.#viewOf({ ...this.#options, limit: 2 })) {
      if (isBeginning(entry)) return entryMicros(entry);
    }
    return this.#changed();
  }

  /** Whether it can be read only once: a pipe, or a descriptor that was inherited. */
  get isStream(): boolean {
    return this.view.isOnce;
  }

  #changed(): number {
    return statSync(this.view.path).ctimeMs * 1000;
  }

  #viewOf(options: ViewOptions): UtmpView {
    return this.#database === "btmp" ? new Btmp(options) : new Wtmp(options);
  }
}

/** Whether a record that is the first can tell when a file begins: NetBSD's signature has no time. */
export function isBeginning({ type }: UtmpEntry): boolean {
  return type !== "SIGNATURE";
}

/** Whether a login that nothing ends is still there: last(1) asks this machine of any file. */
function openEnd(entry: UtmpEntry): "open" | "gone" {
  try {
    return hostPlatform().isPresent(entry) ? "open" : "gone";
  } catch (error) {
    if (error instanceof UnsupportedPlatformError) return "gone";
    throw error;
  }
}

function failedLine(entry: UtmpEntry): ShownLine {
  const login = entryMicros(entry);
  return { kind: "failed", entry, user: entry.user, login, logout: login, end: null, level: null };
}
