// System V, and the systems that came of it.

import { utf8, type Event } from "./foreign-events.ts";
import type { Random } from "./foreign-structs.ts";
import { at, common, lineOf, type System, type Written } from "./foreign-system.ts";

function solarisWrites(event: Event, random: Random): Written | null {
  const { what, user, host, pid, status } = event;
  const lines = { console: "console", virtual: "vt/", serial: "term/a", pseudo: "pts/" };
  const { kind, number } = event.terminal;
  const line = utf8(kind === "x" ? "dtlocal" : lineOf(event.terminal, lines));
  const id = utf8(kind === "pseudo" ? random.pick([`s/${number}`, `tn${number}`]) : "co");
  const [termination, exit] = status;
  switch (what) {
    case "boot":
      return at(event, { type: "BOOT_TIME", line: utf8("system boot") });
    case "down":
      return at(event, { type: "DOWN_TIME", line: utf8("system down") });
    case "run-level": {
      const levels = { termination: 51, exit: 83, pid: random.int(0, 3) };
      return at(event, { type: "RUN_LVL", line: utf8("run-level 3"), ...levels });
    }
    case "service": {
      const type = random.chance(0.5) ? "INIT_PROCESS" : "DEAD_PROCESS";
      return at(event, { type, user: utf8(".startd"), id: utf8("s6"), pid, termination, exit });
    }
    case "getty": {
      const about = { user: utf8(random.pick(["LOGIN", ".telnet"])), line: utf8("/dev/console") };
      return at(event, { type: "LOGIN_PROCESS", ...about, id: utf8("co"), pid });
    }
    case "login":
      return at(event, { type: "USER_PROCESS", user, line, id, pid, host });
    case "logout":
      return at(event, {
        type: "DEAD_PROCESS",
        user: utf8("alice"),
        line,
        id,
        pid,
        termination,
        exit,
      });
    case "old-time":
      return at(event, { type: "OLD_TIME", line: utf8("old time") });
    case "new-time":
      return at(event, { type: "NEW_TIME", line: utf8("new time") });
    case "failure":
      return null;
  }
}

function aixWrites(event: Event, random: Random): Written | null {
  const { what, user, host, pid } = event;
  const lines = { console: "lft0", virtual: "lft", serial: "tty", pseudo: "pts/" };
  const line = utf8(event.terminal.kind === "x" ? "dtlogin/_0" : lineOf(event.terminal, lines));
  const on = { line, id: line, pid };
  const [termination, exit] = event.status;
  switch (what) {
    case "boot":
      return at(event, { type: "BOOT_TIME", line: utf8("system boot") });
    case "down":
      return at(event, { type: "USER_PROCESS", line: utf8("~"), user: utf8("shutdown"), pid });
    case "run-level": {
      const levels = { termination: 50, exit: 83 };
      return at(event, { type: "RUN_LVL", line: utf8("run-level 2"), ...levels });
    }
    case "service": {
      const name = utf8(
        random.pick(["brc", "powerfail", "rctcpip", "srcmstr", "logsymp", "uprintfd"]),
      );
      const type = random.chance(0.5) ? "INIT_PROCESS" : "DEAD_PROCESS";
      return at(event, { type, user: name, id: name, pid, termination, exit });
    }
    case "getty":
      return at(event, { type: "LOGIN_PROCESS", user: utf8("LOGIN"), line, id: utf8("cons"), pid });
    case "login":
      return at(event, { type: "USER_PROCESS", ...on, user, host });
    case "logout":
      return at(event, { type: "DEAD_PROCESS", ...on, user: utf8("root"), termination, exit });
    case "old-time":
      return at(event, { type: "OLD_TIME", line: utf8("old time") });
    case "new-time":
      return at(event, { type: "NEW_TIME", line: utf8("new time") });
    case "failure":
      return at(event, { type: "USER_PROCESS", line: utf8("ssh"), user, host, pid });
  }
}

export const solaris: System = {
  ...common,
  types: "illumos",
  years: [1994, 2030],
  writes: solarisWrites,
};
export const aix: System = { ...common, types: "aix", years: [1999, 2030], writes: aixWrites };
