import { hostPlatform } from "../../platforms/index.ts";
import type { Login } from "../platform.ts";
import type { ProblemList } from "../problems.ts";
import type { Presence } from "../sessions/pair-sessions.ts";
import type { PlacedRow, RowPresence } from "../sessions/row-sessions.ts";

/** What the running system tells of sessions whose logout is not on record, or not theirs. */
export class LivePresence implements Presence {
  readonly #problems: ProblemList;

  /** @param problems told of logouts that are another session's */
  constructor(problems: ProblemList) {
    this.#problems = problems;
  }

  recordEnd(login: Login): "open" | "gone" {
    return recordEnd(login);
  }

  ofRows(rows: readonly PlacedRow[]): RowPresence {
    return live().liveRows(rows, this.#problems);
  }
}

/** How a login or boot ends that has no end on record. */
export function recordEnd(login: Login): "open" | "gone" {
  return login.type === "BOOT_TIME" || hostPlatform().isPresent(login) ? "open" : "gone";
}

/** Loaded where there are rows: files have none. */
function live(): typeof import("./live-rows.ts") {
  return require("./live-rows.ts");
}
