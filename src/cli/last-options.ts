import { secondsOf } from "../sessions/last-pairer.ts";
import type { Zone } from "../zone.ts";
import type { Values } from "./command.ts";
import { fileValue, type FORMAT_OPTIONS, type LoginsOptionTable } from "./common-options.ts";
import type { HostKind } from "./last-host.ts";
import { isTimeFormat, TIME_FORMATS, type TimeFormat } from "./last-time.ts";
import { timeOption } from "./time-string.ts";
import { UsageError } from "./usage-error.ts";

/** The options of last(1) of util-linux 2.43. */
export const LAST_OPTIONS = {
  limit: { type: "string", short: "n", value: "N", help: "no more than N lines; -N is the same" },
  hostlast: { type: "boolean", short: "a", help: "show the host in the last column" },
  dns: { type: "boolean", short: "d", help: "show the name that the address has in the DNS" },
  file: { type: "strings", short: "f", value: "FILE", help: "read FILE; can be repeated" },
  fulltimes: { type: "boolean", short: "F", help: "show dates with seconds and year" },
  ip: { type: "boolean", short: "i", help: "show the address instead of the host" },
  present: { type: "string", short: "p", value: "TIME", help: "only what was there at TIME" },
  nohostname: { type: "boolean", short: "R", help: "show no host" },
  since: { type: "string", short: "s", value: "TIME", help: "take no records before TIME" },
  until: { type: "string", short: "t", value: "TIME", help: "take no records after TIME" },
  "tab-separated": { type: "boolean", short: "T", help: "put TABs between the columns" },
  "time-format": { type: "string", value: "FORMAT", help: "notime, short, full or iso" },
  fullnames: { type: "boolean", short: "w", help: "show users and hosts in full" },
  system: { type: "boolean", short: "x", help: "show shutdowns, run levels and set clocks, too" },
} as const;

/** What was given for them, and for those of every command. */
export type LastValues = Values<typeof LAST_OPTIONS & LoginsOptionTable & typeof FORMAT_OPTIONS>;

/**
 * The files to read; `undefined` is where the system keeps its own.
 *
 * @throws {@link UsageError} if a name is empty, as an unset variable of a shell
 */
export function filesOf({ file = [] }: LastValues): readonly [string | undefined, ...string[]] {
  const [first, ...others] = file.map(fileValue);
  return [first, ...others];
}

/** The column that the host is in; `null` if there is none. */
export function hostPlaceOf({ nohostname, hostlast }: LastValues): "middle" | "last" | null {
  if (nohostname === true) return null;
  return hostlast === true ? "last" : "middle";
}

/**
 * Which host is shown.
 *
 * @throws {@link UsageError} if names are asked for that another system had
 */
export function hostKindOf({ ip, dns, root }: LastValues): HostKind {
  if (ip === true) return "address";
  if (dns !== true) return "host";
  if (root === undefined) return "name";
  throw new UsageError(
    "Cannot tell names of hosts in another system's tree: --root asks nothing of this machine",
  );
}

const MAX_LIMIT = 2 ** 32 - 1;

/**
 * Most lines to print, of all files together.
 *
 * @throws {@link UsageError} if it is no number
 */
export function limitOf({ limit = "0" }: LastValues): number {
  const count = Number(limit);
  if (!/^\s*\+?[0-9]+$/.test(limit) || count > MAX_LIMIT) {
    throw new UsageError(`Failed to parse number: "${limit}"`);
  }
  return count === 0 ? Number.POSITIVE_INFINITY : count;
}

/** @throws {@link UsageError} if there is no such format, or two were asked for */
export function timeFormatOf(values: LastValues): TimeFormat {
  const name = values["time-format"];
  if (values.fulltimes === true && name !== undefined) {
    throw new UsageError("Cannot combine --fulltimes and --time-format");
  }
  if (values.fulltimes === true) return "full";
  if (name === undefined) return "short";
  if (isTimeFormat(name)) return name;
  const known = Object.keys(TIME_FORMATS).join(", ");
  throw new UsageError(`Unknown time format "${name}": known are ${known}`);
}

/** Times to look at, in whole seconds since 1970. */
export interface LastTimes {
  readonly since: number | null;
  readonly until: number | null;
  readonly present: number | null;
}

/**
 * The times that were given.
 *
 * @param now in seconds, from which times as `yesterday` are told
 * @throws {@link UsageError} if one can't be understood
 */
export function timesOf(values: LastValues, now: number, zone: Zone): LastTimes {
  const timeOf = (option: keyof LastTimes): number | null => {
    const text = values[option];
    if (text === undefined) return null;
    const seconds = secondsOf(timeOption(option, text, now, zone));
    // last(1) takes the first second of 1970 for no time.
    return seconds === 0 ? null : seconds;
  };
  return { since: timeOf("since"), until: timeOf("until"), present: timeOf("present") };
}
