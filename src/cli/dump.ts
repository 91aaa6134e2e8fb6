import {
  findLayout,
  hostPlatform,
  layoutNamed,
  type OrderedLayout,
} from "../../platforms/index.ts";
import { formatAddress } from "../address.ts";
import type { UtmpEntry } from "../entry.ts";
import type { AddressField, UtmpLayout } from "../layout.ts";
import { printableText } from "../printable.ts";
import { bytesOf } from "../text.ts";
import { isoTime } from "../timestamp.ts";
import { Wtmp } from "../views/wtmp.ts";
import type { Zone } from "../zone.ts";
import { defineCommand, type Command } from "./command.ts";
import {
  LAYOUT_OPTION,
  layoutValue,
  ROOT_OPTION,
  rootValue,
  SOURCE_OPTION,
  sourceValue,
} from "./common-options.ts";
import { FORMAT_OPTIONS, formatOf, RecordPrinter, type Format } from "./format.ts";
import { writeFile } from "./output-file.ts";
import { complain, type Output } from "./output.ts";
import { complainOf } from "./problems.ts";
import { undump } from "./undump.ts";
import { UsageError } from "./usage-error.ts";
import { zoneValue } from "./zone.ts";

const COLUMNS = [
  "type",
  "typeCode",
  "pid",
  "sid",
  "id",
  "user",
  "line",
  "host",
  "device",
  "time",
  "micros",
  "exitTermination",
  "exitExit",
  "address",
  "isUserProcess",
  "source",
  "offset",
];

const STANDARD_INPUT = "/dev/stdin";

const command: Command = defineCommand({
  name: "dump",
  summary: "Prints the records of a file, or of standard input, as utmpdump(1) does",
  operands: "[FILE]",
  maxOperands: 1,
  options: {
    reverse: { type: "boolean", short: "r", help: "make records of text or JSON" },
    output: { type: "string", short: "o", value: "FILE", help: "write to FILE" },
    raw: { type: "boolean", help: "add the bytes of each record in base64" },
    ...SOURCE_OPTION,
    ...ROOT_OPTION,
    ...LAYOUT_OPTION,
    ...FORMAT_OPTIONS,
  },
  run(values, [operand], standardOutput) {
    const file = operand ?? STANDARD_INPUT;
    if (file === "") throw new UsageError("Cannot read an empty name: a file is wanted");
    const format = formatOf(values);
    // Standard input is this system's, whatever tree is looked at.
    const root = operand === undefined ? {} : rootValue(values);
    const where = { ...root, ...layoutValue(values, "utmp"), ...sourceValue(values) };
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
    const view = new Wtmp({ path: file, ...where });
    const write = (output: Output): number => {
      if (values.reverse === true) {
        return undump(view.path, () => layoutToMake(values.layout), output);
      }
      if (format === null) printText(view, file, output);
      else printRecords(view, format, values.raw === true, zone, output);
      return complainOf(view.problems);
    };
    if (values.output === undefined) return write(standardOutput);
    return writeFile(values.output, view.paths, values.root, write);
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
  const entries = view[Symbol.iterator]();
  // What can't be read has not even a header.
  let next = entries.next();
  const columns = columnsOf(findLayout(view.layout, "utmp")?.layout);
  const printer = new RecordPrinter(format, output, zone, withRaw ? [...columns, "raw"] : columns);
  for (; next.done !== true; next = entries.next()) {
    const entry = next.value;
    printer.print(withRaw ? { ...entry.toJSON(), raw: entry.raw()?.toBase64() } : entry.toJSON());
  }
  printer.end();
}

/** Few records count, and those that don't have no column for it. */
function columnsOf(layout: UtmpLayout | undefined): readonly string[] {
  if (layout === undefined || layout.fields.count === null) return COLUMNS;
  return COLUMNS.flatMap((name) => (name === "address" ? [name, "count"] : [name]));
}

function printText(view: Wtmp, file: string, output: Output): void {
  const entries = view[Symbol.iterator]();
  let next = entries.next();
  const field = findLayout(view.layout, "utmp")?.layout.fields.address ?? null;
  complain(`Utmp dump of ${printableText(file)}`);
  for (; next.done !== true; next = entries.next()) output.write(dumpLine(next.value, field));
}

/** A line of utmpdump(1): columns count bytes, and what can't be printed is a question mark. */
function dumpLine(entry: UtmpEntry, field: AddressField | null): string {
  const id = column(entry.id, entry.idBytes, 4);
  const user = column(entry.user, entry.userBytes, 8);
  const line = column(entry.line, entry.lineBytes, 12);
  const host = column(entry.host, entry.hostBytes, 20);
  const address = addressText(entry, field).padEnd(15);
  const time = entry.time === null ? "" : timeText(entry.time, entry.micros);
  const pid = zeroPadded(entry.pid ?? 0);
  return `[${entry.typeCode}] [${pid}] [${id}] [${user}] [${line}] [${host}] [${address}] [${time}]\n`;
}

/** `%05d`: the sign counts. */
function zeroPadded(value: number): string {
  return value < 0 ? `-${String(-value).padStart(4, "0")}` : String(value).padStart(5, "0");
}

function column(text: string, hex: string | undefined, width: number): string {
  if (hex === undefined && /^[ -Z\\^-~]*$/.test(text)) return text.padEnd(width);
  const bytes = hex === undefined ? bytesOf(text) : Uint8Array.fromHex(hex);
  const shown = Buffer.from(bytes)
    .toString("latin1")
    .replace(/[^ -~]|[[\]]/g, "?");
  return shown.padEnd(width);
}

/** utmpdump(1) takes all octets whose last three words are zero for IPv4, and no others. */
function addressText(entry: UtmpEntry, field: AddressField | null): string {
  if (entry.address === null) return "0.0.0.0";
  if (field === null || field.inet6 !== null || field.length !== 16) return entry.address;
  const octets = entry.raw()?.subarray(field.offset, field.offset + field.length);
  if (octets === undefined) return entry.address;
  const isIPv4 = octets.subarray(4).every((octet) => octet === 0);
  return formatAddress(isIPv4 ? octets.subarray(0, 4) : octets);
}

/** ISO 8601 with a comma, `2026-11-22T16:01:10,026708+00:00`. */
function timeText(time: Date, micros: number | null): string {
  const iso = isoTime(time, micros);
  return `${iso.slice(0, -8)},${iso.slice(-7, -1)}+00:00`;
}
