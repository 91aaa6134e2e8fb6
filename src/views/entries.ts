import type { Chunk } from "../chunk.ts";
import type { RecordReader } from "../reader.ts";
import type { ViewOptions } from "./view-options.ts";

/** Records that are open to be read, and how they come out. */
export interface Reading<Entry> {
  /** What is closed behind them; `null` if nothing is open. */
  readonly file: Disposable | null;
  readonly chunks: Iterable<Chunk>;
  readonly reader: RecordReader<Entry>;
}

/** Opens a file when the first entry is asked for, and closes it when the last is given or left. */
export function* entries<Entry>(
  open: () => Reading<Entry>,
  { signal, limit = Number.POSITIVE_INFINITY }: ViewOptions,
): Generator<Entry, undefined, undefined> {
  let left = limit;
  if (left === 0) return;
  const { file, chunks, reader } = open();
  try {
    for (const chunk of chunks) {
      for (let at = 0; at < chunk.bytes.length; at += reader.size) {
        signal?.throwIfAborted();
        const entry = reader.read(chunk, at);
        if (entry === null) continue;
        yield entry;
        left--;
        if (left === 0) return;
      }
    }
  } finally {
    file?.[Symbol.dispose]();
  }
}
