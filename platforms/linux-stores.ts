// Where Linux keeps logins that are in no file of records; each note in less than 60 characters.
//   wtmpdb     https://github.com/thkukuk/wtmpdb, lib/wtmpdb.h and Debian's patches, 0.73 to 0.75
//   lastlog2   https://github.com/util-linux/util-linux, liblastlog2/src/lastlog2.c, 2.41 to 2.43
//   logind     https://github.com/systemd/systemd, src/login, 246 to 262; the same for elogind
//   utmps      https://skarnet.org/software/utmps/utmps-utmpd.html, 0.1.3

import type { StorePlace } from "../src/platform.ts";

/** Stores that any distribution can have, whatever its libc. */
export const linuxStores: {
  readonly logind: StorePlace;
  readonly wtmpdb: StorePlace;
  readonly wtmpdbd: StorePlace;
  readonly lastlog2: StorePlace;
} = {
  logind: {
    paths: ["/run/systemd/sessions"],
    notes: {
      writer: "systemd-logind or elogind, for pam_systemd",
      limits: "only who is logged in now: it keeps no history",
      absent: "no login manager runs here; a container? ask its host",
    },
  },
  wtmpdb: {
    // Debian moved the file, and left a symbolic link in the place of upstream's.
    paths: ["/var/lib/wtmpdb/wtmp.db", "/var/log/wtmp.db"],
    notes: {
      writer: "pam_wtmpdb, sshd and wtmpdb's boot service",
      limits: "only logins with a session, since it was last rotated",
      absent: "install wtmpdb and libpam-wtmpdb to record logins",
    },
  },
  wtmpdbd: {
    paths: ["/run/wtmpdb/socket"],
    notes: {
      writer: "wtmpdbd, for who may not read the database",
      limits: "none of what was rotated; fails with over 100,000 rows",
      absent: "only systems whose wtmpdb has its service have it",
    },
  },
  lastlog2: {
    paths: ["/var/lib/lastlog/lastlog2.db"],
    notes: {
      writer: "pam_lastlog2",
      limits: "only the last login of each name; su and sudo -i count",
      absent: "install lastlog2 and libpam-lastlog2 to record logins",
    },
  },
};

/** utmps is for systems with musl; its service can be asked where the file may not be read. */
export const utmpsStore: StorePlace = {
  paths: ["/run/utmps/.utmpd-socket"],
  notes: {
    writer: "utmps-utmpd, for programs that are linked to utmps",
    limits: "only programs that are linked to utmps write it",
    absent: "musl's libc keeps none; install utmps to record logins",
  },
};
