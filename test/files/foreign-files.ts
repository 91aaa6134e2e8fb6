import { closeSync, ftruncateSync, openSync, utimesSync, writeSync } from "node:fs";
import type { Kind } from "./foreign-kinds.ts";
import { layOut, withTail } from "./foreign-places.ts";
import { noiseOf, recordsOf, type Twist } from "./foreign-records.ts";
import { pack, Random, structOf } from "./foreign-structs.ts";
import type { Written } from "./foreign-system.ts";
import { valuesOf } from "./foreign-values.ts";

export { KINDS, type Kind } from "./foreign-kinds.ts";

/** A file, and what was written into it. */
export interface ForeignFile {
  readonly kind: Kind;
  readonly size: number;
  /** What it holds; zeros are between. */
  readonly pieces: readonly (readonly [offset: number, bytes: Uint8Array])[];
  /** Its records but for those that are all zero, in their order. */
  readonly written: readonly (Written & { readonly uid?: number })[];
  /** The time of its newest record. */
  readonly newest: number;
}

/** A file of a kind, as its system would have written it, but for the twist. */
export function foreignFile(kind: Kind, twist: Twist): ForeignFile {
  const random = new Random(twist.seed);
  const written = recordsOf(kind, twist, random);
  const noise = noiseOf(kind, twist, random);
  const struct = structOf(kind.struct);
  const packed = written.map((one) =>
    pack(struct, kind.endian, valuesOf(kind.system, one), noise()),
  );
  const laid = layOut(kind, twist, packed, random);
  const newest = written.reduce((most, { seconds }) => Math.max(most, seconds), 0);
  const isByUid = kind.framing === "by-uid" || kind.framing === "db-hash";
  const named = isByUid ? written.map((one, i) => ({ ...one, uid: laid.places[i] ?? 0 })) : written;
  return { kind, ...withTail(laid, twist), written: named, newest };
}

/** All of a file's bytes: only of one that is not sparse. */
export function bytesOf({ size, pieces }: ForeignFile): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (const [offset, part] of pieces) bytes.set(part, offset);
  return bytes;
}

/** Writes a file with its holes; its time is that of its newest record, if no other is given. */
export function writeForeign(
  path: string,
  file: ForeignFile,
  modified: number = file.newest,
): void {
  const fd = openSync(path, "w");
  try {
    ftruncateSync(fd, file.size);
    for (const [offset, bytes] of file.pieces) writeSync(fd, bytes, 0, bytes.length, offset);
  } finally {
    closeSync(fd);
  }
  utimesSync(path, modified, modified);
}
