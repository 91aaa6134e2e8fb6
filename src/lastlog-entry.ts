import { inspectAsJson } from "./printable.ts";
import type { SourceName } from "./source.ts";
import { isoTime } from "./timestamp.ts";

/** What a {@link LastlogEntry} is made of. */
export interface LastlogEntryFields {
  readonly uid: number | null;
  readonly user: string | null;
  readonly line: string;
  readonly host: string;
  readonly time: Date | null;
  readonly micros: number | null;
  readonly service: string | null;
  readonly source: SourceName;
  readonly offset: number | null;
}

/** A {@link LastlogEntry} as `JSON.stringify` gives it. */
export type LastlogEntryJSON = Omit<LastlogEntryFields, "time"> & {
  readonly userBytes?: string;
  readonly lineBytes?: string;
  readonly hostBytes?: string;
  readonly time: string | null;
};

/** Hex of the text fields that are not valid UTF-8. */
interface InvalidLastlogText {
  readonly user: string | null;
  readonly line: string | null;
  readonly host: string | null;
}

/**
 * When and from where a user last logged in: lastlog(8). Slots of users who never did are not
 * given. Text is what the record holds and may come from an attacker: escape it before showing it.
 *
 * @example
 * ```ts
 * import { Lastlog } from "bun-utmpx";
 * for (const { uid, user, host, time } of new Lastlog()) {
 *   console.log(uid, user, host, time);
 * }
 * ```
 */
export class LastlogEntry implements LastlogEntryFields {
  /** User id; `null` from stores that are keyed by name. */
  readonly uid: number | null;
  /** Login name, from the store or from passwd(5); `null` if no account has this uid. */
  readonly user: string | null;
  /** Hex of the name, only if the record holds it and it is not valid UTF-8. */
  declare readonly userBytes?: string;
  /** `ll_line`: device name of the terminal without `/dev/`. */
  readonly line: string;
  /** Hex of `ll_line`, only if it is not valid UTF-8. */
  declare readonly lineBytes?: string;
  /** `ll_host`: name or address of the remote host. */
  readonly host: string;
  /** Hex of `ll_host`, only if it is not valid UTF-8. */
  declare readonly hostBytes?: string;
  /** `ll_time`; `null` if 0, which means never, or if a `Date` can't hold it. */
  readonly time: Date | null;
  /** `ll_time` in microseconds since 1970; `null` if 0 or if a number can't hold it exactly. */
  readonly micros: number | null;
  /** PAM service, from stores that know it. */
  readonly service: string | null;
  /** The store that the record comes from. */
  readonly source: SourceName;
  /** Where the record begins in its file, in bytes; `null` from a database. */
  readonly offset: number | null;

  /** @internal */
  constructor(fields: LastlogEntryFields, invalid: InvalidLastlogText) {
    this.uid = fields.uid;
    this.user = fields.user;
    this.line = fields.line;
    this.host = fields.host;
    this.time = fields.time;
    this.micros = fields.micros;
    this.service = fields.service;
    this.source = fields.source;
    this.offset = fields.offset;
    if (invalid.user !== null) this.userBytes = invalid.user;
    if (invalid.line !== null) this.lineBytes = invalid.line;
    if (invalid.host !== null) this.hostBytes = invalid.host;
  }

  /** All fields, with the time as ISO 8601 text in UTC with microseconds. */
  toJSON(): LastlogEntryJSON {
    return {
      uid: this.uid,
      user: this.user,
      ...(this.userBytes !== undefined && { userBytes: this.userBytes }),
      line: this.line,
      ...(this.lineBytes !== undefined && { lineBytes: this.lineBytes }),
      host: this.host,
      ...(this.hostBytes !== undefined && { hostBytes: this.hostBytes }),
      time: this.time && isoTime(this.time, this.micros),
      micros: this.micros,
      service: this.service,
      source: this.source,
      offset: this.offset,
    };
  }

  static {
    inspectAsJson(this);
  }
}
