import { printableText } from "../printable.ts";
import type { RecordProblem } from "../problems.ts";
import { complain, type Output } from "./output.ts";

/** Says what could not be read, where others could. */
export function complainOfError(error: Error): void {
  complain(`utmpx: ${printableText(error.message)}`);
}

/** More would push what was printed off the screen; the library has them all. */
const MAX_SAID = 20;

/**
 * Says what could not be decoded, behind what was printed of the rest.
 *
 * @returns the exit code: 1 if there was anything to say
 */
export function complainOf(
  problems: readonly RecordProblem[],
  output: Pick<Output, "flush">,
): number {
  if (problems.length === 0) return 0;
  output.flush();
  for (const { message } of problems.slice(0, MAX_SAID))
    complain(`utmpx: ${printableText(message)}`);
  const left = problems.length - MAX_SAID;
  if (left > 0) complain(`utmpx: Problems that are not shown: ${left}`);
  return 1;
}
