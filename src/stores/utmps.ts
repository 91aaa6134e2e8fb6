import { StoreError } from "../errors.ts";
import type { LocalSocket } from "../platform.ts";
import { systemError } from "../system-error.ts";

// utmps-utmpd is asked with a letter, and answers with a byte: 0, which the record follows if one
// was asked for, or an errno. https://skarnet.org/software/utmps/utmps-utmpd.html, 0.1.3
const REWIND = new TextEncoder().encode("r");
const NEXT = new TextEncoder().encode("e");
const ESRCH = 3; // <errno.h>: there are no more

/** More than there can be terminals or processes that have a record. */
const MAX_RECORDS = 2 ** 16;

/**
 * All records of utmps, as its service gives them.
 *
 * @param recordSize bytes of a `struct utmpx` of this machine
 * @param path of the service's socket, for errors
 * @throws {@link StoreError} if an answer is cut, or the records have no end; what the service
 *   fails with, as errors of the file system are
 */
export function readUtmps(socket: LocalSocket, recordSize: number, path: string): Uint8Array {
  const rewound = ask(socket, REWIND, 0, path);
  if (rewound === null) throw systemError(ESRCH, "read", path);
  const records: Uint8Array[] = [];
  for (let record = ask(socket, NEXT, recordSize, path); record !== null;) {
    if (records.length === MAX_RECORDS) {
      throw new StoreError(`Cannot read "${path}": ${MAX_RECORDS} records have no end`);
    }
    records.push(record);
    record = ask(socket, NEXT, recordSize, path);
  }
  const bytes = new Uint8Array(records.length * recordSize);
  for (const [i, record] of records.entries()) bytes.set(record, i * recordSize);
  return bytes;
}

/** What an answer gives; `null` if there is no such thing. */
function ask(
  socket: LocalSocket,
  question: Uint8Array,
  wanted: number,
  path: string,
): Uint8Array | null {
  socket.send(question);
  const answer = new Uint8Array(1 + wanted);
  for (let length = 0; length < answer.length;) {
    const count = socket.receive(answer.subarray(length));
    if (count === 0) {
      const state = `an answer ends after ${length} of its ${answer.length} bytes`;
      throw new StoreError(`Cannot read "${path}": ${state}`);
    }
    length += count;
    const [errno = 0] = answer;
    if (errno === ESRCH) return null;
    if (errno !== 0) throw systemError(errno, "read", path);
  }
  return answer.subarray(1);
}
