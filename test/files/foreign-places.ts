import { dbHashFile } from "../db-hash-file.ts";
import { utxLogFile } from "../utx-log-file.ts";
import { uids } from "./foreign-events.ts";
import type { Kind } from "./foreign-kinds.ts";
import type { Twist } from "./foreign-records.ts";
import { structOf, type Random } from "./foreign-structs.ts";

/** Records where they stand in a file. */
export interface Laid {
  readonly size: number;
  readonly pieces: readonly (readonly [offset: number, bytes: Uint8Array])[];
  /** At which place of the array each record stands, or under which uid. */
  readonly places: readonly number[];
}

/** Puts records where their system would. */
export function layOut(
  kind: Kind,
  twist: Twist,
  packed: readonly Uint8Array[],
  random: Random,
): Laid {
  const { framing, endian } = kind;
  const { zeros = 0 } = twist;
  const recordSize = structOf(kind.struct).sizeof;
  if (framing === "db-hash") {
    const numbers = uids(random, packed.length, false);
    const pairs = packed.map((value, i) => [numbers[i] ?? i, value] as const);
    const buckets = Math.max(2, Math.ceil(packed.length / 8));
    return { ...whole(dbHashFile(pairs, { endian, buckets })), places: numbers };
  }
  if (framing === "utx-log") return whole(utxLogFile(packed), zeros);
  const places = placesOf(kind, twist, packed.length, random);
  const pieces = packed.map((bytes, i) => [(places[i] ?? 0) * recordSize, bytes] as const);
  return { places, pieces, size: ((places.at(-1) ?? -1) + 1) * recordSize };
}

function placesOf(
  { framing }: Kind,
  { zeros = 0, isFar = false }: Twist,
  count: number,
  random: Random,
): number[] {
  if (framing === "by-uid") return uids(random, count, isFar).slice(0, count);
  let place = zeros;
  return Array.from({ length: count }, () => {
    if (framing === "slots") place += random.chance(0.4) ? random.int(1, 9) : 0;
    return place++;
  });
}

function whole(bytes: Uint8Array, before = 0): Laid {
  return { size: before + bytes.length, pieces: [[before, bytes]], places: [] };
}

/** Begins the last record once more, and breaks off. */
export function withTail(laid: Laid, { tail = 0, isStray = false }: Twist): Omit<Laid, "places"> {
  const { size, pieces } = laid;
  const end = size + (isStray ? 1 : 0);
  const [, last] = pieces.at(-1) ?? [0, new Uint8Array(0)];
  if (tail === 0) return { size: end, pieces };
  const cut = last.subarray(0, tail);
  return { size: end + cut.length, pieces: [...pieces, [size, cut]] };
}
