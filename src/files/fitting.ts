import { MOST_STRAY, type Fit } from "./layout-fit.ts";

/** What a fit is judged by. */
export interface Measure {
  /** Bits that the sample costs if no layout explains it. */
  readonly plain: number;
  /** Whether such records are expected, so that they need not be typical. */
  readonly isUsual: boolean;
}

/** Share of what a sample costs unexplained, below which a layout is evident that has nothing wrong. */
const EVIDENT = 0.8;
/**
 * Share of what a sample costs unexplained, up to which a layout still is possible that has nothing
 * wrong.
 */
const DOUBTFUL = 1.2;
/** Share of records with nothing wrong, below which a layout is none. */
const SOUND = 0.8;
/** Share of records that are such as nothing else is, below which it is none. */
const SOLID = 0.25;
/** Bytes of a record for which much must fall into place. */
const LARGE = 200;
/** Fewer records than this must be whole. */
const MANY = 3;

/** Whether records are better explained than unexplained, or all that can be checked is right. */
export function isFitting(fit: Fit, { plain, isUsual }: Measure): boolean {
  const { layout, bits, records, sound, solid } = fit;
  if (records === 0 || sound < SOUND * records) return false;
  const isEvident = sound === records && bits < EVIDENT * plain;
  const isTorn = fit.torn > MOST_STRAY;
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
export function isPossible({ records, sound, torn }: Fit): boolean {
  return records > 0 && sound === records && torn === 0;
}
