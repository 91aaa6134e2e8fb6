import { read } from "bun:ffi";
import { LibraryError } from "../src/errors.ts";

const RETRY_MS = 1;

/** The functions of <stdio.h> that lock a stream. */
export interface StreamLock {
  ftrylockfile(stream: bigint): number;
  funlockfile(stream: bigint): void;
}

/**
 * Keeps the process's other threads away from what libc has only one of. Workers share nothing but
 * libc itself, so the lock is that of a stream which Bun does not use. A worker that was ended
 * while it had the lock never gives it back: then the others do without libc.
 *
 * @param stdin libc's variable of that stream
 * @param patience how long to wait for other threads, in milliseconds
 * @throws {@link LibraryError} if another thread keeps the lock for longer
 */
export function alone<Result>(
  libc: StreamLock,
  stdin: object,
  patience: number,
  use: () => Result,
): Result {
  const stream = valueOf(stdin);
  for (let waited = RETRY_MS; libc.ftrylockfile(stream) !== 0; waited += RETRY_MS) {
    if (waited >= patience) throw new LibraryError("Cannot use libc: another thread keeps it");
    Bun.sleepSync(RETRY_MS);
  }
  try {
    return use();
  } finally {
    libc.funlockfile(stream);
  }
}

/** The pointer that a data symbol holds. */
function valueOf(symbol: object): bigint {
  if (!("ptr" in symbol) || (typeof symbol.ptr !== "number" && typeof symbol.ptr !== "bigint")) {
    throw new LibraryError("Cannot use libc: this Bun does not tell where its data is");
  }
  return read.u64(symbol.ptr, 0);
}
