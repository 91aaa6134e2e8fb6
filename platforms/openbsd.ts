// OpenBSD: https://github.com/openbsd/src
//   struct utmp, struct lastlog   include/utmp.h 1.2 and 1.5
//   struct badlogin               usr.bin/login/failedlogin.c
//   time_t, 64 bits since 5.5     sys/sys/_types.h 1.7
// Read, compiled with types of their own, and compared with src/unix/bsd/netbsdlike/openbsd/mod.rs of
// https://github.com/rust-lang/libc at revision 2eda1e52. utmp 304, lastlog 272 and badlogin 308
// were compared with files that OpenBSD wrote; utmp 300, lastlog 268 and badlogin 312 were not.

import { bytes, i32, i64, u32, u64, type LastlogLayout, type UtmpLayout } from "../src/layout.ts";
import type { Platform } from "../src/platform.ts";
import { linuxTypes } from "./linux-glibc.ts";

/** OpenBSD 5.5 and later; the record of a terminal stands at its ttyslot(3), others are zero. */
export const openbsdUtmp304: UtmpLayout = {
  id: "openbsd-utmp-304",
  record: "utmp",
  size: 304,
  endian: null,
  framing: "array",
  types: linuxTypes,
  sessionKey: "line",
  writers: "other",
  fields: {
    type: { named: "USER_PROCESS" },
    line: bytes(0, 8), // char ut_line[UT_LINESIZE]
    user: bytes(8, 32), // char ut_name[UT_NAMESIZE]
    host: bytes(40, 256), // char ut_host[UT_HOSTSIZE]
    seconds: i64(296), // time_t ut_time
    microseconds: null,
    pid: null,
    id: null,
    termination: null,
    exit: null,
    session: null,
    address: null,
    count: null,
  },
};

/** OpenBSD before 5.5. */
export const openbsdUtmp300: UtmpLayout = {
  ...openbsdUtmp304,
  id: "openbsd-utmp-300",
  size: 300,
  fields: {
    ...openbsdUtmp304.fields,
    seconds: i32(296), // int ut_time
  },
};

/** 64-bit machines, OpenBSD 5.5 and later; the record of a user stands at the uid. */
export const openbsdBadlogin312: UtmpLayout = {
  ...openbsdUtmp304,
  id: "openbsd-badlogin-312",
  size: 312,
  fields: {
    ...openbsdUtmp304.fields,
    type: { named: "LOGIN_PROCESS" },
    line: bytes(0, 8), // char bl_line[UT_LINESIZE]
    user: bytes(8, 32), // char bl_name[UT_NAMESIZE]
    host: bytes(40, 256), // char bl_host[UT_HOSTSIZE]
    seconds: i64(296), // time_t bl_time
    count: u64(304), // size_t count
  },
};

/** 32-bit machines that align 64 bits to 4 bytes: i386. */
export const openbsdBadlogin308: UtmpLayout = {
  ...openbsdBadlogin312,
  id: "openbsd-badlogin-308",
  size: 308,
  fields: {
    ...openbsdBadlogin312.fields,
    count: u32(304),
  },
};

/** OpenBSD 5.5 and later. */
export const openbsdLastlog272: LastlogLayout = {
  id: "openbsd-lastlog-272",
  record: "lastlog",
  size: 272,
  endian: null,
  framing: "by-uid",
  fields: {
    user: null,
    seconds: i64(0), // time_t ll_time
    microseconds: null,
    line: bytes(8, 8), // char ll_line[UT_LINESIZE]
    host: bytes(16, 256), // char ll_host[UT_HOSTSIZE]
  },
};

/** OpenBSD before 5.5. */
export const openbsdLastlog268: LastlogLayout = {
  ...openbsdLastlog272,
  id: "openbsd-lastlog-268",
  size: 268,
  fields: {
    ...openbsdLastlog272.fields,
    seconds: i32(0), // int ll_time
    line: bytes(4, 8),
    host: bytes(12, 256),
  },
};

export const openbsd: Platform = {
  id: "openbsd",
  paths: {
    utmp: ["/var/run/utmp"], // _PATH_UTMP of <utmp.h>
    wtmp: ["/var/log/wtmp"], // _PATH_WTMP
    btmp: ["/var/log/failedlogin"], // _PATH_FAILEDLOGIN of login(1)
    lastlog: ["/var/log/lastlog"], // _PATH_LASTLOG
  },
  replaced: {},
  notes: {
    utmp: {
      writer: "login, sshd and terminals",
      limits: "only logins on a terminal; may list some that are gone",
      absent: "made at boot: a copied tree may not have it",
    },
    wtmp: {
      writer: "init, reboot, login, sshd and terminals",
      limits: "only logins on a terminal, since it was last rotated",
      absent: "touch it as root to record logins",
    },
    btmp: {
      writer: "login",
      limits: "the last failure of each uid, counted since its login",
      absent: "login makes it at the next failure; for sshd see authlog",
    },
    lastlog: {
      writer: "login and sshd",
      limits: "only the last login of each uid",
      absent: "touch it as root to record logins",
    },
  },
  stores: {},
  layouts: [
    openbsdUtmp304,
    openbsdUtmp300,
    openbsdBadlogin312,
    openbsdBadlogin308,
    openbsdLastlog272,
    openbsdLastlog268,
  ],
};
