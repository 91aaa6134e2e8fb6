import { printableText } from "../printable.ts";
import type { RecordProblem } from "../problems.ts";
import { complain } from "./output.ts";

/**
 * Says what could not be decoded.
 *
 * @returns the exit code: 1 if there was anything to say
 */
export function complainOf(problems: readonly RecordProblem[]): number {
  for (const { message } of problems) complain(`utmpx: ${printableText(message)}`);
  return problems.length === 0 ? 0 : 1;
}
