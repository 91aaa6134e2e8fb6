import { closeSync, openSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { platforms } from "../../platforms/index.ts";
import { printableText } from "../printable.ts";
import { Output } from "./output.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Has something written to a file that is made anew, readable by its owner only.
 *
 * @throws {@link UsageError} if it is a system's store of login records: those are never written
 */
export function writeFile<Result>(path: string, write: (output: Output) => Result): Result {
  const target = identity(path);
  const stores = platforms.flatMap(({ paths }) => Object.values(paths).flat());
  if (stores.some((store) => identity(store) === target)) {
    throw new UsageError(`Cannot write "${path}": it is where a system keeps its logins`);
  }
  const fd = openSync(path, "w", 0o600);
  try {
    const output = new Output(fd, `"${printableText(path)}"`);
    const result = write(output);
    output.flush();
    return result;
  } finally {
    closeSync(fd);
  }
}

/** What two names of the same file have in common, whether it exists or not. */
function identity(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats !== undefined) return `${stats.dev}:${stats.ino}`;
  const absolute = resolve(path);
  try {
    return join(realpathSync(dirname(absolute)), basename(absolute));
  } catch {
    return absolute;
  }
}
