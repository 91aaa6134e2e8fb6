import type { RecordType } from "../record-types.ts";
import type { Values } from "./command.ts";

/** What who(1) can be asked for. */
export const WHO_OPTIONS = {
  all: { type: "boolean", short: "a", help: "all of -b -d --login -p -r -t -T -u" },
  boot: { type: "boolean", short: "b", help: "time of the last boot" },
  dead: { type: "boolean", short: "d", help: "processes that have ended" },
  heading: { type: "boolean", short: "H", help: "names of the columns first" },
  login: { type: "boolean", short: "l", help: "terminals that wait for a login" },
  lookup: { type: "boolean", help: "full names of hosts, which DNS is asked for" },
  own: { type: "boolean", short: "m", help: "only the terminal that is standard input" },
  process: { type: "boolean", short: "p", help: "processes that init started" },
  count: { type: "boolean", short: "q", help: "all login names, and how many" },
  runlevel: { type: "boolean", short: "r", help: "run level" },
  short: { type: "boolean", short: "s", help: "only name, line and time" },
  time: { type: "boolean", short: "t", help: "last change of the clock" },
  mesg: {
    type: "boolean",
    short: "Tw",
    aliases: ["message", "writable"],
    help: "whether messages can be written: + or -, ? if unknown",
  },
  users: { type: "boolean", short: "u", help: "users who are logged in, with idle time and pid" },
} as const;

/** The rows and columns that were asked for. */
export interface Selection {
  /** Of which types; of the others none. */
  readonly types: ReadonlySet<RecordType>;
  readonly hasMessages: boolean;
  readonly hasIdle: boolean;
  readonly hasPid: boolean;
  readonly hasExit: boolean;
}

const TYPES = [
  ["users", "USER_PROCESS"],
  ["runlevel", "RUN_LVL"],
  ["boot", "BOOT_TIME"],
  ["time", "NEW_TIME"],
  ["process", "INIT_PROCESS"],
  ["login", "LOGIN_PROCESS"],
  ["dead", "DEAD_PROCESS"],
] as const;

/** What who(1) shows with these options: who selects nothing gets users, in few columns. */
export function selectionOf(values: Values<typeof WHO_OPTIONS>): Selection {
  const isAll = values.all === true;
  const types = TYPES.flatMap(([option, type]) => (isAll || values[option] ? [type] : []));
  const hasExit = isAll || values.dead === true;
  const isShort = values.short === true || types.length === 0;
  const asksIdle = [values.users, values.login, values.runlevel].includes(true);
  return {
    types: new Set(types.length === 0 ? ["USER_PROCESS"] : types),
    hasMessages: isAll || values.mesg === true,
    hasIdle: hasExit || (asksIdle && !isShort),
    hasPid: hasExit || !isShort,
    hasExit,
  };
}
