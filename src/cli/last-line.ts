import type { LastKind, LastLine } from "../sessions/last-pairer.ts";
import { secondsOf } from "../sessions/last-pairer.ts";
import { minuteOfDay, MINUTES_OF_DAY, minuteText } from "../local-time.ts";
import { memoized } from "../memo.ts";
import { textIn, UtmpRecord } from "../record.ts";
import type { Text, TextMaker } from "../text.ts";
import { TWO_DIGITS } from "../timestamp.ts";
import type { Zone } from "../zone.ts";
import { byteText, fit, pad, type ByteText } from "./byte-text.ts";
import { cellOf, keptCellOf, NumberedCells, putCells, type Cell, type CellStyle } from "./cell.ts";
import { MAX_HOST, recordHost, type HostTexts } from "./last-host.ts";
import { TIME_FORMATS, TimeCells, type TimeFormat } from "./last-time.ts";
import { Piece, plainBytes, type Output, type TextColumn } from "./output.ts";

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
export function userText({ name, entry }: ShownLine): ByteText {
  return name ?? byteText(entry.user, entry.userBytes);
}

/** Whether the line is that of the record. */
function hasOwnLine({ kind }: ShownLine): boolean {
  return kind === "user" || kind === "failed" || kind === "unknown";
}

/** Lines of which last(1) shows no number. */
const SHORTENED = /^(?:ftp|uucp)[0-9]/;

/** Whether the line of a record is, which is seen without decoding it of nearly all. */
function isShortened(record: UtmpRecord): boolean {
  const isLikely = record.startsWith("line", "ftp") || record.startsWith("line", "uucp");
  return isLikely && SHORTENED.test(record.line);
}

/** A line of a record as it is shown, uncut. */
function ownLineText(line: ByteText): ByteText {
  return SHORTENED.test(line) ? line.replace(/[0-9].*$/s, "") : line;
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
      return ownLineText(byteText(entry.line, entry.lineBytes));
  }
}

const USER = { short: 8, full: 32 };
const HOST = { short: 16, full: MAX_HOST };
const LINE = 12;
const LENGTH = 12;

type LastColumns = Readonly<Record<"user" | "line" | "host", TextColumn>>;

const MORE = 0x2a; // *

function columnsOf({ isFull, isTabbed }: LastStyle): LastColumns {
  const shown = { separator: new Piece(isTabbed ? "\t" : " "), isPlain: plainBytes() };
  const cutColumn = ({ short, full }: typeof USER): TextColumn => {
    return { width: short, most: isFull ? full : short, more: isFull ? null : MORE, ...shown };
  };
  return {
    user: cutColumn(USER),
    line: { width: LINE, most: LINE, more: null, ...shown },
    host: cutColumn(HOST),
  };
}

/** Writes lines of last(1), safe to show. */
export class LastLineWriter {
  readonly #output: Output;
  readonly #style: LastStyle;
  readonly #cellStyle: CellStyle;
  /** The columns of a line. */
  readonly #cells: Cell[] = [];
  readonly #columns: LastColumns;
  readonly #times: TimeCells;
  /** Lengths of less than a day, by their minutes. */
  readonly #lengths: NumberedCells;
  /** Whether times stand behind user, line and host, so that no end of those is cut off. */
  readonly #isFollowed: boolean;
  // What is made of a text of the records, which are met again and again.
  readonly #user: TextMaker<Cell>;
  readonly #host: TextMaker<Cell>;
  readonly #word: (text: string) => Cell;

