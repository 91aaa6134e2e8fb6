import type { UtmpEntryFields } from "../../src/index.ts";

/** What an entry tells of its record, wherever that stands. */
export type Contents = Omit<UtmpEntryFields, "source" | "offset"> & {
  readonly isUserProcess: boolean;
};

/**
 * The checksum of the entries up to this one, from that of those before it. Every field counts, and
 * as little as can be is computed: the time it takes is measured as the reader's.
 */
export function addEntry(before: number, entry: Contents): number {
  const numbers =
    entry.typeCode ^
    ((entry.pid ?? -1) << 1) ^
    ((entry.sid ?? -1) << 2) ^
    ((entry.exit?.termination ?? -1) << 3) ^
    ((entry.exit?.exit ?? -1) << 4) ^
    (entry.time?.getTime() ?? -1) ^
    (entry.micros ?? -1) ^
    (entry.isUserProcess ? 32 : 64);
  const texts =
    textNumber(entry.type) ^
    (textNumber(entry.id) << 1) ^
    (textNumber(entry.user) << 2) ^
    (textNumber(entry.line) << 3) ^
    (textNumber(entry.host) << 4) ^
    (textNumber(entry.device ?? "null") << 5) ^
    (textNumber(entry.address ?? "null") << 6);
  return (Math.imul(before, 31) + numbers + texts) | 0;
}

/** Of its length and last character. */
function textNumber(text: string): number {
  return (text.length << 8) | (text === "" ? 0 : text.charCodeAt(text.length - 1));
}
