import { isReadError, LibraryError } from "../errors.ts";
import type { SystemLibrary } from "../platform.ts";
import { dataExtents } from "./data-extents.ts";
import { wholeFile, type Extent } from "./file-chunks.ts";
import { isDbHash } from "./looks-like.ts";
import type { RecordSource } from "./record-file.ts";

/** A part of a file. */
export interface Piece {
  /** Where in the file it begins, in bytes. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Some of a file, by which its layout is told. */
export interface Sample {
  /** Parts that hold something, in their order; what lies between them is zero or was left out. */
  readonly pieces: readonly Piece[];
  /** Size of the file, `null` if it has no end yet. */
  readonly size: number | null;
  /** When it was last written, in seconds since 1970; `null` if that is not known. */
  readonly modified: number | null;
}

const PIECE_BYTES = 1 << 15;
/** The first pages of a hash, which can be as large as a piece. */
const HASH_BYTES = 1 << 18;
/** More than this tells no more. */
const ENOUGH_BYTES = 4096;
const MAX_PIECES = 8;
/** A file can begin with zeros: this far is looked for something else. */
const MAX_ZEROS = 1 << 26;
/** The same of a pipe, of which all that is looked at is kept. */
const MAX_AHEAD = 1 << 25;

/**
 * Takes the first parts of a file that are not zero. Of a pipe it is the beginning, which is kept
 * for those who read it later.
 *
 * @param openLibrary loads libc, which finds the data of a sparse file
 */
export function sampleOf(file: RecordSource, openLibrary: () => SystemLibrary): Sample {
  if (file.size === null) {
    return sampleOfStream(file);
  }
  const { modified } = file;
  const pieces: Piece[] = [];
  let found = 0;
  let zeros = 0;
  /** How far the file was looked at. */
  let looked = 0;
  for (const { start, end } of extentsOf(file, openLibrary)) {
    let offset = Math.max(start - (start % PIECE_BYTES), looked);
    for (; offset < end; offset += PIECE_BYTES) {
      looked = offset + PIECE_BYTES;
      const bytes = new Uint8Array(Math.min(PIECE_BYTES, file.size - offset));
      const count = readOrEnd(file, bytes, offset);
      const piece = bytes.subarray(0, count);
      if (offset === 0 && isDbHash(piece)) return sampleOfHash(file);
      const used = usedBytes(piece);
      if (used > 0) pieces.push({ offset, bytes: piece });
      else zeros += count;
      found += used;
      const isEnough = found >= ENOUGH_BYTES || pieces.length === MAX_PIECES || zeros >= MAX_ZEROS;
      if (isEnough || count < bytes.length) return { pieces, size: file.size, modified };
    }
  }
  return { pieces, size: file.size, modified };
}

function sampleOfHash(file: RecordSource): Sample {
  const bytes = new Uint8Array(HASH_BYTES);
  const count = readOrEnd(file, bytes, 0);
  const { size, modified } = file;
  return { pieces: [{ offset: 0, bytes: bytes.subarray(0, count) }], size, modified };
}

function sampleOfStream(file: RecordSource): Sample {
  let wanted = PIECE_BYTES;
  let bytes = file.peek(wanted);
  while (bytes.length === wanted && usedBytes(bytes) < ENOUGH_BYTES && wanted < MAX_AHEAD) {
    wanted *= 2;
    bytes = file.peek(wanted);
  }
  const size = bytes.length < wanted ? bytes.length : null;
  return { pieces: piecesOf(bytes), size, modified: null };
}

function piecesOf(bytes: Uint8Array): Piece[] {
  if (isDbHash(bytes)) return [{ offset: 0, bytes: bytes.subarray(0, HASH_BYTES) }];
  const pieces: Piece[] = [];
  let found = 0;
  for (let offset = 0; offset < bytes.length; offset += PIECE_BYTES) {
    const piece = bytes.subarray(offset, offset + PIECE_BYTES);
    const used = usedBytes(piece);
    if (used > 0) pieces.push({ offset, bytes: piece });
    found += used;
    if (found >= ENOUGH_BYTES || pieces.length === MAX_PIECES) break;
  }
  return pieces;
}

/** How many are not zero, of no more than are needed to know whether that is enough. */
function usedBytes(bytes: Uint8Array): number {
  let used = 0;
  for (let at = 0; at < bytes.length && used < ENOUGH_BYTES; at += PIECE_BYTES) {
    const piece = bytes.subarray(at, at + PIECE_BYTES);
    // Holes are many, and are compared in far less time than it takes to look at each byte.
    if (Buffer.compare(piece, ZEROS.subarray(0, piece.length)) === 0) continue;
    for (const byte of piece) if (byte !== 0) used++;
  }
  return used;
}

const ZEROS = new Uint8Array(PIECE_BYTES);

/** On a damaged disk, what can be read tells enough; that it fails is said when it is read. */
function readOrEnd(file: RecordSource, into: Uint8Array, offset: number): number {
  try {
    return file.read(into, offset);
  } catch (error) {
    if (offset === 0 || !isReadError(error)) throw error;
    return 0;
  }
}

/** The same of bytes in memory. */
export function sampleOfBytes(bytes: Uint8Array): Sample {
  return { pieces: piecesOf(bytes), size: bytes.length, modified: null };
}

/** Without libc no holes are found, and no more is read of them than of other zeros. */
function* extentsOf(
  file: RecordSource,
  openLibrary: () => SystemLibrary,
): Generator<Extent, undefined, undefined> {
  try {
    yield* dataExtents(file, 1, openLibrary);
  } catch (error) {
    if (!(error instanceof LibraryError)) throw error;
    yield* wholeFile(file);
  }
}