  constructor(output: Output, style: LastStyle) {
    const { times, zone, isTabbed, isUtf8 } = style;
    const cellStyle = { separator: isTabbed ? "\t" : " ", isUtf8 };
    this.#output = output;
    this.#style = style;
    this.#cellStyle = cellStyle;
    this.#columns = columnsOf(style);
    this.#times = new TimeCells(times, zone, cellStyle);
    this.#lengths = new NumberedCells(MINUTES_OF_DAY, (minute) => {
      return keptCellOf(this.#lengthColumn(` (${minuteText(minute)})`), cellStyle);
    });
    this.#isFollowed = times !== "notime";
    const maker = (columnOf: (text: ByteText) => ByteText): TextMaker<Cell> => {
      const make = ({ text, hex }: Text): ByteText => columnOf(byteText(text, hex ?? undefined));
      return { make: (text) => keptCellOf(make(text), cellStyle) };
    };
    this.#user = maker((user) => this.#userColumn(user));
    this.#host = maker((host) => this.#hostColumn(recordHost(host)));
    this.#word = memoized((word) => keptCellOf(word, cellStyle));
  }

  write(line: ShownLine, hosts: HostTexts): void {
    const { host } = this.#style;
    const cells = this.#cells;
    cells.length = 0;
    const { entry, name } = line;
    // Times stand behind these columns, and are not blank: no end of them is cut off.
    const isOwn = this.#isFollowed && name === null && hasOwnLine(line);
    const record = isOwn && entry instanceof UtmpRecord ? entry : null;
    const columns = this.#columns;
    const output = this.#output;
    if (record === null || !record.copyText("user", output, columns.user)) {
      cells.push(this.#userOf(line), this.#lineOf(line));
    } else if (isShortened(record) || !record.copyText("line", output, columns.line)) {
      cells.push(this.#lineOf(line));
    }
    const ownsHost = record !== null && cells.length === 0 && hosts.isOfRecord(entry);
    if (host === "middle" && !(ownsHost && record.copyText("host", output, columns.host))) {
      cells.push(this.#hostOf(line, hosts));
    }
    this.#times.addBegin(secondsOf(line.login), cells);
    this.#addEnd(line);
    if (host === "last") cells.push(this.#hostOf(line, hosts));
    putCells(this.#output, cells);
  }

  #userOf(line: ShownLine): Cell {
    const { name, entry } = line;
    if (name === null) return textIn(entry, "user").made(this.#user);
    return this.#cell(this.#userColumn(userText(line)));
  }

  #lineOf(line: ShownLine): Cell {
    return this.#cell(fit(lineText(line), LINE));
  }

  #hostOf({ entry }: ShownLine, hosts: HostTexts): Cell {
    if (hosts.isOfRecord(entry)) return textIn(entry, "host").made(this.#host);
    return this.#cell(this.#hostColumn(hosts.textOf(entry)));
  }

  /** The columns of the end and of the length. */
  #addEnd(line: ShownLine): void {
    const { times } = this.#style;
    const isBrief = times === "short" || times === "notime";
    const { kind, end } = line;
    if (kind === "old-time" || kind === "new-time") return this.#addWords("", "");
    if (end === "gone") return this.#addWords(...GONE[times]);
    if (end === "open") {
      const state = kind === "user" ? "logged in" : "running";
      if (isBrief) this.#addWords("  still", state);
      else this.#addWords(`  still ${state}`, "");
      return;
    }
    // last(1) takes the beginning of 1970 for a time that is not known.
    const logout = secondsOf(line.logout ?? 0);
    if (end === "crash") this.#addEndWord("- crash");
    else if (kind === "user" && end !== "logout") this.#addEndWord("- down ");
    else this.#cells.push(this.#times.endOf(logout));
    this.#cells.push(this.#lengthOf(logout - secondsOf(line.login)));
  }

  #addWords(end: string, length: string): void {
    this.#addEndWord(end);
    this.#cells.push(this.#word(this.#lengthColumn(length)));
  }

  #addEndWord(word: string): void {
    this.#cells.push(this.#word(fit(word, TIME_FORMATS[this.#style.times].end)));
  }

  #lengthOf(seconds: number): Cell {
    if (seconds >= 0 && seconds < DAY) return this.#lengths.at(minuteOfDay(seconds));
    return this.#cell(this.#lengthColumn(lengthText(seconds)));
  }

  #userColumn(user: ByteText): ByteText {
    return pad(cut(user, this.#style.isFull, USER), USER.short);
  }

  #hostColumn(host: ByteText): ByteText {
    const { host: place, isFull } = this.#style;
    return place === "last" ? host : pad(cut(host, isFull, HOST), HOST.short);
  }

  #lengthColumn(length: ByteText): ByteText {
    return this.#style.host === "last" ? fit(length, LENGTH) : length;
  }

  #cell(text: ByteText): Cell {
    return cellOf(text, this.#cellStyle);
  }
}

/** A `*` tells that there is more. */
function cut(text: ByteText, isFull: boolean, { short, full }: typeof USER): ByteText {
  if (isFull) return text.slice(0, full);
  return text.length > short ? `${text.slice(0, short - 1)}*` : text;
}

/** End and length of what is gone. */
const GONE: Readonly<Record<TimeFormat, readonly [end: string, length: string]>> = {
  notime: ["", "no logout"],
  short: ["   gone", "- no logout"],
  full: ["  gone - no logout", ""],
  iso: ["  gone - no logout", ""],
};

const DAY = 86_400;

/** How long it took, in days, hours and minutes, if that is not less than a day. */
function lengthText(seconds: number): ByteText {
  if (Number.isNaN(seconds)) return "";
  const days = Math.trunc(seconds / DAY);
  const hours = Math.trunc(seconds / 3600) % 24;
  const clock = TWO_DIGITS[Math.abs(hours)];
  const minutes = TWO_DIGITS[Math.abs(Math.trunc(seconds / 60) % 60)];
  if (days !== 0) return `(${days}+${clock}:${minutes})`;
  return hours < 0 ? ` (${hours}:${minutes})` : ` (-00:${minutes})`;
}
