import { hostPlatform, layoutNamed, type OrderedLayout } from "../../platforms/index.ts";
import { formatAddress, oldAddress } from "../address.ts";
import type { LoginRecord } from "../entry.ts";
import type { AddressField, UtmpLayout } from "../layout.ts";
import { printableText } from "../printable.ts";
import { bytesOf } from "../text.ts";
import { isoTime } from "../timestamp.ts";
import { Wtmp } from "../views/wtmp.ts";
import type { Zone } from "../zone.ts";
import { begun } from "./begun.ts";
import { defineCommand, type Command } from "./command.ts";
import { fileValue, loginsOptions, loginsPlace } from "./common-options.ts";
import { entryColumns } from "./entry-columns.ts";
import { FORMAT_OPTIONS, formatOf, RecordPrinter, type Format } from "./format.ts";
import { writeFile } from "./output-file.ts";
import { complain, type Output } from "./output.ts";
import { complainOf } from "./problems.ts";
import { undump } from "./undump.ts";
import { UsageError } from "./usage-error.ts";
import { zoneValue } from "./zone.ts";

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
  const printer = new RecordPrinter(format, output, zone, () => [
    ...entryColumns(view.ordered?.layout),
    ...(withRaw ? ["raw"] : []),
  ]);
  for (const record of view.records()) {
    const entry = record.toJSON();
    printer.print(withRaw ? { ...entry, raw: record.raw()?.toBase64() } : entry);
  }
  printer.end();
}

function printText(view: Wtmp, file: string, output: Output): void {
  const entries = begun(view.records());
  const field = view.addressField;
  complain(`Utmp dump of ${printableText(file)}`);
  for (const entry of entries) output.write(dumpLine(entry, field));
}

/** A line of utmpdump(1): columns count bytes, and what can't be printed is a question mark. */
function dumpLine(entry: LoginRecord, field: AddressField | null): string {
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

/** utmpdump(1) looks at the field alone, and knows nothing of mapped addresses. */
function addressText(entry: LoginRecord, field: AddressField | null): string {
  if (entry.address === null) return "0.0.0.0";
  if (field === null || field.inet6 !== null || field.length !== 16) return entry.address;
  const octets = entry.raw()?.subarray(field.offset, field.offset + field.length);
  if (octets === undefined) return entry.address;
  return formatAddress(oldAddress(octets));
}

/** ISO 8601 with a comma, `2026-11-22T16:01:10,026708+00:00`. */
function timeText(time: Date, micros: number | null): string {
  const iso = isoTime(time, micros);
  return `${iso.slice(0, -8)},${iso.slice(-7, -1)}+00:00`;
}
