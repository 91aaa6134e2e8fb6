// Linux, and those that took its records or its way of writing them.

import { utf8, type Event } from "./foreign-events.ts";
import type { Random } from "./foreign-structs.ts";
import { at, common, lineOf, type Lines, type System, type Written } from "./foreign-system.ts";

const LINUX: Lines = { console: "console", virtual: "tty", serial: "ttyS", pseudo: "pts/" };

function linuxWrites(event: Event, random: Random): Written | null {
  const { what, user, host, octets, pid } = event;
  const line = lineOf(event.terminal, LINUX);
  const marker = { line: utf8("~"), id: utf8("~~"), host };
  const on = {
    line: utf8(line),
    pid,
    id: utf8(line.startsWith("tty") ? line.slice(3) : line.slice(-4)),
  };
  const [termination, exit] = event.status;
  switch (what) {
    case "boot":
      return at(event, { type: "BOOT_TIME", ...marker, user: utf8("reboot") });
    case "down":
      return at(event, { type: "RUN_LVL", ...marker, user: utf8("shutdown") });
    case "run-level":
      return at(event, { type: "RUN_LVL", ...marker, user: utf8("runlevel"), pid });
    case "service": {
      const type = random.chance(0.5) ? "INIT_PROCESS" : "DEAD_PROCESS";
      return at(event, { type, pid, id: user.subarray(0, 4), host, session: pid });
    }
    case "getty":
      return at(event, { type: "LOGIN_PROCESS", ...on, user: utf8("LOGIN"), session: pid });
    case "login": {
      const session = random.chance(0.5) ? pid : 0;
      return at(event, { type: "USER_PROCESS", ...on, user, host, octets, session });
    }
    case "logout":
      return at(event, { type: "DEAD_PROCESS", ...on, termination, exit });
    case "old-time":
      return at(event, { type: "OLD_TIME", line: utf8("|"), user: utf8("date") });
    case "new-time":
      return at(event, { type: "NEW_TIME", line: utf8("{"), user: utf8("date") });
    case "failure": {
      const type = random.chance(0.1) ? "USER_PROCESS" : "LOGIN_PROCESS";
      const where =
        event.terminal.kind === "virtual" ? { line: utf8(line) } : { line: utf8("ssh:notty") };
      return at(event, { type, ...where, user, host, octets, pid });
    }
  }
}

function smallWrites(lines: Lines): System["writes"] {
  return (event, random) => {
    const written = linuxWrites(event, random);
    if (written === null || event.what === "service") return null;
    const line = utf8(lineOf(event.terminal, lines));
    const isOn = ["login", "logout", "getty"].includes(event.what);
    return isOn ? { ...written, line, id: line.slice(-2) } : written;
  };
}

export const linux: System = {
  ...common,
  types: "linux",
  years: [2004, 2030],
  writes: linuxWrites,
};
export const cygwin: System = {
  ...linux,
  years: [2010, 2030],
  writes: smallWrites({ console: "cons0", virtual: "cons", serial: "ttyS", pseudo: "pty" }),
};
export const libc4: System = {
  ...linux,
  years: [1993, 1997],
  releases: ["1.2.13", "0.99.14", ""],
  writes: smallWrites({ ...LINUX, pseudo: "ttyp" }),
};
export const minix: System = {
  ...libc4,
  years: [1996, 2006],
  // It has no numbers for changes of the clock.
  writes: (event, random) => (event.what.endsWith("-time") ? null : libc4.writes(event, random)),
};
