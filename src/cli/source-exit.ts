import { printableText } from "../printable.ts";
import type { SourceStatus } from "../views/source-status.ts";
import { complain } from "./output.ts";

/**
 * Says which stores could not be read, and gives the exit code of what asks them all: absence is an
 * answer. 0 if every store that exists was read, 1 if some could not be or are damaged, 3 if none
 * that exists could be.
 */
export function judgeSources(statuses: readonly SourceStatus[]): number {
  const existing = statuses.filter(({ status }) => status !== "absent");
  const unreadable = existing.filter(({ status }) => status === "unreadable");
  for (const { store, path, advice } of unreadable) {
    const place = path === null ? store : `${store} at "${printableText(path)}"`;
    complain(`utmpx: Cannot read ${place}: ${printableText(advice ?? "")}`);
  }
  if (existing.length > 0 && unreadable.length === existing.length) return 3;
  return unreadable.length > 0 || existing.some(isDamaged) ? 1 : 0;
}

/** Says which stores could not all be decoded. */
export function complainOfDamage(statuses: readonly SourceStatus[]): void {
  for (const { store, advice } of statuses.filter(isDamaged)) {
    complain(`utmpx: Cannot decode all of ${store}: ${printableText(advice ?? "")}`);
  }
}

/** Whether not all of a store could be decoded as it stands. */
function isDamaged({ trailingBytes, problems }: SourceStatus): boolean {
  return problems > 0 || (trailingBytes !== null && trailingBytes > 0);
}
