import type { Database, DatabaseNotes, Replaced } from "../src/platform.ts";

/** utmp(5), lastb(1), lastlog(8), login(1) and sshd(8) on Linux; each in less than 60 characters. */
export const linuxNotes: Readonly<Record<Database, DatabaseNotes>> = {
  utmp: {
    writer: "systemd, login, sshd and display managers",
    limits: "only logins on a terminal; may list some that are gone",
    absent: "a container? ask its host; Debian 13 asks systemd-logind",
  },
  wtmp: {
    writer: "systemd, login, sshd and display managers",
    limits: "only logins on a terminal, since it was last rotated",
    absent: "touch it as root to record logins; Debian 13 has wtmpdb",
  },
  btmp: {
    writer: "login and sshd",
    limits: "passwords refused by login and sshd, not by su or sudo",
    absent: "touch it as root to record failures; Debian 13 keeps none",
  },
  lastlog: {
    writer: "login and sshd, or pam_lastlog",
    limits: "only the last login of each uid",
    absent: "touch it as root to record logins; Debian 13 has lastlog2",
  },
};

/** Debian 13 as it is, and as others are that have moved to the same stores. */
export const linuxReplaced: Readonly<Partial<Record<Database, Replaced>>> = {
  wtmp: {
    by: ["wtmpdb"],
    notes: {
      writer: "few programs, as sshd, since wtmpdb has its place",
      limits: "only what those programs write: logins without logouts",
      absent: "wtmpdb has its place",
    },
  },
  btmp: {
    by: ["wtmpdb", "lastlog2"],
    notes: {
      writer: "hardly any program, since wtmpdb came",
      limits: "most refused passwords: the journal has those",
      absent: "this system keeps no failed logins; ask its journal",
    },
  },
  lastlog: {
    by: ["lastlog2", "wtmpdb"],
    notes: {
      writer: "hardly any program, since lastlog2 came",
      limits: "only the last login of each uid, until then",
      absent: "lastlog2 has its place, where that is installed",
    },
  },
};
