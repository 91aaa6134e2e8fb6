import type { OrderedLayout } from "../../platforms/index.ts";
import { EVIDENT, fitOf, plainBits, tablesOf } from "./layout-fit.ts";
import { looksLike } from "./looks-like.ts";
import type { RecordSource } from "./record-file.ts";
import type { Sample } from "./sample.ts";

/** So much of a file is enough to see that it is what is usual. */
const HEAD_BYTES = 4096;

/** The beginning of a file, whatever it holds; `null` of a pipe, from which it would be taken. */
export function headOf(file: RecordSource): Sample | null {
  const { size, modified } = file;
  if (size === null) return null;
  const bytes = new Uint8Array(Math.min(HEAD_BYTES, size));
  const count = file.read(bytes, 0);
  return { pieces: [{ offset: 0, bytes: bytes.subarray(0, count) }], size, modified };
}

/**
 * Whether a layout explains a sample so well that no other needs to be tried: all of its first
 * records have a type and a time, nothing in them is wrong, and nothing stands behind the last.
 */
export function isEvident(sample: Sample, ordered: OrderedLayout): boolean {
  const { layout } = ordered;
  const [first] = sample.pieces;
  if (layout.record !== "utmp" || "named" in layout.fields.type) return false;
  if (first === undefined) return false;
  if (sample.size !== null && sample.size % layout.size > 0) return false;
  const bytes = first.bytes.subarray(0, HEAD_BYTES - (HEAD_BYTES % layout.size));
  if (looksLike(bytes) !== null) return false;
  const tables = tablesOf({ ...sample, pieces: [{ ...first, bytes }] });
  const { bits, records, faults } = fitOf(tables, sample, ordered, Number.POSITIVE_INFINITY);
  return records > 0 && faults === 0 && bits < EVIDENT * plainBits(tables);
}
