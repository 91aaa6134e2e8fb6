import { accessSync, constants } from "node:fs";
import { isReadError } from "../errors.ts";
import { findStore, isInUse } from "../files/find-store.ts";
import { hostIfKnown } from "../files/locate.ts";
import type { Store } from "../platform.ts";
import { ProblemList, type RecordProblem } from "../problems.ts";
import { firstInFile } from "./find-entry.ts";
import type { LoginRecords } from "./record-files.ts";

/**
 * What answers for who is logged in on a system: its utmp, if it is kept and not left over, which
 * the boot in it tells; else its login manager, else utmps. Without any it is the utmp that is
 * missing or left over.
 *
 * @param utmp the system's own
 * @param root tree of another system, whose services can't be asked
 */
export function presentSource(
  utmp: LoginRecords,
  root: string | undefined,
): "kept" | "auto" | "logind" | "utmps" {
  const manager = findStore("logind", root);
  const utmps = root === undefined ? findStore("utmps", root) : null;
  if (manager === null && utmps === null) return "auto";
  const state = stateOf(utmp);
  if (state === "kept") return "kept";
  if (manager?.isThere === true && (root === undefined ? isManaged() : isInUse(manager))) {
    return "logind";
  }
  return state === "unreadable" && utmps?.isThere === true ? "utmps" : "auto";
}

/**
 * What answers for who was logged in on a system: the database of wtmpdb, or its service if the
 * database can't be read; else its wtmp.
 *
 * @param root tree of another system, whose services can't be asked
 */
export function historySource(root: string | undefined): "auto" | "wtmpdb" | "wtmpdbd" {
  const database = findStore("wtmpdb", root);
  if (database === null || (!database.isThere && database.error === null)) return "auto";
  const isThere = database.isThere ? "wtmpdb" : "auto";
  if (root !== undefined || (database.isThere && isReadable(database.path))) return isThere;
  return findStore("wtmpdbd", root)?.isThere === true ? "wtmpdbd" : isThere;
}

/** That a store can't be looked for: it may be what should answer. */
export function leftOutStore(store: Store, root: string | undefined): readonly RecordProblem[] {
  const found = findStore(store, root);
  if (found === null || found.isThere || found.error === null) return [];
  const { path, error } = found;
  const message = `Left out "${path}": ${error.message}`;
  return [{ kind: "read", offset: 0, bytes: 0, message, path }];
}

/** Whether a login manager runs here: else its sessions are left over. */
export function isManaged(): boolean {
  return hostIfKnown()?.services?.hasManager() === true;
}

function stateOf(utmp: LoginRecords): "kept" | "left over" | "unreadable" {
  try {
    const boot = firstInFile(utmp, ({ type }) => type === "BOOT_TIME", new ProblemList());
    return boot === null ? "left over" : "kept";
  } catch (error) {
    if (!isReadError(error)) throw error;
    return "unreadable";
  }
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch (error) {
    if (!isReadError(error)) throw error;
    return false;
  }
}
