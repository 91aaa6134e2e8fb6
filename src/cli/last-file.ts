import { statSync } from "node:fs";
import { hostPlatform } from "../../platforms/index.ts";
import type { LoginRecord } from "../entry.ts";
import { UnsupportedPlatformError } from "../errors.ts";
import { findStore } from "../files/find-store.ts";
import type { Login } from "../platform.ts";
import { LastPairer, secondsOf } from "../sessions/last-pairer.ts";
import { entryMicros } from "../sessions/micros.ts";
import { Btmp } from "../views/btmp.ts";
import type { UtmpView } from "../views/utmp-view.ts";
import type { ViewOptions } from "../views/view-options.ts";
import { Wtmp } from "../views/wtmp.ts";
import { begun } from "./begun.ts";
import type { ShownLine } from "./last-line.ts";
import { sessionLines } from "./session-lines.ts";

/** What is read of a file. */
interface LastReading {
  /** Newest first. */
  readonly entries: Iterable<LoginRecord, undefined>;
  /** When it is, in seconds since 1970. */
  readonly now: number;
  /** The line of an entry, which is to be the next one; `null` if there is nothing to say of it. */
  readonly lineOf: (entry: LoginRecord) => ShownLine | null;
}

/** A file of logins, or of logins that failed. */
export class LastFile {
  readonly #database: "wtmp" | "btmp";
  readonly #options: ViewOptions;
  /** When the oldest session of a store began; `null` if that is not known. */
  #oldest: number | null = null;
  readonly view: UtmpView;

  constructor(database: "wtmp" | "btmp", options: ViewOptions) {
    this.#database = database;
    this.#options = options;
    this.view = this.#viewOf(options);
  }

  /** Where it is; a service gives what is in the database. */
  get name(): string {
    const { path, source } = this.view;
    return source === "wtmpdbd" ? (findStore("wtmpdb", undefined)?.path ?? path) : path;
  }

  /**
   * Begins to read it.
   *
   * @param clock seconds since 1970
   * @throws as iterating the view
   */
  read(clock: number): LastReading {
    const { view } = this;
    if (view instanceof Wtmp && view.keepsSessions) return this.#readSessions(view, clock);
    const entries = begun(view.reversedRecords());
    const newest = entries.first === null ? Number.NaN : entryMicros(entries.first);
    const now = this.#nowAt(newest, clock);
    if (this.#database === "btmp") return { entries, now, lineOf: failedLine };
    const openEnd = this.#openEnd;
    const pairer = new LastPairer({ now: now * 1e6, rules: view.rules, openEnd });
    return { entries, now, lineOf: (entry) => pairer.add(entry) };
  }

  /** What stores keep of sessions is decided on before any line is left out. */
  #readSessions(view: Wtmp, clock: number): LastReading {
    const sessions = [...view.pair()].flat();
    const times = sessions.flatMap(
      ({ loginMicros, logoutMicros }) => logoutMicros ?? loginMicros ?? [],
    );
    const newest = times.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const now = this.#nowAt(newest, clock);
    const oldest = sessions.reduce(
      (a, { loginMicros }) => Math.min(a, loginMicros ?? a),
      Number.POSITIVE_INFINITY,
    );
    this.#oldest = Number.isFinite(oldest) ? oldest : null;
    let current: ShownLine | null = null;
    function* entriesOf(lines: Iterable<ShownLine>): Generator<LoginRecord, undefined, undefined> {
      for (const line of lines) {
        current = line;
        yield line.entry;
      }
    }
    const entries = entriesOf(sessionLines(sessions, now * 1e6, this.#openEnd));
    return { entries, now, lineOf: () => current };
  }

  /** In another system's tree it is not now, but when its last record was written. */
  #nowAt(newest: number, clock: number): number {
    const seconds = secondsOf(newest);
    return this.#options.root === undefined || !Number.isFinite(seconds) ? clock : seconds;
  }

  get #openEnd(): (login: Login) => "open" | "gone" {
    return this.#options.root === undefined ? presentEnd : () => "gone";
  }

  /**
   * When it begins: its first record's time in microseconds since 1970, or if it has none the last
   * change of its inode.
   *
   * @param known the time of its first record, where it was met: what is read only once is not
   *   asked for it
   */
  begin(known: number | null): number {
    if (this.#oldest !== null) return this.#oldest;
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
export function isBeginning({ type }: LoginRecord): boolean {
  return type !== "SIGNATURE";
}

/** Whether a login that nothing ends is still there: last(1) asks this machine of any file. */
function presentEnd(login: Login): "open" | "gone" {
  try {
    return hostPlatform().isPresent(login) ? "open" : "gone";
  } catch (error) {
    if (error instanceof UnsupportedPlatformError) return "gone";
    throw error;
  }
}

function failedLine(entry: LoginRecord): ShownLine {
  const login = entryMicros(entry);
  return { kind: "failed", entry, name: null, login, logout: login, end: null, level: null };
}
