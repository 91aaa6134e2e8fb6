import { linuxTypes } from "../../platforms/linux-glibc.ts";
import type { LoginRecord } from "../entry.ts";
import type { BytesField, UtmpFields } from "../layout.ts";
import { PROCESS_TYPES, type RecordType } from "../record-types.ts";
import { bytesOf } from "../text.ts";

const SYSTEM_TYPES: ReadonlySet<RecordType> = new Set([
  "RUN_LVL",
  "BOOT_TIME",
  "NEW_TIME",
  "OLD_TIME",
]);

/** The fields that are compared with what is looked for. */
export type TextFields = Pick<UtmpFields, "id" | "line">;

/** Whether a record is one that is looked for. */
export type Matcher = (entry: LoginRecord) => boolean;

/**
 * What getutxid(3) looks for: a record of this type or, for a type of process, one of any process
 * with this id.
 *
 * @throws RangeError if the function finds no such type
 */
export function idMatcher(
  { id: field }: TextFields,
  type: RecordType,
  id: string | Uint8Array,
): Matcher {
  if (SYSTEM_TYPES.has(type)) return (entry) => entry.type === type;
  if (!PROCESS_TYPES.has(type)) {
    const known = [...SYSTEM_TYPES, ...PROCESS_TYPES].join(", ");
    throw new RangeError(`Cannot find records of type "${type}": types that can be are ${known}`);
  }
  const key = bytesOf(id);
  return (entry) => {
    if (!PROCESS_TYPES.has(entry.type)) return false;
    // glibc compares the lines where either has no id; this key has no line.
    if (key.length === 0 || entry.id === "") return entry.line === "";
    return field !== null && holds(entry.id, entry.idBytes, field, key);
  };
}

/** What getutxline(3) looks for: a user's or waiting session of this line. */
export function lineMatcher({ line: field }: TextFields, line: string): Matcher {
  const key = bytesOf(line);
  return (entry) =>
    (entry.type === "USER_PROCESS" || entry.type === "LOGIN_PROCESS") &&
    holds(entry.line, entry.lineBytes, field, key);
}

/** strncmp(3) of a field and a key, over the size of the field. */
function holds(
  text: string,
  hex: string | undefined,
  { length }: BytesField,
  key: Uint8Array,
): boolean {
  const bytes = hex === undefined ? bytesOf(text) : Uint8Array.fromHex(hex);
  const nul = key.indexOf(0);
  const wanted = key.subarray(0, nul === -1 ? length : Math.min(nul, length));
  return Buffer.compare(bytes, wanted) === 0;
}

/** The number of a type as Linux's <utmpx.h> has it; -1 if it has none. */
export function typeNumberOf(type: RecordType): number {
  return linuxTypes.indexOf(type);
}

/**
 * The type that is meant.
 *
 * @param type a word, or the number as Linux's <utmpx.h> has it
 */
export function recordTypeOf(type: RecordType | number): RecordType {
  return typeof type === "number" ? (linuxTypes[type] ?? "UNKNOWN") : type;
}
