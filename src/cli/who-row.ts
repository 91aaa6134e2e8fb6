import type { UtmpEntry } from "../entry.ts";
import { byteText, type ByteText } from "./byte-text.ts";
import type { WhoColumns } from "./who-line.ts";
import { idleText, type Terminal } from "./who-terminal.ts";

/** What a row shows that is not in its record. */
export interface WhoContext {
  /** The time of a record on the clocks of the zone. */
  readonly timeText: (entry: UtmpEntry) => string;
  /** The full name of a host, `null` if it is not known. */
  readonly canonicalNameOf: (host: string) => string | null;
  /** Seconds since 1970. */
  readonly now: number;
}

/**
 * The columns of a record.
 *
 * @param terminal that of a user
 * @param bootTime of the boot that is recorded before it, in seconds since 1970
 */
export function whoColumns(
  entry: UtmpEntry,
  context: WhoContext,
  terminal: Terminal | null,
  bootTime: number | null,
): WhoColumns {
  const line = byteText(entry.line, entry.lineBytes);
  const time = context.timeText(entry);
  const pid = entry.pid !== null && entry.pid > 0 ? String(entry.pid) : "";
  const comment = `id=${byteText(entry.id, entry.idBytes)}`;
  switch (entry.type) {
    case "USER_PROCESS":
      return {
        user: byteText(entry.user, entry.userBytes),
        message: messageState(terminal),
        line,
        time,
        idle: idleText(terminal?.readAt ?? null, bootTime, context.now),
        pid,
        comment: hostComment(entry, context),
      };
    case "RUN_LVL":
      return { time, ...runLevel(entry.pid ?? 0) };
    case "BOOT_TIME":
      return { line: "system boot", time };
    case "NEW_TIME":
      return { line: "clock change", time };
    case "LOGIN_PROCESS":
      return { user: "LOGIN", line, time, pid, comment };
    case "DEAD_PROCESS": {
      const { termination, exit } = entry.exit ?? { termination: 0, exit: 0 };
      return { line, time, pid, comment, exit: `term=${termination} exit=${exit}` };
    }
    default:
      return { line, time, pid, comment };
  }
}

function messageState(terminal: Terminal | null): string {
  if (terminal === null) return "?";
  return terminal.isWritable ? "+" : "-";
}

/** The new level and the one before are characters, in the two low bytes of the pid. */
function runLevel(pid: number): Pick<WhoColumns, "line" | "comment"> {
  const level = byteCharacter(pid % 256);
  const before = byteCharacter(Math.trunc(pid / 256));
  // C's text ends at a NUL.
  const line = `run-level ${level === "\0" ? "" : level}`;
  if (!/[ -~]/.test(before)) return { line };
  return { line, comment: `last=${before === "N" ? "S" : before}` };
}

function byteCharacter(value: number): ByteText {
  return String.fromCharCode(value & 0xff);
}

/** The host, and behind a colon the display of X. */
function hostComment(entry: UtmpEntry, { canonicalNameOf }: WhoContext): ByteText {
  const host = byteText(entry.host, entry.hostBytes);
  if (host === "") return "";
  const [name = ""] = host.split(":", 1);
  const isText = /^[\0-\x7f]*$/.test(name);
  const canonical = isText && name !== "" ? canonicalNameOf(name) : null;
  return `(${canonical === null ? name : byteText(canonical)}${host.slice(name.length)})`;
}
