// musl on Linux: https://git.musl-libc.org/cgit/musl/tree/src/legacy/utmpx.c at revision
// 86373b4999bf. All of its functions for login records are stubs that know nobody. Records are kept
// by utmps, where it runs: https://git.skarnet.org/cgi-bin/cgit.cgi/utmps
//   struct utmpx   src/include/utmps/utmpx.h
// at revision 53fa5bbe0c07 (0.1.3.4), compiled over musl 1.2.5. A test compares with the headers of
// the musl it runs on.

import { i32, i64, octets, type UtmpLayout } from "../src/layout.ts";
import type { LivePlatform } from "../src/platform.ts";
import { linuxGlibc384, linuxGlibc400, linuxLastlog296 } from "./linux-glibc.ts";
import { linuxStores, utmpsStore } from "./linux-stores.ts";

/** As glibc's of 64-bit time, but for the session, which stands there in big endian too. */
export const utmps400: UtmpLayout = {
  ...linuxGlibc400,
  id: "utmps-400",
  fields: {
    ...linuxGlibc400.fields,
    session: i32(336), // pid_t ut_session
  },
};

/** i386 aligns 64-bit time to 4 bytes. */
export const utmps392: UtmpLayout = {
  ...linuxGlibc384,
  id: "utmps-392-i386",
  size: 392,
  endian: "little",
  fields: {
    ...linuxGlibc384.fields,
    seconds: i64(340), // time_t ut_tv.tv_sec
    microseconds: i64(348), // suseconds_t ut_tv.tv_usec
    address: octets(356, 16), // uint32_t ut_addr_v6[4]
  },
};

export const linuxMusl: LivePlatform = {
  id: "linux-musl",
  paths: {
    utmp: ["/run/utmps/utmp"],
    wtmp: ["/var/log/wtmpd/wtmp", "/var/log/wtmp"], // Alpine's packages of utmps 0.1.2 and 0.1.0
    btmp: ["/var/log/btmpd/btmp", "/var/log/btmp"],
    lastlog: ["/var/log/lastlog"],
  },
  replaced: {},
  notes: {
    utmp: {
      writer: "utmps, for programs that are linked to it",
      limits: "only programs that are linked to utmps write it",
      absent: "musl's libc keeps none; install utmps to record logins",
    },
    wtmp: {
      writer: "utmps, for programs that are linked to it",
      limits: "only programs that are linked to utmps write it",
      absent: "musl's libc keeps none; install utmps to record logins",
    },
    btmp: {
      writer: "utmps, for programs that are linked to it",
      limits: "only programs that are linked to utmps write it",
      absent: "musl's libc keeps none; install utmps to record failures",
    },
    lastlog: {
      writer: "sshd",
      limits: "only the last login of each uid",
      absent: "touch it as root to record logins",
    },
  },
  stores: { ...linuxStores, utmps: { ...utmpsStore, layout: utmps400 } },
  layouts: [utmps400, utmps392, linuxLastlog296],
  files: { utmp: utmps400, wtmp: utmps400, btmp: utmps400, lastlog: linuxLastlog296 },
  throughLibrary: [],
  openLibrary: () => library().openMusl(),
  isPresent: (login) => presence().isPresent(login, () => library().openMusl()),
  get services() {
    return services().linuxServices;
  },
};

/** Loaded where libc is asked: other systems need the layouts alone. */
function library(): typeof import("./linux-musl-library.ts") {
  return require("./linux-musl-library.ts");
}

/** Loaded where a session has no end on record. */
function presence(): typeof import("./linux-presence.ts") {
  return require("./linux-presence.ts");
}

/** Loaded where they are asked, which reading a file never does. */
function services(): typeof import("./linux-services.ts") {
  return require("./linux-services.ts");
}
