import { AddressRange } from "../cidr.ts";
import type { Zone } from "../zone.ts";
import { timeOption } from "./time-string.ts";
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
export interface FilterValues {
  readonly since?: string;
  readonly until?: string;
  readonly user?: string;
  readonly host?: string;
  readonly address?: string;
  readonly line?: string;
  readonly all?: boolean;
  readonly limit?: string;
  readonly reverse?: boolean;
}

/** The same as the library takes it. */
export interface Filters {
  since?: Date;
  until?: Date;
  user?: string;
  host?: string;
  address?: string;
  line?: string;
  limit?: number;
  reverse?: boolean;
}

/**
 * The filters that were given.
 *
 * @param now seconds since 1970, from which times as `yesterday` are told
 * @param zone the zone of times that name none
 * @throws {@link UsageError} if one can't be understood
 */
export function filterValues(values: FilterValues, now: number, zone: Zone): Filters {
  const { since, until, address, limit, reverse } = values;
  const { user, host, line } = values;
  const filters: Filters = {};
  if (since !== undefined) filters.since = timeValue("since", since, now, zone, "down");
  if (until !== undefined) filters.until = timeValue("until", until, now, zone, "up");
  if (user !== undefined) filters.user = textValue("user", user);
  if (host !== undefined) filters.host = textValue("host", host);
  if (address !== undefined) filters.address = rangeValue(address);
  if (line !== undefined) filters.line = textValue("line", line);
  if (limit !== undefined) filters.limit = countValue("limit", limit);
  if (reverse === true) filters.reverse = true;
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
  if (operands.includes("")) throw new UsageError("Cannot read an empty name: a file is wanted");
  return operands.length === 0 ? {} : { path: operands };
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
  now: number,
  zone: Zone,
  round: "down" | "up",
): Date {
  return new Date(Math[ROUNDING[round]](timeOption(option, text, now, zone) / 1000));
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
