import { lstatSync } from "node:fs";
import { posix } from "node:path";
import { resolveInRoot } from "../root.ts";
import { TWO_DIGITS } from "../timestamp.ts";

/** What the device of a terminal tells. Nothing is opened to see it. */
export interface Terminal {
  /** Whether messages can be written to it: mesg(1). */
  readonly isWritable: boolean;
  /** When it was read last, in seconds since 1970; `null` if it never was. */
  readonly readAt: number | null;
}

const DEVICES = "/dev";
/** S_IWGRP of <sys/stat.h>. */
const GROUP_CAN_WRITE = 0o020;

/**
 * The terminal of a line, `null` if there is none.
 *
 * @param line as the record has it; systemd's sessions have the device behind a blank
 */
export function terminalOf(line: string): Terminal | null {
  // Whatever the line says, and wherever links lead: nothing outside is even looked at.
  const path = posix.resolve(DEVICES, line.slice(line.indexOf(" ") + 1));
  if (!path.startsWith(`${DEVICES}/`)) return null;
  try {
    const device = resolveInRoot(DEVICES, path.slice(DEVICES.length));
    const { mode, atimeMs } = lstatSync(device);
    const seconds = Math.floor(atimeMs / 1000);
    return {
      isWritable: (mode & GROUP_CAN_WRITE) !== 0,
      readAt: seconds === 0 ? null : seconds,
    };
  } catch {
    return null;
  }
}

/** For how many seconds nothing was typed, `null` if that is not known. */
export function idleSeconds(terminal: Terminal | null, now: number): number | null {
  if (terminal === null || terminal.readAt === null || terminal.readAt > now) return null;
  return now - terminal.readAt;
}

const DAY_SECONDS = 24 * 60 * 60;

/**
 * How long nothing was typed, as who(1) shows it: `.` within a minute, `old` beyond a day or since
 * before the boot.
 *
 * @param bootTime seconds since 1970
 */
export function idleText(readAt: number | null, bootTime: number | null, now: number): string {
  if (readAt === null) return "  ?";
  const idle = now - readAt;
  const isOld = idle < 0 || idle >= DAY_SECONDS || (bootTime !== null && readAt <= bootTime);
  if (isOld) return " old ";
  if (idle < 60) return "  .  ";
  return `${TWO_DIGITS[Math.floor(idle / 3600)]}:${TWO_DIGITS[Math.floor(idle / 60) % 60]}`;
}
