// glibc on Linux: https://sourceware.org/git/?p=glibc.git
//   struct utmp, struct utmpx   bits/utmp.h, sysdeps/gnu/bits/utmpx.h (the same struct)
//   struct lastlog              bits/utmp.h
//   sizes by architecture       sysdeps/*/utmp-size.h
// at revision 04e750e7b739; compared with the headers of glibc 2.36 and 2.41. A test compares with
// those of the machine it runs on.

import {
  bytes,
  i16,
  i32,
  i64,
  octets,
  u32,
  type LastlogLayout,
  type UtmpLayout,
} from "../src/layout.ts";
import type { LivePlatform } from "../src/platform.ts";
import type { TypeNumbers } from "../src/record-types.ts";

/** `ut_type` of <utmpx.h>; 3 and 4 are the other way round on most other systems. */
export const linuxTypes: TypeNumbers = [
  "EMPTY",
  "RUN_LVL",
  "BOOT_TIME",
  "NEW_TIME",
  "OLD_TIME",
  "INIT_PROCESS",
  "LOGIN_PROCESS",
  "USER_PROCESS",
  "DEAD_PROCESS",
  "ACCOUNTING",
];

/**
 * Architectures with a 32-bit sibling store 32-bit time in both: x86, arm (32-bit), riscv, ppc,
 * mips, sparc. glibc up to 2.39 calls the seconds signed; they are written unsigned, 1970 to 2106.
 */
export const linuxGlibc384: UtmpLayout = {
  id: "linux-glibc-384",
  record: "utmp",
  size: 384,
  endian: null,
  framing: "array",
  types: linuxTypes,
  sessionKey: "line",
  writers: "linux",
  fields: {
    type: i16(0), // short ut_type
    pid: i32(4), // pid_t ut_pid
    line: bytes(8, 32), // char ut_line[__UT_LINESIZE]
    id: bytes(40, 4), // char ut_id[4]
    user: bytes(44, 32), // char ut_user[__UT_NAMESIZE]
    host: bytes(76, 256), // char ut_host[__UT_HOSTSIZE]
    termination: i16(332), // short ut_exit.e_termination
    exit: i16(334), // short ut_exit.e_exit
    session: i32(336), // int32_t ut_session
    seconds: u32(340), // uint32_t ut_tv.tv_sec
    microseconds: i32(344), // int32_t ut_tv.tv_usec
    address: octets(348, 16), // int32_t ut_addr_v6[4], in network order
    count: null,
  },
};

/** 64-bit architectures without a 32-bit sibling: aarch64, s390x, loongarch64, alpha. */
export const linuxGlibc400: UtmpLayout = {
  ...linuxGlibc384,
  id: "linux-glibc-400",
  size: 400,
  fields: {
    ...linuxGlibc384.fields,
    session: i64(336), // long ut_session
    seconds: i64(344), // __time_t ut_tv.tv_sec
    microseconds: i64(352), // __suseconds_t ut_tv.tv_usec
    address: octets(360, 16),
  },
};

/** 64-bit time that is aligned to 4 bytes: arc, or1k. */
export const linuxGlibc392: UtmpLayout = {
  ...linuxGlibc384,
  id: "linux-glibc-392-arc",
  size: 392,
  fields: {
    ...linuxGlibc384.fields,
    seconds: i64(340), // __time64_t ut_tv.tv_sec
    microseconds: i64(348),
    address: octets(356, 16),
  },
};

/** What m68k aligns to 2 bytes. */
export const linuxGlibc382: UtmpLayout = {
  ...linuxGlibc384,
  id: "linux-glibc-382-m68k",
  size: 382,
  endian: "big",
  fields: {
    ...linuxGlibc384.fields,
    pid: i32(2),
    line: bytes(6, 32),
    id: bytes(38, 4),
    user: bytes(42, 32),
    host: bytes(74, 256),
    termination: i16(330),
    exit: i16(332),
    session: i32(334),
    seconds: u32(338),
    microseconds: i32(342),
    address: octets(346, 16),
  },
};

export const linuxLastlog292: LastlogLayout = {
  id: "linux-lastlog-292",
  record: "lastlog",
  size: 292,
  endian: null,
  framing: "by-uid",
  fields: {
    user: null,
    seconds: u32(0), // uint32_t ll_time
    line: bytes(4, 32), // char ll_line[UT_LINESIZE]
    host: bytes(36, 256), // char ll_host[UT_HOSTSIZE]
    microseconds: null,
  },
};

export const linuxLastlog296: LastlogLayout = {
  id: "linux-lastlog-296",
  record: "lastlog",
  size: 296,
  endian: null,
  framing: "by-uid",
  fields: {
    user: null,
    seconds: i64(0), // __time_t ll_time
    line: bytes(8, 32),
    host: bytes(40, 256),
    microseconds: null,
  },
};

const has64BitTime =
  process.arch === "arm64" || process.arch === "s390x" || process.arch === "loong64";

const utmp = has64BitTime ? linuxGlibc400 : linuxGlibc384;
const lastlog = has64BitTime ? linuxLastlog296 : linuxLastlog292;

export const linuxGlibc: LivePlatform = {
  id: "linux-glibc",
  paths: {
    utmp: ["/var/run/utmp", "/run/utmp"], // _PATH_UTMP of <paths.h>, and where /var/run points
    wtmp: ["/var/log/wtmp"], // _PATH_WTMP
    btmp: ["/var/log/btmp"], // login(1)
    lastlog: ["/var/log/lastlog"], // _PATH_LASTLOG
  },
  get notes() {
    return notes().linuxNotes;
  },
  get replaced() {
    return notes().linuxReplaced;
  },
  get stores() {
    return stores().linuxStores;
  },
  layouts: [
    linuxGlibc384,
    linuxGlibc400,
    linuxGlibc392,
    linuxGlibc382,
    linuxLastlog292,
    linuxLastlog296,
  ],
  files: { utmp, wtmp: utmp, btmp: utmp, lastlog },
  throughLibrary: ["utmp"],
  openLibrary: () => library().openGlibc(utmp),
  isPresent: (login) => presence().isPresent(login, () => library().openGlibc(utmp)),
  get services() {
    return services().linuxServices;
  },
};

/** Loaded where a person is told of its databases. */
function notes(): typeof import("./linux-notes.ts") {
  return require("./linux-notes.ts");
}

/** Loaded where records can be in something else than files. */
function stores(): typeof import("./linux-stores.ts") {
  return require("./linux-stores.ts");
}

/** Loaded where libc is asked: other systems need the layouts alone. */
function library(): typeof import("./linux-glibc-library.ts") {
  return require("./linux-glibc-library.ts");
}

/** Loaded where a session has no end on record. */
function presence(): typeof import("./linux-presence.ts") {
  return require("./linux-presence.ts");
}

/** Loaded where they are asked, which reading a file never does. */
function services(): typeof import("./linux-services.ts") {
  return require("./linux-services.ts");
}
