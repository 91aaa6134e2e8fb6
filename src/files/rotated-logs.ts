import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { allPlatforms, hostPlatform } from "../../platforms/index.ts";
import { isAbsence, isReadError } from "../errors.ts";
import type { LoginDatabase } from "../platform.ts";
import { placeOf } from "../root.ts";
import { hostIfKnown, systemsOf } from "./locate.ts";
import { lookAt, OWN, type LogFile } from "./log-files.ts";
import { rotationOf } from "./rotation.ts";

/** A log: the file that is written now, and those it was rotated to. */
export interface Log {
  /** Where it is on this system. */
  readonly place: string;
  /** At least one. */
  readonly files: readonly LogFile[];
}

/** Takes one of several logs of the same logins, which come newest name first. */
export type ChooseLog = (logs: readonly [Log, ...Log[]]) => Log;

/** The files of the log of a database that is taken in a directory; `null` if there is none. */
export function filesInDirectory(
  database: LoginDatabase,
  directory: string,
  root: string | undefined,
  choose: ChooseLog,
): readonly LogFile[] | null {
  return chosen(logsInDirectory(database, directory, root), choose);
}

/** The files that a file was rotated to. */
export function rotatedFrom(path: string, root: string | undefined): readonly LogFile[] {
  const { log } = rotationOf(basename(path));
  const files = logsIn(dirname(path), root, [log]).flatMap((found) => found.files);
  return files.filter((file) => basename(file.path ?? "") !== basename(path));
}

function chosen(logs: readonly Log[], choose: ChooseLog): readonly LogFile[] | null {
  const [first, ...others] = logs;
  return first === undefined ? null : choose([first, ...others]).files;
}

/** All files of one of a system's paths that has any: of the live system's, the first. */
export function ownFiles(
  database: LoginDatabase,
  root: string | undefined,
  choose: ChooseLog,
): readonly LogFile[] {
  const systems = root === undefined ? [hostPlatform()] : systemsOf(root);
  const paths = new Set(systems.flatMap((system) => system.paths[database]));
  const logs = [...paths].flatMap((path) => logsIn(dirname(path), root, [basename(path)]));
  const [first] = logs;
  if (first === undefined) return [OWN];
  // Whoever may not list a directory can still be allowed to read a file in it.
  if (first.files.some(({ error }) => error !== null)) return [OWN, ...first.files];
  const own = [...paths].find((path) => lookAt(path, root).error === null);
  const known = logs.map(({ place, files }) => ({
    place,
    files: files.map((file) => (file.path === own ? OWN : file)),
  }));
  return chosen(root === undefined ? known.slice(0, 1) : known, choose) ?? [OWN];
}

/**
 * What systems call a database, the name that only newer ones have first: those that have it keep
 * the same records once more under the older name.
 */
function logNames(database: LoginDatabase): readonly string[] {
  const host = hostIfKnown();
  const systems = [...(host === null ? [] : [host]), ...allPlatforms()];
  const names = systems.flatMap(({ paths }) =>
    paths[database].map((path, preference) => ({ name: basename(path), preference })),
  );
  const preferences = new Map<string, number>();
  for (const { name, preference } of names) {
    preferences.set(name, Math.max(preference, preferences.get(name) ?? 0));
  }
  return [...preferences].toSorted(([, a], [, b]) => a - b).map(([name]) => name);
}

/**
 * The logs of a database in a directory, by the names that systems have for it.
 *
 * @param root tree of another system, in which the directory is looked up
 */
export function logsInDirectory(
  database: LoginDatabase,
  directory: string,
  root: string | undefined,
): readonly Log[] {
  return logsIn(directory, root, logNames(database));
}

/** Those of these logs that have a file in a directory; if it can't be listed, that is the one. */
function logsIn(directory: string, root: string | undefined, logs: readonly string[]): Log[] {
  let place = directory;
  let names: string[];
  try {
    place = placeOf(directory, root);
    names = readdirSync(place);
  } catch (error) {
    if (!isReadError(error)) throw error;
    return isAbsence(error) ? [] : [{ place, files: [{ path: directory, isNamed: false, error }] }];
  }
  const byLog = Map.groupBy(names, (name) => rotationOf(name).log);
  return logs.flatMap((log) => {
    const files = byLog
      .get(log)
      ?.map((name) => ({ path: join(directory, name), isNamed: false, error: null }));
    return files === undefined ? [] : [{ place: join(place, log), files }];
  });
}
