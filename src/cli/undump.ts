import { readFileSync } from "node:fs";
import type { OrderedLayout } from "../../platforms/index.ts";
import { parseAddress } from "../address.ts";
import type { UtmpLayout } from "../layout.ts";
import { printableText } from "../printable.ts";
import { complain, type Output } from "./output.ts";
import { recordBytes, type RecordValues } from "./record-bytes.ts";

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
  const text = readFileSync(file === "/dev/stdin" ? 0 : file, "utf8");
  complain(`Utmp undump of ${printableText(file)}`);
  let code = 0;
  for (const { name, values } of entriesOf(text)) {
    const record = values === null ? null : recordBytes(values, ordered);
    if (record === null) {
      complain(`utmpx: Cannot understand ${name} of "${printableText(file)}"`);
      code = 1;
    } else {
      output.writeBytes(record);
    }
  }
  return code;
}

/** What stands for one record: its values, or its bytes, or nothing that can be understood. */
interface Item {
  readonly name: string;
  readonly values: RecordValues | Uint8Array | null;
}

function* entriesOf(text: string): Generator<Item, undefined, undefined> {
  const json = parseJson(text);
  if (json !== undefined) {
    const records: readonly unknown[] = Array.isArray(json) ? json : [json];
    for (const [i, record] of records.entries()) {
      yield { name: `record ${i + 1}`, values: jsonValues(record) };
    }
    return;
  }
  for (const [i, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const values = line.startsWith("{") ? jsonValues(parseJson(line)) : textValues(line);
    yield { name: `line ${i + 1}`, values };
  }
}

function textValues(line: string): RecordValues | null {
  const fields = TEXT_LINE.exec(line);
  if (fields === null) return null;
  const [type = "", pid = "", id = "", user = "", name = "", host = "", address = "", time = ""] =
    fields.slice(1);
  const micros = time.trim() === "" ? 0 : microsOfIso(time.trim().replace(",", "."));
  const octets = octetsOf(firstWord(address));
  if (micros === null || octets === undefined) return null;
  return {
    type: null,
    typeCode: Number(type),
    session: 0,
    termination: 0,
    exit: 0,
    pid: Number(pid),
    // utmpdump(1) keeps the blanks of an id, and ends the other fields at their first.
    id: bytesOf(id),
    user: bytesOf(firstWord(user)),
    line: bytesOf(firstWord(name)),
    host: bytesOf(firstWord(host)),
    octets,
    micros,
  };
}

/** Values of a record as `toJSON` gives it; what a layout has not is `null` there. */
function jsonValues(json: unknown): RecordValues | Uint8Array | null {
  if (!isObject(json)) return null;
  const { raw, type, typeCode, pid, sid, micros, exit, address } = json;
  if (typeof raw === "string") return fromBase64(raw);
  const { termination, exit: status } = isObject(exit) ? exit : { termination: 0, exit: 0 };
  const numbers = [typeCode, pid ?? 0, sid ?? 0, micros, termination, status];
  const [id, user, line, host] = (["id", "user", "line", "host"] as const).map((name) =>
    textField(json, name),
  );
  const octets = octetsOf(typeof address === "string" ? address : "");
  if (!numbers.every(isInteger) || octets === undefined || !id || !user || !line || !host)
    return null;
  const [number = 0, process = 0, session = 0, time = 0, signal = 0, code = 0] = numbers;
  return {
    type: typeof type === "string" ? type : null,
    typeCode: number,
    pid: process,
    session,
    termination: signal,
    exit: code,
    id,
    user,
    line,
    host,
    octets,
    micros: time,
  };
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** `undefined` if the text is no JSON, or none that stands for records. */
function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function fromBase64(text: string): Uint8Array | null {
  try {
    return Uint8Array.fromBase64(text);
  } catch {
    return null;
  }
}

function textField(record: Readonly<Record<string, unknown>>, name: string): Uint8Array | null {
  const hex = record[`${name}Bytes`];
  if (typeof hex === "string" && /^([0-9a-f]{2})*$/.test(hex)) return Uint8Array.fromHex(hex);
  const text = record[name];
  return typeof text === "string" ? bytesOf(text) : null;
}

const ISO_TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(Z|[+-]\d\d:\d\d)$/;

function microsOfIso(text: string): number | null {
  const [, seconds, fraction = "", zone] = ISO_TIME.exec(text) ?? [];
  const ms = Date.parse(`${seconds}${zone}`);
  return Number.isNaN(ms) ? null : ms * 1000 + Number(fraction.padEnd(6, "0"));
}

/** `null` if there is no address, `undefined` if the text is none. */
function octetsOf(text: string): Uint8Array | null | undefined {
  return text === "" ? null : (parseAddress(text) ?? undefined);
}

function firstWord(text: string): string {
  return text.split(" ", 1)[0] ?? "";
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
