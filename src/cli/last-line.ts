import type { LastKind, LastLine } from "../sessions/last-pairer.ts";
import { secondsOf } from "../sessions/last-pairer.ts";
import { TWO_DIGITS } from "../timestamp.ts";
import type { Zone } from "../zone.ts";
import { byteText, fit, visible, type ByteText } from "./byte-text.ts";
import { beginText, endText, TIME_FORMATS, type TimeFormat } from "./last-time.ts";

/** What is shown of a record: what last(1) says of it, or that a login failed. */
export type ShownLine = Omit<LastLine, "kind"> & { readonly kind: LastKind | "failed" };

/** How lines look. */
export interface LastStyle {
  readonly times: TimeFormat;
  readonly zone: Zone;
  /** Where the host is; `null` if it is not shown. */
  readonly host: "middle" | "last" | null;
  /** Whether users and hosts are shown in full. */
  readonly isFull: boolean;
  /** Whether columns have TABs between them. */
  readonly isTabbed: boolean;
  /** Whether the terminal shows characters beyond ASCII. */
  readonly isUtf8: boolean;
}

/** The user as it is shown, uncut. */
export function userText({ user, entry }: ShownLine): ByteText {
  return byteText(user, entry.userBytes);
}

/** The line as it is shown, uncut. */
export function lineText({ kind, entry, level }: ShownLine): ByteText {
  switch (kind) {
    case "boot":
      return "system boot";
    case "shutdown":
      return "system down";
    case "old-time":
      return "old time";
    case "new-time":
      return "new time";
    case "run-level":
      // To C the text is over at the byte of a level that is none.
      return level === 0 ? "(to lvl " : `(to lvl ${String.fromCharCode(level ?? 0)})`;
    case "user":
    case "failed":
    case "unknown":
      return byteText(entry.line, entry.lineBytes).replace(/^(ftp|uucp)[0-9].*$/s, "$1");
  }
}

const USER = { short: 8, full: 32 };
const HOST = { short: 16, full: 256 };
const LINE = 12;
const LENGTH = 12;
/** No byte of a record's text. */
const SEPARATOR = "\0";

/**
 * A line of last(1), safe to show.
 *
 * @param host the host as it is shown, uncut
 */
export function lastLine(line: ShownLine, host: ByteText, style: LastStyle): string {
  const { times, isFull, isUtf8, isTabbed } = style;
  const begin = beginText(secondsOf(line.login), times, style.zone);
  const { end, length } = endOf(line, style);
  const columns = [
    cut(userText(line), isFull, USER).padEnd(USER.short),
    fit(lineText(line), LINE),
    ...(style.host === "middle" ? [cut(host, isFull, HOST).padEnd(HOST.short)] : []),
    begin,
    fit(end, TIME_FORMATS[times].end),
    ...(style.host === "last" ? [fit(length, LENGTH), host] : [length]),
  ];
  const whole = columns.join(SEPARATOR).replace(/[\0\t\n\v\f\r ]+$/, "");
  const shown = isTabbed
    ? whole.split(SEPARATOR).map((column) => visible(column, isUtf8))
    : [visible(whole.replaceAll(SEPARATOR, " "), isUtf8)];
  return `${shown.join("\t")}\n`;
}

/** A `*` tells that there is more. */
function cut(text: ByteText, isFull: boolean, { short, full }: typeof USER): ByteText {
  if (isFull) return text.slice(0, full);
  return text.length > short ? `${text.slice(0, short - 1)}*` : text;
}

interface EndText {
  readonly end: ByteText;
  readonly length: ByteText;
}

function endOf(line: ShownLine, { times, zone }: LastStyle): EndText {
  const isBrief = times === "short" || times === "notime";
  const { kind, end } = line;
  if (kind === "old-time" || kind === "new-time") return { end: "", length: "" };
  if (end === "gone") return GONE[times];
  if (end === "open") {
    const state = kind === "user" ? "logged in" : "running";
    return isBrief ? { end: "  still", length: state } : { end: `  still ${state}`, length: "" };
  }
  // last(1) takes the beginning of 1970 for a time that is not known.
  const logout = secondsOf(line.logout ?? 0);
  const length = lengthText(logout - secondsOf(line.login));
  if (end === "crash") return { end: "- crash", length };
  if (kind === "user" && end !== "logout") return { end: "- down ", length };
  return { end: endText(logout, times, zone), length };
}

const GONE: Readonly<Record<TimeFormat, EndText>> = {
  notime: { end: "", length: "no logout" },
  short: { end: "   gone", length: "- no logout" },
  full: { end: "  gone - no logout", length: "" },
  iso: { end: "  gone - no logout", length: "" },
};

/** How long it took, in days, hours and minutes. */
function lengthText(seconds: number): ByteText {
  if (Number.isNaN(seconds)) return "";
  const days = Math.trunc(seconds / 86_400);
  const hours = Math.trunc(seconds / 3600) % 24;
  const clock = TWO_DIGITS[Math.abs(hours)];
  const minutes = TWO_DIGITS[Math.abs(Math.trunc(seconds / 60) % 60)];
  if (days !== 0) return `(${days}+${clock}:${minutes})`;
  if (hours !== 0) return ` (${hours < 0 ? hours : clock}:${minutes})`;
  return ` (${seconds < 0 ? "-" : ""}00:${minutes})`;
}
