import { readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { databasePaths } from "../../platforms/index.ts";
import { isAbsence, isReadError } from "../errors.ts";
import type { Store } from "../platform.ts";
import { placeOf } from "../root.ts";
import { FileMemory } from "./file-memory.ts";
import { hostIfKnown, systemsOf } from "./locate.ts";
import { isSqlite } from "./looks-like.ts";
import { RecordFile } from "./record-file.ts";
import { databaseOf } from "./rotation.ts";

/** A store of a system. */
export interface FoundStore {
  /** As the system names it. */
  readonly name: string;
  /** Where it is on this system. */
  readonly path: string;
  /** Whether something is there, as far as that can be seen. */
  readonly isThere: boolean;
  /** Why that can't be seen. */
  readonly error: Error | null;
}

/**
 * Finds a store: the first of its places where something is, or else the first where that can't be
 * seen, or the first of all; `null` if the system knows no such store.
 *
 * @param root tree of another system, in which the places of all systems are tried
 */
export function findStore(store: Store, root: string | undefined): FoundStore | null {
  const systems = root === undefined ? [hostIfKnown()] : systemsOf(root);
  const names = systems.flatMap((system) => system?.stores[store]?.paths ?? []);
  const places = names.map((name) => lookAt(name, root));
  return (
    places.find(({ isThere }) => isThere) ??
    places.find(({ error }) => error !== null) ??
    places[0] ??
    null
  );
}

function lookAt(name: string, root: string | undefined): FoundStore {
  let path = root === undefined ? name : join(root, name);
  try {
    path = placeOf(name, root);
    statSync(path);
    return { name, path, isThere: true, error: null };
  } catch (error) {
    if (!isReadError(error)) throw error;
    return { name, path, isThere: false, error: isAbsence(error) ? null : error };
  }
}

/** Whether anything is in a store that is a directory; an image has the directory, too. */
export function isInUse({ path }: FoundStore): boolean {
  try {
    return readdirSync(path).length > 0;
  } catch (error) {
    if (!isReadError(error)) throw error;
    // That it can't be read is said by whoever reads it.
    return true;
  }
}

/** Stores that are databases. */
type DatabaseStore = "wtmpdb" | "lastlog2";

/**
 * The databases of history in a directory, rotated ones too, oldest first, by the names that systems
 * have for them: paths on this system.
 *
 * @throws what readdir(3) fails with, unless it is no directory
 */
export function databasesIn(directory: string, root: string | undefined): readonly string[] {
  if (statSync(placeOf(directory, root), { throwIfNoEntry: false })?.isDirectory() !== true)
    return [];
  const names = [...namesOf("wtmpdb")].map((name) => join(directory, name));
  return names.flatMap((name) => {
    const own = placeOf(name, root);
    const isThere = statSync(own, { throwIfNoEntry: false }) !== undefined;
    return paths()
      .rotatedDatabases(name, root)
      .filter((path) => isThere || path !== own);
  });
}

const MAGIC_BYTES = 16;

/**
 * Whether a file is a database: by its name, also of one that is empty or compressed, or else by how
 * it begins. A pipe is not asked: it gives its bytes only once.
 *
 * @param known remembers which files begin as one
 */
export function isDatabase(
  store: DatabaseStore,
  path: string,
  root: string | undefined,
  known: FileMemory<boolean> = new FileMemory(),
): boolean {
  try {
    const place = placeOf(path, root);
    if (!statSync(place).isFile()) return false;
    // The live one is never opened for this: closing it again would drop this process's locks.
    if (namesOf(store).has(databaseOf(basename(path)))) return true;
    return known.of(place, () => beginsAsDatabase(place, root));
  } catch (error) {
    if (!isReadError(error)) throw error;
    return false;
  }
}

/** What systems call it. */
function namesOf(store: DatabaseStore): ReadonlySet<string> {
  return new Set(databasePaths(store).map((path) => basename(path)));
}

function beginsAsDatabase(place: string, root: string | undefined): boolean {
  using file = new RecordFile(place, false, root);
  return isSqlite(file.peek(MAGIC_BYTES));
}

/** Loaded where a directory is read. */
function paths(): typeof import("./database-paths.ts") {
  return require("./database-paths.ts");
}
