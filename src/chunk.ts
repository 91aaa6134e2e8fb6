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
export class Chunk {
  readonly bytes: Uint8Array;
  /** Looks at the same memory as {@link bytes}. */
  readonly view: DataView;
  /** Bytes of a record. */
  readonly size: number;
  /** Where in its file the chunk begins, in bytes. */
  readonly offset: number;
  /** How the bytes were come by. */
  readonly source: SourceName;
  /** One for each record; `null` where the file is an array of them. */
  readonly frames: readonly Frame[] | null;

  constructor(
    bytes: Uint8Array,
    size: number,
    offset: number,
    source: SourceName,
    frames: readonly Frame[] | null = null,
  ) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.size = size;
    this.offset = offset;
    this.source = source;
    this.frames = frames;
  }

  /** The frame of the record at `at`, if it has one. */
  frameOf(at: number): Frame | undefined {
    return this.frames?.[at / this.size];
  }

  /** Where in its file the record at `at` begins, in bytes; `null` if it is from no file. */
  offsetOf(at: number): number | null {
    if (this.source !== "file") return null;
    return this.frames === null ? this.offset + at : (this.frameOf(at)?.offset ?? null);
  }

  /** A copy of the bytes of the record at `at`, as the file has them. */
  rawOf(at: number): Uint8Array {
    return this.frameOf(at)?.raw.slice() ?? this.bytes.slice(at, at + this.size);
  }
}
