import type { Batch } from "../batch.ts";
import type { LoginRecord } from "../entry.ts";
import { isReadError } from "../errors.ts";
import { ProblemList } from "../problems.ts";
import type { LoginMember } from "./member-set.ts";
import type { Part } from "./pass.ts";
import type { As } from "./utmp-view.ts";

/** The members that hold the last records, oldest first; those before them are not opened. */
export function lastParts(
  members: readonly LoginMember[],
  count: number,
  as: As,
): Part<"utmp", LoginRecord>[] {
  const parts: Part<"utmp", LoginRecord>[] = [];
  let left = count;
  for (const [i, member] of members.toReversed().entries()) {
    if (left <= 0 && i > 0) break;
    parts.unshift([member, as({ newest: left, isBackwards: false })]);
    // Whatever stands in the oldest, nothing is before it.
    if (i < members.length - 1) left -= countIn(member, left, as);
  }
  return parts;
}

/** How many records a member has; if they must be read for it, no more than are wanted. */
function countIn(member: LoginMember, most: number, as: As): number {
  try {
    const open = member.open(new ProblemList(), as({ newest: most, isBackwards: false }));
    const batches = open.extent === null ? [...open.batches] : open.batches;
    const count = open.extent?.records ?? sumOf(batches);
    member.close({ ...open, batches });
    return count;
  } catch (error) {
    // Whoever reads it says why it can't be read.
    if (!isReadError(error)) throw error;
    return 0;
  }
}

function sumOf(batches: Iterable<Batch<LoginRecord>>): number {
  let sum = 0;
  for (const { length } of batches) sum += length;
  return sum;
}
