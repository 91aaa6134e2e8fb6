import { hostPlatform, layoutNamed, type OrderedLayout } from "../../platforms/index.ts";
// Every record is asked for its address: with the rest it is loaded in less time than by itself.
import "../address-reader.ts";
import type { LoginRecord } from "../entry.ts";
import type { UtmpLayout } from "../layout.ts";
import { printableText } from "../printable.ts";
import { UtmpRecord } from "../record.ts";
import { FieldText, rawText, type Text, type TextMaker } from "../text.ts";
import { hasDate } from "../timestamp.ts";
import { Wtmp } from "../views/wtmp.ts";
import type { Zone } from "../zone.ts";
import { begun } from "./begun.ts";
import { putRecordText, type RecordColumn } from "./byte-text.ts";
import { defineCommand, type Command } from "./command.ts";
import {
  entries,
  fileValue,
  type Format,
  FORMAT_OPTIONS,
  formatOf,
  loginsOptions,
  loginsPlace,
  zoneValue,
} from "./common-options.ts";
import { writeIsoTime } from "./iso-time.ts";
import { complain, digitsOf, NOTHING_CUT, Piece, plainBytes, type Output } from "./output.ts";
import { complainOf } from "./problems.ts";
import { UsageError } from "./usage-error.ts";

const STANDARD_INPUT = "/dev/stdin";

/** What is loaded with --reverse, and with --output. */
const load = {
  undump: (): typeof import("./undump.ts") => require("./undump.ts"),
  outputFile: (): typeof import("./output-file.ts") => require("./output-file.ts"),
};

const command: Command = defineCommand({
  name: "dump",
  summary: "Prints the records of a file, or of standard input, as utmpdump(1) does",
  operands: "[FILE]",
  maxOperands: 1,
  options: {
    reverse: { type: "boolean", short: "r", help: "make records of text or JSON" },
    output: { type: "string", short: "o", value: "FILE", help: "write to FILE" },
    raw: { type: "boolean", help: "add the bytes of each record in base64" },
    ...loginsOptions("wtmp"),
    ...FORMAT_OPTIONS,
  },
  run(values, [operand], standardOutput) {
    const file = fileValue(operand ?? STANDARD_INPUT);
    const format = formatOf(values);
    if (values.reverse === true && (format !== null || values.raw === true)) {
      throw new UsageError("Cannot make records and print them: --reverse goes without a format");
    }
    if (format === null && values.raw === true) {
      throw new UsageError("Cannot add raw bytes to text: use --json, --ndjson or --csv");
    }
    if (format === null && values.tz !== undefined) {
      throw new UsageError("Cannot show text in a zone: it has UTC, as utmpdump(1)");
    }
    const zone = zoneValue(values);
    // Standard input is this system's, whatever tree is looked at.
    const { root: _, ...here } = values;
    const where = loginsPlace(operand === undefined ? here : values, "wtmp");
    const view = new Wtmp({ path: file, ...where });
    const write = (output: Output): number => {
      if (values.reverse === true) {
        return load.undump().undump(view.path, () => layoutToMake(values.layout), output);
      }
      if (format === null) printText(view, file, output);
      else printRecords(view, format, values.raw === true, zone, output);
      return complainOf(view.problems, output);
    };
    if (values.output === undefined) return write(standardOutput);
    return load.outputFile().writeFile(values.output, view.paths, values.root, write);
  },
});

export default command;

/** The layout of the records to make: this machine's unless another is named. */
function layoutToMake(name: string | undefined): OrderedLayout<UtmpLayout> {
  const isNamed = name !== undefined && name !== "auto";
  return layoutNamed(isNamed ? name : hostPlatform().files.wtmp.id, "utmp");
}

function printRecords(
  view: Wtmp,
  format: Format,
  withRaw: boolean,
  zone: Zone | null,
  output: Output,
): void {
  const layoutOf = (): UtmpLayout | undefined => view.ordered?.layout;
  const besides = withRaw ? ["raw"] : [];
  const printer = entries().entryPrinter(format, output, zone, layoutOf, besides);
  for (const record of view.records()) {
    const raw = withRaw ? record.raw() : null;
    printer.print(record, raw === null ? {} : { raw: raw.toBase64() });
  }
  printer.end();
}

function printText(view: Wtmp, file: string, output: Output): void {
  const records = begun(view.records());
  complain(`Utmp dump of ${printableText(file)}`);
  for (const record of records) writeLine(output, record);
}

/** What utmpdump(1) shows as it is, and not as a question mark. */
const IS_PLAIN = plainBytes("[]");

