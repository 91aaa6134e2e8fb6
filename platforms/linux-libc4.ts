// Linux libc 4 on i386, before glibc: struct utmp of its <utmp.h> as publicly known, with the
// offsets computed; neither compiled nor compared with a file.

import { bytes, i16, i32, octets, type UtmpLayout } from "../src/layout.ts";
import type { Platform } from "../src/platform.ts";
import { linuxTypes } from "./linux-glibc.ts";

export const linuxLibc4Utmp56: UtmpLayout = {
  id: "linux-libc4-utmp-56",
  record: "utmp",
  size: 56,
  endian: "little",
  framing: "array",
  types: linuxTypes,
  sessionKey: "line",
  writers: "linux",
  fields: {
    type: i16(0), // short ut_type
    pid: i32(4), // pid_t ut_pid
    line: bytes(8, 12), // char ut_line[UT_LINESIZE]
    id: bytes(20, 2), // char ut_id[2]
    seconds: i32(24), // time_t ut_time
    microseconds: null,
    user: bytes(28, 8), // char ut_user[UT_NAMESIZE]
    host: bytes(36, 16), // char ut_host[UT_HOSTSIZE]
    address: octets(52, 4), // long ut_addr, in network order
    termination: null,
    exit: null,
    session: null,
    count: null,
  },
};

export const linuxLibc4: Platform = {
  id: "linux-libc4",
  paths: {
    // That of the file system standard of 1995, and those before it.
    utmp: ["/var/run/utmp", "/var/adm/utmp", "/etc/utmp"],
    wtmp: ["/var/log/wtmp", "/var/adm/wtmp", "/etc/wtmp"],
    btmp: [],
    lastlog: [],
  },
  replaced: {},
  notes: {
    utmp: {
      writer: "init, getty and login",
      limits: "only logins on a terminal; may list some that are gone",
      absent: "made at boot: a copied tree may not have it",
    },
    wtmp: {
      writer: "init and login",
      limits: "only logins on a terminal, since it was last rotated",
      absent: "touch it as root to record logins",
    },
    btmp: {
      writer: "nothing",
      limits: "no failed logins",
      absent: "no place of libc 4's failed logins is known here",
    },
    lastlog: {
      writer: "nothing",
      limits: "no last logins",
      absent: "no layout of libc 4's last logins is known here",
    },
  },
  stores: {},
  layouts: [linuxLibc4Utmp56],
};
