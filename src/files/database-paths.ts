import { readdirSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { isAbsence, isReadError } from "../errors.ts";
import { withoutDoubles } from "./doubles.ts";
import { oldestFirst } from "./log-order.ts";
import { MAX_UNPACKED_BYTES } from "./packing.ts";
import { logrotateName, rotationOf } from "./rotation.ts";
import { resolveInRoot } from "../root.ts";

/**
 * The databases that a database was rotated to, oldest first, and itself, which is the last, also if
 * it is missing. They can lie beside it and, if it is a symbolic link, beside what that leads to.
 * Those that logrotate(8) has numbered and those that are dated are put in order by when they were
 * last written: their names don't tell.
 *
 * @param path where the system has it
 * @param root tree of another system, in which the path is looked up
 * @returns paths on this system
 * @throws what readdir(3) fails with, unless there is no such directory; as {@link resolveInRoot}
 */
export function rotatedDatabases(path: string, root?: string): readonly string[] {
  const base = resolve(root ?? "/");
  const name = root === undefined ? resolve(path) : path;
  const place = resolveInRoot(base, name);
  const own = root === undefined ? path : place;
  const directories = new Set([resolveInRoot(base, dirname(name)), dirname(place)]);
  const logs = new Set([basename(name), basename(place)]);
  const found = [...directories].flatMap((directory) =>
    namesIn(directory).flatMap((entry) => {
      const alias = logrotateName(entry);
      const { log } = rotationOf(alias);
      const rotated = { place: linkedPlace(base, join(directory, entry)), name: alias };
      return logs.has(log) && entry !== log ? [rotated] : [];
    }),
  );
  const single = withoutDoubles([{ place, name: "" }, ...found], root, MAX_UNPACKED_BYTES);
  const rotated = single
    .filter((file) => file.place !== place)
    // As those of one directory they are those of one log.
    .map((file) => ({ path: file.place, place: join(dirname(place), file.name) }));
  return [...oldestFirst(rotated, (file) => lastWritten(file.path)).map((file) => file.path), own];
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (isAbsence(error)) return [];
    throw error;
  }
}

/** One that leads in circles stays as it stands: whoever reads it will say so. */
function linkedPlace(root: string, path: string): string {
  try {
    return resolveInRoot(root, relative(root, path));
  } catch (error) {
    if (!isReadError(error)) throw error;
    return path;
  }
}

function lastWritten(path: string): number | null {
  try {
    return statSync(path).mtimeMs;
  } catch (error) {
    if (!isReadError(error)) throw error;
    return null;
  }
}
