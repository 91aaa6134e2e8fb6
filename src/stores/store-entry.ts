import { linuxTypes } from "../../platforms/linux-glibc.ts";
import { formatAddress, mappedIPv4, parseAddress } from "../address.ts";
import { entryFrom, type InvalidText, type UtmpEntry } from "../entry.ts";
import { PROCESS_TYPES, type RecordType } from "../record-types.ts";
import type { SourceName } from "../source.ts";
import type { Text } from "../text.ts";
import { dateOf } from "../timestamp.ts";

/** What a store knows of a login, a logout or a boot. */
export interface StoreRecord {
  readonly type: RecordType;
  readonly id: string;
  readonly user: Text;
  readonly line: Text;
  readonly host: Text;
  readonly pid: number | null;
  readonly sid: number | null;
  /** Microseconds since 1970. */
  readonly micros: number | null;
  readonly address: string | null;
  readonly source: SourceName;
}

/** An entry of what is in no record of bytes. Its number of type is Linux's. */
export function storeEntry(record: StoreRecord): UtmpEntry {
  const { type, id, user, line, host, pid, sid, micros, address, source } = record;
  const extras: InvalidText = {
    ...(user.hex !== null && { userBytes: user.hex }),
    ...(line.hex !== null && { lineBytes: line.hex }),
    ...(host.hex !== null && { hostBytes: host.hex }),
  };
  const fields = {
    type,
    typeCode: linuxTypes.indexOf(type),
    pid,
    sid,
    id,
    user: user.text,
    line: line.text,
    host: host.text,
    device: PROCESS_TYPES.has(type) ? line.device : null,
    time: micros === null ? null : dateOf(0, micros),
    micros,
    exit: null,
    address,
    source,
    offset: null,
  };
  return entryFrom({ ...fields, ...extras }, null);
}

/** The address that a host is given as, for stores that have no address of their own. */
export function hostAddress(host: string): string | null {
  const octets = parseAddress(host);
  return octets === null ? null : formatAddress(mappedIPv4(octets) ?? octets);
}
