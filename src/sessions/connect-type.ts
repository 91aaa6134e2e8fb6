import type { LoginRecord } from "../entry.ts";
import type { WritingRules } from "../layout.ts";
import { isTextEmpty } from "../record.ts";
import type { RecordType } from "../record-types.ts";
import { downWith, runLevelOf } from "./run-level.ts";

/** Types that are those of a login or a logout, if there is a line. */
const UNTYPED: ReadonlySet<RecordType> = new Set(["EMPTY", "ACCOUNTING", "SIGNATURE", "UNKNOWN"]);

/**
 * What GNU's ac(8) takes a record for: it trusts marks in line and user more than the type. Text is
 * decoded only where it begins with a mark: nearly none does.
 */
export function takenType(record: LoginRecord): RecordType {
  const { type, line } = record;
  if (line.startsWith("|")) return "OLD_TIME";
  if (line.startsWith("{")) return "NEW_TIME";
  const isMarked = line.startsWith("~");
  // Half of the records are logouts.
  if (type === "DEAD_PROCESS" && !isMarked) return type;
  if (isMarked || type === "RUN_LVL" || type === "BOOT_TIME") {
    const { user } = record;
    if (user === "reboot" && (isMarked || type === "RUN_LVL")) return "BOOT_TIME";
    if (user === "shutdown" && (isMarked || type === "BOOT_TIME")) return "RUN_LVL";
  }
  const isLogin = type === "USER_PROCESS" || (line !== "" && UNTYPED.has(type));
  if (!isLogin) return type;
  return isTextEmpty(record, "user") ? "DEAD_PROCESS" : "USER_PROCESS";
}

/** Whether a change of the run level ends all logins. */
export function isShutdown(entry: LoginRecord, rules: WritingRules): boolean {
  return entry.user === "shutdown" || downWith(runLevelOf(entry, rules)) !== null;
}
