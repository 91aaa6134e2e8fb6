import { linuxTypes } from "../../platforms/linux-glibc.ts";
import type { UtmpEntry } from "../entry.ts";
import type { BytesField, UtmpLayout } from "../layout.ts";
import { PROCESS_TYPES, type RecordType } from "../record-types.ts";

const SYSTEM_TYPES: ReadonlySet<RecordType> = new Set([
  "RUN_LVL",
  "BOOT_TIME",
  "NEW_TIME",
  "OLD_TIME",
]);

/** Whether a record is one that is looked for. */
export type Matcher = (entry: UtmpEntry) => boolean;

/**
 * What getutxid(3) looks for: a record of this type or, for a type of process, one of any process
 * with this id.
 *
 * @throws RangeError if the function finds no such type
 */
export function idMatcher(layout: UtmpLayout, type: RecordType, id: string): Matcher {
  if (SYSTEM_TYPES.has(type)) return (entry) => entry.type === type;
  if (!PROCESS_TYPES.has(type)) {
    const known = [...SYSTEM_TYPES, ...PROCESS_TYPES].join(", ");
    throw new RangeError(`Cannot find records of type "${type}": types that can be are ${known}`);
  }
  const { fields } = layout;
  const key = new TextEncoder().encode(id);
  return (entry) => {
    if (!PROCESS_TYPES.has(entry.type)) return false;
    // glibc compares the lines where either has no id; this key has no line.
    if (id === "" || entry.id === "") return entry.line === "";
    return fields.id === null ? entry.id === id : holds(entry, fields.id, key);
  };
}

/** What getutxline(3) looks for: a user's or waiting session of this line. */
export function lineMatcher(layout: UtmpLayout, line: string): Matcher {
  const key = new TextEncoder().encode(line);
  return (entry) =>
    (entry.type === "USER_PROCESS" || entry.type === "LOGIN_PROCESS") &&
    holds(entry, layout.fields.line, key);
}

/** strncmp(3) of a field and a key, over the size of the field. */
function holds(entry: UtmpEntry, field: BytesField, key: Uint8Array): boolean {
  const raw = entry.raw();
  if (raw === null) return false;
  for (let i = 0; i < field.length; i++) {
    const byte = raw[field.offset + i] ?? 0;
    if (byte !== (key[i] ?? 0)) return false;
    if (byte === 0) return true;
  }
  return true;
}

/**
 * The type that is meant.
 *
 * @param type a word, or the number as Linux's <utmpx.h> has it
 */
export function recordTypeOf(type: RecordType | number): RecordType {
  return typeof type === "number" ? (linuxTypes[type] ?? "UNKNOWN") : type;
}
