import { invalidTextOf, type InvalidText, type LoginRecord } from "../entry.ts";
import type { RecordType } from "../record-types.ts";
import type { SourceName } from "../source.ts";
import type { PairedBy, RecordPlace, SessionEnd, SessionFields } from "./session.ts";

/**
 * A login or boot, which becomes a session when it is known how it ends. It has all that is told of
 * it: a record itself would keep its chunk of the file in memory.
 */
export class BegunSession implements SessionFields {
  // `declare`: fields that are made twice take twice the memory.

  declare readonly kind: SessionFields["kind"];
  declare readonly user: string;
  declare readonly line: string;
  declare readonly host: string;
  declare readonly address: string | null;
  declare readonly pid: number | null;
  declare readonly id: string;
  declare readonly loginMicros: number | null;
  declare readonly source: SourceName;
  declare readonly ordinal: number;
  /** The type of its record, and the terminal as that has it. */
  declare readonly type: RecordType;
  declare readonly device: string | null;
  declare end: SessionEnd;
  declare logoutMicros: number | null;
  declare clockMicros: number;
  declare pairedBy: PairedBy | null;
  declare private readonly invalid: InvalidText;
  declare private readonly path: string;
  declare private readonly offset: number | null;
  declare private logoutPath: string;
  declare private logoutOffset: number | null;
  /** How far the clock had been set on when it began. */
  declare private readonly clock: number;

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
    clock: number = 0,
  ) {
    this.kind = kind;
    this.user = kind === "boot" ? "reboot" : record.user;
    this.line = record.line;
    this.host = record.host;
    this.address = record.address;
    this.pid = record.pid;
    this.id = record.id;
    this.loginMicros = record.micros;
    this.source = record.source;
    this.ordinal = ordinal;
    this.type = record.type;
    this.device = record.device;
    this.end = "unknown";
    this.logoutMicros = null;
    this.clockMicros = 0;
    this.pairedBy = null;
    this.invalid = invalidTextOf(record);
    this.path = path;
    this.offset = record.offset;
    this.logoutPath = "";
    this.logoutOffset = null;
    this.clock = clock;
  }

  get service(): null {
    return null;
  }

  get userBytes(): string | undefined {
    return this.invalid.userBytes;
  }

  get lineBytes(): string | undefined {
    return this.invalid.lineBytes;
  }

  get hostBytes(): string | undefined {
    return this.invalid.hostBytes;
  }

  get idBytes(): string | undefined {
    return this.invalid.idBytes;
  }

  get loginAt(): RecordPlace | null {
    return placeAt(this.path, this.offset);
  }

  get logoutAt(): RecordPlace | null {
    return placeAt(this.logoutPath, this.logoutOffset);
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
    this.logoutPath = path;
    this.logoutOffset = record.offset;
    this.pairedBy = pairedBy;
    this.clockMicros = clock - this.clock;
    return this;
  }
}

/** Where a record stands in a file; `null` if it is from libc. */
export function placeOf({ offset }: LoginRecord, path: string): RecordPlace | null {
  return placeAt(path, offset);
}

function placeAt(path: string, offset: number | null): RecordPlace | null {
  return offset === null ? null : { path, offset };
}
