// illumos and Solaris: https://github.com/illumos/illumos-gate
//   struct futmpx             usr/src/head/utmpx.h, usr/src/uts/common/sys/types32.h
//   struct futmp              usr/src/head/utmp.h
//   what libc writes          usr/src/lib/libc/port/gen/getutx.c
//   struct lastlog            usr/src/head/lastlog.h
//   who writes which record   usr/src/cmd/svc/startd/utmpx.c
// and the same of Oracle Solaris 11, https://github.com/Arquivotheca/solaris11 at revision 766b42f8.
// Read and compiled with types of their own; futmpx was compared with files that Solaris wrote.
//
// A 64-bit process has larger structs in memory, which are never on disk.

import { bytes, i16, i32, type UtmpLayout } from "../src/layout.ts";
import type { Platform } from "../src/platform.ts";
import type { TypeNumbers } from "../src/record-types.ts";
import { freebsdLastlog28 } from "./freebsd.ts";
import { systemVTypes } from "./system-v-types.ts";

/** `ut_type` of <utmp.h>; 10 is the signature on the systems that have one. */
export const illumosTypes: TypeNumbers = [...systemVTypes, "DOWN_TIME"];

/** Little-endian on x86, big-endian on SPARC. */
export const illumosFutmpx372: UtmpLayout = {
  id: "illumos-futmpx-372",
  record: "utmp",
  size: 372,
  endian: null,
  framing: "array",
  types: illumosTypes,
  sessionKey: "line",
  writers: "other",
  fields: {
    user: bytes(0, 32), // char ut_user[32]
    id: bytes(32, 4), // char ut_id[4]
    line: bytes(36, 32), // char ut_line[32]
    pid: i32(68), // pid32_t ut_pid
    type: i16(72), // int16_t ut_type
    termination: i16(74), // int16_t ut_exit.e_termination
    exit: i16(76), // int16_t ut_exit.e_exit
    seconds: i32(80), // time32_t ut_tv.tv_sec
    microseconds: i32(84), // int32_t ut_tv.tv_usec
    session: i32(88), // int32_t ut_session
    host: bytes(114, 257), // char ut_host[257], behind int16_t ut_syslen: its length with a NUL
    address: null,
    count: null,
  },
};

/** Solaris up to 7. */
export const illumosFutmp36: UtmpLayout = {
  ...illumosFutmpx372,
  id: "illumos-futmp-36",
  size: 36,
  fields: {
    user: bytes(0, 8), // char ut_user[8]
    id: bytes(8, 4), // char ut_id[4]
    line: bytes(12, 12), // char ut_line[12]
    pid: i16(24), // int16_t ut_pid
    type: i16(26), // int16_t ut_type
    termination: i16(28), // int16_t ut_exit.e_termination
    exit: i16(30), // int16_t ut_exit.e_exit
    seconds: i32(32), // time32_t ut_time
    microseconds: null,
    session: null,
    host: null,
    address: null,
    count: null,
  },
};

export const illumos: Platform = {
  id: "illumos",
  paths: {
    // UTMPX_FILE, and that of Oracle Solaris 11; UTMP_FILE of Solaris up to 7
    utmp: ["/var/adm/utmpx", "/system/volatile/utmpx", "/var/adm/utmp"],
    wtmp: ["/var/adm/wtmpx", "/var/adm/wtmp"], // WTMPX_FILE, WTMP_FILE
    btmp: [],
    lastlog: ["/var/adm/lastlog"],
  },
  replaced: {},
  notes: {
    utmp: {
      writer: "svc.startd, login, sshd, utmpd and display managers",
      limits: "only logins on a terminal; may list some that are gone",
      absent: "made at boot: a copied tree may not have it",
    },
    wtmp: {
      writer: "svc.startd, login, sshd and display managers",
      limits: "only logins on a terminal, since it was last rotated",
      absent: "touch it as root to record logins",
    },
    btmp: {
      writer: "nothing",
      limits: "no failed logins",
      absent: "failed logins are text here: touch /var/adm/loginlog",
    },
    lastlog: {
      writer: "pam_unix_session",
      limits: "only the last login of each uid",
      absent: "the next login makes it",
    },
  },
  stores: {},
  layouts: [illumosFutmpx372, illumosFutmp36, freebsdLastlog28],
};
