import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import type { Activity, Written } from "./activity.ts";
import { addEntry } from "./checksum.ts";

/** What readers of the file are to find in it. */
export interface Contained {
  readonly records: number;
  readonly logins: number;
  readonly checksum: number;
}

const RECORD_SIZE = 384;
const RECORDS_PER_CHUNK = 4096;

/** Writes a file of glibc on x86-64. It is encoded here, not by what is measured. */
export function makeRecords(path: string, records: number, written: Activity): Contained {
  const chunk = new Uint8Array(RECORDS_PER_CHUNK * RECORD_SIZE);
  const encode = recordEncoder(chunk);
  const fd = openSync(path, "wx", 0o600);
  let logins = 0;
  let checksum = 0;
  try {
    for (let done = 0; done < records; done += RECORDS_PER_CHUNK) {
      const count = Math.min(RECORDS_PER_CHUNK, records - done);
      chunk.fill(0);
      for (let i = 0; i < count; i++) {
        const entry = written.next().value;
        encode(entry, i * RECORD_SIZE);
        checksum = addEntry(checksum, entry);
        if (entry.isUserProcess) logins++;
      }
      writeAll(fd, chunk.subarray(0, count * RECORD_SIZE));
    }
    // The disk is not to be busy with it while others read.
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  return { records, logins, checksum };
}

/** Encodes into zeros: offsets of struct utmpx, bits/utmpx.h. */
function recordEncoder(chunk: Uint8Array): (entry: Written, at: number) => void {
  const view = new DataView(chunk.buffer);
  const text = new TextEncoder();
  const known = new Map<string, Uint8Array>();
  const setText = (value: string, at: number): void => {
    let bytes = known.get(value);
    if (bytes === undefined) known.set(value, (bytes = text.encode(value)));
    chunk.set(bytes, at);
  };
  return (entry, at) => {
    const micros = entry.micros ?? 0;
    view.setInt16(at, entry.typeCode, true);
    view.setInt32(at + 4, entry.pid ?? 0, true);
    setText(entry.line, at + 8);
    setText(entry.id, at + 40);
    setText(entry.user, at + 44);
    setText(entry.host, at + 76);
    view.setInt16(at + 332, entry.exit?.termination ?? 0, true);
    view.setInt16(at + 334, entry.exit?.exit ?? 0, true);
    view.setInt32(at + 336, entry.sid ?? 0, true);
    view.setUint32(at + 340, Math.floor(micros / 1e6), true);
    view.setInt32(at + 344, micros % 1e6, true);
    chunk.set(entry.octets, at + 348);
  };
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) written += writeSync(fd, bytes, written);
}
