import { UtmpView } from "./utmp-view.ts";
import type { ViewOptions } from "./view-options.ts";

/**
 * Failed logins, oldest first: lastb(1). Reading it takes root or, on some systems, group utmp.
 * Names are what was typed or sent, a password by mistake included: show them with care.
 *
 * @example
 * ```ts
 * import { Btmp } from "bun-utmpx";
 * for (const { host, time } of new Btmp()) {
 *   console.log(time, host);
 * }
 * ```
 */
export class Btmp extends UtmpView {
  /** @param options a file to read, or what else differs from this system's own btmp */
  constructor(options: string | ViewOptions = {}) {
    super("btmp", options);
  }
}
