// DragonFly BSD: https://github.com/DragonFlyBSD/DragonFlyBSD
//   struct utmpx, struct lastlogx   include/utmpx.h at revision 14f65205020a
//   struct utmp, struct lastlog     include/utmp.h
//   the signature                   lib/libc/gen/utmpx.c
//   time_t, suseconds_t             sys/cpu/x86_64/include/stdint.h
//   AF_INET6                        sys/sys/socket.h
// Read and compiled with types of its own. x86_64 is the only machine.

import {
  bytes,
  i16,
  i32,
  i64,
  sockaddr,
  u16,
  type LastlogLayout,
  type UtmpLayout,
} from "../src/layout.ts";
import type { Platform } from "../src/platform.ts";
import { freebsdUtmp44 } from "./freebsd.ts";
import { netbsdLastlog32, netbsdLastlogx432, netbsdTypes } from "./netbsd.ts";

const AF_INET6 = 28;

/** "utmpx-2.00". */
export const dragonflyUtmpx512: UtmpLayout = {
  id: "dragonfly-utmpx-512",
  record: "utmp",
  size: 512,
  endian: "little",
  framing: "signed-2",
  types: netbsdTypes,
  sessionKey: "line",
  writers: "other",
  fields: {
    user: bytes(0, 32), // char ut_name[_UTX_USERSIZE]
    id: bytes(32, 4), // char ut_id[_UTX_IDSIZE]
    line: bytes(36, 32), // char ut_line[_UTX_LINESIZE]
    host: bytes(68, 256), // char ut_host[_UTX_HOSTSIZE]
    session: u16(340), // uint16_t ut_session
    type: i16(342), // int16_t ut_type; uint16_t in older headers
    pid: i32(344), // pid_t ut_pid
    termination: u16(348), // uint16_t ut_exit.e_termination
    exit: u16(350), // uint16_t ut_exit.e_exit
    address: sockaddr(352, AF_INET6), // struct sockaddr_storage ut_ss
    seconds: i64(480), // time_t ut_tv.tv_sec
    microseconds: i64(488), // suseconds_t ut_tv.tv_usec
    count: null,
  },
};

/** The records before utmpx: FreeBSD's of that time, with more time. */
export const dragonflyUtmp48: UtmpLayout = {
  ...freebsdUtmp44,
  id: "dragonfly-utmp-48",
  size: 48,
  endian: "little",
  fields: {
    ...freebsdUtmp44.fields,
    seconds: i64(40), // time_t ut_time
  },
};

export const dragonflyLastlogx432: LastlogLayout = {
  ...netbsdLastlogx432,
  id: "dragonfly-lastlogx-432",
  endian: "little",
  fields: {
    ...netbsdLastlogx432.fields,
    microseconds: i64(8), // suseconds_t ll_tv.tv_usec
  },
};

export const dragonfly: Platform = {
  id: "dragonfly",
  paths: {
    utmp: ["/var/run/utmpx", "/var/run/utmp"], // _PATH_UTMPX, _PATH_UTMP
    wtmp: ["/var/log/wtmpx", "/var/log/wtmp"], // _PATH_WTMPX, _PATH_WTMP
    btmp: [],
    lastlog: ["/var/log/lastlogx", "/var/log/lastlog"], // _PATH_LASTLOGX, _PATH_LASTLOG
  },
  replaced: {},
  notes: {
    utmp: {
      writer: "init, login, sshd and terminals",
      limits: "only logins on a terminal; may list some that are gone",
      absent: "made at boot: a copied tree may not have it",
    },
    wtmp: {
      writer: "init, reboot, login, sshd and terminals",
      limits: "only logins on a terminal, since it was last rotated",
      absent: "the next login makes it; older ones may be rotated away",
    },
    btmp: {
      writer: "nothing",
      limits: "no failed logins",
      absent: "DragonFly keeps no record of failed logins; see auth.log",
    },
    lastlog: {
      writer: "login and sshd",
      limits: "only the last login of each uid",
      absent: "the next login makes it",
    },
  },
  stores: {},
  layouts: [dragonflyUtmpx512, dragonflyUtmp48, dragonflyLastlogx432, netbsdLastlog32],
};
