import { isReadError } from "../errors.ts";
import type { WritingRules } from "../layout.ts";
import type { ConnectTime } from "../sessions/connect-time.ts";
import type { ViewOptions } from "../views/view-options.ts";
import { Wtmp } from "../views/wtmp.ts";
import type { AcPrinter } from "./ac-printer.ts";
import type { Output } from "./output.ts";
import { complainOf, complainOfError } from "./problems.ts";

/** Where GNU's ac(8) takes a file's name for standard input. */
const STANDARD_INPUT = "-";

/**
 * Counts the records of files, as one stream in the order in which they are named.
 *
 * @param files names; `undefined` is where the system keeps its own
 * @param where what else differs from this system's own wtmp
 * @param output where the printer prints
 * @returns the exit code: 1 if one of them is damaged or can't be read
 * @throws the last error, if none can be read; {@link NegativeTimeError}
 */
export function countFiles(
  files: readonly (string | undefined)[],
  where: ViewOptions,
  time: ConnectTime,
  printer: AcPrinter,
  output: Output,
): number {
  let code = 0;
  let isAnyRead = false;
  let unsaid: Error | null = null;
  for (const file of files) {
    const view = viewOf(file, where);
    try {
      printer.startFile(file ?? view.path);
      // What wrote the records is known when the first is there.
      let rules: WritingRules | null = null;
      for (const record of view.records()) {
        isAnyRead = true;
        printer.startRecord();
        time.add(record, (rules ??= view.rules));
      }
      isAnyRead = true;
    } catch (error) {
      if (!isReadError(error)) throw error;
      if (unsaid !== null) complainOfError(unsaid);
      unsaid = error;
    }
    code = Math.max(code, complainOf(view.problems, output));
  }
  if (unsaid === null) return code;
  if (!isAnyRead) throw unsaid;
  complainOfError(unsaid);
  return 1;
}

function viewOf(file: string | undefined, where: ViewOptions): Wtmp {
  if (file === undefined) return new Wtmp(where);
  if (file !== STANDARD_INPUT) return new Wtmp({ ...where, path: file });
  // Standard input is this system's, whatever tree is looked at.
  const { root: _, ...others } = where;
  return new Wtmp({ ...others, path: "/dev/stdin" });
}
