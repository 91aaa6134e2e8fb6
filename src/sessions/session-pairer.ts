import type { LoginRecord } from "../entry.ts";
import type { SessionKey, WritingRules } from "../layout.ts";
import type { Login } from "../platform.ts";
import { BegunSession } from "./begun-session.ts";
import { idKey, keyOf } from "./login-key.ts";
import { downWith, runLevelOf } from "./run-level.ts";
import type { PairedBy, SessionEnd, SessionFields } from "./session.ts";
import { dateOf } from "../timestamp.ts";

/** What is made of logins that have no logout when the records end. */
export type OpenEnd = (login: Login) => "open" | "gone" | "unknown";

const NONE: readonly SessionFields[] = [];

/**
 * Turns records, oldest first, into sessions: forward, with at most one open session per line, or
 * per id on systems that go by it. Pure: it reads nothing, and knows no clock but the records'.
 */
export class SessionPairer {
  /** How many records were met for it, those that it was not given among them. */
  met = 0;
  readonly #open = new Map<string, BegunSession>();
  /** Keys of open sessions by their `ut_id`, for logouts that have no line. */
  readonly #keyOfId = new Map<string, string>();
  /** Processes of sessions that were replaced, by key: their logouts come late and end nothing. */
  readonly #replaced = new Map<string, Set<number | null>>();
  #boot: BegunSession | null = null;
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
  add(entry: LoginRecord, path: string, rules: WritingRules): readonly SessionFields[] {
    const key = rules.sessionKey;
    switch (entry.type) {
      case "USER_PROCESS":
        // last(1) and who(1) agree that a session without a user is none.
        return entry.user === "" ? this.#logout(entry, path, key) : this.#login(entry, path, key);
      case "DEAD_PROCESS":
        return this.#logout(entry, path, key);
      case "BOOT_TIME":
        return this.#start(entry, path);
      case "SHUTDOWN_TIME":
      case "DOWN_TIME":
        return this.#endAll("shutdown", entry, path);
      case "INIT_PROCESS":
      case "EMPTY":
        // NetBSD's records of the system have these types: its last(1) goes by the line.
        if (entry.line !== "~") return NONE;
        if (entry.user === "shutdown") return this.#endAll("shutdown", entry, path);
        return entry.user === "reboot" ? this.#start(entry, path) : NONE;
      case "RUN_LVL":
        return this.#changeRunLevel(entry, path, rules);
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
  leaveOut(entry: LoginRecord, path: string, rules: WritingRules): readonly SessionFields[] {
    return entry.isUserProcess ? this.#replace(entry, path, rules.sessionKey) : NONE;
  }

  /** Gives the sessions that are left when the records end, and forgets all that was before. */
  end(openEnd: OpenEnd): readonly SessionFields[] {
    return this.#close((open) => {
      const { type, user, line, device, pid, loginMicros } = open;
      const time = loginMicros === null ? null : dateOf(0, loginMicros);
      return open.endAs(openEnd({ type, user, line, device, pid, time }));
    });
  }

  #login(entry: LoginRecord, path: string, by: SessionKey): readonly SessionFields[] {
    const replaced = this.#replace(entry, path, by);
    const key = keyOf(entry, by);
    this.#open.set(key, this.#begin("user", entry, path));
    if (entry.id !== "") this.#keyOfId.set(idKey(entry), key);
    return replaced;
  }

  /** What a login ends: the session that is open on its line. */
  #replace(entry: LoginRecord, path: string, by: SessionKey): readonly SessionFields[] {
    const key = keyOf(entry, by);
    const replaced = this.#take(key);
    if (replaced === undefined) return NONE;
    const pids = this.#replaced.get(key) ?? new Set();
    this.#replaced.set(key, pids.add(replaced.pid));
    return [this.#endBy(replaced, "replaced", entry, path, by)];
  }

  #logout(entry: LoginRecord, path: string, by: SessionKey): readonly SessionFields[] {
    const isNamed = by === "id" || entry.line !== "";
    const key = (!isNamed && this.#keyOfId.get(idKey(entry))) || keyOf(entry, by);
    const open = this.#open.get(key);
    const isLate = entry.pid !== open?.pid && this.#replaced.get(key)?.has(entry.pid) === true;
    if (open === undefined || isLate) {
      this.#unmatched++;
      return NONE;
    }
    this.#take(key);
    return [this.#endBy(open, "logout", entry, path, pairing(open, entry, by))];
  }

  #begin(kind: SessionFields["kind"], entry: LoginRecord, path: string): BegunSession {
    return new BegunSession(kind, entry, path, this.#begun++, this.#clock);
  }

  /** The open session of a key, which is then no longer open. */
  #take(key: string): BegunSession | undefined {
    const open = this.#open.get(key);
    if (open === undefined) return undefined;
    this.#open.delete(key);
    // Another session may have come by the same id.
    const id = idKey(open);
    if (this.#keyOfId.get(id) === key) this.#keyOfId.delete(id);
    return open;
  }

  #start(entry: LoginRecord, path: string): readonly SessionFields[] {
    const crashed = this.#endAll("crash", entry, path);
    this.#boot = this.#begin("boot", entry, path);
    return crashed;
  }

  #changeRunLevel(entry: LoginRecord, path: string, rules: WritingRules): readonly SessionFields[] {
    const end = entry.user === "shutdown" ? "shutdown" : downWith(runLevelOf(entry, rules));
    return end === null ? NONE : this.#endAll(end, entry, path);
  }

  #setClock(entry: LoginRecord): void {
    if (this.#oldTime !== null && entry.micros !== null) {
      this.#clock += entry.micros - this.#oldTime;
    }
    this.#oldTime = null;
  }

  #endAll(end: SessionEnd, entry: LoginRecord, path: string): readonly SessionFields[] {
    return this.#close((open) => this.#endBy(open, end, entry, path, null));
  }

  /** Ends whatever is open, the system first: nothing outlives it. */
  #close(end: (open: BegunSession) => SessionFields): readonly SessionFields[] {
    const boot = this.#boot === null ? [] : [this.#boot];
    const sessions = [...boot, ...this.#open.values()].map(end);
    this.#boot = null;
    this.#oldTime = null;
    this.#open.clear();
    this.#keyOfId.clear();
    this.#replaced.clear();
    return sessions;
  }

  #endBy(
    open: BegunSession,
    end: SessionEnd,
    entry: LoginRecord,
    path: string,
    pairedBy: PairedBy | null,
  ): SessionFields {
    return open.endBy(end, entry, path, pairedBy, this.#clock);
  }
}

function pairing(login: BegunSession, logout: LoginRecord, by: SessionKey): PairedBy {
  if (login.line !== logout.line) return "id";
  if (login.pid !== logout.pid) return login.id === "" ? "line" : by;
  return login.id === logout.id ? "line+id+pid" : "line+pid";
}
