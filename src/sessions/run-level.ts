import type { LoginRecord } from "../entry.ts";
import type { WritingRules } from "../layout.ts";

/** Run levels as init(8) has them: ASCII codes. */
const HALT = 0x30;
const REBOOT = 0x36;

/**
 * The run level that a record of a change has: on Linux the low byte of its pid; illumos and NetBSD
 * have it in the exit status, and in the pid a count.
 */
export function runLevelOf(
  { pid, exit }: Pick<LoginRecord, "pid" | "exit">,
  { writers }: Pick<WritingRules, "writers">,
): number {
  const level = writers === "linux" ? 0 : (exit?.termination ?? 0);
  return isRunLevel(level) ? level : (pid ?? 0) & 0xff;
}

/** How the system goes down with a run level; `null` if it goes on. */
export function downWith(level: number): "shutdown" | "reboot" | null {
  if (level === HALT) return "shutdown";
  return level === REBOOT ? "reboot" : null;
}

function isRunLevel(code: number): boolean {
  return /^[0-6Ss]$/.test(String.fromCharCode(code));
}
