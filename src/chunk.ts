import type { SourceName } from "./source.ts";

/** Whole records as they stand one after the other in memory. */
export interface Chunk {
  readonly bytes: Uint8Array;
  /** Looks at the same memory as {@link bytes}. */
  readonly view: DataView;
  /** Where in its file the chunk begins, in bytes. */
  readonly offset: number;
  /** How the bytes were come by. */
  readonly source: SourceName;
}

export function chunkOf(bytes: Uint8Array, offset: number, source: SourceName): Chunk {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { bytes, view, offset, source };
}