const SEPARATOR = "] [";
const BETWEEN = new Piece(SEPARATOR);

const ID = columnOf(4);
const USER = columnOf(8);
const LINE = columnOf(12);
const HOST = columnOf(20);
const ADDRESS_WIDTH = 15;
const ADDRESS: TextMaker<Piece> = {
  make: ({ text }) => new Piece(text.padEnd(ADDRESS_WIDTH) + SEPARATOR),
};
const NO_ADDRESS = new FieldText("0.0.0.0", null, null);

/** A line of utmpdump(1): columns count bytes, and what can't be printed is a question mark. */
function writeLine(output: Output, entry: LoginRecord): void {
  output.put(startOf(entry.typeCode));
  writeSigned(output, entry.pid ?? 0, 5);
  output.put(BETWEEN);
  putRecordText(output, entry, "id", ID);
  putRecordText(output, entry, "user", USER);
  putRecordText(output, entry, "line", LINE);
  putRecordText(output, entry, "host", HOST);
  writeAddress(output, entry);
  writeTime(output, entry);
}

/** Of the types that there are, and some more. */
const starts: Piece[] = [];
const MOST_STARTS = 16;

/** What a line begins with: the type. */
function startOf(typeCode: number): Piece {
  const known = starts[typeCode];
  if (known !== undefined) return known;
  const start = new Piece(`[${typeCode}${SEPARATOR}`);
  if (typeCode >= 0 && typeCode < MOST_STARTS) starts[typeCode] = start;
  return start;
}

/** `%0*d`: the sign counts. */
function writeSigned(output: Output, value: number, width: number): void {
  if (value < 0) output.write("-");
  output.writeNumber(Math.abs(value), value < 0 ? width - 1 : width);
}

function columnOf(width: number): RecordColumn {
  const make = (text: Text): Piece => {
    const shown = Array.from(rawText(text), (byte) => {
      return IS_PLAIN[byte] === 0 ? "?" : String.fromCharCode(byte);
    });
    return new Piece(shown.join("").padEnd(width) + SEPARATOR);
  };
  return { width, most: NOTHING_CUT, more: null, separator: BETWEEN, isPlain: IS_PLAIN, make };
}

/** Most are none or IPv4: to make text of each, and to find it again, would take twice as long. */
function writeAddress(output: Output, record: LoginRecord): void {
  const word = record instanceof UtmpRecord ? record.oldAddressWord : null;
  if (word === null) output.put(addressOf(record).made(ADDRESS));
  else if (word === 0) output.put(NO_ADDRESS.made(ADDRESS));
  else writeIPv4(output, word);
}

// Pieces of addresses that were written: octets with the point before them, and what fills a column.
const octets: Piece[] = [];
const blanks: Piece[] = [];

function writeIPv4(output: Output, word: number): void {
  const first = word & 0xff;
  output.writeNumber(first);
  let width = digitsOf(first);
  for (let shift = 8; shift < 32; shift += 8) {
    const octet = (word >>> shift) & 0xff;
    const piece = (octets[octet] ??= new Piece(`.${octet}`));
    output.put(piece);
    width += piece.length;
  }
  output.put((blanks[width] ??= new Piece(" ".repeat(ADDRESS_WIDTH - width) + SEPARATOR)));
}

/** utmpdump(1) looks at the field alone, and knows nothing of mapped addresses. */
function addressOf(record: LoginRecord): FieldText {
  const known = record instanceof UtmpRecord ? record.oldAddressText : null;
  if (known !== null) return known;
  const { address } = record;
  return address === null ? NO_ADDRESS : new FieldText(address, null, null);
}

const SECOND = 1e6;
const END = new Piece("+00:00]\n");
const NO_TIME = new Piece("]\n");

/** ISO 8601 with a comma, `2026-11-22T16:01:10,026708+00:00`, and the end of the line. */
function writeTime(output: Output, record: LoginRecord): void {
  if (record instanceof UtmpRecord) {
    writeClock(output, record.seconds, record.microseconds);
    return;
  }
  const { micros } = record;
  const seconds = micros === null ? Number.NaN : Math.floor(micros / SECOND);
  writeClock(output, seconds, (micros ?? 0) - seconds * SECOND);
}

function writeClock(output: Output, seconds: number, microseconds: number): void {
  if (!hasDate(seconds, microseconds)) {
    output.put(NO_TIME);
    return;
  }
  writeIsoTime(output, seconds, microseconds, ",");
  output.put(END);
}
