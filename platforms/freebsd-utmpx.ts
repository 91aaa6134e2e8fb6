// FreeBSD >= 9: https://cgit.freebsd.org/src
//   struct utmpx   include/utmpx.h, sys/sys/_timeval.h
// compiled from the headers of FreeBSD 13.4 for amd64 and arm64; FreeBSD 14 has the same.

import { bytes, i16, i32, i64, type LastlogLayout, type UtmpLayout } from "../src/layout.ts";
import type { TypeNumbers } from "../src/record-types.ts";

/** `ut_type` of <utmpx.h>. */
export const freebsdTypes: TypeNumbers = [
  "EMPTY",
  "BOOT_TIME",
  "OLD_TIME",
  "NEW_TIME",
  "USER_PROCESS",
  "INIT_PROCESS",
  "LOGIN_PROCESS",
  "DEAD_PROCESS",
  "SHUTDOWN_TIME",
];

/**
 * What libc gives on 64-bit architectures; never on disk. Its text ends with a NUL: what fills its
 * field on disk loses its last byte. A record of unknown type is EMPTY, and all zero.
 */
export const freebsdUtmpx280: UtmpLayout = {
  id: "freebsd-utmpx-280",
  record: "utmp",
  size: 280,
  endian: null,
  framing: "array",
  types: freebsdTypes,
  sessionKey: "id",
  writers: "other",
  fields: {
    type: i16(0), // short ut_type
    pid: i32(32), // pid_t ut_pid
    line: bytes(68, 16), // char ut_line[16]
    id: bytes(24, 8), // char ut_id[8]
    user: bytes(36, 32), // char ut_user[32]
    host: bytes(84, 128), // char ut_host[128]
    termination: null,
    exit: null,
    session: null,
    seconds: i64(8), // time_t ut_tv.tv_sec
    microseconds: i64(16), // suseconds_t ut_tv.tv_usec
    address: null,
    count: null,
  },
};

/** The same struct, of the database of last logins. */
export const freebsdLastlogx280: LastlogLayout = {
  id: "freebsd-utmpx-280",
  record: "lastlog",
  size: 280,
  endian: null,
  framing: "named",
  fields: {
    user: bytes(36, 32),
    line: bytes(68, 16),
    host: bytes(84, 128),
    seconds: i64(8),
    microseconds: i64(16),
  },
};
