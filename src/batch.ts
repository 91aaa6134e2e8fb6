import type { Chunk } from "./chunk.ts";
import type { RecordReader } from "./reader.ts";

/** Entries that are at hand together, each made when it is asked for. */
export interface Batch<Entry> {
  readonly length: number;
  /** The entry at an index; `null` for a slot that holds nothing. */
  at(index: number): Entry | null;
  /** Those from an index on. */
  from(start: number): Batch<Entry>;
}

/** The records of a chunk. */
export class RecordBatch<Entry> implements Batch<Entry> {
  readonly length: number;
  readonly #chunk: Chunk;
  readonly #reader: RecordReader<Entry>;
  readonly #start: number;
  readonly #size: number;

  /** @param start how many records at its beginning are left out */
  constructor(chunk: Chunk, reader: RecordReader<Entry>, start = 0) {
    this.#chunk = chunk;
    this.#reader = reader;
    this.#start = start;
    this.#size = reader.size;
    this.length = chunk.bytes.length / reader.size - start;
  }

  at(index: number): Entry | null {
    return this.#reader.read(this.#chunk, (this.#start + index) * this.#size);
  }

  from(start: number): RecordBatch<Entry> {
    return new RecordBatch(this.#chunk, this.#reader, this.#start + start);
  }
}

/** The records of chunks, in batches. */
export function* recordBatches<Entry>(
  chunks: Iterable<Chunk>,
  reader: RecordReader<Entry>,
): Generator<RecordBatch<Entry>, undefined, undefined> {
  for (const chunk of chunks) yield new RecordBatch(chunk, reader);
}

/** Entries that are made already. */
export function batchOf<Entry>(entries: readonly Entry[]): Batch<Entry> {
  return {
    length: entries.length,
    at: (index) => entries[index] ?? null,
    from: (start) => batchOf(entries.slice(start)),
  };
}

/** The last batch first. */
export function* turned<Entry>(
  batches: Iterable<Batch<Entry>>,
): Generator<Batch<Entry>, undefined, undefined> {
  yield* [...batches].reverse();
}

/** The last entries of those that can only be found one after the other. */
export function* lastOf<Entry>(
  batches: Iterable<Batch<Entry>>,
  newest: number,
): Generator<Batch<Entry>, undefined, undefined> {
  const kept: Batch<Entry>[] = [];
  let count = 0;
  for (const batch of batches) {
    if (newest === Number.POSITIVE_INFINITY) {
      yield batch;
      continue;
    }
    kept.push(batch);
    count += batch.length;
    for (let [first] = kept; first !== undefined; [first] = kept) {
      if (count - first.length < newest) break;
      kept.shift();
      count -= first.length;
    }
  }
  for (const batch of kept) {
    const skip = Math.min(Math.max(0, count - newest), batch.length);
    count -= skip;
    if (skip < batch.length) yield batch.from(skip);
  }
}
