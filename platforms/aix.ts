// IBM AIX: <utmp.h> 1.11.1.19 of AIX 5.3, read in a public copy and compiled with types of its own.
// That the files hold this struct is what IBM documents; no file was there to compare with.

import { bytes, i16, i32, i64, type UtmpLayout } from "../src/layout.ts";
import type { Platform } from "../src/platform.ts";
import { systemVTypes } from "./system-v-types.ts";

export const aixUtmp648: UtmpLayout = {
  id: "aix-utmp-648",
  record: "utmp",
  size: 648,
  endian: "big",
  framing: "array",
  types: systemVTypes,
  sessionKey: "line",
  writers: "other",
  fields: {
    user: bytes(0, 256), // char ut_user[256]
    id: bytes(256, 14), // char ut_id[14]
    line: bytes(270, 64), // char ut_line[64]
    pid: i32(336), // pid_t ut_pid
    type: i16(340), // short ut_type
    seconds: i64(344), // time_t ut_time; int __time_t_space and a 32-bit time_t in 32-bit processes
    microseconds: null,
    termination: i16(352), // short ut_exit.e_termination
    exit: i16(354), // short ut_exit.e_exit
    host: bytes(356, 256), // char ut_host[256]
    session: null,
    address: null,
    count: null,
  },
};

export const aix: Platform = {
  id: "aix",
  paths: {
    utmp: ["/etc/utmp"], // UTMP_FILE
    wtmp: ["/var/adm/wtmp"], // WTMP_FILE
    btmp: ["/etc/security/failedlogin"],
    lastlog: [],
  },
  replaced: {},
  notes: {
    utmp: {
      writer: "init, login, sshd and display managers",
      limits: "only logins on a terminal; may list some that are gone",
      absent: "made at boot: a copied tree may not have it",
    },
    wtmp: {
      writer: "init, login, sshd and display managers",
      limits: "only logins on a terminal, since it was last rotated",
      absent: "touch it as root to record logins",
    },
    btmp: {
      writer: "login, and what calls loginfailed(3)",
      limits: "logins that were refused, since it was last cleared",
      absent: "a copied tree may not have it: only root can read it",
    },
    lastlog: {
      writer: "login, and what calls loginsuccess(3)",
      limits: "no last logins",
      absent: "last logins are text here: see /etc/security/lastlog",
    },
  },
  stores: {},
  layouts: [aixUtmp648],
};
