// Cygwin: https://cygwin.com/git/newlib-cygwin.git
//   struct utmp   winsup/cygwin/include/sys/utmp.h
// as publicly known, with the offsets of a 64-bit Cygwin computed; neither compiled nor compared with
// a file. struct utmpx has the same fields; what is written is struct utmp.

import { bytes, i16, i32, i64, octets, type UtmpLayout } from "../src/layout.ts";
import type { Platform } from "../src/platform.ts";
import { linuxTypes } from "./linux-glibc.ts";

export const cygwinUtmp320: UtmpLayout = {
  id: "cygwin-utmp-320",
  record: "utmp",
  size: 320,
  endian: "little",
  framing: "array",
  types: linuxTypes,
  sessionKey: "line",
  writers: "linux",
  fields: {
    type: i16(0), // short ut_type
    pid: i32(4), // pid_t ut_pid
    line: bytes(8, 16), // char ut_line[UT_LINESIZE]
    id: bytes(24, 2), // char ut_id[UT_IDLEN]
    seconds: i64(32), // time_t ut_time
    microseconds: null,
    user: bytes(40, 16), // char ut_user[UT_NAMESIZE]
    host: bytes(56, 256), // char ut_host[UT_HOSTSIZE]
    address: octets(312, 4), // long ut_addr, in network order in its first 4 bytes
    termination: null,
    exit: null,
    session: null,
    count: null,
  },
};

export const cygwin: Platform = {
  id: "cygwin",
  paths: {
    utmp: ["/var/run/utmp"], // _PATH_UTMP of <paths.h>
    wtmp: ["/var/log/wtmp"], // _PATH_WTMP
    btmp: [],
    lastlog: [],
  },
  replaced: {},
  notes: {
    utmp: {
      writer: "login, sshd and terminals such as mintty",
      limits: "only logins on a Cygwin terminal, none of Windows",
      absent: "touch it to record logins",
    },
    wtmp: {
      writer: "login, sshd and terminals such as mintty",
      limits: "only logins on a Cygwin terminal, none of Windows",
      absent: "touch it to record logins",
    },
    btmp: {
      writer: "nothing",
      limits: "no failed logins",
      absent: "Windows has failed logins in its Security event log",
    },
    lastlog: {
      writer: "nothing",
      limits: "no last logins",
      absent: "Windows has logins in its Security event log",
    },
  },
  stores: {},
  layouts: [cygwinUtmp320],
};
