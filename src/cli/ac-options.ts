import type { ConnectTimeOptions } from "../sessions/connect-time-events.ts";
import type { Zone } from "../zone.ts";
import type { AcShown } from "./ac-text.ts";
import type { Values } from "./command.ts";
import type { FORMAT_OPTIONS, LoginsOptionTable } from "./common-options.ts";
import { countValue } from "./filter-options.ts";
import { UsageError } from "./usage-error.ts";

const LENIENCY_SECONDS = "60";
const SUSPICIOUS_SECONDS = "31536000";

/** The options of GNU's ac(8). */
export const AC_OPTIONS = {
  "daily-totals": { type: "boolean", short: "d", help: "show the total of each day" },
  "individual-totals": { type: "boolean", short: "p", help: "show the total of each user" },
  file: { type: "strings", short: "f", value: "FILE", help: "read FILE; can be repeated" },
  complain: { type: "boolean", help: "tell what is wrong with the records" },
  reboots: { type: "boolean", help: "count the time from a login to a boot" },
  supplants: { type: "boolean", help: "count the time from a login to the next on its line" },
  timewarps: { type: "boolean", help: "count the time from a login to a time warp" },
  compatibility: { type: "boolean", help: "all of --reboots, --supplants and --timewarps" },
  "all-days": { type: "boolean", short: "a", help: "with -d, show days without records, too" },
  "tw-leniency": { type: "string", value: "N", help: "seconds back that are no time warp: 60" },
  "tw-suspicious": { type: "string", value: "N", help: "seconds on that are one: 31536000" },
  "print-year": { type: "boolean", short: "y", help: "show the year of a day" },
  "print-zeros": { type: "boolean", short: "z", help: "show totals that are zero" },
  debug: { type: "boolean", help: "tell what is made of each record" },
} as const;

/** What was given for them, and for those of every command. */
type AcValues = Values<typeof AC_OPTIONS & LoginsOptionTable & typeof FORMAT_OPTIONS>;

/**
 * How time is counted.
 *
 * @throws {@link UsageError} if a value is no count, or what is suspicious is not beyond lenience
 */
export function countingOf(
  values: AcValues,
  names: readonly string[],
  zone: Zone,
): ConnectTimeOptions {
  const isCompatible = values.compatibility === true;
  const leniency = countValue("tw-leniency", values["tw-leniency"] ?? LENIENCY_SECONDS);
  const suspicious = countValue("tw-suspicious", values["tw-suspicious"] ?? SUSPICIOUS_SECONDS);
  if (suspicious <= leniency) {
    throw new UsageError(
      `Cannot take ${suspicious} as --tw-suspicious: it must be more than --tw-leniency, ${leniency}`,
    );
  }
  return {
    zone,
    users: new Set(names),
    daily: values["daily-totals"] === true,
    allDays: values["all-days"] === true,
    reboots: isCompatible || values.reboots === true,
    supplants: isCompatible || values.supplants === true,
    timewarps: isCompatible || values.timewarps === true,
    leniency,
    suspicious,
  };
}

/** What of the times is shown. */
export function shownOf(values: AcValues): AcShown {
  return {
    daily: values["daily-totals"] === true,
    individual: values["individual-totals"] === true,
    year: values["print-year"] === true,
    zeros: values["print-zeros"] === true,
  };
}
