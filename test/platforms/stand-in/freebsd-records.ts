// Files of FreeBSD's records, as its libc writes them.
import { freebsdFutx197 } from "../../../platforms/freebsd.ts";
import { freebsdTypes } from "../../../platforms/freebsd-utmpx.ts";
import { encodeUtmp } from "../../../src/encode.ts";
import type { UtmpEntryJSON } from "../../../src/entry.ts";
import type { RecordType } from "../../../src/record-types.ts";
import { NOTHING } from "./entries.ts";

export interface Login {
  readonly type: RecordType;
  /** Microseconds since 1970. */
  readonly micros: number;
  readonly pid?: number;
  readonly id?: Uint8Array;
  readonly user?: string;
  readonly line?: string;
  readonly host?: string;
}

export const BOOT: Login = { type: "BOOT_TIME", micros: 1_700_000_000_000_001 };
export const LOGIN: Login = {
  type: "USER_PROCESS",
  micros: 5_000_000_000_999_999,
  pid: 501,
  id: Uint8Array.of(0x61, 0xff, 1, 2, 3, 4, 5, 6),
  user: "alice",
  line: "pts/0",
  host: "2001:db8::7",
};
export const LOGOUT: Login = { type: "DEAD_PROCESS", micros: 5_000_000_060_000_000, pid: 501 };
export const SHUTDOWN: Login = { type: "SHUTDOWN_TIME", micros: 5_000_000_061_000_000 };

/** The entries of these, through libc. */
export const ENTRIES: readonly UtmpEntryJSON[] = [
  {
    ...NOTHING,
    type: "BOOT_TIME",
    typeCode: 1,
    time: "2023-11-14T22:13:20.000001Z",
    micros: BOOT.micros,
  },
  {
    ...NOTHING,
    type: "USER_PROCESS",
    typeCode: 4,
    pid: 501,
    id: "a\ufffd\u0001\u0002\u0003\u0004\u0005\u0006",
    idBytes: "61ff010203040506",
    user: "alice",
    line: "pts/0",
    host: "2001:db8::7",
    device: "/dev/pts/0",
    time: "2128-06-11T08:53:20.999999Z",
    micros: LOGIN.micros,
    isUserProcess: true,
  },
  {
    ...NOTHING,
    type: "DEAD_PROCESS",
    typeCode: 7,
    pid: 501,
    time: "2128-06-11T08:54:20.000000Z",
    micros: LOGOUT.micros,
  },
  {
    ...NOTHING,
    type: "SHUTDOWN_TIME",
    typeCode: 8,
    time: "2128-06-11T08:54:21.000000Z",
    micros: SHUTDOWN.micros,
  },
];

function futx({ type, micros, pid = 0, id, user, line, host }: Login): Uint8Array {
  const text = new TextEncoder();
  return encodeUtmp(freebsdFutx197, "big", {
    type: freebsdTypes.indexOf(type),
    microseconds: BigInt(micros),
    pid,
    id: id ?? new Uint8Array(0),
    user: text.encode(user),
    line: text.encode(line),
    host: text.encode(host),
  });
}

/** utx.active and utx.lastlogin. */
export function futxArray(logins: readonly Login[]): Uint8Array {
  return Buffer.concat(logins.map(futx));
}

/** utx.log: each record without its last zero bytes, behind its length. */
export function futxLog(logins: readonly Login[]): Uint8Array {
  const records = logins.map(futx).flatMap((record) => {
    const length = record.findLastIndex((byte) => byte !== 0) + 1;
    return [Uint8Array.of(0, length), record.subarray(0, length)];
  });
  return Buffer.concat(records);
}
