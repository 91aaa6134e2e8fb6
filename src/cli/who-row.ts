import type { LoginRecord } from "../entry.ts";
import {
  dayNumber,
  dayOf,
  isoDate,
  localSeconds,
  minuteOfDay,
  minuteText,
  secondsSinceMidnight,
} from "../local-time.ts";
import { textIn } from "../record.ts";
import { entryMicros } from "../sessions/micros.ts";
import type { Text, TextMaker } from "../text.ts";
import type { Zone } from "../zone.ts";
import { byteText, byteTextIn, pad, visible, type ByteText } from "./byte-text.ts";
import { localeName } from "./locale-name.ts";
import { Piece, type Output } from "./output.ts";
import type { Selection } from "./who-selection.ts";
import { idleText, type Terminal } from "./who-terminal.ts";

/** A column as it is shown, filled if it is a piece: texts of records are met again and again. */
type Column = ByteText | Piece;

/** The columns of a line of who(1) beside the time; what is not there is empty. */
interface WhoColumns {
  readonly user?: Column;
  /** `+`, `-` or `?`. */
  readonly message?: string;
  readonly line: Column;
  readonly idle?: string;
  readonly pid?: string | number;
  readonly comment?: Column;
  readonly exit?: string;
}

/** The names of the columns. */
const HEADING: WhoColumns = {
  user: "NAME",
  line: "LINE",
  idle: "IDLE",
  pid: "PID",
  comment: "COMMENT",
  exit: "EXIT",
};

const USER = textColumn(8, (text) => text);
const LINE = textColumn(12, (text) => text);
const IDLE = 6;
const PID = 10;
const COMMENT = textColumn(8, commentOf);

/** A column of a text of records. */
interface WhoTextColumn extends TextMaker<Piece> {
  readonly width: number;
}

function textColumn(width: number, shownOf: (text: ByteText) => ByteText): WhoTextColumn {
  const make = ({ text, hex }: Text): Piece =>
    new Piece(columnText(shownOf(byteText(text, hex ?? undefined)), width));
  return { width, make };
}

/** A column and what stands behind it, safe to show. */
function columnText(text: ByteText, width: number): string {
  return `${visible(pad(text, width), true)} `;
}

/** How lines look, and what they show that is not in records. */
export interface WhoStyle {
  readonly selection: Selection;
  readonly zone: Zone;
  /** The full name of a host, `null` if it is not known; `null` if names are not looked up. */
  readonly canonicalNameOf: ((host: string) => string | null) | null;
  /** Seconds since 1970. */
  readonly now: number;
}

/** Writes lines of who(1), safe to show and without the blanks at their ends. */
export class WhoLineWriter {
  readonly #output: Output;
  readonly #style: WhoStyle;
  readonly #times: WhoTimes;

  constructor(output: Output, style: WhoStyle) {
    this.#output = output;
    this.#style = style;
    this.#times = new WhoTimes(output, style.zone);
  }

  writeHeading(): void {
    this.#putNames(HEADING);
    this.#put("TIME", this.#times.width);
    this.#putRest(HEADING);
  }

  /**
   * @param terminal that of a user
   * @param bootTime of the boot that is recorded before it, in seconds since 1970
   */
  write(entry: LoginRecord, terminal: Terminal | null, bootTime: number | null): void {
    const columns = whoColumns(entry, this.#style, terminal, bootTime);
    this.#putNames(columns);
    this.#times.put(secondsOf(entry));
    this.#putRest(columns);
  }

  #putNames({ user = "", message = " ", line }: WhoColumns): void {
    this.#put(user, USER.width);
    if (this.#style.selection.hasMessages) this.#put(message, message.length);
    this.#put(line, LINE.width);
  }

  #putRest({ idle = "", pid = "", comment = "", exit = "" }: WhoColumns): void {
    const { hasIdle, hasPid, hasExit } = this.#style.selection;
    if (hasIdle) this.#put(idle, IDLE);
    if (hasPid) this.#put(String(pid).padStart(PID), PID);
    this.#put(comment, COMMENT.width);
    const output = this.#output;
    if (hasExit) output.write(exit);
    output.dropBlanks();
    output.put(LINE_END);
  }

