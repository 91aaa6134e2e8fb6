import { byLogin, pairSessions } from "../sessions/pair-sessions.ts";
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
   * The sessions of users, oldest login first. One that is still open where the records end is
   * `open` or `gone` on the live system, and `unknown` in any other file.
   */
  sessions(): Session[] {
    return this.#sessions("user");
  }

  /** The times the system was up, oldest first: from a boot to a shutdown or a crash. */
  boots(): Session[] {
    return this.#sessions("boot");
  }

  /** Logouts that ended no session when the records were last paired: their logins are missing. */
  get unmatchedLogouts(): number {
    return this.#pairer.unmatched;
  }

  /** @internal Sessions of both kinds, each when it ends. */
  pair(): Iterable<Session> {
    const pairer = new SessionPairer();
    this.#pairer = pairer;
    return pairSessions(pairer, this.all(), this.path, (login) => this.openEnd(login));
  }

  #sessions(wanted: Session["kind"]): Session[] {
    const sessions = [...this.pair()].filter(({ kind }) => kind === wanted);
    return sessions.sort(byLogin).slice(0, this.limit);
  }
}
