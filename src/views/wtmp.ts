import { UtmpView } from "./utmp-view.ts";
import type { ViewOptions } from "./view-options.ts";

/**
 * Who was logged in, when the system was started and stopped: wtmp(5), oldest first.
 *
 * @example
 * ```ts
 * import { Wtmp } from "bun-utmpx";
 * const wtmp = new Wtmp("test/fixtures/debian12/var/log/wtmp");
 * console.log([...wtmp].filter((entry) => entry.type === "BOOT_TIME").length);
 * ```
 */
export class Wtmp extends UtmpView {
  /** @param options a file to read, or what else differs from this system's own wtmp */
  constructor(options: string | ViewOptions = {}) {
    super("wtmp", options);
  }
}
