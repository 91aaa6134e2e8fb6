// macOS: https://github.com/apple-oss-distributions/Libc
//   struct utmpx, struct lastlogx   include/NetBSD/utmpx.h
// at revision 55b54c0a0c37 (Libc-1725.0.11); compiled from the SDK's headers for arm64 and x86_64.

import { bytes, i16, i32, i64, type LastlogLayout, type UtmpLayout } from "../src/layout.ts";
import type { TypeNumbers } from "../src/record-types.ts";
import { systemVTypes } from "./system-v-types.ts";

/** `ut_type` of <utmpx.h>; 3 and 4 are the other way round on Linux. */
export const darwinTypes: TypeNumbers = [...systemVTypes, "SIGNATURE", "SHUTDOWN_TIME"];

/** What libc gives; never on disk. */
export const macosUtmpx640: UtmpLayout = {
  id: "macos-utmpx-640",
  record: "utmp",
  size: 640,
  endian: null,
  framing: "array",
  types: darwinTypes,
  sessionKey: "id",
  writers: "other",
  fields: {
    type: i16(296), // short ut_type
    pid: i32(292), // pid_t ut_pid
    line: bytes(260, 32), // char ut_line[_UTX_LINESIZE]
    id: bytes(256, 4), // char ut_id[_UTX_IDSIZE]
    user: bytes(0, 256), // char ut_user[_UTX_USERSIZE]
    host: bytes(320, 256), // char ut_host[_UTX_HOSTSIZE]
    termination: null,
    exit: null,
    session: null,
    seconds: i64(304), // time_t ut_tv.tv_sec
    microseconds: i32(312), // suseconds_t ut_tv.tv_usec
    address: null,
    count: null,
  },
};

/** What libc gives of last logins; they are in no file. */
export const macosLastlogx304: LastlogLayout = {
  id: "macos-lastlogx-304",
  record: "lastlog",
  size: 304,
  endian: null,
  framing: "named",
  fields: {
    user: null,
    line: bytes(16, 32), // char ll_line[_UTX_LINESIZE]
    host: bytes(48, 256), // char ll_host[_UTX_HOSTSIZE]
    seconds: i64(0), // time_t ll_tv.tv_sec
    microseconds: i32(8), // suseconds_t ll_tv.tv_usec
  },
};
