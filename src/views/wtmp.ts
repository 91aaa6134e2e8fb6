import { AsOf } from "../sessions/as-of.ts";
import { pairSessions } from "../sessions/pair-sessions.ts";
import { selectSessions } from "../sessions/select-sessions.ts";
import { checkSessionOptions, type SessionOptions } from "../sessions/session-options.ts";
import { SessionPairer } from "../sessions/session-pairer.ts";
import type { Session } from "../sessions/session.ts";
import { UtmpView } from "./utmp-view.ts";
import type { ViewOptions } from "./view-options.ts";

/**
 * Who was logged in, when the system was started and stopped: wtmp(5), oldest first.
 *
 * @example
 * ```ts
 * import { Wtmp } from "bun-utmpx";
 * const wtmp = new Wtmp();
 * console.log([...wtmp].filter((entry) => entry.type === "BOOT_TIME").length);
 * ```
 */
export class Wtmp extends UtmpView {
  #pairer = new SessionPairer();

  /** @param options a file to read, or what else differs from this system's own wtmp */
  constructor(options: string | ViewOptions = {}) {
    super("wtmp", options);
  }

  /**
   * The sessions of users, oldest login first. One that has not ended where the records end is
   * `open` or `gone` on the live system, whose own file may also be named or be the newest of
   * several, and `unknown` in any other file.
   *
   * A limit, that of the view too, keeps the newest sessions, although of entries it is the first
   * that are given: who asks for ten sessions wants the last ten.
   *
   * @throws TypeError or RangeError on options that can't be meant; else as iterating
   *
   * @example
   * ```ts
   * import { Wtmp } from "bun-utmpx";
   * const since = new Date(Date.now() - 7 * 86_400_000);
   * for (const { user, host, end } of new Wtmp().sessions({ since, address: "192.0.2.0/24" })) {
   *   console.log(user, host, end);
   * }
   * ```
   */
  sessions(options: SessionOptions = {}): Session[] {
    return this.#sessions("user", options);
  }

  /**
   * The times the system was up, oldest first: from a boot to a shutdown or a crash. They are
   * sessions of the user `reboot`, whose host is the kernel's release.
   *
   * @throws as {@link Wtmp.sessions}
   */
  boots(options: SessionOptions = {}): Session[] {
    return this.#sessions("boot", options);
  }

  /** Logouts that ended no session when the records were last paired: their logins are missing. */
  get unmatchedLogouts(): number {
    return this.#pairer.unmatched;
  }

  /** @internal Sessions of both kinds, each when it ends, across all files. */
  pair(asOf: AsOf = new AsOf(undefined, this.isLive)): Iterable<Session> {
    const pairer = new SessionPairer();
    this.#pairer = pairer;
    return pairSessions(pairer, this.files(), asOf, (login) => this.openEnd(login));
  }

  #sessions(kind: Session["kind"], options: SessionOptions): Session[] {
    checkSessionOptions(options);
    const asOf = new AsOf(options.asOf, this.isLive);
    const { limit = this.limit } = options;
    return selectSessions(this.pair(asOf), kind, { ...options, limit }, asOf);
  }
}
