import type { LoginRecord } from "../entry.ts";
import type { SessionKey, WritingRules } from "../layout.ts";
import type { Login } from "../platform.ts";
import { beginningOf, placeOf, sessionOf, type BegunSession } from "./begun-session.ts";
import { idKey, keyOf } from "./login-key.ts";
import { downWith, runLevelOf } from "./run-level.ts";
import type { PairedBy, RecordPlace, Session, SessionEnd } from "./session.ts";
import { dateOf } from "../timestamp.ts";

/** What is made of logins that have no logout when the records end. */
export type OpenEnd = (login: Login) => "open" | "gone" | "unknown";

/** A session that has not ended. */
interface Open extends BegunSession {
  /** How far the clock had been set on when it began. */
  readonly clock: number;
}

const NONE: readonly Session[] = [];

/**
 * Turns records, oldest first, into sessions: forward, with at most one open session per line, or
 * per id on systems that go by it. Pure: it reads nothing, and knows no clock but the records'.
 */
export class SessionPairer {
  readonly #open = new Map<string, Open>();
  /** Keys of open sessions by their `ut_id`, for logouts that have no line. */
  readonly #keyOfId = new Map<string, string>();
  /** Processes of sessions that were replaced, by key: their logouts come late and end nothing. */
  readonly #replaced = new Map<string, Set<number | null>>();
  #boot: Open | null = null;
  #begun = 0;
  #oldTime: number | null = null;
  #clock = 0;
  #unmatched = 0;

  /** Logouts that ended no session. */
  get unmatched(): number {
    return this.#unmatched;
  }

  /**
   * Takes the next record, and gives the sessions it ends.
   *
   * @param path the file that the record is from
   * @param rules those of the system that wrote it: its layout has them
   */
  add(entry: LoginRecord, path: string, rules: WritingRules): readonly Session[] {
    const key = rules.sessionKey;
    const at = placeOf(entry, path);
    switch (entry.type) {
      case "USER_PROCESS":
        // last(1) and who(1) agree that a session without a user is none.
        return entry.user === "" ? this.#logout(entry, at, key) : this.#login(entry, at, key);
      case "DEAD_PROCESS":
        return this.#logout(entry, at, key);
      case "BOOT_TIME":
        return this.#start(entry, at);
      case "SHUTDOWN_TIME":
      case "DOWN_TIME":
        return this.#endAll("shutdown", entry, at);
      case "INIT_PROCESS":
      case "EMPTY":
        // NetBSD's records of the system have these types: its last(1) goes by the line.
        if (entry.line !== "~") return NONE;
        if (entry.user === "shutdown") return this.#endAll("shutdown", entry, at);
        return entry.user === "reboot" ? this.#start(entry, at) : NONE;
      case "RUN_LVL":
        return this.#changeRunLevel(entry, at, rules);
      case "OLD_TIME":
        this.#oldTime = entry.micros;
        return NONE;
      case "NEW_TIME":
        this.#setClock(entry);
        return NONE;
      default:
        return NONE;
    }
  }

  /**
   * Takes a record that is not of these sessions: a login ends what is open on its line. Gives that.
   *
   * @param path as of {@link SessionPairer.add}, and `rules`, too
   */
  leaveOut(entry: LoginRecord, path: string, rules: WritingRules): readonly Session[] {
    if (!entry.isUserProcess) return NONE;
    return this.#replace(entry, placeOf(entry, path), rules.sessionKey);
  }

