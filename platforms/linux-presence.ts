import { readFileSync, statSync } from "node:fs";
import { uptime } from "node:os";
import { systemAccounts } from "../src/passwd.ts";
import type { Login, SystemLibrary } from "../src/platform.ts";

/** loginuid of a process that was not started by a login, proc(5). */
const UNSET_LOGINUID = 4294967295;

/**
 * Whether the session of a record without a logout is still there: the rule of last(1) of
 * util-linux 2.43. Its process must belong to the user, or else its terminal.
 */
export function isPresent(login: Login, openLibrary: () => SystemLibrary): boolean {
  const { user, line, device, pid, time } = login;
  if (time !== null && time.getTime() < Date.now() - uptime() * 1000 - 1000) return false;
  const uid = systemAccounts(undefined, openLibrary).uidOf(user);
  if (uid === null) return false;
  const loginuid = readLoginuid(pid);
  if (loginuid !== null) return loginuid === UNSET_LOGINUID || loginuid === uid;
  if (line.startsWith(":")) return true;
  return device !== null && ownerOf(device) === uid;
}

function readLoginuid(pid: number | null): number | null {
  try {
    return Number(readFileSync(`/proc/${pid}/loginuid`, "utf8"));
  } catch {
    return null;
  }
}

function ownerOf(path: string): number | null {
  try {
    return statSync(path).uid;
  } catch {
    return null;
  }
}
