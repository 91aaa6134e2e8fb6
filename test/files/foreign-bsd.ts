// 4.4BSD, and the systems that came of it.

import { utf8, type Event } from "./foreign-events.ts";
import type { Random } from "./foreign-structs.ts";
import { at, common, lineOf, type Lines, type System, type Written } from "./foreign-system.ts";

const bsdLines: Lines = { console: "console", virtual: "ttyv", serial: "ttyd", pseudo: "ttyp" };
const openbsdLines: Lines = { console: "console", virtual: "ttyC", serial: "tty0", pseudo: "ttyp" };

const FREEBSD: Lines = { console: "console", virtual: "ttyv", serial: "ttyu", pseudo: "pts/" };

/** 4.4BSD: markers in the line, and no type. */
function markers(lines: Lines): System["writes"] {
  return (event, random) => {
    const { what, user, host } = event;
    const line = utf8(lineOf(event.terminal, lines));
    switch (what) {
      case "boot":
        return at(event, { type: "BOOT_TIME", line: utf8("~"), user: utf8("reboot") });
      case "down":
        return at(event, { type: "RUN_LVL", line: utf8("~"), user: utf8("shutdown") });
      case "login": {
        const count = random.chance(0.3) ? 0 : random.int(1, random.pick([3, 40, 70_000]));
        return at(event, { type: "USER_PROCESS", line, user, host, count });
      }
      case "logout":
        return at(event, { type: "DEAD_PROCESS", line });
      case "old-time":
        return at(event, { type: "OLD_TIME", line: utf8("|"), user: utf8("date") });
      case "new-time":
        return at(event, { type: "NEW_TIME", line: utf8("{"), user: utf8("date") });
      default:
        return null;
    }
  };
}

function freebsdWrites(event: Event, random: Random): Written | null {
  const { what, user, host, pid } = event;
  const line = utf8(lineOf(event.terminal, FREEBSD));
  const hashed = new Uint8Array(16);
  hashed.set(line.subarray(0, 16));
  const sha1 = new Bun.CryptoHasher("sha1").update("libulog").update(hashed).digest();
  const id = Uint8Array.from(sha1.subarray(0, 8));
  switch (what) {
    case "boot":
      return at(event, { type: "BOOT_TIME" });
    case "down":
      return at(event, { type: "SHUTDOWN_TIME" });
    case "old-time":
      return at(event, { type: "OLD_TIME" });
    case "new-time":
      return at(event, { type: "NEW_TIME" });
    case "login":
      return at(event, { type: "USER_PROCESS", line, user, host, pid, id });
    case "logout":
      return at(event, { type: "DEAD_PROCESS", pid, id });
    case "failure":
      return at(event, { type: "USER_PROCESS", line, user, host, pid, id: random.bytes(8) });
    default:
      return null;
  }
}

function netbsdWrites(event: Event, random: Random): Written | null {
  const { what, user, host, octets, pid } = event;
  const lines = { console: "console", virtual: "ttyE", serial: "tty0", pseudo: "pts/" };
  const line = lineOf(event.terminal, lines);
  const on = { line: utf8(line), id: utf8(line.slice(-4)), pid };
  const marker = { line: utf8("~"), host: utf8("") };
  switch (what) {
    case "boot":
      return at(event, { type: "INIT_PROCESS", ...marker, user: utf8("reboot") });
    case "down": {
      const type = random.chance(0.5) ? "EMPTY" : "INIT_PROCESS";
      return at(event, { type, termination: 5, ...marker, user: utf8("shutdown") });
    }
    case "run-level":
      return at(event, { type: "RUN_LVL", line: utf8("run-level m"), termination: 109, exit: 115 });
    case "getty":
      return at(event, { type: "LOGIN_PROCESS", ...on, session: event.terminal.number });
    case "login":
      return at(event, { type: "USER_PROCESS", ...on, user, host, octets });
    case "logout":
      return at(event, { type: "DEAD_PROCESS", ...on, exit: event.status[1] });
    case "old-time":
      return at(event, { type: "OLD_TIME", line: utf8("|"), user: utf8("date") });
    case "new-time":
      return at(event, { type: "NEW_TIME", line: utf8("{"), user: utf8("date") });
    default:
      return null;
  }
}

function macosWrites(event: Event): Written | null {
  const { what, user, host, pid } = event;
  const lines = { console: "console", virtual: "ttyp", serial: "tty.serial", pseudo: "ttys" };
  const text = event.terminal.kind === "x" ? "console" : lineOf(event.terminal, lines);
  const on = { line: utf8(text), id: utf8(text === "console" ? "/" : text.slice(-4)), pid, user };
  switch (what) {
    case "boot":
      return at(event, { type: "BOOT_TIME", pid: 1 });
    case "down":
      return at(event, { type: "SHUTDOWN_TIME", pid: 1 });
    case "login":
      return at(event, { type: "USER_PROCESS", ...on, host });
    case "logout":
      return at(event, { type: "DEAD_PROCESS", ...on, user: utf8("alice") });
    case "old-time":
      return at(event, { type: "OLD_TIME" });
    case "new-time":
      return at(event, { type: "NEW_TIME" });
    default:
      return null;
  }
}

export const bsd: System = {
  ...common,
  types: null,
  years: [1994, 2012],
  writes: markers(bsdLines),
};
export const openbsd: System = { ...bsd, years: [1997, 2030], writes: markers(openbsdLines) };
export const freebsd: System = {
  ...common,
  types: "freebsd",
  years: [2011, 2030],
  writes: freebsdWrites,
};
export const netbsd: System = {
  ...common,
  types: "netbsd",
  years: [2003, 2030],
  inet6: 24,
  writes: netbsdWrites,
};
export const dragonfly: System = { ...netbsd, types: "dragonfly", years: [2010, 2030], inet6: 28 };
export const macos: System = {
  ...common,
  types: "macos",
  years: [2007, 2030],
  writes: macosWrites,
};
