import type { UtmpView } from "../views/utmp-view.ts";

/**
 * From when times as `yesterday` are told, in seconds since 1970: the clock, but in another system's
 * tree the last record of what is read. Nothing is read before it is asked.
 *
 * @param view what is read
 * @param root the tree, if there is one
 * @returns a function that throws as iterating the view
 */
export function nowIn(view: UtmpView, root: string | undefined): () => number {
  let now: number | null = root === undefined ? clock() : null;
  return () => (now ??= lastTime(view) ?? clock());
}

function clock(): number {
  return Math.floor(Date.now() / 1000);
}

function lastTime(view: UtmpView): number | null {
  for (const { micros } of view.reversedRecords()) {
    // A free slot has the time 0, which is none.
    if (micros !== null && micros !== 0) return Math.floor(micros / 1e6);
  }
  return null;
}
