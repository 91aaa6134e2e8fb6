import type { UtmpEntry } from "../entry.ts";
import type { RecordType } from "../record-types.ts";

/** Types that are those of a login or a logout, if there is a line. */
const UNTYPED: ReadonlySet<RecordType> = new Set(["EMPTY", "ACCOUNTING", "SIGNATURE", "UNKNOWN"]);

/** What GNU's ac(8) takes a record for: it trusts marks in line and user more than the type. */
export function takenType({ type, line, user }: UtmpEntry): RecordType {
  if (line.startsWith("|")) return "OLD_TIME";
  if (line.startsWith("{")) return "NEW_TIME";
  const isMarked = line.startsWith("~");
  if (user === "reboot" && (isMarked || type === "RUN_LVL")) return "BOOT_TIME";
  if (user === "shutdown" && (isMarked || type === "BOOT_TIME")) return "RUN_LVL";
  if (line !== "" && UNTYPED.has(type)) return user === "" ? "DEAD_PROCESS" : "USER_PROCESS";
  return type === "USER_PROCESS" && user === "" ? "DEAD_PROCESS" : type;
}

/** Run levels as init(8) has them: ASCII in the low byte of `ut_pid`. */
const HALT = 0x30;
const REBOOT = 0x36;

/** Whether a change of the run level ends all logins. */
export function isShutdown({ user, pid, exit }: UtmpEntry): boolean {
  if (user === "shutdown") return true;
  // illumos and NetBSD have the new level in the exit status, and a count in the pid.
  const ended = exit?.termination ?? 0;
  const level = isRunLevel(ended) ? ended : (pid ?? 0) & 0xff;
  return level === HALT || level === REBOOT;
}

function isRunLevel(code: number): boolean {
  return /^[0-6Ss]$/.test(String.fromCharCode(code));
}
