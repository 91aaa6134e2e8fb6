import type { LoginRecord } from "../entry.ts";
import type { RecordType } from "../record-types.ts";
import type { SourceName } from "../source.ts";
import type { PairedBy, RecordPlace, SessionEnd, SessionFields } from "./session.ts";

/**
 * A login or boot, which becomes a session when it is known how it ends. It has all that is told of
 * it: a record itself would keep its chunk of the file in memory.
 */
export class BegunSession implements SessionFields {
  readonly kind: SessionFields["kind"];
  readonly user: string;
  readonly userBytes: string | undefined;
  readonly line: string;
  readonly lineBytes: string | undefined;
  readonly host: string;
  readonly hostBytes: string | undefined;
  readonly address: string | null;
  readonly pid: number | null;
  readonly id: string;
  readonly idBytes: string | undefined;
  readonly service = null;
  readonly loginMicros: number | null;
  readonly source: SourceName;
  readonly ordinal: number;
  /** The type of its record, and the terminal as that has it. */
  readonly type: RecordType;
  readonly device: string | null;
  readonly #path: string;
  readonly #offset: number | null;
  /** How far the clock had been set on when it began. */
  readonly #clock: number;
  end: SessionEnd = "unknown";
  logoutMicros: number | null = null;
  logoutAt: RecordPlace | null = null;
  clockMicros = 0;
  pairedBy: PairedBy | null = null;

  /**
   * @param path the file that the record is from
   * @param ordinal how many logins and boots were before it
   * @param clock microseconds by which the clock has been set on
   */
  constructor(
    kind: SessionFields["kind"],
    record: LoginRecord,
    path: string,
    ordinal: number,
    clock = 0,
  ) {
    this.kind = kind;
    this.user = kind === "boot" ? "reboot" : record.user;
    this.userBytes = record.userBytes;
    this.line = record.line;
    this.lineBytes = record.lineBytes;
    this.host = record.host;
    this.hostBytes = record.hostBytes;
    this.address = record.address;
    this.pid = record.pid;
    this.id = record.id;
    this.idBytes = record.idBytes;
    this.loginMicros = record.micros;
    this.source = record.source;
    this.ordinal = ordinal;
    this.type = record.type;
    this.device = record.device;
    this.#path = path;
    this.#offset = record.offset;
    this.#clock = clock;
  }

  get loginAt(): RecordPlace | null {
    return this.#offset === null ? null : { path: this.#path, offset: this.#offset };
  }

  /** Says how it ends that has no record of its end. */
  endAs(end: SessionEnd): this {
    this.end = end;
    return this;
  }

  /**
   * Says what ended it.
   *
   * @param path the file that the record is from
   * @param clock microseconds by which the clock has been set on
   */
  endBy(
    end: SessionEnd,
    record: LoginRecord,
    path: string,
    pairedBy: PairedBy | null,
    clock: number,
  ): this {
    this.end = end;
    this.logoutMicros = record.micros;
    this.logoutAt = placeOf(record, path);
    this.pairedBy = pairedBy;
    this.clockMicros = clock - this.#clock;
    return this;
  }
}

/** Where a record stands in a file; `null` if it is from libc. */
export function placeOf({ offset }: LoginRecord, path: string): RecordPlace | null {
  return offset === null ? null : { path, offset };
}
