import { statSync } from "node:fs";
import { isReadError } from "../errors.ts";
import type { LoginDatabase } from "../platform.ts";
import { placeOf } from "../root.ts";
import type { ChooseLog } from "./rotated-logs.ts";

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

/** The one that the system writes now. */
export const OWN: LogFile = { path: null, isNamed: false, error: null };

/**
 * The files of a database that are wanted, in no order. A directory stands for the files of that
 * database in it, under one of the names that systems have for it, rotated and compressed ones too.
 */
export function logFiles(
  database: LoginDatabase,
  { path, root, rotated }: WantedFiles,
  choose: ChooseLog,
): readonly LogFile[] {
  if (path === undefined) {
    return rotated === true ? rotations().ownFiles(database, root, choose) : [OWN];
  }
  return [path].flat().flatMap((name) => {
    const { isDirectory, error } = lookAt(name, root);
    const named = { path: name, isNamed: true, error };
    if (isDirectory) {
      return rotations().filesInDirectory(database, name, root, choose) ?? [named];
    }
    return rotated === true ? [named, ...rotations().rotatedFrom(name, root)] : [named];
  });
}

/** What is there under a name that a person gave. */
export function lookAt(
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

/** Loaded where more than the files that are named is wanted. */
function rotations(): typeof import("./rotated-logs.ts") {
  return require("./rotated-logs.ts");
}
