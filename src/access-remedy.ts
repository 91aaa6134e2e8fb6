import { hasCode } from "./errors.ts";

/** What helps where a file may not be read; `null` if something else is wrong. */
export function accessRemedy(error: unknown): string | null {
  const isForbidden = hasCode(error, "EACCES") || hasCode(error, "EPERM");
  return isForbidden ? "run as root, or as a member of the file's group" : null;
}
