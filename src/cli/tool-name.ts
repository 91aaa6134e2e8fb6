import { readFileSync } from "node:fs";
import { basename } from "node:path";

/** The old tools that people start by a link to this command. */
const TOOLS = ["last", "lastb"];

/**
 * The old tool that a link to this command is named for, `null` if it was started by its own name.
 * Bun resolves the link before the script can see it: only proc(5) still has the name.
 *
 * @param args what stands behind the name on the command line
 */
export function toolName(args: readonly string[]): string | null {
  const words = commandLine();
  const name = basename(words[words.length - args.length - 1] ?? "");
  return TOOLS.includes(name) ? name : null;
}

function commandLine(): readonly string[] {
  try {
    return readFileSync("/proc/self/cmdline", "latin1").split("\0").slice(0, -1);
  } catch {
    return [];
  }
}
