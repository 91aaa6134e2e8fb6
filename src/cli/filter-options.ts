import { AddressRange } from "../cidr.ts";
import type { SessionOptions } from "../sessions/session-options.ts";
import type { Zone } from "../zone.ts";
import type { Values } from "./command.ts";
import { fileValue } from "./common-options.ts";
import type { Now } from "./time-string.ts";
import { UsageError } from "./usage-error.ts";

/** Options of the commands that list logins: which of them to give. */
export const FILTER_OPTIONS = {
  since: { type: "string", value: "TIME", help: "from this time on, as yesterday or 2026-11-20" },
  until: { type: "string", value: "TIME", help: "up to this time; a date alone is its midnight" },
  user: { type: "string", value: "NAME", help: "of this user" },
  host: { type: "string", value: "HOST", help: "from this host, as the record has it" },
  address: { type: "string", value: "CIDR", help: "from these addresses, as 192.0.2.0/24" },
  line: { type: "string", value: "LINE", help: "on this terminal, with or without /dev/" },
  all: { type: "boolean", help: "read what was rotated away, too" },
  limit: { type: "string", value: "N", help: "no more than the newest N" },
  reverse: { type: "boolean", help: "newest first" },
} as const;

/** What was given for {@link FILTER_OPTIONS}. */
type FilterValues = Values<typeof FILTER_OPTIONS>;

/** The same as the library takes it. */
type Filters = Omit<SessionOptions, "asOf">;

/**
 * The filters that were given.
 *
 * @param now from which times as `yesterday` are told, once all else is understood
 * @param zone the zone of times that name none
 * @throws {@link UsageError} if one can't be understood
 */
export function filterValues(values: FilterValues, now: Now, zone: Zone): Filters {
  const { since, until, user, host, address, line, limit, reverse } = values;
  const filters: Filters = {
    ...(user !== undefined && { user: textValue("user", user) }),
    ...(host !== undefined && { host: textValue("host", host) }),
    ...(address !== undefined && { address: rangeValue(address) }),
    ...(line !== undefined && { line: textValue("line", line) }),
    ...(limit !== undefined && { limit: countValue("limit", limit) }),
    ...(reverse === true && { reverse }),
    ...(since !== undefined && { since: timeValue("since", since, now, zone, "down") }),
    ...(until !== undefined && { until: timeValue("until", until, now, zone, "up") }),
  };
  if (filters.since && filters.until && filters.since > filters.until) {
    throw new UsageError(`Cannot end before the beginning: --until ${until} is before ${since}`);
  }
  return filters;
}

/** `--all` as views take it. */
export function rotatedValue({ all }: Pick<FilterValues, "all">): { rotated?: true } {
  return all === true ? { rotated: true } : {};
}

/**
 * Operands as views take them: several files are one stream.
 *
 * @throws {@link UsageError} if a name is empty, as an unset variable of a shell
 */
export function pathValue(operands: readonly string[]): { path?: readonly string[] } {
  return operands.length === 0 ? {} : { path: operands.map(fileValue) };
}

/**
 * The time that was given for an option, to the millisecond.
 *
 * @param round the side on which what was meant is not cut off
 * @throws {@link UsageError} if it can't be understood
 */
export function timeValue(
  option: string,
  text: string,
  now: Now,
  zone: Zone,
  round: "down" | "up",
): Date {
  return new Date(Math[ROUNDING[round]](times().timeOption(option, text, now, zone) / 1000));
}

const ROUNDING = { down: "floor", up: "ceil" } as const;

/** An empty text is an unset variable of a shell more often than it is meant. */
function textValue(option: string, text: string): string {
  if (text !== "") return text;
  throw new UsageError(`Cannot look for an empty --${option}: a text is wanted`);
}

function rangeValue(text: string): string {
  try {
    AddressRange.parse(text);
    return text;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(error.message, { cause: error });
  }
}

/**
 * The count that was given for an option.
 *
 * @throws {@link UsageError} if it is none
 */
export function countValue(option: string, text: string): number {
  const count = Number(text);
  if (/^[0-9]+$/.test(text) && Number.isSafeInteger(count)) return count;
  throw new UsageError(`Cannot take "${text}" as --${option}: it must be a whole number from 0`);
}

/** Loaded where a time was given. */
function times(): typeof import("./time-string.ts") {
  return require("./time-string.ts");
}
