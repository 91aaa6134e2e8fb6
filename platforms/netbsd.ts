// NetBSD: https://github.com/NetBSD/src
//   struct utmpx, struct lastlogx   include/utmpx.h 1.17 and 1.18, and that before 1.16
//   struct utmp, struct lastlog     include/utmp.h
//   the signature, old records      lib/libc/gen/utmpx.c 1.35
//   AF_INET6                        sys/sys/socket.h
// 1.17 and 1.35 as MINIX imports them: https://github.com/Stichting-MINIX-Research-Foundation/minix
// at revision 4db99f401257. The headers of today were compiled for amd64, aarch64, i386, sparc64,
// earm, sparc, powerpc and mips; those before 1.16 were read.

import {
  bytes,
  i32,
  i64,
  sockaddr,
  u16,
  type LastlogLayout,
  type UtmpLayout,
} from "../src/layout.ts";
import type { Platform } from "../src/platform.ts";
import type { TypeNumbers } from "../src/record-types.ts";
import { macosUtmp36 } from "./darwin.ts";
import { systemVTypes } from "./system-v-types.ts";

const AF_INET6 = 24;

/** `ut_type` of <utmpx.h>; DragonFly has the same. */
export const netbsdTypes: TypeNumbers = [...systemVTypes, "SIGNATURE", "DOWN_TIME"];

/** NetBSD 6 and later on 64-bit machines, "utmpx-2.00". */
export const netbsdUtmpx520: UtmpLayout = {
  id: "netbsd-utmpx-520",
  record: "utmp",
  size: 520,
  endian: null,
  framing: "signed-2",
  types: netbsdTypes,
  sessionKey: "line",
  writers: "other",
  fields: {
    user: bytes(0, 32), // char ut_name[_UTX_USERSIZE]
    id: bytes(32, 4), // char ut_id[_UTX_IDSIZE]
    line: bytes(36, 32), // char ut_line[_UTX_LINESIZE]
    host: bytes(68, 256), // char ut_host[_UTX_HOSTSIZE]
    session: u16(324), // uint16_t ut_session
    type: u16(326), // uint16_t ut_type
    pid: i32(328), // pid_t ut_pid
    termination: u16(332), // uint16_t ut_exit.e_termination
    exit: u16(334), // uint16_t ut_exit.e_exit
    address: sockaddr(336, AF_INET6), // struct sockaddr_storage ut_ss
    seconds: i64(464), // time_t ut_tv.tv_sec
    microseconds: i32(472), // suseconds_t ut_tv.tv_usec
    count: null,
  },
};

/** The same on 32-bit machines that align 64 bits to 8 bytes: earm, sparc, powerpc, mips. */
export const netbsdUtmpx520Ilp32: UtmpLayout = {
  ...netbsdUtmpx520,
  id: "netbsd-utmpx-520-ilp32",
};

/** The same on i386, which aligns 64 bits to 4 bytes. */
export const netbsdUtmpx516: UtmpLayout = {
  ...netbsdUtmpx520,
  id: "netbsd-utmpx-516-i386",
  size: 516,
  endian: "little",
};

/** NetBSD up to 5 on 64-bit machines, "utmpx-1.00". */
export const netbsdUtmpx520V1: UtmpLayout = {
  ...netbsdUtmpx520,
  id: "netbsd-utmpx-520-v1",
  framing: "signed-1",
  fields: {
    ...netbsdUtmpx520.fields,
    microseconds: i64(472), // long ut_tv.tv_usec
  },
};

/** NetBSD up to 5 on 32-bit machines, "utmpx-1.00"; MINIX 3.3, which signs it "utmpx-2.00". */
export const netbsdUtmpx512: UtmpLayout = {
  ...netbsdUtmpx520,
  id: "netbsd-utmpx-512",
  size: 512,
  framing: "signed",
  fields: {
    ...netbsdUtmpx520.fields,
    seconds: i32(464), // long ut_tv.tv_sec
    microseconds: i32(468), // long ut_tv.tv_usec
  },
};

/** /var/run/utmp and /var/log/wtmp, which programs older than utmpx read: 4.3BSD's, with more time. */
export const netbsdUtmp40: UtmpLayout = {
  ...macosUtmp36,
  id: "netbsd-utmp-40",
  size: 40,
  fields: {
    ...macosUtmp36.fields,
    seconds: i64(32), // time_t ut_time
  },
};

/** NetBSD 6 and later, but for i386. */
export const netbsdLastlogx432: LastlogLayout = {
  id: "netbsd-lastlogx-432",
  record: "lastlog",
  size: 432,
  endian: null,
  framing: "db-hash",
  fields: {
    user: null, // the key is the uid
    seconds: i64(0), // time_t ll_tv.tv_sec
    microseconds: i32(8), // suseconds_t ll_tv.tv_usec
    line: bytes(16, 32), // char ll_line[_UTX_LINESIZE]
    host: bytes(48, 256), // char ll_host[_UTX_HOSTSIZE]
  },
};

/** NetBSD 6 and later on i386. */
export const netbsdLastlogx428: LastlogLayout = {
  ...netbsdLastlogx432,
  id: "netbsd-lastlogx-428-i386",
  size: 428,
  endian: "little",
  fields: {
    ...netbsdLastlogx432.fields,
    line: bytes(12, 32),
    host: bytes(44, 256),
  },
};

/** NetBSD up to 5 on 32-bit machines; MINIX 3.3. */
export const netbsdLastlogx424: LastlogLayout = {
  ...netbsdLastlogx432,
  id: "netbsd-lastlogx-424",
  size: 424,
  fields: {
    user: null,
    seconds: i32(0), // long ll_tv.tv_sec
    microseconds: i32(4), // long ll_tv.tv_usec
    line: bytes(8, 32),
    host: bytes(40, 256),
  },
};

/** /var/log/lastlog, which programs older than utmpx read; DragonFly has the same. */
export const netbsdLastlog32: LastlogLayout = {
  id: "netbsd-lastlog-32",
  record: "lastlog",
  size: 32,
  endian: null,
  framing: "by-uid",
  fields: {
    user: null,
    seconds: i64(0), // time_t ll_time
    microseconds: null,
    line: bytes(8, 8), // char ll_line[UT_LINESIZE]
    host: bytes(16, 16), // char ll_host[UT_HOSTSIZE]
  },
};

export const netbsd: Platform = {
  id: "netbsd",
  paths: {
    utmp: ["/var/run/utmpx", "/var/run/utmp"], // _PATH_UTMPX, _PATH_UTMP
    wtmp: ["/var/log/wtmpx", "/var/log/wtmp"], // _PATH_WTMPX, _PATH_WTMP
    btmp: [],
    lastlog: ["/var/log/lastlogx", "/var/log/lastlog"], // _PATH_LASTLOGX, _PATH_LASTLOG
  },
  replaced: {},
  notes: {
    utmp: {
      writer: "init, getty, login, sshd and terminals",
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
      absent: "NetBSD keeps no record of failed logins; see authlog",
    },
    lastlog: {
      writer: "login and sshd",
      limits: "only the last login of each uid",
      absent: "the next login makes it",
    },
  },
  stores: {},
  layouts: [
    netbsdUtmpx520,
    netbsdUtmpx520Ilp32,
    netbsdUtmpx516,
    netbsdUtmpx520V1,
    netbsdUtmpx512,
    netbsdUtmp40,
    netbsdLastlogx432,
    netbsdLastlogx428,
    netbsdLastlogx424,
    netbsdLastlog32,
  ],
};
