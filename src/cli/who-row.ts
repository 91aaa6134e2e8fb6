import type { LoginRecord } from "../entry.ts";
import { isTextEmpty } from "../record.ts";
import { entryMicros } from "../sessions/micros.ts";
import type { Text } from "../text.ts";
import type { Zone } from "../zone.ts";
import {
  byteText,
  byteTextIn,
  pad,
  putRecordText,
  visible,
  type ByteText,
  type RecordColumn,
} from "./byte-text.ts";
import { NOTHING_CUT, Piece, plainBytes, type Output } from "./output.ts";
import type { Selection } from "./who-selection.ts";
import { idleText, type Terminal } from "./who-terminal.ts";
import { WhoTimes } from "./who-time.ts";

/** What a column shows: a text, or the one that a record has in that place. */
type Column = ByteText | LoginRecord;

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

const IDLE = 6;
const PID = 10;
const COMMENT = 8;

function recordColumn(width: number, end: string): RecordColumn {
  const make = ({ text, hex }: Text): Piece => {
    return new Piece(shownText(byteText(text, hex ?? undefined), width) + end);
  };
  const separator = new Piece(end);
  return { width, most: NOTHING_CUT, more: null, separator, isPlain: IS_PLAIN, make };
}

const IS_PLAIN = plainBytes();
const USER = recordColumn(8, " ");
const LINE = recordColumn(12, " ");
const HOST = recordColumn(0, ")");
/** What a host that is shown stands behind. */
const OPEN = new Piece("(");

/** A column, safe to show. */
function shownText(text: ByteText, width: number): string {
  return visible(pad(text, width), true);
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
    this.#putOwn("TIME", this.#times.width);
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
    this.#putText(user, "user", USER);
    if (this.#style.selection.hasMessages) this.#putOwn(message, message.length);
    this.#putText(line, "line", LINE);
  }

  #putRest({ idle = "", pid = "", comment = "", exit = "" }: WhoColumns): void {
    const { hasIdle, hasPid, hasExit } = this.#style.selection;
    const output = this.#output;
    if (hasIdle) this.#putOwn(idle, IDLE);
    if (hasPid) this.#putOwn(String(pid).padStart(PID), PID);
    if (typeof comment === "string") output.write(shownText(comment, COMMENT));
    else this.#putHost(comment);
    if (hasExit) output.write(` ${exit}`);
    output.dropBlanks();
    output.put(LINE_END);
  }

  /** Of words that are ours: nothing in them needs to be made safe. */
  #putOwn(text: string, width: number): void {
    this.#output.write(`${pad(text, width)} `);
  }

  #putText(column: Column, name: "user" | "line", style: RecordColumn): void {
    if (typeof column === "string") this.#output.write(`${shownText(column, style.width)} `);
    else putRecordText(this.#output, column, name, style);
  }

  /** Nothing stands behind it: who has logged in has no exit. */
  #putHost(entry: LoginRecord): void {
    if (isTextEmpty(entry, "host")) return;
    this.#output.put(OPEN);
    putRecordText(this.#output, entry, "host", HOST);
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
        user: entry,
        message: messageState(terminal),
        line: entry,
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
      const comment = `id=${byteTextIn(entry, "id")}`;
      const process = { line: entry, pid: shownPid(entry), comment };
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
  if (canonicalNameOf === null) return entry;
  const host = byteTextIn(entry, "host");
  const [name = ""] = host.split(":", 1);
  const isText = /^[\0-\x7f]*$/.test(name);
  const canonical = isText && name !== "" ? canonicalNameOf(name) : null;
  const shown = `${canonical === null ? name : byteText(canonical)}${host.slice(name.length)}`;
  return shown && `(${shown})`;
}

/** Seconds since 1970 of a record, `null` if a `Date` can't hold them. */
export function secondsOf(record: LoginRecord): number | null {
  const micros = entryMicros(record);
  return Number.isNaN(micros) ? null : Math.floor(micros / 1e6);
}
