import { hostPlatform } from "../../platforms/index.ts";
import { LibraryError } from "../errors.ts";
import type { Database, SystemLibrary } from "../platform.ts";

/** Whose records are wanted, and how; without a path or a root they are this system's own. */
interface WantedFrom {
  readonly source?: string | undefined;
  readonly path?: string | undefined;
  readonly root?: string | undefined;
}

/**
 * The C library that is to read a database: `null` if it is not wanted, or not there and not asked
 * for.
 *
 * @throws {@link LibraryError} if it was asked for and can't be used
 */
export function wantedLibrary(
  database: Database,
  { source = "auto", path, root }: WantedFrom,
): SystemLibrary | null {
  const isAsked = source === "libc";
  const isLive = path === undefined && root === undefined;
  if (!isAsked && (source !== "auto" || !isLive)) return null;
  const host = hostPlatform();
  if (!isAsked && !host.throughLibrary.includes(database)) return null;
  try {
    const library = host.openLibrary();
    const inability = whyNot(database, library, root);
    if (inability === null) return library;
    throw new LibraryError(inability);
  } catch (error) {
    if (isAsked || !(error instanceof LibraryError)) throw error;
    return null;
  }
}

function whyNot(
  database: Database,
  { snapshots, databases }: SystemLibrary,
  root: string | undefined,
): string | null {
  if (database === "lastlog" && databases === null) {
    return "Cannot read lastlog through libc: it has no function for it";
  }
  if (snapshots === null && databases === null) {
    return `Cannot read ${database} through libc: it knows no records`;
  }
  if (snapshots === null && root !== undefined) {
    return "Cannot read another system's tree through libc: it knows its own";
  }
  return null;
}
