import { existsSync, lstatSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { allPlatforms, hostPlatform } from "../../platforms/index.ts";
import { hasCode, isReadError, UnsupportedPlatformError } from "../errors.ts";
import type { Database, LivePlatform, Platform } from "../platform.ts";
import { placeOf, resolveInRoot } from "../root.ts";

/** A file to read records from. */
export interface Location {
  readonly path: string;
  /** Whether a person named it on this system; else it is what a tree or a system has there. */
  readonly isNamed: boolean;
  /** The system that it is thought to be of; `null` if nothing tells. */
  readonly platform: Platform | null;
}

/**
 * Finds the file of a database: the one that is named, or the first of the system's paths that
 * exists, or the first of them if none does.
 *
 * @param root tree of another system, in which the paths of all known systems are tried
 * @throws {@link UnsupportedPlatformError} if the system keeps no such file
 */
export function locate(
  database: Database,
  path: string | undefined,
  root: string | undefined,
): Location {
  if (path !== undefined) {
    const platform = root === undefined ? hostIfKnown() : (systemsOf(root)[0] ?? null);
    return { path: placeOf(path, root), isNamed: root === undefined, platform };
  }
  const systems = root === undefined ? [hostPlatform()] : systemsOf(root);
  const places = systems.flatMap((platform) =>
    platform.paths[database].map((name) => ({ name, platform })),
  );
  const found = places.find(({ name }) => existsSync(placeOf(name, root))) ?? places[0];
  if (found === undefined) {
    throw new UnsupportedPlatformError(
      `Cannot find ${database} records on "${systems[0]?.id}": it keeps none`,
    );
  }
  return { path: placeOf(found.name, root), isNamed: false, platform: found.platform };
}

/** All systems, the one that most of a tree's files are of first. */
export function systemsOf(root: string): readonly Platform[] {
  const isThere = memoized((path) => hasPath(root, path, directoryIn));
  const directoryIn = memoized((directory) => resolveInRoot(root, directory));
  const platforms = allPlatforms();
  const counts = new Map(
    platforms.map((platform) => {
      const stores = Object.values(platform.stores).flatMap(({ paths }) => paths);
      const paths = [...Object.values(platform.paths).flat(), ...stores];
      return [platform, paths.filter(isThere).length];
    }),
  );
  return platforms.toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
}

/** Systems share most of their paths, and of their directories. */
function memoized<Result>(find: (path: string) => Result): (path: string) => Result {
  const found = new Map<string, Result>();
  return (path) => {
    const known = found.get(path);
    if (known !== undefined) return known;
    const result = find(path);
    found.set(path, result);
    return result;
  };
}

/** Whether a tree has a path; one that leads in circles is there, too. */
function hasPath(root: string, path: string, directoryIn: (path: string) => string): boolean {
  try {
    const place = join(directoryIn(dirname(path)), basename(path));
    const stats = lstatSync(place, { throwIfNoEntry: false });
    if (stats?.isSymbolicLink() !== true) return stats !== undefined;
    return existsSync(resolveInRoot(root, path));
  } catch (error) {
    if (hasCode(error, "ELOOP")) return true;
    if (hasCode(error, "ENOTDIR") || hasCode(error, "EACCES")) return false;
    throw error;
  }
}

/** The system that this program runs on; `null` if its records are not known. */
export function hostIfKnown(): LivePlatform | null {
  try {
    return hostPlatform();
  } catch (error) {
    if (error instanceof UnsupportedPlatformError) return null;
    throw error;
  }
}

/** What all names of a file have in common; the name of one that can't be looked at. */
export function identityOf(place: string): string {
  try {
    const { dev, ino } = statSync(place, { bigint: true });
    // Some file systems have no such numbers.
    return ino === 0n ? place : `${dev}:${ino}`;
  } catch (error) {
    if (!isReadError(error)) throw error;
    return place;
  }
}
