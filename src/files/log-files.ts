import { readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { hostPlatform, platforms } from "../../platforms/index.ts";
import { hasCode, isReadError } from "../errors.ts";
import type { LoginDatabase } from "../platform.ts";
import { resolveInRoot } from "../root.ts";
import { hostIfKnown, systemsOf } from "./locate.ts";
import { rotationOf } from "./rotation.ts";

/** One of the files that records are read from. */
export interface LogFile {
  /** As it is named in its tree; `null` for where the system keeps it. */
  readonly path: string | null;
  /** Whether a person named it; what is only found must be a regular file. */
  readonly isNamed: boolean;
  /** Why it can't be read, if that shows without opening it. */
  readonly error: Error | null;
}

/** Which files are wanted. */
interface WantedFiles {
  /** Files, and directories of rotated ones; `undefined` for the system's own. */
  readonly path?: string | readonly string[] | undefined;
  /** Tree of another system, in which all paths are looked up. */
  readonly root?: string | undefined;
  /** Whether with a file all those are wanted that it was rotated to. */
  readonly rotated?: boolean | undefined;
}

const OWN: LogFile = { path: null, isNamed: false, error: null };

/**
 * The files of a database that are wanted, in no order. A directory stands for the files of that
 * database in it, under the name that a system has for it, rotated and compressed ones too.
 */
export function logFiles(database: LoginDatabase, { path, root, rotated }: WantedFiles): LogFile[] {
  if (path === undefined) return rotated === true ? ownFiles(database, root) : [OWN];
  return [path].flat().flatMap((name) => {
    const { isDirectory, error } = lookAt(name, root);
    const named = { path: name, isNamed: true, error };
    if (isDirectory) return filesIn(name, root, logNames(database)) ?? [named];
    if (rotated !== true) return [named];
    const { log } = rotationOf(basename(name));
    const others = filesIn(dirname(name), root, [log]) ?? [];
    return [named, ...others.filter((other) => basename(other.path ?? "") !== basename(name))];
  });
}

/** All files of the first of a system's paths that has any. */
function ownFiles(database: LoginDatabase, root: string | undefined): LogFile[] {
  const systems = root === undefined ? [hostPlatform()] : systemsOf(root);
  for (const path of systems.flatMap((system) => system.paths[database])) {
    const files = filesIn(dirname(path), root, [basename(path)]);
    if (files === null) continue;
    // Whoever may not list a directory can still be allowed to read a file in it.
    if (files.some(({ error }) => error !== null)) return [OWN, ...files];
    return files.map((file) => (file.path === path ? OWN : file));
  }
  return [OWN];
}

/**
 * What systems call a database, the name that only newer ones have first: those that have it keep
 * the same records once more under the older name.
 */
function logNames(database: LoginDatabase): readonly string[] {
  const host = hostIfKnown();
  const systems = host === null ? platforms : [host, ...platforms];
  const names = systems.flatMap(({ paths }) =>
    paths[database].map((path, preference) => ({ name: basename(path), preference })),
  );
  const preferences = new Map<string, number>();
  for (const { name, preference } of names) {
    preferences.set(name, Math.max(preference, preferences.get(name) ?? 0));
  }
  return [...preferences].toSorted(([, a], [, b]) => a - b).map(([name]) => name);
}

/** The files of the first of these logs that has any; `null` if there are none. */
function filesIn(
  directory: string,
  root: string | undefined,
  logs: readonly string[],
): LogFile[] | null {
  let names: string[];
  try {
    names = readdirSync(placeOf(directory, root));
  } catch (error) {
    if (!isReadError(error)) throw error;
    const isAbsent = hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR");
    return isAbsent ? null : [{ path: directory, isNamed: false, error }];
  }
  const known = names.map((name) => ({ name, log: rotationOf(name).log }));
  for (const log of logs) {
    const files = known.filter((file) => file.log === log);
    if (files.length === 0) continue;
    return files.map(({ name }) => ({ path: join(directory, name), isNamed: false, error: null }));
  }
  return null;
}

/** What is there under a name that a person gave. */
function lookAt(
  path: string,
  root: string | undefined,
): { readonly isDirectory: boolean; readonly error: Error | null } {
  try {
    return { isDirectory: statSync(placeOf(path, root)).isDirectory(), error: null };
  } catch (error) {
    if (!isReadError(error)) throw error;
    return { isDirectory: false, error };
  }
}

/** Where a path is on this system. */
function placeOf(path: string, root: string | undefined): string {
  return root === undefined ? path : resolveInRoot(root, path);
}
