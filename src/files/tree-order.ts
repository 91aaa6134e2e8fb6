import { isReadError } from "../errors.ts";
import type { Endian } from "../layout.ts";
import type { SystemLibrary } from "../platform.ts";
import { locate } from "./locate.ts";
import { recognise } from "./recognise.ts";
import { RecordFile } from "./record-file.ts";
import { sampleOf } from "./sample.ts";

const LOGS = ["wtmp", "btmp", "utmp"] as const;

/**
 * The byte order of the machine that a tree is of, if one of its logs shows it beyond doubt; `null`
 * if none does. A file of one record can fit in both.
 *
 * @param openLibrary loads libc, which finds the data of a sparse file
 */
export function orderOfTree(root: string, openLibrary: () => SystemLibrary): Endian | null {
  for (const log of LOGS) {
    const order = orderOf(root, log, openLibrary);
    if (order !== null) return order;
  }
  return null;
}

function orderOf(
  root: string,
  log: (typeof LOGS)[number],
  openLibrary: () => SystemLibrary,
): Endian | null {
  try {
    const { path, platform } = locate(log, undefined, root);
    using file = new RecordFile(path, false, root);
    const sample = sampleOf(file, openLibrary);
    if (sample.pieces.length === 0) return null;
    const found = recognise(sample, { layouts: platform?.layouts ?? [], bits: 0 });
    if ("looksLike" in found) return null;
    const { endian } = found.fit;
    return found.rivals.every(({ fit }) => fit.endian === endian) ? endian : null;
  } catch (error) {
    if (!isReadError(error)) throw error;
    return null;
  }
}
