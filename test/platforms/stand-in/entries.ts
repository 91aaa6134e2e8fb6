import type { Chunk } from "../../../src/chunk.ts";
import { entryOf, type UtmpEntry, type UtmpEntryJSON } from "../../../src/entry.ts";
import type { LastlogEntry } from "../../../src/lastlog-entry.ts";
import { LastlogReader } from "../../../src/lastlog-reader.ts";
import { hostEndian } from "../../../src/layout.ts";
import type { DatabaseReader } from "../../../src/platform.ts";
import { UtmpReader, type RecordReader } from "../../../src/reader.ts";

/** What libc gave, as entries. */
export function entriesOf({ layout }: DatabaseReader, chunk: Chunk): UtmpEntry[] {
  return readAll(new UtmpReader(layout, hostEndian), chunk).map(entryOf);
}

/** What libc gave of last logins, as entries; nothing is known of uids but what libc says. */
export function lastLoginsOf({ lastlog }: DatabaseReader, chunk: Chunk): LastlogEntry[] {
  return readAll(new LastlogReader(lastlog, hostEndian, () => "by uid"), chunk);
}

function readAll<Entry>(reader: RecordReader<Entry>, chunk: Chunk): Entry[] {
  const length = chunk.bytes.length / reader.size;
  return Array.from({ length }, (_, i) => {
    const entry = reader.read(chunk, i * reader.size);
    if (entry === null) throw new Error(`Record ${i} is no entry`);
    return entry;
  });
}

/** What an entry through libc is, of a record without anything but its type and time. */
export const NOTHING: Omit<UtmpEntryJSON, "type" | "typeCode" | "time" | "micros"> = {
  pid: 0,
  sid: null,
  id: "",
  user: "",
  line: "",
  host: "",
  device: null,
  exit: null,
  address: null,
  isUserProcess: false,
  source: "libc",
  offset: null,
};
