import type { LoginRecord } from "../entry.ts";
import { dateTime, monthDayTime } from "../local-time.ts";
import { entryMicros } from "../sessions/micros.ts";
import type { Zone } from "../zone.ts";
import { byteText, byteTextIn, pad, visible, type ByteText } from "./byte-text.ts";
import { localeName } from "./locale-name.ts";
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
  readonly pid?: string | number;
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
  const { hasMessages, hasIdle, hasPid, hasExit } = selection;
  const names = `${pad(user, 8)} ${hasMessages ? `${message} ` : ""}${pad(line, 12)}`;
  const idleColumn = hasIdle ? `${pad(idle, 6)} ` : "";
  const pidColumn = hasPid ? `${String(pid).padStart(10)} ` : "";
  const comments = `${pad(comment, 8)}${hasExit ? ` ${exit}` : ""}`;
  const whole = `${names} ${pad(time, timeWidth)} ${idleColumn}${pidColumn}${comments}`;
  return `${visible(withoutBlanks(whole), true)}\n`;
}

/** Without the blanks at its end. */
function withoutBlanks(text: ByteText): ByteText {
  let { length } = text;
  while (text.endsWith(" ", length)) length--;
  return text.slice(0, length);
}

/** What a row shows that is not in its record. */
interface WhoContext {
  /** The time of a record on the clocks of the zone. */
  readonly timeText: (entry: LoginRecord) => string;
  /** The full name of a host, `null` if it is not known; `null` if names are not looked up. */
  readonly canonicalNameOf: ((host: string) => string | null) | null;
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
  const time = context.timeText(entry);
  const { type } = entry;
  switch (type) {
    case "USER_PROCESS":
      return {
        user: byteTextIn(entry, "user"),
        message: messageState(terminal),
        line: byteTextIn(entry, "line"),
        time,
        idle: idleText(terminal?.readAt ?? null, bootTime, context.now),
        pid: shownPid(entry),
        comment: hostComment(byteTextIn(entry, "host"), context),
      };
    case "RUN_LVL":
      return { time, ...runLevel(entry.pid ?? 0) };
    case "BOOT_TIME":
      return { line: "system boot", time };
    case "NEW_TIME":
      return { line: "clock change", time };
    default: {
      const line = byteTextIn(entry, "line");
      const process = {
        line,
        time,
        pid: shownPid(entry),
        comment: `id=${byteTextIn(entry, "id")}`,
      };
      if (type === "LOGIN_PROCESS") return { user: "LOGIN", ...process };
      if (type !== "DEAD_PROCESS") return process;
      const { termination, exit } = entry.exit ?? { termination: 0, exit: 0 };
      return { ...process, exit: `term=${termination} exit=${exit}` };
    }
  }
}

function shownPid({ pid }: LoginRecord): string | number {
  return pid !== null && pid > 0 ? pid : "";
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
function hostComment(host: ByteText, { canonicalNameOf }: WhoContext): ByteText {
  if (host === "" || canonicalNameOf === null) return host && `(${host})`;
  const [name = ""] = host.split(":", 1);
  const isText = /^[\0-\x7f]*$/.test(name);
  const canonical = isText && name !== "" ? canonicalNameOf(name) : null;
  return `(${canonical === null ? name : byteText(canonical)}${host.slice(name.length)})`;
}

/** How who(1) shows times. */
export interface WhoTime {
  /** Of the column. */
  readonly width: number;
  readonly textOf: (entry: LoginRecord) => string;
}

/** Times in a zone: those of the C locale have the month's name and no year. */
export function whoTime(zone: Zone): WhoTime {
  const isPlain = /^(?:C|POSIX)$/.test(localeName("LC_TIME"));
  const format = isPlain ? monthDayTime : dateTime;
  return {
    width: (isPlain ? "Nov 20 12:00" : "2026-11-20 12:00").length,
    textOf: (entry) => {
      const seconds = secondsOf(entry);
      return seconds === null ? "?" : (format(zone, seconds) ?? String(seconds));
    },
  };
}

/** Seconds since 1970 of a record, `null` if a `Date` can't hold them. */
export function secondsOf(record: LoginRecord): number | null {
  const micros = entryMicros(record);
  return Number.isNaN(micros) ? null : Math.floor(micros / 1e6);
}
