// FreeBSD: https://cgit.freebsd.org/src
//   struct futx                    lib/libc/gen/utxdb.h, utxdb.c; compared with files of FreeBSD
//   utx.active, utx.log            lib/libc/gen/getutxent.c, pututxline.c
//   struct utmp, struct lastlog    include/utmp.h before 9; compared with files of pfSense
// A test compares with the structs as those headers declare them.

import { bytes, i32, u32, u64, u8, type LastlogLayout, type UtmpLayout } from "../src/layout.ts";
import type { LivePlatform } from "../src/platform.ts";
import { isProcessPresent } from "./bsd-presence.ts";
import { freebsdNotes } from "./freebsd-notes.ts";
import { freebsdTypes } from "./freebsd-utmpx.ts";
import { linuxTypes } from "./linux-glibc.ts";

/** utx.active: packed, and in big endian on all architectures. */
export const freebsdFutx197: UtmpLayout = {
  id: "freebsd-futx-197",
  record: "utmp",
  size: 197,
  endian: "big",
  framing: "array",
  types: freebsdTypes,
  sessionKey: "id",
  writers: "other",
  fields: {
    type: u8(0), // uint8_t fu_type
    pid: u32(17), // uint32_t fu_pid
    line: bytes(53, 16), // char fu_line[16]
    id: bytes(9, 8), // char fu_id[8], binary if libulog wrote it
    user: bytes(21, 32), // char fu_user[32]
    host: bytes(69, 128), // char fu_host[128]
    termination: null,
    exit: null,
    session: null,
    seconds: null,
    microseconds: u64(1), // uint64_t fu_tv, since 1970
    address: null,
    count: null,
  },
};

/** utx.log: the same record. */
export const freebsdUtxLog: UtmpLayout = {
  ...freebsdFutx197,
  id: "freebsd-utx-log",
  framing: "utx-log",
};

/** utx.lastlogin: the same record, one for each name. */
export const freebsdLastlogin197: LastlogLayout = {
  id: "freebsd-futx-197",
  record: "lastlog",
  size: 197,
  endian: "big",
  framing: "named",
  fields: {
    user: bytes(21, 32),
    line: bytes(53, 16),
    host: bytes(69, 128),
    seconds: null,
    microseconds: u64(1),
  },
};

/** utmp and wtmp before 9, on i386 and amd64. */
export const freebsdUtmp44: UtmpLayout = {
  id: "freebsd-utmp-44",
  record: "utmp",
  size: 44,
  endian: null,
  framing: "array",
  types: linuxTypes,
  sessionKey: "line",
  writers: "other",
  fields: {
    type: { named: "USER_PROCESS" },
    pid: null,
    line: bytes(0, 8), // char ut_line[UT_LINESIZE]
    id: null,
    user: bytes(8, 16), // char ut_name[UT_NAMESIZE]
    host: bytes(24, 16), // char ut_host[UT_HOSTSIZE]
    termination: null,
    exit: null,
    session: null,
    seconds: i32(40), // int32_t ut_time
    microseconds: null,
    address: null,
    count: null,
  },
};

/** lastlog before 9; that of illumos, Solaris and macOS up to 10.4 is the same. */
export const freebsdLastlog28: LastlogLayout = {
  id: "freebsd-lastlog-28",
  record: "lastlog",
  size: 28,
  endian: null,
  framing: "by-uid",
  fields: {
    user: null,
    line: bytes(4, 8), // char ll_line[UT_LINESIZE]
    host: bytes(12, 16), // char ll_host[UT_HOSTSIZE]
    seconds: i32(0), // int32_t ll_time
    microseconds: null,
  },
};

export const freebsd: LivePlatform = {
  id: "freebsd",
  paths: {
    utmp: ["/var/run/utx.active", "/var/run/utmp"], // _PATH_UTX_ACTIVE; _PATH_UTMP before 9
    wtmp: ["/var/log/utx.log", "/var/log/wtmp"], // _PATH_UTX_LOG; _PATH_WTMP
    btmp: [],
    lastlog: ["/var/log/utx.lastlogin", "/var/log/lastlog"], // _PATH_UTX_LASTLOGIN; _PATH_LASTLOG
  },
  notes: freebsdNotes,
  replaced: {},
  stores: {},
  layouts: [freebsdFutx197, freebsdUtxLog, freebsdUtmp44, freebsdLastlogin197, freebsdLastlog28],
  files: {
    utmp: freebsdFutx197,
    wtmp: freebsdUtxLog,
    btmp: freebsdFutx197,
    lastlog: freebsdLastlogin197,
  },
  throughLibrary: ["utmp"],
  openLibrary: () => library().openFreebsd(),
  isPresent: isProcessPresent,
  services: null,
};

/** Loaded where libc is asked: other systems need the layouts alone. */
function library(): typeof import("./freebsd-library.ts") {
  return require("./freebsd-library.ts");
}
