// macOS: https://github.com/apple-oss-distributions/Libc
//   struct utmpx32   gen/utmpx-darwin.h, gen/NetBSD/utmpx.c; compared with a file of macOS 10.9
//   struct utmp32    gen/utmpx-darwin.h
// at revision 55b54c0a0c37 (Libc-1725.0.11). A test compares with the structs as they are declared
// there.

import { bytes, i32, type UtmpLayout } from "../src/layout.ts";
import type { LivePlatform } from "../src/platform.ts";
import { isProcessPresent } from "./bsd-presence.ts";
import { darwinNotes } from "./darwin-notes.ts";
import { macosUtmpx640 } from "./darwin-utmpx.ts";
import { freebsdLastlog28 } from "./freebsd.ts";
import { linuxTypes } from "./linux-glibc.ts";

/** /var/run/utmpx: the record of libc with 32-bit time, which is signed and ends in 2038. */
export const macosUtmpx628: UtmpLayout = {
  ...macosUtmpx640,
  id: "macos-utmpx32-628",
  size: 628,
  framing: "signed-1",
  fields: {
    ...macosUtmpx640.fields,
    seconds: i32(300), // int ut_tv.tv_sec
    microseconds: i32(304), // int ut_tv.tv_usec
    host: bytes(308, 256), // char ut_host[_UTX_HOSTSIZE]
  },
};

/** utmp and wtmp up to 10.4, as those of 4.3BSD. */
export const macosUtmp36: UtmpLayout = {
  id: "macos-utmp32-36",
  record: "utmp",
  size: 36,
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
    user: bytes(8, 8), // char ut_name[UT_NAMESIZE]
    host: bytes(16, 16), // char ut_host[UT_HOSTSIZE]
    termination: null,
    exit: null,
    session: null,
    seconds: i32(32), // int ut_time
    microseconds: null,
    address: null,
    count: null,
  },
};

export const darwin: LivePlatform = {
  id: "macos",
  paths: {
    utmp: ["/var/run/utmpx", "/var/run/utmp"], // _PATH_UTMPX; _PATH_UTMP up to 10.4
    wtmp: ["/var/log/wtmp"], // _PATH_WTMP up to 10.4
    btmp: [],
    lastlog: ["/var/log/lastlog"], // _PATH_LASTLOG up to 10.4
  },
  notes: darwinNotes,
  replaced: {},
  stores: {},
  layouts: [macosUtmpx628, macosUtmp36, freebsdLastlog28],
  files: {
    utmp: macosUtmpx628,
    wtmp: macosUtmp36,
    btmp: macosUtmpx628,
    lastlog: freebsdLastlog28,
  },
  throughLibrary: ["utmp", "wtmp", "lastlog"],
  openLibrary: () => library().openDarwin(),
  isPresent: isProcessPresent,
  services: null,
};

/** Loaded where libc is asked: other systems need the layouts alone. */
function library(): typeof import("./darwin-library.ts") {
  return require("./darwin-library.ts");
}
