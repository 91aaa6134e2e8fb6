import type { Chunk } from "../chunk.ts";
import type { UtmpEntry } from "../entry.ts";
import { isReadError } from "../errors.ts";
import { ProblemList } from "../problems.ts";
import type { OpenMember } from "./record-kind.ts";
import type { LoginMember } from "./member-set.ts";
import type { Part } from "./pass.ts";

type OpenLogins = OpenMember<"utmp", UtmpEntry>;

/** The members that hold the last records, oldest first; those before them are not opened. */
export function lastParts(
  members: readonly LoginMember[],
  count: number,
): Part<"utmp", UtmpEntry>[] {
  const parts: Part<"utmp", UtmpEntry>[] = [];
  let left = count;
  for (const [i, member] of members.toReversed().entries()) {
    if (left <= 0 && i > 0) break;
    parts.unshift([member, { newest: left, isBackwards: false }]);
    // Whatever stands in the oldest, nothing is before it.
    if (i < members.length - 1) left -= countIn(member, left);
  }
  return parts;
}

/** Size of a file whose records need not be read to count them, `null` for others. */
export function countedSize({ file, ordered }: OpenLogins): number | null {
  const { framing } = ordered.layout;
  return file === null || framing === "utx-log" ? null : file.size;
}

/** How many records a member has; if they must be read for it, no more than are wanted. */
function countIn(member: LoginMember, most: number): number {
  try {
    const open = member.open(new ProblemList(), { newest: most, isBackwards: false });
    const size = countedSize(open);
    const chunks = size === null ? [...open.chunks] : open.chunks;
    const bytes = size ?? sumOf(chunks);
    member.close({ ...open, chunks });
    return Math.floor(bytes / open.reader.size);
  } catch (error) {
    // Whoever reads it says why it can't be read.
    if (!isReadError(error)) throw error;
    return 0;
  }
}

function sumOf(chunks: Iterable<Chunk>): number {
  let sum = 0;
  for (const { bytes } of chunks) sum += bytes.length;
  return sum;
}
