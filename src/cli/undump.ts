import { readFileSync } from "node:fs";
import type { OrderedLayout } from "../../platforms/index.ts";
import { parseAddress } from "../address.ts";
import { encodeUtmp, type UtmpValues } from "../encode.ts";
import type { UtmpLayout } from "../layout.ts";
import { printableText } from "../printable.ts";
import { complain, type Output } from "./output.ts";

/** A line of `dump`: eight fields in brackets, which utmpdump(1) keeps out of the fields. */
const TEXT_LINE =
  /^\[(-?\d+)\] \[(-?\d+)\] \[(.{4})\] \[([^\]]*)\] \[([^\]]*)\] \[([^\]]*)\] \[([^\]]*)\] \[([^\]]*)\]\s*$/;

/**
 * Makes records of what `dump` printed, as text or as JSON with a record a line, and writes them.
 *
 * @param file what to read; `/dev/stdin` is standard input
 * @returns the exit code: 1 if a line could not be understood
 */
export function undump(file: string, ordered: OrderedLayout<UtmpLayout>, output: Output): number {
  complain(`Utmp undump of ${printableText(file)}`);
  const text = readFileSync(file === "/dev/stdin" ? 0 : file, "utf8");
  let code = 0;
  for (const [index, line] of text.split("\n").entries()) {
    const trimmed = line.trim().replace(/,$/, "");
    if (trimmed === "" || trimmed === "[" || trimmed === "]" || trimmed === "[]") continue;
    const record = trimmed.startsWith("{") ? fromJson(trimmed, ordered) : fromText(line, ordered);
    if (record === null) {
      complain(`utmpx: Cannot understand line ${index + 1} of "${printableText(file)}"`);
      code = 1;
    } else {
      output.writeBytes(record);
    }
  }
  return code;
}

function fromText(line: string, { layout, endian }: OrderedLayout<UtmpLayout>): Uint8Array | null {
  const match = TEXT_LINE.exec(line);
  if (match === null) return null;
  const [
    ,
    type = "",
    pid = "",
    id = "",
    user = "",
    lineName = "",
    host = "",
    address = "",
    time = "",
  ] = match;
  const micros = time.trim() === "" ? 0 : microsOfIso(time.trim().replace(",", "."));
  if (micros === null) return null;
  return encodeUtmp(layout, endian, {
    type: Number(type),
    pid: Number(pid),
    // utmpdump(1) keeps the blanks of an id, and ends the other fields at their first.
    id: bytesOf(id),
    user: bytesOf(firstWord(user)),
    line: bytesOf(firstWord(lineName)),
    host: bytesOf(firstWord(host)),
    address: addressField(address.trim()),
    ...timeFields(micros),
  });
}

function fromJson(json: string, { layout, endian }: OrderedLayout<UtmpLayout>): Uint8Array | null {
  const record = parseObject(json);
  if (record === null) return null;
  const { raw } = record;
  if (typeof raw === "string") {
    const bytes = fromBase64(raw);
    return bytes?.length === layout.size ? bytes : null;
  }
  const exit = typeof record["exit"] === "object" && record["exit"] !== null ? record["exit"] : {};
  const micros = integer(record["micros"]);
  return encodeUtmp(layout, endian, {
    type: integer(record["typeCode"]),
    pid: integer(record["pid"]),
    session: integer(record["sid"]),
    termination: integer("termination" in exit ? exit.termination : 0),
    exit: integer("exit" in exit ? exit.exit : 0),
    id: textField(record, "id"),
    user: textField(record, "user"),
    line: textField(record, "line"),
    host: textField(record, "host"),
    address: addressField(typeof record["address"] === "string" ? record["address"] : ""),
    ...timeFields(micros),
  });
}

function parseObject(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

function fromBase64(text: string): Uint8Array | null {
  try {
    return Uint8Array.fromBase64(text);
  } catch {
    return null;
  }
}

function textField(record: Readonly<Record<string, unknown>>, name: string): Uint8Array {
  const hex = record[`${name}Bytes`];
  if (typeof hex === "string" && /^([0-9a-f]{2})*$/.test(hex)) return Uint8Array.fromHex(hex);
  const text = record[name];
  return bytesOf(typeof text === "string" ? text : "");
}

function integer(value: unknown): number {
  return typeof value === "number" && Number.isSafeInteger(value) ? value : 0;
}

function timeFields(micros: number): Pick<UtmpValues, "seconds" | "microseconds"> {
  const seconds = Math.floor(micros / 1e6);
  return { seconds, microseconds: micros - seconds * 1e6 };
}

function microsOfIso(text: string): number | null {
  const [, seconds, fraction = ""] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(?:Z|\+00:00)$/.exec(text) ?? [];
  const ms = Date.parse(`${seconds}Z`);
  return Number.isNaN(ms) ? null : ms * 1000 + Number(fraction.padEnd(6, "0"));
}

/** IPv4 stands in the first word, in network order. */
function addressField(text: string): Uint8Array {
  const field = new Uint8Array(16);
  const octets = parseAddress(text);
  if (octets !== null) field.set(octets);
  return field;
}

function firstWord(text: string): string {
  return text.split(" ", 1)[0] ?? "";
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
