import type { LoginRecord } from "../entry.ts";
import type { WritingRules } from "../layout.ts";
import type { RecordType } from "../record-types.ts";
import { entryMicros } from "./micros.ts";
import { downWith, runLevelOf } from "./run-level.ts";
import { isTextEmpty, textStartsWith } from "../record.ts";
import { Logouts } from "./logouts.ts";

/** What a line of last(1) is about; `unknown` is a record of a type that it does not know. */
export type LastKind =
  "user" | "boot" | "shutdown" | "run-level" | "old-time" | "new-time" | "unknown";

/**
 * How it ended. `logout`: by the next record of its line. `shutdown`, `reboot`: with the system, by
 * a run level or a shutdown on record. `crash`: by a boot without one. `open`, `gone`: not at all.
 */
type LastEnd = "logout" | "shutdown" | "reboot" | "crash" | "open" | "gone";

/** What last(1) says of a record. */
export interface LastLine {
  readonly kind: LastKind;
  readonly entry: LoginRecord;
  /** Who, as last(1) calls the system where its records name nobody; else `null`. */
  readonly name: string | null;
  /** Microseconds since 1970; NaN if the record's time can't be told. */
  readonly login: number;
  /**
   * The same of the end; `null` if there is none, and the time of asking if it goes on. A change of
   * the clock ends when the system goes down: that is until when last(1) finds it present.
   */
  readonly logout: number | null;
  /** `null` for what does not end, or is over with the next of its kind. */
  readonly end: LastEnd | null;
  /** The run level that was changed to, as init(8) has it: an ASCII code. */
  readonly level: number | null;
}

/** What a {@link LastPairer} is told of the records. */
export interface LastPairerOptions {
  /** When it is asked, in microseconds since 1970. */
  readonly now: number;
  /**
   * Those of the system that wrote the records. last(1) trusts the types of Linux's writers in few
   * cases: whatever has a user and a line is a login, and what has no user is a logout.
   */
  readonly rules: WritingRules;
  /** What is made of a login that nothing in the records ends. */
  readonly openEnd: (entry: LoginRecord) => "open" | "gone";
}

/** How the system went down. */
type Down = "shutdown" | "reboot";

/** What Linux's writers put into the records of the system itself. */
const NAMES: Readonly<Record<LastKind, string | null>> = {
  user: null,
  unknown: null,
  boot: "reboot",
  shutdown: "shutdown",
  "run-level": "runlevel",
  "old-time": "date",
  "new-time": "date",
};

/**
 * Says of records, newest first, what last(1) of util-linux 2.43 says. Pure: it reads nothing, and
 * knows no clock but the records'.
 *
 * A login ends with the next record of its line, be that a logout or a login, whatever its process;
 * changes of the clock move nothing; and of two boots at the end of the records both still run. The
 * `SessionPairer` knows better.
 */
export class LastPairer {
  readonly #options: LastPairerOptions;
  readonly #logouts: Logouts;
  /** The next time the system went down. */
  #down: { readonly at: number; readonly how: Down } | null = null;
  /** The next change of the run level. */
  #change: number | null = null;
  /** The next time the system was started or went down: what is open then is not any longer. */
  #stop = 0;
  #stopped: Down | "crash" = "crash";

  constructor(options: LastPairerOptions) {
    this.#options = options;
    this.#logouts = new Logouts(options.rules.sessionKey);
  }

