import { lstatSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { isAbsence } from "./errors.ts";

/** As path_resolution(7): more symbolic links than this are taken for a loop. */
const MAX_LINKS = 40;

/**
 * Where a path of another system's tree is on this one. Every symbolic link on the way, absolute
 * ones included, is followed inside `root`; `..` does not lead out of it. What does not exist is
 * left as it stands.
 *
 * @param root a mounted image, or a copy of a host's tree
 * @param path a path as that system knows it
 * @throws an error with `code` `ELOOP` on too many symbolic links, `ENOENT` or `ENOTDIR` if there is
 *   no such tree
 */
export function resolveInRoot(root: string, path: string): string {
  const base = resolve(root);
  const stats = statSync(base, { throwIfNoEntry: false });
  if (stats === undefined) throw fileError("ENOENT", "no such file or directory", base);
  if (!stats.isDirectory()) throw fileError("ENOTDIR", "not a directory", base);
  const left = path.split("/");
  const done: string[] = [];
  let links = 0;
  while (left.length > 0) {
    const part = left.shift();
    if (part === undefined || part === "" || part === ".") continue;
    if (part === "..") {
      done.pop();
      continue;
    }
    const target = readLink(join(base, ...done, part));
    if (target === null) {
      done.push(part);
      continue;
    }
    links++;
    if (links > MAX_LINKS) {
      throw fileError("ELOOP", "too many symbolic links encountered", join(base, path));
    }
    if (target.startsWith("/")) done.length = 0;
    left.unshift(...target.split("/"));
  }
  return done.length === 0 ? base : [base === sep ? "" : base, ...done].join(sep);
}

/** Where a path is on this system; throws as {@link resolveInRoot}. */
export function placeOf(path: string, root: string | undefined): string {
  return root === undefined ? path : resolveInRoot(root, path);
}

/** As large as a system's own text files get: what is larger is not one. */
const MAX_TEXT_BYTES = 2 ** 24;

/**
 * Reads a text file of this system, or of another's tree. One that can't be read is empty, and so
 * is what is no file: a tree may hold a FIFO in its place, which would be waited for.
 */
export function readSystemText(root: string | undefined, path: string): string {
  try {
    const found = placeOf(path, root);
    const stats = statSync(found);
    return stats.isFile() && stats.size <= MAX_TEXT_BYTES ? readFileSync(found, "utf8") : "";
  } catch {
    return "";
  }
}

function readLink(path: string): string | null {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : null;
  } catch (error) {
    if (isAbsence(error)) return null;
    throw error;
  }
}

/** An error as those of the file system are. */
function fileError(code: string, detail: string, path: string): Error {
  const error = new Error(`${code}: ${detail}, open '${path}'`);
  return Object.assign(error, { code, syscall: "open", path });
}
