import { layouts } from "../../platforms/all.ts";
import type { OrderedLayout } from "../../platforms/index.ts";
import { RecordFormatError } from "../errors.ts";
import type { Endian } from "../layout.ts";
import { ProblemList } from "../problems.ts";
import { dbHashChunks, dbHashHeader } from "./db-hash.ts";
import { bytesSource } from "./layout-fit.ts";

/**
 * The layout of the last logins in a hash: the one of which it has most.
 *
 * @returns `null` if its header is damaged
 */
export function dbHashLayout(head: Uint8Array): OrderedLayout | null {
  const endian = orderOf(head);
  if (endian === null) return null;
  let found: OrderedLayout | null = null;
  let most = -1;
  for (const layout of layouts) {
    if (layout.framing !== "db-hash" || (layout.endian ?? endian) !== endian) continue;
    let values = 0;
    for (const { bytes } of dbHashChunks(bytesSource(head), layout.size, new ProblemList())) {
      values += bytes.length / layout.size;
    }
    if (values > most) {
      found = { layout, endian };
      most = values;
    }
  }
  return found;
}

function orderOf(head: Uint8Array): Endian | null {
  try {
    return dbHashHeader(head, "").endian;
  } catch (error) {
    if (error instanceof RecordFormatError) return null;
    throw error;
  }
}
