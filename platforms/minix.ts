// MINIX: https://github.com/Stichting-MINIX-Research-Foundation/minix
//   MINIX 3.3   the records of NetBSD's <utmpx.h>, at revision 4db99f401257; compared with files that
//               MINIX 3.3 wrote
//   MINIX 2     struct utmp of its <utmp.h> as publicly known; neither compiled nor compared with a
//               header or a file

import { bytes, i16, i32, type UtmpLayout } from "../src/layout.ts";
import type { Platform } from "../src/platform.ts";
import type { TypeNumbers } from "../src/record-types.ts";
import { netbsdLastlogx424, netbsdUtmpx512 } from "./netbsd.ts";

/** `ut_type` of MINIX 2's <utmp.h>, which has no changes of the clock. */
export const minixTypes: TypeNumbers = [
  "EMPTY",
  "RUN_LVL",
  "BOOT_TIME",
  "UNKNOWN",
  "UNKNOWN",
  "INIT_PROCESS",
  "LOGIN_PROCESS",
  "USER_PROCESS",
  "DEAD_PROCESS",
];

/** MINIX 2 on PCs. */
export const minixUtmp48: UtmpLayout = {
  id: "minix-utmp-48",
  record: "utmp",
  size: 48,
  endian: "little",
  framing: "array",
  types: minixTypes,
  sessionKey: "line",
  writers: "other",
  fields: {
    user: bytes(0, 8), // char ut_name[8]
    id: bytes(8, 4), // char ut_id[4]
    line: bytes(12, 12), // char ut_line[12]
    host: bytes(24, 16), // char ut_host[16]
    pid: i16(40), // short ut_pid
    type: i16(42), // short ut_type
    seconds: i32(44), // long ut_time
    microseconds: null,
    termination: null,
    exit: null,
    session: null,
    address: null,
    count: null,
  },
};

export const minix: Platform = {
  id: "minix",
  paths: {
    utmp: ["/etc/utmp"], // UTMP of MINIX 2
    wtmp: ["/usr/log/wtmpx", "/usr/adm/wtmp"], // _PATH_WTMPX of MINIX 3.3, WTMP of MINIX 2
    btmp: ["/usr/adm/btmp"], // BTMP of MINIX 2
    lastlog: ["/usr/log/lastlogx"], // _PATH_LASTLOGX of MINIX 3.3
  },
  replaced: {},
  notes: {
    utmp: {
      writer: "init and login",
      limits: "only logins on a terminal; may list some that are gone",
      absent: "MINIX 2 makes it at boot",
    },
    wtmp: {
      writer: "init and login",
      limits: "only logins on a terminal, since it was last rotated",
      absent: "MINIX 3.3 makes it at a login; touch it for MINIX 2",
    },
    btmp: {
      writer: "login of MINIX 2",
      limits: "passwords refused by login",
      absent: "touch it as root on MINIX 2; MINIX 3.3 keeps none",
    },
    lastlog: {
      writer: "login of MINIX 3.3",
      limits: "only the last login of each uid",
      absent: "MINIX 3.3 makes it at a login",
    },
  },
  stores: {},
  layouts: [netbsdUtmpx512, minixUtmp48, netbsdLastlogx424],
};
