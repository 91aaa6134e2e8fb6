import { accessRemedy } from "../access-remedy.ts";
import { hasCode, StoreError } from "../errors.ts";
import { hostIfKnown } from "../files/locate.ts";

const DATABASES = ["utmp", "wtmp", "btmp", "lastlog"] as const;

/** What is said of a file that unpacks to more than is wanted, and of no other. */
const TOO_LARGE = /^Cannot unpack ".*": it (?:has|takes) more than \d+ bytes/s;

/** What would help where something could not be read, `null` if nothing is known to. */
export function remedyOf(error: Error): string | null {
  const advice = accessRemedy(error);
  if (advice !== null) return advice;
  if (error instanceof StoreError && TOO_LARGE.test(error.message)) {
    return "a larger --max-unpacked takes more";
  }
  if (!hasCode(error, "ENOENT") || !("path" in error)) return null;
  const { path } = error;
  const platform = hostIfKnown();
  if (platform === null) return null;
  const { paths, notes, stores } = platform;
  const databases = DATABASES.map((name) => ({ paths: paths[name], notes: notes[name] }));
  const places = [...databases, ...Object.values(stores)];
  return places.find((place) => place.paths.some((known) => known === path))?.notes.absent ?? null;
}
