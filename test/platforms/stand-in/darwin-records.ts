// A file of macOS's records as its libc writes it, and what stand-in/darwin.c has in its log.
import { macosUtmpx628 } from "../../../platforms/darwin.ts";
import { darwinTypes } from "../../../platforms/darwin-utmpx.ts";
import { encodeUtmp } from "../../../src/encode.ts";
import { hostEndian } from "../../../src/layout.ts";
import type { UtmpEntryJSON } from "../../../src/entry.ts";
import type { RecordType } from "../../../src/record-types.ts";
import { NOTHING } from "./entries.ts";

export interface Login {
  readonly type: RecordType;
  readonly user?: string;
  readonly id?: string;
  readonly line?: string;
  readonly host?: string;
  readonly pid?: number;
  readonly seconds?: number;
  readonly microseconds?: number;
}

export const BOOT: Login = { type: "BOOT_TIME", pid: 1, seconds: 1_700_000_000, microseconds: 1 };
export const LOGIN: Login = {
  type: "USER_PROCESS",
  user: "alice",
  id: "s001",
  line: "ttys001",
  host: "2001:db8::7",
  pid: 501,
  seconds: -1,
  microseconds: 999_999,
};

function utmpx32({ type, user, id, line, host, pid = 0, seconds = 0, ...rest }: Login): Uint8Array {
  const text = new TextEncoder();
  return encodeUtmp(macosUtmpx628, hostEndian, {
    type: darwinTypes.indexOf(type),
    user: text.encode(user),
    id: text.encode(id),
    line: text.encode(line),
    host: text.encode(host),
    pid,
    seconds,
    microseconds: rest.microseconds ?? 0,
  });
}

/** /var/run/utmpx: a file of these logins, behind the record that all of them begin with. */
export function signed(logins: readonly Login[]): Uint8Array {
  return Buffer.concat(
    [{ type: "SIGNATURE", user: "utmpx-1.00" } as const, ...logins].map(utmpx32),
  );
}

/** The entries of the log, oldest first. */
export const LOGGED: readonly UtmpEntryJSON[] = [
  {
    ...NOTHING,
    type: "BOOT_TIME",
    typeCode: 2,
    pid: 1,
    time: "2023-11-14T22:13:20.000001Z",
    micros: 1_700_000_000_000_001,
  },
  {
    ...NOTHING,
    type: "USER_PROCESS",
    typeCode: 7,
    pid: 501,
    id: "s001",
    user: "alice",
    line: "ttys001",
    host: "2001:db8::7",
    device: "/dev/ttys001",
    time: "2128-06-11T08:53:20.999999Z",
    micros: 5_000_000_000_999_999,
    isUserProcess: true,
  },
  {
    ...NOTHING,
    type: "DEAD_PROCESS",
    typeCode: 8,
    pid: 501,
    id: "s001",
    user: "alice",
    line: "ttys001",
    device: "/dev/ttys001",
    time: "2128-06-11T08:54:20.000000Z",
    micros: 5_000_000_060_000_000,
  },
  {
    ...NOTHING,
    type: "SHUTDOWN_TIME",
    typeCode: 11,
    time: "2128-06-11T08:54:21.000005Z",
    micros: 5_000_000_061_000_005,
  },
];