  #put(column: Column, width: number): void {
    if (typeof column === "string") this.#output.write(columnText(column, width));
    else this.#output.put(column);
  }
}

const LINE_END = new Piece("\n");

/** The columns of a record. */
function whoColumns(
  entry: LoginRecord,
  style: WhoStyle,
  terminal: Terminal | null,
  bootTime: number | null,
): WhoColumns {
  const { type } = entry;
  switch (type) {
    case "USER_PROCESS":
      return {
        user: textIn(entry, "user").made(USER),
        message: messageState(terminal),
        line: textIn(entry, "line").made(LINE),
        idle: idleText(terminal?.readAt ?? null, bootTime, style.now),
        pid: shownPid(entry),
        comment: hostComment(entry, style),
      };
    case "RUN_LVL":
      return runLevel(entry.pid ?? 0);
    case "BOOT_TIME":
      return { line: "system boot" };
    case "NEW_TIME":
      return { line: "clock change" };
    default: {
      const line = textIn(entry, "line").made(LINE);
      const process = { line, pid: shownPid(entry), comment: `id=${byteTextIn(entry, "id")}` };
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
function runLevel(pid: number): WhoColumns {
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
function hostComment(entry: LoginRecord, { canonicalNameOf }: WhoStyle): Column {
  if (canonicalNameOf === null) return textIn(entry, "host").made(COMMENT);
  const host = byteTextIn(entry, "host");
  const [name = ""] = host.split(":", 1);
  const isText = /^[\0-\x7f]*$/.test(name);
  const canonical = isText && name !== "" ? canonicalNameOf(name) : null;
  return commentOf(`${canonical === null ? name : byteText(canonical)}${host.slice(name.length)}`);
}

function commentOf(host: ByteText): ByteText {
  return host && `(${host})`;
}

/** The column of times in a zone: those of the C locale have the month's name and no year. */
class WhoTimes {
  readonly width: number;
  readonly #output: Output;
  readonly #zone: Zone;
  readonly #isPlain: boolean;
  /** The day that was shown last, counted from 1970. */
  #day: number = Number.NaN;
  #dayPiece: Piece = NOTHING;
  /** What fills the column behind such a day and a minute. */
  #rest: Piece = NOTHING;
  readonly #minutes: Piece[] = [];

  constructor(output: Output, zone: Zone) {
    this.#output = output;
    this.#zone = zone;
    this.#isPlain = /^(?:C|POSIX)$/.test(localeName("LC_TIME"));
    this.width = (this.#isPlain ? "Nov 20 12:00" : "2026-11-20 12:00").length;
  }

  /** @param seconds since 1970, `null` if a `Date` can't hold them */
  put(seconds: number | null): void {
    const output = this.#output;
    const local = seconds === null ? null : localSeconds(this.#zone, seconds);
    if (local === null) {
      output.write(columnText(seconds === null ? "?" : String(seconds), this.width));
      return;
    }
    const day = dayNumber(local);
    if (day !== this.#day) this.#changeDay(day);
    output.put(this.#dayPiece);
    const minute = minuteOfDay(secondsSinceMidnight(local));
    output.put((this.#minutes[minute] ??= new Piece(` ${minuteText(minute)}`)));
    output.put(this.#rest);
  }

  #changeDay(number: number): void {
    const day = dayOf(number);
    const text = day === null ? "" : this.#isPlain ? day.monthDay : isoDate(day);
    this.#day = number;
    this.#dayPiece = new Piece(text);
    this.#rest = new Piece(columnText("", this.width - `${text} 12:00`.length));
  }
}

const NOTHING = new Piece("");

/** Seconds since 1970 of a record, `null` if a `Date` can't hold them. */
export function secondsOf(record: LoginRecord): number | null {
  const micros = entryMicros(record);
  return Number.isNaN(micros) ? null : Math.floor(micros / 1e6);
}
