import type { Database, DatabaseNotes } from "../src/platform.ts";

/** endutxent(3), getlastlogx(3), login(1) and asl(3) of macOS; each in less than 60 characters. */
export const darwinNotes: Readonly<Record<Database, DatabaseNotes>> = {
  utmp: {
    writer: "launchd, loginwindow, login and sshd",
    limits: "only logins on the console or a terminal, since the boot",
    absent: "no boot or login was recorded",
  },
  wtmp: {
    writer: "launchd, loginwindow, login and sshd, into ASL",
    limits: "only what the system's log (ASL) still keeps",
    absent: "no file since 10.5: ask libc, on the Mac itself",
  },
  btmp: {
    writer: "none: macOS keeps no record of failed logins",
    limits: "failed logins are only in the system's log, as text",
    absent: "ask the system's log: log show, on the Mac itself",
  },
  lastlog: {
    writer: "loginwindow, login and sshd, into ASL",
    limits: "only what the system's log (ASL) still keeps",
    absent: "no file since 10.5: ask libc, on the Mac itself",
  },
};
