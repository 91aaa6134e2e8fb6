import { statSync } from "node:fs";
import { isReadError } from "../errors.ts";

/** What all names of a file have in common; the name of one that can't be looked at. */
export function identityOf(place: string): string {
  try {
    const { dev, ino } = statSync(place, { bigint: true });
    // Some file systems have no such numbers.
    return ino === 0n ? place : `${dev}:${ino}`;
  } catch (error) {
    if (!isReadError(error)) throw error;
    return place;
  }
}
