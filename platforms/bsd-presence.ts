import { hasCode } from "../src/errors.ts";
import type { Login } from "../src/platform.ts";

/** Whether the process of a login without a logout still lives, kill(2); a boot always does. */
export function isProcessPresent({ type, pid }: Pick<Login, "type" | "pid">): boolean {
  if (type === "BOOT_TIME") return true;
  // 0 and below stand for groups of processes.
  if (pid === null || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, "EPERM");
  }
}
