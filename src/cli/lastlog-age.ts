import type { LastlogEntry } from "../lastlog-entry.ts";
import type { Lastlog } from "../views/lastlog.ts";
import { UsageError } from "./usage-error.ts";

const DAY_SECONDS = 24 * 60 * 60;

/** How old a login may be, in days. */
interface AgeValues {
  /** At most. */
  readonly time?: string;
  /** At least. */
  readonly before?: string;
}

/**
 * Whether a login is as old as was asked for; one that never was is as old as time.
 *
 * @param now the time from which its age counts, in seconds since 1970
 */
export type AgeFilter = (entry: LastlogEntry | null, now: number) => boolean;

/**
 * What was asked for of the age of logins, `null` if nothing was.
 *
 * @throws {@link UsageError} if it is no number of days
 */
export function ageFilter({ time, before }: AgeValues): AgeFilter | null {
  if (time === undefined && before === undefined) return null;
  const most = time === undefined ? Number.POSITIVE_INFINITY : daysValue("time", time);
  const least = before === undefined ? Number.NEGATIVE_INFINITY : daysValue("before", before);
  return (entry, now) => {
    const age = now - loginSeconds(entry);
    return age <= most * DAY_SECONDS && age >= least * DAY_SECONDS;
  };
}

function loginSeconds(entry: LastlogEntry | null): number {
  return Math.floor((entry?.time?.getTime() ?? 0) / 1000);
}

/** Without a zero in front: the old tool takes that for octal. */
function daysValue(option: string, text: string): number {
  if (/^(?:0|[1-9][0-9]*)$/.test(text)) return Number(text);
  throw new UsageError(`Cannot take "${text}" as --${option}: it must be a number of days`);
}

/** Last logins that are read once, and what is known of them then. */
export class LastLogins implements Iterable<LastlogEntry, undefined> {
  readonly #view: Lastlog;
  #newest: number | null = null;

  constructor(view: Lastlog) {
    this.#view = view;
  }

  /** How they are read. */
  get source(): Lastlog["source"] {
    return this.#view.source;
  }

  /** The newest of those that were read, in seconds since 1970. */
  get newest(): number | null {
    return this.#newest;
  }

  *[Symbol.iterator](): Generator<LastlogEntry, undefined> {
    for (const entry of this.#view) {
      const seconds = loginSeconds(entry);
      if (entry.time !== null && seconds > (this.#newest ?? -Infinity)) this.#newest = seconds;
      yield entry;
    }
  }
}
