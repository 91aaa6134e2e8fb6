import { parseAddress } from "./address.ts";
import { isoTime } from "./timestamp.ts";
import { inspectAsJson } from "./printable.ts";
import type { RecordType } from "./record-types.ts";
import type { SourceName } from "./source.ts";

/** How a process ended: `struct exit_status` of utmp(5). */
export interface ExitStatus {
  /** Signal that ended the process, 0 if none. */
  readonly termination: number;
  /** Exit status of the process. */
  readonly exit: number;
}

/** What a {@link UtmpEntry} is made of. */
export interface UtmpEntryFields {
  readonly type: RecordType;
  readonly typeCode: number;
  readonly pid: number | null;
  readonly sid: number | null;
  readonly id: string;
  readonly user: string;
  readonly line: string;
  readonly host: string;
  readonly device: string | null;
  readonly time: Date | null;
  readonly micros: number | null;
  readonly exit: ExitStatus | null;
  readonly address: string | null;
  readonly source: SourceName;
  readonly offset: number | null;
}

/** Hex of the text fields that are not valid UTF-8. */
export interface InvalidText {
  idBytes?: string;
  userBytes?: string;
  lineBytes?: string;
  hostBytes?: string;
}

/** What only some entries have. */
export interface EntryExtras extends InvalidText {
  count?: number;
}

/** Some fields, or `undefined` where they are not there. */
type Undefinable<Fields> = { readonly [Name in keyof Fields]: Fields[Name] | undefined };

/** Hex of text where it is not valid UTF-8. */
export type InvalidTextFields = Undefinable<InvalidText>;

/** What a record of a login tells: an entry, or a record whose fields are decoded when asked for. */
export interface LoginRecord extends UtmpEntryFields, Undefinable<EntryExtras> {
  /** As {@link UtmpEntry.isUserProcess}. */
  readonly isUserProcess: boolean;
  /** As {@link UtmpEntry.raw}. */
  raw(): Uint8Array | null;
  /** As {@link UtmpEntry.toJSON}. */
  toJSON(): UtmpEntryJSON;
}

/** @internal What holds the bytes of records. */
export interface RecordBytes {
  /** A copy of those of the record at `at`. */
  rawOf(at: number): Uint8Array | null;
}

const NONE: InvalidText = Object.freeze({});

/** Those of an entry or a session, and no others. */
export function invalidTextOf(fields: InvalidTextFields): InvalidText {
  const { idBytes, userBytes, lineBytes, hostBytes } = fields;
  if ((idBytes ?? userBytes ?? lineBytes ?? hostBytes) === undefined) return NONE;
  return {
    ...(idBytes !== undefined && { idBytes }),
    ...(userBytes !== undefined && { userBytes }),
    ...(lineBytes !== undefined && { lineBytes }),
    ...(hostBytes !== undefined && { hostBytes }),
  };
}

/** @internal What an entry has besides; `null` if it has none of it. */
export function extrasOf(fields: Undefinable<EntryExtras>): EntryExtras | null {
  const { count } = fields;
  const invalid = invalidTextOf(fields);
  if (count === undefined) return invalid === NONE ? null : invalid;
  return { ...invalid, count };
}

/** A {@link UtmpEntry} as `JSON.stringify` gives it: times are text, in UTC with microseconds. */
export type UtmpEntryJSON = Omit<UtmpEntryFields, "time"> &
  Readonly<EntryExtras> & { readonly time: string | null; readonly isUserProcess: boolean };

/**
 * One record of who is, was or tried to be logged in: utmp(5), whatever the system it comes from.
 * Every field is there on every system; `null` means that the layout or store has no such thing.
 *
 * Text is what the record holds and may come from an attacker: escape it before showing it.
 * `console.log` and {@link UtmpEntry.toJSON} through the commands do.
 *
 * @example
 * ```ts
 * import { Wtmp } from "bun-utmpx";
 * for (const entry of new Wtmp()) {
 *   if (entry.isUserProcess) console.log(entry.user, entry.line, entry.time);
 * }
 * ```
 */
export class UtmpEntry implements UtmpEntryFields {
  // `declare`: the constructor makes the fields, and making them twice costs a tenth of all reading.

