import { printableText } from "../printable.ts";
import type { StoreName } from "../views/source-status.ts";
import { complain } from "./output.ts";

/** What a person asks for who names no file and no source. */
interface Asked {
  readonly root?: string;
  readonly source?: readonly string[];
}

/**
 * Says why there is nothing to show where what answers for the system is empty: a list that is empty
 * can mean that nobody writes one.
 *
 * @param stores those that can answer
 */
export function complainOfEmpty({ root, source }: Asked, stores: readonly StoreName[]): void {
  if (source !== undefined) return;
  const statuses = views().sources(root === undefined ? {} : { root });
  const empty = statuses.find(
    ({ store, status, used }) => used && status === "empty" && stores.includes(store),
  );
  if (empty === undefined) return;
  const { path, store, advice } = empty;
  complain(`utmpx: "${printableText(path ?? store)}" is empty: ${printableText(advice ?? "")}`);
}

/** Loaded where nothing was found: it looks at every store there is. */
function views(): typeof import("../views/sources.ts") {
  return require("../views/sources.ts");
}
