import { IanaZone } from "../iana-zone.ts";
import type { Zone } from "../zone.ts";
import { localZone } from "./local-zone.ts";
import { UsageError } from "./usage-error.ts";

/**
 * The zone in which a command shows times and understands them: that of `--tz`, else the local one.
 *
 * @throws {@link UsageError} if there is no such zone
 */
export function zoneOf(tz: string | undefined): Zone {
  return zoneValue({ tz }) ?? localZone();
}

/**
 * The zone of `--tz`, `null` where none was given: JSON has UTC then.
 *
 * @throws {@link UsageError} if there is no such zone
 */
export function zoneValue({ tz }: { readonly tz?: string | undefined }): Zone | null {
  try {
    return tz === undefined ? null : new IanaZone(tz);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(error.message, { cause: error });
  }
}
