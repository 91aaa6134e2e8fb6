import type { Chunk } from "./chunk.ts";
import { fieldReaders, type FieldReaders } from "./field-readers.ts";
import type { Endian, UtmpLayout } from "./layout.ts";
import { UtmpRecord } from "./record.ts";
import { isShown } from "./time-reader.ts";

/** Finds out what records in memory hold, or `null` for a slot that holds nothing. */
export interface RecordReader<Item> {
  /** Bytes of a record. */
  readonly size: number;
  /** Reads the record at `at`. Total: every combination of bytes decodes. */
  read(chunk: Chunk, at: number): Item | null;
}

/** Told of microseconds that no clock shows, at a byte offset of the file. */
export type ReportMicroseconds = (offset: number, bytes: number, microseconds: number) => void;

/** Reads records of logins by their layout, from a file's bytes and from libc's memory alike. */
export abstract class LoginReader<Item> implements RecordReader<Item> {
  readonly size: number;
  readonly #readers: FieldReaders;
  readonly #report: ReportMicroseconds;

  constructor(layout: UtmpLayout, endian: Endian, report: ReportMicroseconds = () => {}) {
    this.size = layout.size;
    this.#readers = fieldReaders(layout, endian);
    this.#report = report;
  }

  read(chunk: Chunk, at: number): Item {
    const readers = this.#readers;
    const microseconds = readers.time.microseconds(chunk.view, at);
    if (!isShown(microseconds)) {
      this.#report(chunk.offsetOf(at) ?? chunk.offset + at, this.size, microseconds);
    }
    return this.make(readers, chunk, at);
  }

  /** What is made of a record. */
  protected abstract make(readers: FieldReaders, chunk: Chunk, at: number): Item;
}

/** Gives records where they stand in memory. */
export class UtmpReader extends LoginReader<UtmpRecord> {
  protected override make(readers: FieldReaders, chunk: Chunk, at: number): UtmpRecord {
    return new UtmpRecord(readers, chunk, at);
  }
}
