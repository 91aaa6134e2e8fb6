import { entryOf, type LoginRecord, type UtmpEntry } from "../entry.ts";
import type {
  FailureCountOptions,
  FailureKey,
  FailureOptions,
} from "../sessions/failure-options.ts";
import type { FailureCount } from "../sessions/failure-tally.ts";
import type { WantedFailures } from "../sessions/select-failures.ts";
import { asRecords, briefly } from "./member.ts";
import { itself, UtmpView, type As } from "./utmp-view.ts";
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

  /**
   * The failed logins that are wanted, in the order of the file: its free slots are left out, and
   * so are records that were wiped. With a limit it is read from its end, and no further than
   * needed.
   *
   * @throws TypeError on an unknown option or a value of the wrong kind; RangeError on a time,
   *   limit or address that is none; else as iterating
   *
   * @example
   * ```ts
   * import { Btmp } from "bun-utmpx";
   * const btmp = new Btmp({ root: "test/fixtures/server" });
   * for (const { time, user } of btmp.failures({ address: "192.0.2.0/24", limit: 10 })) {
   *   console.log(time, user);
   * }
   * ```
   */
  failures(options: FailureOptions = {}): IterableIterator<UtmpEntry> {
    checks().checkFailureOptions(options);
    return this.#failures(options, asRecords).map(entryOf);
  }

  /**
   * Counts failed logins by what they have in common, most first; hours and days come in their
   * order unless the `top` ones are asked for. All is counted exactly, in one pass. Memory grows
   * with the keys, names and addresses that are met, and the pairs of a key with a name or an
   * address, whatever the number of records: at most 16 bytes for a pair. Where there are more than
   * 65,536 keys or addresses, a `Worker` counts, and this thread waits for it; a bundle that leaves
   * its module out has all counted here.
   *
   * @throws RangeError on an unknown key or zone; else as {@link failures}
   *
   * @example
   * ```ts
   * import { Btmp } from "bun-utmpx";
   * const btmp = new Btmp({ root: "test/fixtures/server" });
   * for (const { key, count, users } of btmp.countBy("network", { top: 3 })) {
   *   console.log(key, count, users);
   * }
   * ```
   */
  countBy(key: FailureKey, options: FailureCountOptions = {}): FailureCount[] {
    checks().checkFailureCountOptions(key, options);
    const { top, zone, ...filter } = options;
    const clock = typeof zone === "string" ? new (named().IanaZone)(zone) : zone;
    return counting().countFailures(this.failureRecords(filter), key, { top, zone: clock });
  }

  /**
   * @internal The same as {@link failures}, of options that have been checked, for who looks at few
   * fields, and keeps no record.
   */
  failureRecords(options: FailureOptions): IteratorObject<LoginRecord, undefined> {
    return this.#failures(options, briefly);
  }

  #failures(options: FailureOptions, as: As): IteratorObject<LoginRecord, undefined> {
    const { limit = this.limit } = options;
    const { signal } = this.bounds;
    const records = {
      forward: (wanted: WantedFailures) => this.forward(itself, as, { signal, ...wanted }),
      backward: (wanted: WantedFailures) => this.backward(itself, as, { signal, ...wanted }),
    };
    return selecting().selectFailures(records, { ...options, limit });
  }
}

/** Loaded where a zone is named. */
function named(): typeof import("../iana-zone.ts") {
  return require("../iana-zone.ts");
}

/** Loaded where failures are asked for, and not all records. */
function selecting(): typeof import("../sessions/select-failures.ts") {
  return require("../sessions/select-failures.ts");
}

/** The same. */
function checks(): typeof import("../sessions/failure-options.ts") {
  return require("../sessions/failure-options.ts");
}

/** Loaded where failures are counted. */
function counting(): typeof import("../sessions/failure-count.ts") {
  return require("../sessions/failure-count.ts");
}