  /** Takes the record before those it has had; `null` if there is nothing to say of it. */
  add(entry: LoginRecord): LastLine | null {
    const time = entryMicros(entry);
    switch (takenType(entry, this.#options.rules)) {
      case "USER_PROCESS":
        return this.#login(entry, time);
      case "DEAD_PROCESS":
        this.#logouts.note(entry, time);
        return null;
      case "BOOT_TIME":
        return this.#boot(entry, time);
      case "SHUTDOWN_TIME":
      case "DOWN_TIME":
        return this.#shutdown(entry, time);
      case "RUN_LVL":
        return this.#changeRunLevel(entry, time);
      case "OLD_TIME":
        return this.#line("old-time", entry, time, this.#down?.at ?? this.#options.now);
      case "NEW_TIME":
        return this.#line("new-time", entry, time, this.#down?.at ?? this.#options.now);
      case "UNKNOWN":
        return this.#line("unknown", entry, time);
      case "EMPTY":
      case "INIT_PROCESS":
      case "LOGIN_PROCESS":
      case "ACCOUNTING":
      case "SIGNATURE":
        return null;
    }
  }

  #login(entry: LoginRecord, time: number): LastLine {
    const logout = this.#logouts.note(entry, time);
    if (logout !== null) return this.#line("user", entry, time, logout, "logout");
    const stop = this.#nextStop();
    return stop === null
      ? this.#line("user", entry, time, null, this.#options.openEnd(entry))
      : this.#line("user", entry, time, stop, this.#stopped);
  }

  #boot(entry: LoginRecord, time: number): LastLine {
    const [down, stop] = [this.#down, this.#stop];
    this.#endAll(time, "crash");
    if (down === null) return this.#line("boot", entry, time, this.#options.now, "open");
    return secondsOf(down.at) > secondsOf(stop)
      ? this.#line("boot", entry, time, stop, "crash")
      : this.#line("boot", entry, time, down.at, down.how);
  }

  #shutdown(entry: LoginRecord, time: number): LastLine {
    const stop = this.#nextStop();
    this.#change = time;
    this.#goDown(time, "shutdown");
    return this.#line("shutdown", entry, time, stop);
  }

  #changeRunLevel(entry: LoginRecord, time: number): LastLine {
    const change = this.#change;
    const level = runLevelOf(entry, this.#options.rules);
    const how = downWith(level);
    this.#change = time;
    if (how !== null) this.#goDown(time, how);
    const end = change === null ? "open" : null;
    return this.#line("run-level", entry, time, change ?? this.#options.now, end, level);
  }

  #line(
    kind: LastKind,
    entry: LoginRecord,
    login: number,
    logout: number | null = null,
    end: LastEnd | null = null,
    level: number | null = null,
  ): LastLine {
    const isNamed = this.#options.rules.writers === "linux" || !isTextEmpty(entry, "user");
    return { kind, entry, name: isNamed ? null : NAMES[kind], login, logout, end, level };
  }

  #goDown(at: number, how: Down): void {
    this.#down = { at, how };
    this.#endAll(at, how);
  }

  #endAll(stop: number, stopped: Down | "crash"): void {
    this.#stop = stop;
    this.#stopped = stopped;
    this.#logouts.clear();
  }

  /** last(1) takes the first second of 1970 for none. */
  #nextStop(): number | null {
    return secondsOf(this.#stop) === 0 ? null : this.#stop;
  }
}

/** last(1) counts in whole seconds. */
export function secondsOf(micros: number): number {
  return Math.floor(micros / 1e6);
}

/** What a record is taken for. A user is decoded only where the line has a mark: nearly none has. */
function takenType(record: LoginRecord, { writers }: WritingRules): RecordType {
  const { type, line } = record;
  if (line.startsWith("~")) {
    const { user } = record;
    if (user.startsWith("shutdown")) return "SHUTDOWN_TIME";
    if (user.startsWith("reboot")) return "BOOT_TIME";
    return user.startsWith("runlevel") ? "RUN_LVL" : type;
  }
  const hasUser = !isTextEmpty(record, "user");
  if (writers !== "linux") return type === "USER_PROCESS" && !hasUser ? "DEAD_PROCESS" : type;
  if (!hasUser) return "DEAD_PROCESS";
  if (textStartsWith(record, "user", "date")) {
    if (line.startsWith("|")) return "OLD_TIME";
    if (line.startsWith("{")) return "NEW_TIME";
  }
  const isLogin =
    type !== "DEAD_PROCESS" && line !== "" && !textStartsWith(record, "user", "LOGIN");
  return isLogin ? "USER_PROCESS" : type;
}
