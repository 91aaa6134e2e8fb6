import { parseAddress } from "../address.ts";
import { isObject } from "../json.ts";
import { bytesOf } from "../text.ts";

/** What a record is to hold, whatever its layout. */
export interface RecordValues {
  /** The word for the type, if it is known: systems have other numbers for it. */
  readonly type: string | null;
  readonly typeCode: number;
  readonly pid: number;
  readonly session: number;
  readonly termination: number;
  readonly exit: number;
  readonly id: Uint8Array;
  readonly user: Uint8Array;
  readonly line: Uint8Array;
  readonly host: Uint8Array;
  readonly octets: Uint8Array | null;
  /** Microseconds since 1970. */
  readonly micros: number;
  /** How many times a login failed. */
  readonly count: number;
}

/** What no record can be made of: its message says what is wrong with it. */
export class RecordError extends Error {
  /** What can't be done: it says nothing that is clear, or its layout has no room for it. */
  readonly action: "understand" | "make";

  constructor(action: "understand" | "make", message: string) {
    super(message);
    this.action = action;
  }
}

/** A line of `dump`: eight fields in brackets, which are not in the fields. */
const TEXT_LINE =
  /^\[(-?\d+)\] \[(-?\d+)\] \[([^\]]{4,})\] \[([^\]]*)\] \[([^\]]*)\] \[([^\]]*)\] \[([^\]]*)\] \[([^\]]*)\]\s*$/;

/**
 * What a line says, as `dump` prints it.
 *
 * @param isIdPadded whether the blanks of an id are its own, as utmpdump(1) has it
 * @throws {@link RecordError} if it is no such line
 */
export function textValues(textLine: string, isIdPadded: boolean): RecordValues {
  const fields = TEXT_LINE.exec(textLine);
  if (fields === null) throw new RecordError("understand", "it is neither a line of dump nor JSON");
  const [type, pid, id = "", user = "", line = "", host = "", address = "", time = ""] =
    fields.slice(1);
  return {
    type: null,
    typeCode: integerOf("type", Number(type)),
    pid: integerOf("pid", Number(pid)),
    session: 0,
    termination: 0,
    exit: 0,
    id: bytesOf(isIdPadded ? id : id.trimEnd()),
    user: bytesOf(user.trimEnd()),
    line: bytesOf(line.trimEnd()),
    host: bytesOf(host.trimEnd()),
    octets: address.trim() === "" ? null : octetsOf(address.trim()),
    micros: time.trim() === "" ? 0 : microsOf(time.trim()),
    count: 0,
  };
}

/**
 * What a record of JSON says, as `toJSON` gives it, or its bytes if it has them. What its layout
 * has not is `null` there.
 *
 * @throws {@link RecordError} if it is none
 */
export function jsonValues(json: unknown): RecordValues | Uint8Array {
  if (!isObject(json)) throw wrong("it", json, "an object");
  const { raw = null, type = null, exit = null, address = null } = json;
  if (raw !== null) return rawBytes(raw);
  if (exit !== null && !isObject(exit)) throw wrong("its exit", exit, "an object");
  return {
    type: type === null ? null : wordOf(type),
    typeCode: integerOf("typeCode", json["typeCode"]),
    pid: integerOf("pid", json["pid"] ?? 0),
    session: integerOf("sid", json["sid"] ?? 0),
    termination: exit === null ? 0 : integerOf("exit.termination", exit["termination"]),
    exit: exit === null ? 0 : integerOf("exit.exit", exit["exit"]),
    id: textOf("id", json),
    user: textOf("user", json),
    line: textOf("line", json),
    host: textOf("host", json),
    octets: address === null ? null : octetsOf(address),
    micros: integerOf("micros", json["micros"]),
    count: integerOf("count", json["count"] ?? 0),
  };
}
function integerOf(name: string, value: unknown): number {
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  throw wrong(`its ${name}`, value, "a whole number below 2^53");
}

function wordOf(type: unknown): string {
  if (typeof type === "string" && /^[A-Z_]{1,40}$/.test(type)) return type;
  throw wrong("its type", type, "the word for a type");
}

/** The bytes count where a text has them: it is not valid UTF-8. */
function textOf(name: string, json: Readonly<Record<string, unknown>>): Uint8Array {
  const { [name]: text, [`${name}Bytes`]: hex = null } = json;
  if (hex !== null) {
    const bytes = typeof hex === "string" ? decoded(() => Uint8Array.fromHex(hex)) : null;
    if (bytes !== null && !bytes.includes(0)) return bytes;
    throw wrong(`its ${name}Bytes`, hex, "hex without a zero byte");
  }
  if (typeof text === "string" && text.isWellFormed() && !text.includes("\0")) return bytesOf(text);
  throw wrong(`its ${name}`, text, "text without a zero byte");
}

function rawBytes(raw: unknown): Uint8Array {
  const bytes = typeof raw === "string" ? decoded(() => Uint8Array.fromBase64(raw)) : null;
  if (bytes !== null && bytes.length > 0) return bytes;
  throw wrong("its raw", raw, "a record in base64");
}

function decoded(decode: () => Uint8Array): Uint8Array | null {
  try {
    return decode();
  } catch {
    return null;
  }
}

function octetsOf(address: unknown): Uint8Array {
  // A record has no room for the zone of an address.
  const isText = typeof address === "string" && !address.includes("%");
  const octets = isText ? parseAddress(address) : null;
  if (octets !== null) return octets;
  throw wrong("its address", address, "an IP address");
}

const ISO_TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:[.,](\d{1,6}))?(Z|[+-]\d\d:\d\d)$/;

/** What utmpdump(1) printed before it printed ISO 8601, and still reads, as `Tue Sep  1 00:00:00 1998 GMT`: in UTC. */
const CTIME = /^[A-Z][a-z]{2} ([A-Z][a-z]{2} +\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})(?: [A-Z]+)?$/;

function microsOf(time: string): number {
  const [, day, clock, year] = CTIME.exec(time) ?? [];
  const [, seconds, fraction = "", zone] = ISO_TIME.exec(time) ?? [];
  const text = day === undefined ? `${seconds}${zone}` : `${day} ${year} ${clock} UTC`;
  const micros = Date.parse(text) * 1000 + Number(fraction.padEnd(6, "0"));
  if (Number.isSafeInteger(micros)) return micros;
  throw wrong("its time", time, "ISO 8601 before the year 2255");
}

const MAX_SHOWN = 40;

function wrong(name: string, found: unknown, wanted: string): RecordError {
  return new RecordError("understand", `${name} is ${shown(found)}, and ${wanted} is wanted`);
}

function shown(found: unknown): string {
  if (found === undefined) return "missing";
  if (typeof found === "string") {
    return found.length > MAX_SHOWN ? `"${found.slice(0, MAX_SHOWN)}…"` : `"${found}"`;
  }
  if (Array.isArray(found)) return "an array";
  return isObject(found) ? "an object" : String(found);
}