  /** The kind of record: the word for {@link typeCode} on the system that wrote it. */
  declare readonly type: RecordType;
  /** `ut_type` as stored; Linux's number where a store or layout has none. */
  declare readonly typeCode: number;
  /** `ut_pid`: process id. */
  declare readonly pid: number | null;
  /** `ut_session`: session id, getsid(2). */
  declare readonly sid: number | null;
  /** `ut_id`: terminal name suffix, or the id given in inittab(5). */
  declare readonly id: string;
  /** Hex of `ut_id`, only if it is not valid UTF-8. */
  declare readonly idBytes?: string;
  /** `ut_user`: login name; in btmp whatever was typed or sent. */
  declare readonly user: string;
  /** Hex of `ut_user`, only if it is not valid UTF-8. */
  declare readonly userBytes?: string;
  /** `ut_line`: device name of the terminal without `/dev/`. */
  declare readonly line: string;
  /** Hex of `ut_line`, only if it is not valid UTF-8. */
  declare readonly lineBytes?: string;
  /** `ut_host`: name or address of the remote host, or the kernel's release. */
  declare readonly host: string;
  /** Hex of `ut_host`, only if it is not valid UTF-8. */
  declare readonly hostBytes?: string;
  /** `/dev/` and the line, where the line is a plausible terminal, else `null`. */
  declare readonly device: string | null;
  /** `ut_tv`, rounded down to the millisecond; `null` if a `Date` can't hold it. */
  declare readonly time: Date | null;
  /** `ut_tv` in microseconds since 1970; `null` if a number can't hold it exactly. */
  declare readonly micros: number | null;
  /** `ut_exit`: how the process of a DEAD_PROCESS record ended. */
  declare readonly exit: ExitStatus | null;
  /** `ut_addr_v6`: address of the remote host as IPv4 or IPv6 text, `null` if all zero. */
  declare readonly address: string | null;
  /** How many logins failed since one did not, only where the records count: OpenBSD's failedlogin. */
  declare readonly count?: number;
  /** Whether this is a user's session: USER_PROCESS with a name. */
  declare readonly isUserProcess: boolean;
  /** The store that the record comes from. */
  declare readonly source: SourceName;
  /** Where the record begins in its file, in bytes; `null` from libc or a database. */
  declare readonly offset: number | null;

  readonly #bytes: RecordBytes | null;
  readonly #at: number;

  /**
   * @internal Its fields one by one: to make an object of them first takes as long as the entry.
   *
   * @param extras what only some entries have; `null` if it has none of it
   * @param bytes what gives the bytes of its record, if there are any
   * @param at which of the records there it is
   */
  constructor(
    type: RecordType,
    typeCode: number,
    pid: number | null,
    sid: number | null,
    id: string,
    user: string,
    line: string,
    host: string,
    device: string | null,
    time: Date | null,
    micros: number | null,
    exit: ExitStatus | null,
    address: string | null,
    source: SourceName,
    offset: number | null,
    extras: EntryExtras | null,
    bytes: RecordBytes | null,
    at: number,
  ) {
    this.type = type;
    this.typeCode = typeCode;
    this.pid = pid;
    this.sid = sid;
    this.id = id;
    this.user = user;
    this.line = line;
    this.host = host;
    this.device = device;
    this.time = time;
    this.micros = micros;
    this.exit = exit;
    this.address = address;
    this.isUserProcess = type === "USER_PROCESS" && user !== "";
    this.source = source;
    this.offset = offset;
    if (extras !== null) Object.assign(this, extras);
    this.#bytes = bytes;
    this.#at = at;
  }

  /** The octets of {@link address}: 4 or 16 of them, or `null`. */
  addressBytes(): Uint8Array | null {
    return this.address === null ? null : parseAddress(this.address);
  }

  /** A copy of the record's bytes as they were read; `null` where the store has no such records. */
  raw(): Uint8Array | null {
    return this.#bytes?.rawOf(this.#at) ?? null;
  }

  /** All fields, with the time as ISO 8601 text in UTC with microseconds. */
  toJSON(): UtmpEntryJSON {
    return {
      type: this.type,
      typeCode: this.typeCode,
      pid: this.pid,
      sid: this.sid,
      id: this.id,
      ...(this.idBytes !== undefined && { idBytes: this.idBytes }),
      user: this.user,
      ...(this.userBytes !== undefined && { userBytes: this.userBytes }),
      line: this.line,
      ...(this.lineBytes !== undefined && { lineBytes: this.lineBytes }),
      host: this.host,
      ...(this.hostBytes !== undefined && { hostBytes: this.hostBytes }),
      device: this.device,
      time: this.time && isoTime(this.time, this.micros),
      micros: this.micros,
      exit: this.exit,
      address: this.address,
      ...(this.count !== undefined && { count: this.count }),
      isUserProcess: this.isUserProcess,
      source: this.source,
      offset: this.offset,
    };
  }

  static {
    inspectAsJson(this);
  }
}

/** All that a record tells. */
export function entryOf(record: LoginRecord): UtmpEntry {
  return record instanceof UtmpEntry ? record : entryFrom(record, { rawOf: () => record.raw() });
}

/**
 * @internal The same of fields.
 *
 * @param bytes what gives the bytes of the only record there, if there are any
 */
export function entryFrom(
  fields: UtmpEntryFields & Undefinable<EntryExtras>,
  bytes: RecordBytes | null,
): UtmpEntry {
  return new UtmpEntry(
    fields.type,
    fields.typeCode,
    fields.pid,
    fields.sid,
    fields.id,
    fields.user,
    fields.line,
    fields.host,
    fields.device,
    fields.time,
    fields.micros,
    fields.exit,
    fields.address,
    fields.source,
    fields.offset,
    extrasOf(fields),
    bytes,
    0,
  );
}
