import { hostPlatform } from "../../platforms/index.ts";
import { hasCode, UnsupportedPlatformError } from "../errors.ts";
import type { LivePlatform } from "../platform.ts";

const DATABASES = ["utmp", "wtmp", "btmp", "lastlog"] as const;

/** What would help where something could not be read, `null` if nothing is known to. */
export function remedyOf(error: Error): string | null {
  if (hasCode(error, "EACCES") || hasCode(error, "EPERM")) {
    return "run as root, or as a member of the file's group";
  }
  if (!hasCode(error, "ENOENT") || !("path" in error)) return null;
  const { path } = error;
  const platform = hostIfKnown();
  const database = DATABASES.find((name) => platform?.paths[name].some((known) => known === path));
  return database === undefined ? null : (platform?.notes[database].absent ?? null);
}

function hostIfKnown(): LivePlatform | null {
  try {
    return hostPlatform();
  } catch (error) {
    if (error instanceof UnsupportedPlatformError) return null;
    throw error;
  }
}
