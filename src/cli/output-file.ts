import { closeSync, openSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { allPlatforms } from "../../platforms/index.ts";
import { isReadError } from "../errors.ts";
import { databaseOf, rotationOf } from "../files/rotation.ts";
import { printableText } from "../printable.ts";
import { resolveInRoot } from "../root.ts";
import { Output, OutputError } from "./output.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Has something written to a file that is made anew, readable by its owner only. It is opened when
 * there is something to write: what fails before leaves an older file as it was.
 *
 * @param inputs what is read meanwhile, and so can't be written
 * @param root tree whose stores are not written either
 * @throws {@link UsageError} if it is the input, or a system's store of login records, or what such
 *   a store was or would be rotated to; {@link OutputError} if it can't be written
 */
export function writeFile<Result>(
  path: string,
  inputs: readonly string[],
  root: string | undefined,
  write: (output: Output) => Result,
): Result {
  const target = identity(path);
  if (inputs.some((input) => identity(input) === target)) {
    throw new UsageError(`Cannot write "${path}": it is what is read`);
  }
  const stores = allPlatforms().flatMap(({ paths, stores }) => [
    ...Object.values(paths).flat(),
    ...Object.values(stores).flatMap((store) => store.paths),
  ]);
  const all =
    root === undefined ? stores : [...stores, ...stores.map((store) => resolveInRoot(root, store))];
  if (isKept(path, all)) {
    throw new UsageError(`Cannot write "${path}": it is where a system keeps its logins`);
  }
  let fd: number | null = null;
  const name = `"${printableText(path)}"`;
  const open = (): number => (fd ??= create(path, name));
  try {
    const output = new Output(open, name);
    const result = write(output);
    output.flush();
    open();
    return result;
  } finally {
    if (fd !== null) closeSync(fd);
  }
}

function create(path: string, name: string): number {
  try {
    return openSync(path, "w", 0o600);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new OutputError(`Cannot write ${name}: ${detail}`, { cause: error });
  }
}

/** Whether a path is one of these stores, of its files, or what one was or would be rotated to. */
function isKept(path: string, stores: readonly string[]): boolean {
  const target = identity(path);
  const place = placeOf(path);
  const directory = identity(dirname(place));
  for (const [parent, kept] of Map.groupBy(stores, dirname)) {
    const logs = new Set(kept.map((store) => basename(store)));
    const isOfLog = (name: string): boolean =>
      logs.has(rotationOf(name).log) || logs.has(databaseOf(name));
    if (directory === identity(parent) && isOfLog(basename(place))) return true;
    // A store can be a directory, as that of sessions.
    if (kept.some((store) => identity(store) === directory)) return true;
    // It can be a file there under another of its names.
    const others = namesIn(parent).filter(isOfLog);
    const files = [...kept, ...others.map((name) => join(parent, name))];
    if (files.some((file) => identity(file) === target)) return true;
  }
  return false;
}

/** What two names of the same file have in common, whether it exists or not. */
function identity(path: string): string {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats !== undefined) return `${stats.dev}:${stats.ino}`;
  } catch (error) {
    // Whoever opens it is told why that can't be done.
    if (!isReadError(error)) throw error;
  }
  return placeOf(path);
}

/** A path without links, as far as that can be told. */
function placeOf(path: string): string {
  const absolute = resolve(path);
  try {
    return realpathSync(absolute);
  } catch {
    // A file that is still to be made has a directory all the same.
  }
  try {
    return join(realpathSync(dirname(absolute)), basename(absolute));
  } catch {
    return absolute;
  }
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (!isReadError(error)) throw error;
    return [];
  }
}
