import { visible, type ByteText } from "./byte-text.ts";
import type { Selection } from "./who-selection.ts";

/** The columns of a line of who(1); what is not there is empty. */
export interface WhoColumns {
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
