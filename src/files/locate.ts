import { existsSync } from "node:fs";
import { hostPlatform, platforms } from "../../platforms/index.ts";
import type { Database } from "../platform.ts";
import { resolveInRoot } from "../root.ts";

/** A file to read records from. */
export interface Location {
  readonly path: string;
  /** Whether a person named it on this system; else it is what a tree or a system has there. */
  readonly isNamed: boolean;
}

/**
 * Finds the file of a database: the one that is named, or the first of the system's paths that
 * exists, or the first of them if none does.
 *
 * @param root tree of another system, in which the paths of all known systems are tried
 */
export function locate(
  database: Database,
  path: string | undefined,
  root: string | undefined,
): Location {
  const inRoot = (name: string): string => (root === undefined ? name : resolveInRoot(root, name));
  if (path !== undefined) return { path: inRoot(path), isNamed: root === undefined };
  const systems = root === undefined ? [hostPlatform()] : platforms;
  const paths = systems.flatMap((system) => system.paths[database]);
  const found = paths.find((candidate) => existsSync(inRoot(candidate))) ?? paths[0] ?? "";
  return { path: inRoot(found), isNamed: false };
}
