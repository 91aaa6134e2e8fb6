import { hostPlatform } from "../../platforms/index.ts";
// Asked for at once on most systems: with the rest it is loaded in less time than by itself.
import "../../platforms/linux-glibc-library.ts";
import { LibraryError, UnsupportedPlatformError } from "../errors.ts";
import { OffsetCache } from "../offset-cache.ts";
import type { SystemLibrary } from "../platform.ts";
import type { Zone } from "../zone.ts";
import { zoneValue } from "./common-options.ts";

/**
 * The zone in which a command shows times and understands them: that of `--tz`, else the local one.
 *
 * @throws {@link UsageError} if there is no such zone
 */
export function zoneOf(tz: string | undefined): Zone {
  return zoneValue({ tz }) ?? localZone();
}

/** What libc does for local time. */
type LocalTime = Pick<SystemLibrary, "localOffset" | "localOffsetShown" | "localInstant">;

/**
 * Local time as libc has it: of the system's zone, or of any `TZ`, rules of POSIX included. Where
 * libc can't be used it is JavaScript's, which knows the names of the tz database alone.
 */
export function localZone(): Zone {
  const { TZ: tz } = process.env;
  try {
    return new LocalZone(hostPlatform().openLibrary(), tz);
  } catch (error) {
    const isUnusable = error instanceof LibraryError || error instanceof UnsupportedPlatformError;
    if (!isUnusable) throw error;
    return new (named().IanaZone)(processZone());
  }
}

/** The zone of a C library. */
export class LocalZone implements Zone {
  readonly #tz: string | undefined;
  readonly #libc: LocalTime;
  readonly #offsets: OffsetCache | null;

  /** @param tz what the environment has in `TZ` */
  constructor(libc: LocalTime, tz: string | undefined) {
    this.#tz = tz;
    this.#libc = libc;
    this.#offsets = isSteady(tz) ? new OffsetCache((seconds) => libc.localOffset(seconds)) : null;
  }

  /** Found when it is asked for: few commands show it, and it takes longer than they do. */
  get name(): string {
    const name = this.#tz === undefined ? processZone() : this.#tz.replace(/^:/, "");
    // What libc does not know, or lacks the file of, it takes for UTC.
    return hasNoOffset(this) && !isUtcZone(name) ? "UTC" : name;
  }

  offsetAt(seconds: number): number | null {
    const offsets = this.#offsets;
    return offsets === null ? this.#libc.localOffset(seconds) : offsets.offsetAt(seconds);
  }

  shownOffsetAt(seconds: number): number | null {
    return this.#libc.localOffsetShown(seconds);
  }

  instantOf(local: number): number | null {
    return this.#libc.localInstant(local);
  }
}

function processZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The months of both rules in a `TZ`, as `CET-1CEST,M3.5.0,M10.5.0/3`. */
const RULES = /,M(\d+)\.\d+\.\d+(?:\/[^,]*)?,M(\d+)\.[^,]*$/;

/** Whether summer and winter last: rules can give either a few minutes, or a second. */
function isSteady(tz: string = ""): boolean {
  if (!tz.includes(",")) return true;
  const [, from, to] = RULES.exec(tz) ?? [];
  // A week of the month and up to 167 hours can be between a rule and what it comes to.
  const months = Math.abs(Number(from) - Number(to));
  return months >= 2 && months <= 10;
}

function isUtcZone(name: string): boolean {
  try {
    return hasNoOffset(new (named().IanaZone)(name));
  } catch {
    return false;
  }
}

/** Whether a zone has the time of UTC in this year's winter and summer. */
function hasNoOffset(zone: Pick<Zone, "offsetAt">): boolean {
  const year = new Date().getUTCFullYear();
  return [0, 6].every((month) => zone.offsetAt(Date.UTC(year, month) / 1000) === 0);
}

/** Loaded where a zone has a name of the tz database. */
function named(): typeof import("../iana-zone.ts") {
  return require("../iana-zone.ts");
}
