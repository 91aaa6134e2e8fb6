// Reads every field of every entry: bun read-entries.ts FILE [file | libc]

import { Wtmp } from "../../src/index.ts";
import { addEntry } from "./checksum.ts";

const LAYOUT = "linux-glibc-384-le";
const RECORD_SIZE = 384;

const [path = "", source = "file"] = process.argv.slice(2);
if (source !== "file" && source !== "libc") throw new RangeError(`Unknown source "${source}"`);

let count = 0;
let checksum = 0;
for (const entry of new Wtmp({ path, source, layout: LAYOUT })) {
  const invalid = entry.idBytes ?? entry.userBytes ?? entry.lineBytes ?? entry.hostBytes;
  const offset = source === "libc" ? null : count * RECORD_SIZE;
  if (invalid !== undefined || entry.source !== source || entry.offset !== offset) {
    throw new Error(`Entry ${count} is not what was written`);
  }
  checksum = addEntry(checksum, entry);
  count++;
}
console.log(`${count} ${checksum}`);
