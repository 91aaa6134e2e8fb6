import type { LoginRecord } from "../entry.ts";
import { byteText, visible, type ByteText } from "./byte-text.ts";
import type { Selection } from "./who-selection.ts";
import { idleText, type Terminal } from "./who-terminal.ts";

/** The columns of a line of who(1); what is not there is empty. */
interface WhoColumns {
  readonly user?: ByteText;
  /** `+`, `-` or `?`. */
  readonly message?: string;
  readonly line: ByteText;
  readonly time: string;
  readonly idle?: string;
  readonly pid?: string;
  readonly comment?: ByteText;
  readonly exit?: string;
}

/** The names of the columns. */
export const HEADING: WhoColumns = {
  user: "NAME",
  line: "LINE",
  time: "TIME",
  idle: "IDLE",
  pid: "PID",
  comment: "COMMENT",
  exit: "EXIT",
};

/**
 * A line of who(1), made safe to show.
 *
 * @param timeWidth of the column of times, which depends on the locale
 */
export function whoLine(columns: WhoColumns, selection: Selection, timeWidth: number): string {
  const { user = "", message = " ", line, time, idle = "", pid = "" } = columns;
  const { comment = "", exit = "" } = columns;
  const parts = [
    user.padEnd(8),
    ...(selection.hasMessages ? [message] : []),
    line.padEnd(12),
    time.padEnd(timeWidth),
    ...(selection.hasIdle ? [idle.padEnd(6)] : []),
    ...(selection.hasPid ? [pid.padStart(10)] : []),
    comment.padEnd(8),
    ...(selection.hasExit ? [exit.padEnd(12)] : []),
  ];
  return `${visible(parts.join(" ").replace(/ +$/, ""), true)}\n`;
}

/** What a row shows that is not in its record. */
interface WhoContext {
  /** The time of a record on the clocks of the zone. */
  readonly timeText: (entry: LoginRecord) => string;
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
  entry: LoginRecord,
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
function hostComment(entry: LoginRecord, { canonicalNameOf }: WhoContext): ByteText {
  const host = byteText(entry.host, entry.hostBytes);
  if (host === "") return "";
  const [name = ""] = host.split(":", 1);
  const isText = /^[\0-\x7f]*$/.test(name);
  const canonical = isText && name !== "" ? canonicalNameOf(name) : null;
  return `(${canonical === null ? name : byteText(canonical)}${host.slice(name.length)})`;
}
