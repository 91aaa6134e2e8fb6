import { CString, toArrayBuffer, type Pointer } from "bun:ffi";
import { LibraryError } from "../src/errors.ts";
import { decodeText } from "../src/text.ts";

/** What a C function gives that returns a pointer. */
export type Address = Pointer | bigint | null;

/** The memory of a record that libc points to; the next call of libc overwrites it. */
export function recordMapper(size: number): (record: Address) => Uint8Array<ArrayBuffer> | null {
  let pointer: Address = null;
  let memory = new Uint8Array(0);
  return (record) => {
    if (record === null) return null;
    // libc gives the same record each time: its memory needs to be mapped only once.
    if (record !== pointer) memory = new Uint8Array(toArrayBuffer(record, 0, size));
    pointer = record;
    return memory;
  };
}

/** errno(2) of this thread. It tells the end of a list from an error only if it was 0 before. */
export interface Errno {
  get(): number;
  clear(): void;
}

/** @param location libc's function that tells where this thread's errno is */
export function errnoAt(location: () => Address): Errno {
  let memory: Int32Array | undefined;
  // A JavaScript realm never changes its thread: mapped once, errno is read without a call.
  const mapped = (): Int32Array => (memory ??= new Int32Array(mapErrno(location())));
  return {
    get: () => mapped()[0] ?? 0,
    clear() {
      mapped()[0] = 0;
    },
  };
}

function mapErrno(address: Address): ArrayBuffer {
  if (address === null) throw new LibraryError("Cannot use libc: it does not tell its errors");
  return toArrayBuffer(address, 0, Int32Array.BYTES_PER_ELEMENT);
}

const FIRST_RECORDS = 64;

/** 200,000 records or more: some hundred logins a day, for years. */
const MAX_BYTES = 2 ** 27;

/**
 * Copies all records of a list that libc gives one after the other, in one synchronous loop. How
 * many there are is known only behind the last: a list without an end is given up.
 *
 * @param next the next record, in memory that libc uses again; `null` at the end
 * @param name of the list, for the error
 * @throws {@link LibraryError} if there is no end
 */
export function copyRecords(
  size: number,
  name: string,
  next: () => Uint8Array | null,
): Uint8Array<ArrayBuffer> {
  const most = Math.floor(MAX_BYTES / size);
  let bytes = new Uint8Array(FIRST_RECORDS * size);
  let count = 0;
  for (let record = next(); record !== null; record = next()) {
    if (count === most) {
      throw new LibraryError(`Cannot read "${name}" through libc: ${count} records have no end`);
    }
    const at = count * size;
    if (at === bytes.length) bytes = new Uint8Array(bytes.buffer.transfer(2 * at));
    bytes.set(record, at);
    count++;
  }
  return new Uint8Array(bytes.buffer.transfer(count * size));
}

/** Text that libc points to; `null` if it points to none. */
export function textAt(address: Address | number): string | null {
  if (address === null || Number(address) === 0) return null;
  return String(new CString(address));
}

/** Text that libc wrote into memory of ours, up to its NUL. */
export function textIn(memory: Uint8Array): string {
  return decodeText(memory, 0, memory.indexOf(0)).text;
}
