import type { UtmpEntry } from "../entry.ts";
import { checkText, wrongKind } from "../options.ts";
import type { RecordType } from "../record-types.ts";
import type { Session } from "../sessions/session.ts";
import type { Query } from "./find-entry.ts";
import { UtmpView } from "./utmp-view.ts";
import type { ViewOptions } from "./view-options.ts";

/**
 * Who is logged in now: utmp(5), or what answers for it. On the live system utmp is read through
 * libc by pointer, from a snapshot, so that no lock delays or shortens it; where no utmp is kept,
 * the sessions of systemd-logind or elogind are read, as records that who(1) would make of them.
 *
 * @example
 * ```ts
 * import { Utmp } from "bun-utmpx";
 * for (const { user, line, host } of new Utmp()) {
 *   console.log(user, line, host);
 * }
 * ```
 */
export class Utmp extends UtmpView {
  /** @param options a file to read, or what else differs from this system's own utmp */
  constructor(options: string | ViewOptions = {}) {
    super("utmp", options);
  }

  /**
   * The sessions of users who are logged in, oldest login first; a limit keeps the newest. Each
   * record of a user is one, also where two have the same line; of a login manager's sessions those
   * are that are a user's, and no greeter's or manager's. On the live system, whose own file may also
   * be named, one that is no longer there is `gone`: its process and terminal are not, or the login
   * manager is closing it. In any other file all are `unknown`.
   *
   * @throws as iterating
   */
  openSessions(): Session[] {
    const pass = this.beginParts(true);
    const recordEnd = this.isLive ? live().recordEnd : null;
    return present().presentSessions(this.parts(pass), this.limit, recordEnd);
  }

  /**
   * The first record of this type or, for a type of process, of any process with this id:
   * getutxid(3). `null` if there is none.
   *
   * @param type a word, or one of the constants, which are Linux's numbers
   * @param id its bytes where it is no text, as on FreeBSD
   * @throws RangeError if no record can be found by this type; TypeError if the id is no text or
   *   bytes; else as iterating
   */
  findById(type: RecordType | number, id: string | Uint8Array): UtmpEntry | null {
    if (!(id instanceof Uint8Array) && typeof id !== "string") {
      throw wrongKind("id", id, "a text or its bytes are");
    }
    return this.#find(finding().idQuery(type, id));
  }

  /**
   * The first user's or waiting session of this line: getutxline(3). `null` if there is none.
   *
   * @throws TypeError if it is no text; else as iterating
   */
  findByLine(line: string): UtmpEntry | null {
    checkText("line", line);
    return this.#find(finding().lineQuery(line));
  }

  #find(query: Query): UtmpEntry | null {
    const { signal } = this.bounds;
    return this.begin().firstOf((member, problems) =>
      finding().findEntry(member, query, problems, signal),
    );
  }
}

/** Loaded where a record is looked for. */
function finding(): typeof import("./find-entry.ts") {
  return require("./find-entry.ts");
}

/** Loaded where sessions of the running system are asked for. */
function live(): typeof import("./live-presence.ts") {
  return require("./live-presence.ts");
}

/** Loaded where sessions are asked for: most want the records. */
function present(): typeof import("../sessions/present-sessions.ts") {
  return require("../sessions/present-sessions.ts");
}