  /** Gives the sessions that are left when the records end, and forgets all that was before. */
  end(openEnd: OpenEnd): readonly Session[] {
    return this.#close((open) => {
      const { entry } = open;
      const time = entry.micros === null ? null : dateOf(0, entry.micros);
      return this.#session(open, openEnd({ ...entry, time }), null, null, null);
    });
  }

  #login(entry: LoginRecord, at: RecordPlace | null, by: SessionKey): readonly Session[] {
    const replaced = this.#replace(entry, at, by);
    const key = keyOf(entry, by);
    this.#open.set(key, this.#begin("user", entry, at));
    if (entry.id !== "") this.#keyOfId.set(idKey(entry), key);
    return replaced;
  }

  /** What a login ends: the session that is open on its line. */
  #replace(entry: LoginRecord, at: RecordPlace | null, by: SessionKey): readonly Session[] {
    const key = keyOf(entry, by);
    const replaced = this.#take(key);
    if (replaced === undefined) return NONE;
    const pids = this.#replaced.get(key) ?? new Set();
    this.#replaced.set(key, pids.add(replaced.entry.pid));
    return [this.#session(replaced, "replaced", entry, at, by)];
  }

  #logout(entry: LoginRecord, at: RecordPlace | null, by: SessionKey): readonly Session[] {
    const isNamed = by === "id" || entry.line !== "";
    const key = (!isNamed && this.#keyOfId.get(idKey(entry))) || keyOf(entry, by);
    const open = this.#open.get(key);
    const isLate =
      entry.pid !== open?.entry.pid && this.#replaced.get(key)?.has(entry.pid) === true;
    if (open === undefined || isLate) {
      this.#unmatched++;
      return NONE;
    }
    this.#take(key);
    return [this.#session(open, "logout", entry, at, pairing(open.entry, entry, by))];
  }

  #begin(kind: Session["kind"], entry: LoginRecord, at: RecordPlace | null): Open {
    return { kind, entry: beginningOf(entry), at, ordinal: this.#begun++, clock: this.#clock };
  }

  /** The open session of a key, which is then no longer open. */
  #take(key: string): Open | undefined {
    const open = this.#open.get(key);
    if (open === undefined) return undefined;
    this.#open.delete(key);
    // Another session may have come by the same id.
    const id = idKey(open.entry);
    if (this.#keyOfId.get(id) === key) this.#keyOfId.delete(id);
    return open;
  }

  #start(entry: LoginRecord, at: RecordPlace | null): readonly Session[] {
    const crashed = this.#endAll("crash", entry, at);
    this.#boot = this.#begin("boot", entry, at);
    return crashed;
  }

  #changeRunLevel(
    entry: LoginRecord,
    at: RecordPlace | null,
    rules: WritingRules,
  ): readonly Session[] {
    const end = entry.user === "shutdown" ? "shutdown" : downWith(runLevelOf(entry, rules));
    return end === null ? NONE : this.#endAll(end, entry, at);
  }

  #setClock(entry: LoginRecord): void {
    if (this.#oldTime !== null && entry.micros !== null) {
      this.#clock += entry.micros - this.#oldTime;
    }
    this.#oldTime = null;
  }

  #endAll(end: SessionEnd, entry: LoginRecord, at: RecordPlace | null): readonly Session[] {
    return this.#close((open) => this.#session(open, end, entry, at, null));
  }

  /** Ends whatever is open, the system first: nothing outlives it. */
  #close(end: (open: Open) => Session): readonly Session[] {
    const boot = this.#boot === null ? [] : [this.#boot];
    const sessions = [...boot, ...this.#open.values()].map(end);
    this.#boot = null;
    this.#oldTime = null;
    this.#open.clear();
    this.#keyOfId.clear();
    this.#replaced.clear();
    return sessions;
  }

  #session(
    open: Open,
    end: SessionEnd,
    logout: LoginRecord | null,
    logoutAt: RecordPlace | null,
    pairedBy: PairedBy | null,
  ): Session {
    const logoutMicros = logout?.micros ?? null;
    const clockMicros = this.#clock - open.clock;
    return sessionOf(open, { end, logoutMicros, logoutAt, clockMicros, pairedBy });
  }
}

function pairing(login: BegunSession["entry"], logout: LoginRecord, by: SessionKey): PairedBy {
  if (login.line !== logout.line) return "id";
  if (login.pid !== logout.pid) return login.id === "" ? "line" : by;
  return login.id === logout.id ? "line+id+pid" : "line+pid";
}
