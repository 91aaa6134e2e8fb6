import type { LastKind, LastLine } from "../sessions/last-pairer.ts";
import { secondsOf } from "../sessions/last-pairer.ts";
import { DAY_MINUTES, TWO_DIGITS } from "../timestamp.ts";
import type { Zone } from "../zone.ts";
import { textIn, UtmpRecord } from "../record.ts";
import type { TextMaker } from "../text.ts";
import { byteText, fit, pad, visible, type ByteText } from "./byte-text.ts";
import { MAX_HOST, recordHost, type HostTexts } from "./last-host.ts";
import { plainBytes, type Output, type TextColumn } from "./output.ts";
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

/** Whether the line is that of the record. */
function hasOwnLine({ kind }: ShownLine): boolean {
  return kind === "user" || kind === "failed" || kind === "unknown";
}

/** Lines of which last(1) shows no number. */
const SHORTENED = /^(?:ftp|uucp)[0-9]/;

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
const HOST = { short: 16, full: 256 };
const LINE = 12;
const LENGTH = 12;

/** A column of a line: its bytes, which are trimmed where nothing follows, and what is shown. */
interface Cell {
  readonly text: ByteText;
  readonly shown: string;
}

type LastColumns = Readonly<Record<"user" | "line" | "host", TextColumn>>;

const MORE = 0x2a; // *

function columnsOf({ isFull }: LastStyle): LastColumns {
  const isPlain = plainBytes();
  const cutColumn = ({ short, full }: typeof USER): TextColumn => {
    return { width: short, most: isFull ? full : short, more: isFull ? null : MORE, isPlain };
  };
  return {
    user: cutColumn(USER),
    line: { width: LINE, most: LINE, more: null, isPlain },
    host: cutColumn({ ...HOST, full: MAX_HOST }),
  };
}

/** Writes lines of last(1), safe to show. */
export class LastLineWriter {
  readonly #output: Output;
  readonly #style: LastStyle;
  readonly #separator: string;
  // The columns of a line: what they hold, and what is shown of it.
  readonly #texts: ByteText[] = [];
  readonly #shown: string[] = [];
  #count = 0;
  readonly #columns: LastColumns;
  /** Whether times stand behind user, line and host, so that no end of those is cut off. */
  readonly #isFollowed: boolean;
  // What is made of a text of the records, which are met again and again.
  readonly #user: TextMaker<Cell>;
  readonly #line: TextMaker<Cell>;
  readonly #host: TextMaker<Cell>;

  constructor(output: Output, style: LastStyle) {
    this.#output = output;
    this.#style = style;
    this.#separator = style.isTabbed ? "\t" : " ";
    this.#columns = columnsOf(style);
    this.#isFollowed = style.times !== "notime";
    const maker = (cellOf: (text: ByteText) => Cell): TextMaker<Cell> => {
      return { make: ({ text, hex }) => cellOf(byteText(text, hex ?? undefined)) };
    };
    this.#user = maker((user) => this.#userCell(user));
    this.#line = maker((line) => this.#lineCell(ownLineText(line)));
    this.#host = maker((host) => this.#hostCell(recordHost(host)));
  }

