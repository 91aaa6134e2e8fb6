import { StoreError } from "../errors.ts";
import type { ProblemList } from "../problems.ts";
import { CHUNK_BYTES, readOrSay, shrunk } from "./file-chunks.ts";
import type { ByteSource } from "./record-file.ts";

/** Of a pipe this much is held in memory. */
const MAX_PIPE_BYTES = 1 << 26;
/** More is no hash of last logins, of any number of users: it is made to be waited for. */
const MAX_FILE_BYTES = 2 ** 30;

/** A hash's file, read in any order, and where the problems with it go. */
export class DbHashBytes {
  /** Size of the file when it was opened; of a pipe, all that it had. */
  readonly size: number;
  readonly #file: ByteSource;
  readonly #problems: ProblemList;
  /** What a pipe had. */
  readonly #pipe: Uint8Array | null;
  #hasFailed = false;

  /** @throws {@link StoreError} if it is a pipe of more than 64 MiB, or a file of more than 1 GiB */
  constructor(file: ByteSource, problems: ProblemList) {
    if (file.size !== null && file.size > MAX_FILE_BYTES) {
      throw new StoreError(
        `Cannot read "${file.path}": it has ${file.size} bytes, and a hash of last logins of at most ${MAX_FILE_BYTES} is wanted`,
      );
    }
    this.#file = file;
    this.#problems = problems;
    this.#pipe = file.size === null ? readPipe(file, problems) : null;
    this.size = file.size ?? this.#pipe?.length ?? 0;
  }

  /** Whether bytes that should be there could not be read. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** Bytes from `position`, fewer at the end of the file; `null` if they could not be read. */
  read(position: number, count: number): Uint8Array | null {
    const expected = Math.min(count, this.size - position);
    if (this.#pipe !== null) return this.#pipe.subarray(position, position + expected);
    const into = new Uint8Array(expected);
    const got = readOrSay(this.#file, into, position, this.#problems);
    if (got === expected) return into;
    this.#hasFailed = true;
    if (got !== null) this.#problems.add(shrunk(this.#file.path, this.size, position + got));
    return null;
  }

  addDamage(offset: number, bytes: number, found: string, wanted: string): void {
    const message = `Cannot decode "${this.#file.path}" at byte ${offset}: ${found} and ${wanted}`;
    this.#problems.add({ kind: "framing", offset, bytes, message });
  }

  addTornTail(bytes: number, pageSize: number): void {
    const offset = this.size - bytes;
    const message = `Cannot decode "${this.#file.path}" at byte ${offset}: ${bytes} bytes remain and a page takes ${pageSize}`;
    this.#problems.add({ kind: "torn-tail", offset, bytes, message });
  }
}

function readPipe(file: ByteSource, problems: ProblemList): Uint8Array {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const piece = new Uint8Array(CHUNK_BYTES);
    const count = readOrSay(file, piece, size, problems) ?? 0;
    pieces.push(piece.subarray(0, count));
    size += count;
    if (size > MAX_PIPE_BYTES) {
      const message = `Cannot read "${file.path}": it is a pipe of more than ${MAX_PIPE_BYTES} bytes, and a file is wanted: the pages of a hash are in no order`;
      throw new StoreError(message);
    }
    if (count < piece.length) break;
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
