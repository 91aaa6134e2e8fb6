import type { SourceName } from "./source.ts";

/** Where a record stands that is not simply one of many of the same size. */
export interface Frame {
  /** Where in its file it begins, in bytes; `null` if it is from no file. */
  readonly offset: number | null;
  /** Its bytes as the file has them. */
  readonly raw: Uint8Array;
  /** The uid that it is kept under. */
  readonly uid: number | null;
  /** The name that it is kept under. */
  readonly user: string | null;
}

/** Whole records as they stand one after the other in memory. */
export interface Chunk {
  readonly bytes: Uint8Array;
  /** Looks at the same memory as {@link bytes}. */
  readonly view: DataView;
  /** Where in its file the chunk begins, in bytes. */
  readonly offset: number;
  /** How the bytes were come by. */
  readonly source: SourceName;
  /** One for each record; `null` where the file is an array of them. */
  readonly frames: readonly Frame[] | null;
}

export function chunkOf(
  bytes: Uint8Array,
  offset: number,
  source: SourceName,
  frames: readonly Frame[] | null = null,
): Chunk {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { bytes, view, offset, source, frames };
}
