import type { Database, DatabaseNotes } from "../src/platform.ts";

/** getutxent(3), ulog_login(3), utx(8) and newsyslog(8) of FreeBSD; each in less than 60 characters. */
export const freebsdNotes: Readonly<Record<Database, DatabaseNotes>> = {
  utmp: {
    writer: "login, sshd and display managers; utx at boot",
    limits: "only logins on a terminal; may list some that are gone",
    absent: "no boot or login was recorded; a jail? ask its host",
  },
  wtmp: {
    writer: "login, sshd and display managers; utx at boot",
    limits: "only logins on a terminal, since it was last rotated",
    absent: "no boot or login was recorded; a jail? ask its host",
  },
  btmp: {
    writer: "none: FreeBSD keeps no record of failed logins",
    limits: "failed logins are only in /var/log/auth.log, as text",
    absent: "read /var/log/auth.log: login and sshd report them there",
  },
  lastlog: {
    writer: "login, sshd and display managers",
    limits: "only the last login of each name",
    absent: "no login was recorded; a jail? ask its host",
  },
};
