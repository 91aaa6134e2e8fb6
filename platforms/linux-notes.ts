import type { Database, DatabaseNotes } from "../src/platform.ts";

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

export const linuxPaths: Readonly<Record<Database, readonly string[]>> = {
  utmp: ["/var/run/utmp", "/run/utmp"], // _PATH_UTMP of <paths.h>, and where /var/run points
  wtmp: ["/var/log/wtmp"], // _PATH_WTMP
  btmp: ["/var/log/btmp"], // login(1)
  lastlog: ["/var/log/lastlog"], // _PATH_LASTLOG
};
