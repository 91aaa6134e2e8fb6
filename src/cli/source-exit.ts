import type { SourceStatus } from "../views/sources.ts";

/**
 * The exit code of what asks all stores: absence is an answer. 0 if every store that exists was
 * read, 1 if some could not be or are damaged, 3 if none that exists could be.
 */
export function exitCodeOf(statuses: readonly SourceStatus[]): number {
  const existing = statuses.filter(({ status }) => status !== "absent");
  const unreadable = existing.filter(({ status }) => status === "unreadable");
  if (existing.length > 0 && unreadable.length === existing.length) return 3;
  const isDamaged = existing.some(
    ({ trailingBytes }) => trailingBytes !== null && trailingBytes > 0,
  );
  return unreadable.length > 0 || isDamaged ? 1 : 0;
}
