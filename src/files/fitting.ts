import type { Fit } from "./layout-fit.ts";

/** What a fit is judged by. */
export interface Measure {
  /** Bits that the sample costs if no layout explains it. */
  readonly plain: number;
  /** Size of the file, `null` if it has no end yet. */
  readonly size: number | null;
  /** Whether such records are expected, so that they need not be typical. */
  readonly isUsual: boolean;
}

/** Share of what a sample costs unexplained, below which a layout is evident. */
export const EVIDENT = 0.8;
/** The same, up to which a layout still is possible that has nothing wrong. */
const DOUBTFUL = 1.2;
/** Share of records with nothing wrong, below which a layout is none. */
const SOUND = 0.8;
/** Share of records that are such as nothing else is, below which it is none. */
const SOLID = 0.25;
/** Bytes of a record for which much must fall into place. */
const LARGE = 200;
/** Fewer records than this must be whole. */
const MANY = 3;
/** Bytes behind the records that need not be the beginning of one. */
const MOST_STRAY = 8;

/** Whether records are better explained than unexplained, or all that can be checked is right. */
export function isFitting(fit: Fit, { plain, size, isUsual }: Measure): boolean {
  const { layout, bits, records, sound, solid } = fit;
  if (records === 0 || sound < SOUND * records) return false;
  const isEvident = sound === records && bits < EVIDENT * plain;
  const isTorn = tornBytes(fit, size) > MOST_STRAY;
  if (!isUsual || isTorn) {
    if (isTorn && records < MANY && !isEvident) return false;
    // Anything can look like small records for a while.
    const isLarge = layout.framing !== "utx-log" && layout.size >= LARGE;
    if (solid < SOLID * records && !(isLarge && isEvident)) return false;
  }
  if (bits < plain) return true;
  return sound === records && (solid * 2 > records || bits < DOUBTFUL * plain);
}

/** Whether a file can be of these records, and of nothing else. */
export function isPossible(fit: Fit, size: number | null): boolean {
  return fit.records > 0 && fit.sound === fit.records && tornBytes(fit, size) === 0;
}

function tornBytes({ layout }: Fit, size: number | null): number {
  return size === null || layout.framing === "utx-log" ? 0 : size % layout.size;
}
