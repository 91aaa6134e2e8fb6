import { basename } from "node:path";
import { isReadError } from "../errors.ts";
import { Btmp } from "./btmp.ts";
import type { StoreName } from "./source-status.ts";
import { Wtmp } from "./wtmp.ts";

/** What it means that a store is empty. */
export function whyEmpty(store: StoreName, root: string | undefined): string {
  if (store === "logind") return "no session is in it";
  const earlier = rotatedFrom(store, root);
  return earlier === null
    ? "nothing was recorded since it was made or rotated"
    : `nothing since it was rotated; older ones are in ${basename(earlier)}`;
}

/** The file that a log or database was rotated to last. */
function rotatedFrom(store: StoreName, root: string | undefined): string | null {
  const place = { rotated: true, ...(root !== undefined && { root }) };
  try {
    switch (store) {
      case "wtmp":
        return new Wtmp({ ...place, source: "file" }).paths.at(-2) ?? null;
      case "wtmpdb":
        return new Wtmp({ ...place, source: "wtmpdb" }).paths.at(-2) ?? null;
      case "btmp":
        return new Btmp({ ...place, source: "file" }).paths.at(-2) ?? null;
      default:
        return null;
    }
  } catch (error) {
    if (!isReadError(error)) throw error;
    return null;
  }
}
