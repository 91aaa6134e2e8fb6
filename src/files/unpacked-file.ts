import { isReadError, StoreError } from "../errors.ts";
import type { RecordProblem } from "../problems.ts";
import { CHUNK_BYTES } from "./file-chunks.ts";
import { PACKING_BYTES, packingOf, type Packing } from "./packing.ts";
import { RecordFile, type RecordSource } from "./record-file.ts";
import type { Unpacked } from "./unpack.ts";

/** Most bytes that a compressed file may hold, unless told otherwise: 256 MiB. */
export const MAX_UNPACKED_BYTES: number = 2 ** 28;

/** From here on memory is freed at once. */
const LARGE_BYTES = 2 ** 24;

/** The bytes that a compressed file holds, read as a file of them is. */
export class UnpackedFile implements RecordSource {
  readonly path: string;
  readonly size: number;
  readonly fd = null;
  readonly modified: number | null;
  readonly isOnce: boolean;
  /** Damage behind the last byte that could be unpacked. */
  readonly problem: RecordProblem | null;
  #bytes: Uint8Array;

  constructor({ path, modified, isOnce }: RecordSource, { bytes, damage }: Unpacked) {
    this.path = path;
    this.modified = modified;
    this.isOnce = isOnce;
    this.#bytes = bytes;
    this.size = bytes.length;
    this.problem = damage === null ? null : damageAt(path, bytes.length, damage);
  }

  read(into: Uint8Array, position: number): number {
    const bytes = this.#bytes.subarray(position, position + into.length);
    into.set(bytes);
    return bytes.length;
  }

  peek(count: number): Uint8Array {
    return this.#bytes.slice(0, count);
  }

  /** The next file of a set must not wait in memory for this one to be collected. */
  [Symbol.dispose](): void {
    this.#bytes = new Uint8Array(0);
    if (this.size >= LARGE_BYTES) Bun.gc(true);
  }
}

/**
 * Opens a file of records; one that is compressed, which its first bytes tell, is unpacked into
 * memory.
 *
 * @param path file to open
 * @param allowStream as {@link RecordFile} has it
 * @param root tree that the file must lie in
 * @param most bytes that it may unpack to
 * @throws what open(2) fails with; {@link StoreError} if it is no file of records, or can't be
 *   unpacked
 */
export function openRecords(
  path: string,
  allowStream: boolean,
  root: string | undefined,
  most: number,
): RecordFile | UnpackedFile {
  const file = new RecordFile(path, allowStream, root);
  try {
    const packing = packingOf(beginningOf(file));
    if (packing === null) return file;
    const unpacked = unpackFile(file, packing, most);
    if (unpacked.bytes.length === 0 && unpacked.damage !== null) {
      throw new StoreError(`Cannot unpack "${path}": ${unpacked.damage}`);
    }
    file[Symbol.dispose]();
    return new UnpackedFile(file, unpacked);
  } catch (error) {
    file[Symbol.dispose]();
    throw error;
  }
}

/**
 * Unpacks an open file.
 *
 * @throws what reading fails with; {@link StoreError} as {@link unpack}
 */
export function unpackFile(file: RecordFile, packing: Packing, most: number): Unpacked {
  return unpacking().unpack(packing, allOf(file, most), file.path, most);
}

/** A file that can't be read here can be at its end: whoever reads it says so. */
export function beginningOf(file: RecordFile): Uint8Array {
  // The bytes of a file are those that are read next; a pipe is not waited for longer than needed.
  const wanted = file.size === null ? PACKING_BYTES : Math.min(CHUNK_BYTES, file.size);
  try {
    return file.peek(wanted);
  } catch (error) {
    if (!isReadError(error)) throw error;
    return new Uint8Array(0);
  }
}

/** No packing makes much more of what can't be packed: a file that is larger is none of records. */
function allOf(file: RecordFile, most: number): Uint8Array {
  const bound = most + Math.floor(most / 8) + 2 ** 16;
  const pieces: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const piece = new Uint8Array(2 ** 20);
    const count = file.read(piece, size);
    pieces.push(piece.subarray(0, count));
    size += count;
    if (size > bound) {
      throw new StoreError(
        `Cannot unpack "${file.path}": it takes more than ${bound} bytes, and at most ${most} unpacked ones are wanted`,
      );
    }
    if (count < piece.length) return Buffer.concat(pieces, size);
  }
}

function damageAt(path: string, offset: number, damage: string): RecordProblem {
  const message = `Cannot unpack "${path}" behind byte ${offset}: ${damage}`;
  return { kind: "read", offset, bytes: 0, message };
}

/** Loaded where a file is compressed: few are. */
function unpacking(): typeof import("./unpack.ts") {
  return require("./unpack.ts");
}
