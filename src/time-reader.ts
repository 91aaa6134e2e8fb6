import { integerReader, type ReadInteger } from "./integer.ts";
import type { Endian, IntegerField } from "./layout.ts";

/** Reads a record's time: seconds since 1970, and microseconds of the second. */
export interface TimeReader {
  readonly seconds: ReadInteger;
  readonly microseconds: ReadInteger;
}

export function timeReader(
  fields: { readonly seconds: IntegerField | null; readonly microseconds: IntegerField | null },
  endian: Endian,
): TimeReader {
  const { seconds, microseconds } = fields;
  if (seconds !== null) {
    return {
      seconds: integerReader(seconds, endian),
      microseconds: microseconds === null ? () => 0 : integerReader(microseconds, endian),
    };
  }
  const offset = microseconds?.offset ?? 0;
  const little = endian === "little";
  return {
    seconds: (view, at) => Number(view.getBigUint64(at + offset, little) / 1_000_000n),
    microseconds: (view, at) => Number(view.getBigUint64(at + offset, little) % 1_000_000n),
  };
}

/** Whether a clock shows so many microseconds of a second. */
export function isShown(microseconds: number): boolean {
  return microseconds >= 0 && microseconds < 1e6;
}
