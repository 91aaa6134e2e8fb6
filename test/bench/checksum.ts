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
  const { exit, time, micros, device, address } = entry;
  const numbers = (entry.typeCode ^ (entry.pid ?? -1)) + ((entry.sid ?? -1) & 0xffff);
  const ended = exit === null ? -1 : exit.termination + exit.exit;
  const below = time === null || micros === null ? -1 : micros - time.getTime() * 1000;
  const texts = entry.type.length + entry.id.length + entry.user.length + entry.line.length;
  const places = entry.host.length + (device?.length ?? -1) + (address?.length ?? -1);
  return before + numbers + ended + below + texts + 8 * places + (entry.isUserProcess ? 32 : 64);
}
