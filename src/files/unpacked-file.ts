import { StoreError } from "../errors.ts";
import type { RecordProblem } from "../problems.ts";
import type { Packing } from "./packing.ts";
import type { RecordFile, RecordSource } from "./record-file.ts";
import { unpack, type Unpacked } from "./unpack.ts";

/** From here on memory is freed at once. */
const LARGE_BYTES = 2 ** 24;

/** The bytes that a compressed file holds, read as a file of them is. */
export class UnpackedFile implements RecordSource {
  readonly path: string;
  readonly size: number;
  readonly fd = null;
  readonly modified: number | null;
  readonly isOnce: boolean;
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
 * Unpacks an open file.
 *
 * @throws what reading fails with; {@link StoreError} as {@link unpack}
 */
export function unpackFile(file: RecordFile, packing: Packing, most: number): Unpacked {
  return unpack(packing, allOf(file, most), file.path, most);
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
