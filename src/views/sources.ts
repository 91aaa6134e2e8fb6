import { checkOptions } from "../options.ts";
import type { SourceStatus } from "./source-status.ts";

/** Which system's stores are looked at. */
export interface SourcesOptions {
  /** Tree of another system: a mounted image, or a copy. */
  readonly root?: string;
  /** Name of the layout of its records, for the stores that can have it. @default what they show */
  readonly layout?: string;
}

/**
 * The stores of login records of this system, or of another's tree: what each is, and what it
 * can't tell. That a store is not there is an answer; nothing is thrown for it.
 *
 * @throws {@link UnsupportedPlatformError} if this system's stores are not known
 *
 * @example
 * ```ts
 * import { sources } from "bun-utmpx";
 * for (const { store, status, advice } of sources()) console.log(store, status, advice);
 * ```
 */
export function sources(options: SourcesOptions = {}): SourceStatus[] {
  checkOptions(options, ["root", "layout"]);
  return examination().examineSources(options, "auto");
}

/** Loaded where it is asked for: it looks at every store there is. */
function examination(): typeof import("./examine-sources.ts") {
  return require("./examine-sources.ts");
}
