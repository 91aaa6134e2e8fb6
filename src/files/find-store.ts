import { existsSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { platforms } from "../../platforms/index.ts";
import { isReadError } from "../errors.ts";
import type { Store } from "../platform.ts";
import { resolveInRoot } from "../root.ts";
import { FileMemory } from "./file-memory.ts";
import { hostIfKnown, systemsOf } from "./locate.ts";
import { isSqlite } from "./looks-like.ts";
import { RecordFile } from "./record-file.ts";

/** A store of a system. */
export interface FoundStore {
  /** As the system names it. */
  readonly name: string;
  /** Where it is on this system. */
  readonly path: string;
  /** Whether something is there, as far as that can be seen. */
  readonly isThere: boolean;
}

/**
 * Finds a store: the first of its places where something is, or the first if nothing is; `null` if
 * the system knows no such store.
 *
 * @param root tree of another system, in which the places of all systems are tried
 */
export function findStore(store: Store, root: string | undefined): FoundStore | null {
  const systems = root === undefined ? [hostIfKnown()] : systemsOf(root);
  const names = systems.flatMap((system) => system?.stores[store]?.paths ?? []);
  const places = names.map((name) => {
    const path = placeOf(name, root);
    return { name, path, isThere: existsSync(path) };
  });
  return places.find(({ isThere }) => isThere) ?? places[0] ?? null;
}

/** Where a path is on this system. */
export function placeOf(path: string, root: string | undefined): string {
  return root === undefined ? path : resolveInRoot(root, path);
}

const MAGIC_BYTES = 16;

/**
 * The database that a name stands for: a file that is one, or that of a directory, as systems name
 * it; `null` if there is none.
 *
 * @param known remembers which files are databases
 */
export function databaseNamed(
  name: string,
  root: string | undefined,
  known: FileMemory<boolean>,
): string | null {
  const names = platforms.flatMap(({ stores }) => stores.wtmpdb?.paths ?? []);
  const inDirectory = [...new Set(names.map((path) => join(name, basename(path))))];
  return [name, ...inDirectory].find((path) => isDatabase(path, root, known)) ?? null;
}

/** Whether a file is a database. A pipe is not asked: it gives its bytes only once. */
export function isDatabase(
  path: string,
  root: string | undefined,
  known: FileMemory<boolean> = new FileMemory(),
): boolean {
  try {
    const place = placeOf(path, root);
    if (!statSync(place).isFile()) return false;
    return known.of(place, () => beginsAsDatabase(place, root));
  } catch (error) {
    if (!isReadError(error)) throw error;
    return false;
  }
}

function beginsAsDatabase(place: string, root: string | undefined): boolean {
  using file = new RecordFile(place, false, root);
  return isSqlite(file.peek(MAGIC_BYTES));
}
