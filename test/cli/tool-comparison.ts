// Runs command lines of ours and the same of the old tool.

import { visible } from "../../src/cli/byte-text.ts";
import { runMany, type Start } from "./many-runs.ts";

/** What both print for a command line; `null` if it is refused. */
export interface Comparison {
  readonly args: readonly string[];
  readonly ours: string | null;
  /** Made safe to show, line by line. */
  readonly theirs: string | null;
  /** How ours ended, and the tool. */
  readonly codes: readonly [ours: number | null, theirs: number | null];
}

/** What is compared. */
interface Task {
  /** Of a name that one of our commands has. */
  readonly tool: string;
  readonly runs: readonly (readonly string[])[];
  /** Arguments that only ours gets. */
  readonly more: readonly string[];
  /** Makes a line of the tool safe to show. */
  readonly shown?: (line: string) => string;
}

/** Runs both with all these arguments, many in one process. */
export function compareWithTool(
  { tool, runs, more, shown = (line) => visible(line, true) }: Task,
  env: Readonly<Record<string, string>>,
  prefix: Start["prefix"] = [],
): Comparison[] {
  const tasks = runs.map((args) => ({ args: [tool, ...more, ...args], beside: [tool, ...args] }));
  return runMany(tasks, { env, prefix }).map(({ code, out, beside }, i) => {
    const { code: theirCode = null, out: bytes = "" } = beside ?? {};
    const theirs = bytes.split("\n").map(shown).join("\n");
    return {
      args: runs[i] ?? [],
      ours: code === 2 ? null : out,
      theirs: theirCode !== 0 && bytes === "" ? null : theirs,
      codes: [code, theirCode],
    };
  });
}

/** The tools of this list that are here: in CI all must be, elsewhere their tests are skipped. */
export function hasTools(...tools: readonly string[]): boolean {
  const missing = tools.filter((tool) => Bun.which(tool) === null);
  if (missing.length === 0 || process.env["CI"] !== undefined) return true;
  console.log(`skipping comparisons: ${missing.join(", ")} is not here`);
  return false;
}