  write(line: ShownLine, hosts: HostTexts): void {
    const { times, zone, host } = this.#style;
    const { begin: beginWidth, end: endWidth } = TIME_FORMATS[times];
    const { end, length } = endOf(line, this.#style);
    const begin = beginText(secondsOf(line.login), times, zone);
    if (!this.#copy(line, "user")) this.#add(this.#userOf(line));
    if (!this.#copy(line, "line")) this.#add(this.#lineOf(line));
    if (host === "middle") this.#addHost(line, hosts);
    this.#addPlain(fit(begin, beginWidth));
    this.#addPlain(fit(end, endWidth));
    this.#addPlain(host === "last" ? fit(length, LENGTH) : length);
    if (host === "last") this.#add(this.#hostOf(line, hosts));
    this.#put();
    this.#output.write("\n");
  }

  #addHost(line: ShownLine, hosts: HostTexts): void {
    if (hosts.isOfRecord(line.entry) && this.#copy(line, "host")) return;
    this.#add(this.#hostOf(line, hosts));
  }

  /** Copies a column from the record, if it is shown as it stands there and something follows. */
  #copy(line: ShownLine, name: keyof LastColumns): boolean {
    const { entry } = line;
    if (!this.#isFollowed || this.#count > 0 || !(entry instanceof UtmpRecord)) return false;
    if (!hasOwnLine(line) || (name === "line" && SHORTENED.test(entry.line))) return false;
    const isCopied = entry.copyText(name, this.#output, this.#columns[name]);
    if (isCopied) this.#output.write(this.#separator);
    return isCopied;
  }

  #userOf(line: ShownLine): Cell {
    const { user, entry } = line;
    if (user === entry.user) return textIn(entry, "user").made(this.#user);
    return this.#userCell(userText(line));
  }

  #lineOf(line: ShownLine): Cell {
    if (hasOwnLine(line)) return textIn(line.entry, "line").made(this.#line);
    return this.#lineCell(lineText(line));
  }

  #hostOf({ entry }: ShownLine, hosts: HostTexts): Cell {
    if (hosts.isOfRecord(entry)) return textIn(entry, "host").made(this.#host);
    return this.#hostCell(hosts.textOf(entry));
  }

  #add({ text, shown }: Cell): void {
    this.#texts[this.#count] = text;
    this.#shown[this.#count] = shown;
    this.#count++;
  }

  /** Adds a column of text that is ours. */
  #addPlain(text: string): void {
    this.#texts[this.#count] = text;
    this.#shown[this.#count] = text;
    this.#count++;
  }

  /** Writes the columns up to the last that is not blank. */
  #put(): void {
    let count = this.#count;
    this.#count = 0;
    let last = "";
    while (count > 0 && last === "") last = withoutBlanks(this.#texts[--count] ?? "");
    for (let i = 0; i < count; i++) {
      this.#output.write(this.#shown[i] ?? "");
      this.#output.write(this.#separator);
    }
    this.#output.write(visible(last, this.#style.isUtf8));
  }

  #userCell(user: ByteText): Cell {
    return this.#cell(pad(cut(user, this.#style.isFull, USER), USER.short));
  }

  #lineCell(line: ByteText): Cell {
    return this.#cell(fit(line, LINE));
  }

  #hostCell(host: ByteText): Cell {
    const { host: place, isFull } = this.#style;
    return this.#cell(place === "last" ? host : pad(cut(host, isFull, HOST), HOST.short));
  }

  #cell(text: ByteText): Cell {
    return { text, shown: visible(text, this.#style.isUtf8) };
  }
}

/** Text without what last(1) cuts off the end of a line. */
function withoutBlanks(text: ByteText): ByteText {
  return text.charCodeAt(text.length - 1) > 0x20 ? text : text.replace(/[\t\n\v\f\r ]+$/, "");
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

/** Less than a day, by its minutes: ` (13:00)`. */
const MINUTES: readonly string[] = DAY_MINUTES.map((clock) => ` (${clock})`);

/** How long it took, in days, hours and minutes. */
function lengthText(seconds: number): ByteText {
  if (Number.isNaN(seconds)) return "";
  const brief = seconds < 0 ? undefined : MINUTES[Math.floor(seconds / 60)];
  if (brief !== undefined) return brief;
  const days = Math.trunc(seconds / 86_400);
  const hours = Math.trunc(seconds / 3600) % 24;
  const clock = TWO_DIGITS[Math.abs(hours)];
  const minutes = TWO_DIGITS[Math.abs(Math.trunc(seconds / 60) % 60)];
  if (days !== 0) return `(${days}+${clock}:${minutes})`;
  return hours < 0 ? ` (${hours}:${minutes})` : ` (-00:${minutes})`;
}
