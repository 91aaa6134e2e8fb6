import { invalidTextOf, type InvalidTextFields } from "../entry.ts";
import { inspectAsJson } from "../printable.ts";
import type { SourceName } from "../source.ts";
import { dateOf, isoTime } from "../timestamp.ts";

/**
 * How a session ended. `logout`: by its own record. `replaced`: by the next login on its line.
 * `shutdown`, `reboot`: with the system. `crash`: the system was started again without either; the
 * logout is then an upper bound. `open`: not at all. `gone`: without a record, on the live system.
 * `unknown`: still open where a file ends.
 */
export type SessionEnd =
  "logout" | "replaced" | "shutdown" | "reboot" | "crash" | "open" | "gone" | "unknown";

/** What a login and its logout have in common; `store` where the store itself pairs them. */
export type PairedBy = "line+id+pid" | "line+pid" | "line" | "id" | "store";

/** Where a record stands. */
export interface RecordPlace {
  readonly path: string;
  /** In bytes. */
  readonly offset: number;
}

/** What a {@link Session} is made of. */
export interface SessionFields extends InvalidTextFields {
  readonly kind: "user" | "boot";
  readonly user: string;
  readonly line: string;
  readonly host: string;
  readonly address: string | null;
  readonly pid: number | null;
  readonly id: string;
  readonly service: string | null;
  /** Microseconds since 1970. */
  readonly loginMicros: number | null;
  /** Microseconds since 1970; `null` if there is no logout. */
  readonly logoutMicros: number | null;
  /** Microseconds by which the clock was set on between login and logout. */
  readonly clockMicros: number;
  readonly end: SessionEnd;
  readonly pairedBy: PairedBy | null;
  readonly source: SourceName;
  readonly loginAt: RecordPlace | null;
  readonly logoutAt: RecordPlace | null;
  /** How many logins and boots were before it: the order of logins whose times are the same. */
  readonly ordinal?: number;
}

/** A {@link Session} as `JSON.stringify` gives it: times are text, in UTC with microseconds. */
export type SessionJSON = Omit<
  SessionFields,
  "loginMicros" | "logoutMicros" | "clockMicros" | "ordinal"
> & {
  readonly login: string | null;
  readonly logout: string | null;
  readonly durationSeconds: number | null;
  readonly correctedSeconds: number | null;
};

/**
 * From a login to its logout, or, of kind `boot`, from a start of the system to its end.
 *
 * Text is what the records hold and may come from an attacker: escape it before showing it.
 *
 * @example
 * ```ts
 * import { Wtmp } from "bun-utmpx";
 * const wtmp = new Wtmp();
 * for (const { user, login, durationSeconds, end } of wtmp.sessions()) {
 *   console.log(user, login, durationSeconds, end);
 * }
 * ```
 */
export class Session {
  readonly kind: "user" | "boot";
  /** Login name; `reboot` for a boot. */
  readonly user: string;
  /** Hex of the name, only if it is not valid UTF-8. */
  declare readonly userBytes?: string;
  /** Device name of the terminal without `/dev/`. */
  readonly line: string;
  /** Hex of the line, only if it is not valid UTF-8. */
  declare readonly lineBytes?: string;
  /** Name or address of the remote host; the kernel's release for a boot. */
  readonly host: string;
  /** Hex of the host, only if it is not valid UTF-8. */
  declare readonly hostBytes?: string;
  /** Address of the remote host as text. */
  readonly address: string | null;
  /** Process id of the login. */
  readonly pid: number | null;
  /** `ut_id` of the login. */
  readonly id: string;
  /** Hex of the id, only if it is not valid UTF-8. */
  declare readonly idBytes?: string;
  /** PAM service, from stores that know it. */
  readonly service: string | null;
  readonly login: Date | null;
  /** `null` if the session is open, or its logout is not known. */
  readonly logout: Date | null;
  /** From login to logout by the clock; negative if the clock was set back. */
  readonly durationSeconds: number | null;
  /** The same without changes of the clock that are on record. */
  readonly correctedSeconds: number | null;
  readonly end: SessionEnd;
  /** What showed which logout belongs to the login; `null` if none does. */
  readonly pairedBy: PairedBy | null;
  readonly source: SourceName;
  /** The record of the login. */
  readonly loginAt: RecordPlace | null;
  /** The record that ended the session. */
  readonly logoutAt: RecordPlace | null;
  readonly #loginMicros: number | null;
  readonly #logoutMicros: number | null;
  readonly #ordinal: number;

  /** @internal */
  constructor(fields: SessionFields) {
    const { loginMicros, logoutMicros } = fields;
    const isEnded = loginMicros !== null && logoutMicros !== null;
    const duration = isEnded ? logoutMicros - loginMicros : null;
    this.kind = fields.kind;
    this.user = fields.user;
    this.line = fields.line;
    this.host = fields.host;
    this.address = fields.address;
    this.pid = fields.pid;
    this.id = fields.id;
    this.service = fields.service;
    this.login = loginMicros === null ? null : dateOf(0, loginMicros);
    this.logout = logoutMicros === null ? null : dateOf(0, logoutMicros);
    this.durationSeconds = duration === null ? null : duration / 1e6;
    this.correctedSeconds = duration === null ? null : (duration - fields.clockMicros) / 1e6;
    this.end = fields.end;
    this.pairedBy = fields.pairedBy;
    this.source = fields.source;
    this.loginAt = fields.loginAt;
    this.logoutAt = fields.logoutAt;
    Object.assign(this, invalidTextOf(fields));
    this.#loginMicros = loginMicros;
    this.#logoutMicros = logoutMicros;
    this.#ordinal = fields.ordinal ?? 0;
  }

  /** @internal Microseconds since 1970. */
  get loginMicros(): number | null {
    return this.#loginMicros;
  }

  /** @internal Microseconds since 1970; `null` if there is no logout. */
  get logoutMicros(): number | null {
    return this.#logoutMicros;
  }

  /** @internal How many logins and boots were before it. */
  get ordinal(): number {
    return this.#ordinal;
  }

  /** All fields, with times as ISO 8601 text in UTC with microseconds. */
  toJSON(): SessionJSON {
    return {
      kind: this.kind,
      user: this.user,
      line: this.line,
      host: this.host,
      address: this.address,
      pid: this.pid,
      id: this.id,
      service: this.service,
      login: this.login && isoTime(this.login, this.#loginMicros),
      logout: this.logout && isoTime(this.logout, this.#logoutMicros),
      durationSeconds: this.durationSeconds,
      correctedSeconds: this.correctedSeconds,
      end: this.end,
      pairedBy: this.pairedBy,
      source: this.source,
      loginAt: this.loginAt,
      logoutAt: this.logoutAt,
      ...invalidTextOf(this),
    };
  }

  static {
    inspectAsJson(this);
  }
}
