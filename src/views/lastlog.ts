import { statSync } from "node:fs";
import type { LastlogEntry } from "../lastlog-entry.ts";
import { LastlogReader } from "../lastlog-reader.ts";
import { checkText } from "../options.ts";
import { readAccounts } from "../passwd.ts";
import { ALL, type Wanted } from "./member.ts";
import type { RecordKind } from "./record-kind.ts";
import { RecordMember } from "./record-member.ts";
import { RecordView } from "./record-view.ts";
import { lastlogOptions, type LastlogOptions } from "./view-options.ts";
import { wantedLibrary } from "./wanted-library.ts";

/**
 * When each user last logged in: lastlog(8), by uid. Only what a sparse file holds is read.
 *
 * @example
 * ```ts
 * import { Lastlog } from "bun-utmpx";
 * for (const { uid, host, time } of new Lastlog()) {
 *   console.log(uid, host, time);
 * }
 * ```
 */
export class Lastlog extends RecordView<"lastlog", LastlogEntry> {
  readonly #member: RecordMember<"lastlog", LastlogEntry>;

  /**
   * @param options a file to read, or what else differs from this system's own lastlog
   * @throws {@link LibraryError} on source `libc` where libc has no reader of lastlog, as on Linux
   */
  constructor(options: string | LastlogOptions = {}) {
    const checked = lastlogOptions(options);
    super(checked);
    const { source = "auto", path = null, root } = checked;
    if (source === "libc") wantedLibrary("lastlog", checked);
    else if (source !== "auto" && source !== "file") {
      throw new RangeError(
        `Cannot read lastlog records from "${source}": known are auto, libc, file`,
      );
    }
    const file = { path, isNamed: path !== null, error: null };
    this.#member = new RecordMember(kindOf(root), checked, file);
  }

  /**
   * The last login of one user: through libc, where it can look it up, else by reading on.
   *
   * @returns `null` if the user never logged in
   * @throws TypeError if the name is no text; else as iterating
   */
  findByUser(user: string): LastlogEntry | null {
    checkText("user", user);
    const wanted: Wanted = { ...ALL, ask: (databases, path) => databases.lastLoginOf(user, path) };
    const { signal } = this.bounds;
    for (const entry of this.entries(() => [[this.#member, wanted]], { signal })) {
      if (entry.user === user) return entry;
    }
    return null;
  }

  /** @internal Whether records have the user's name, and no uid. */
  get isNamed(): boolean {
    return this.ordered?.layout.framing === "named";
  }

  /** @internal Bytes at the end of the file that are no whole record. */
  get trailingBytes(): number {
    const { ordered } = this;
    if (ordered === null || this.source === "libc" || ordered.layout.framing === "db-hash")
      return 0;
    return statSync(this.path).size % ordered.layout.size;
  }

  /** @internal */
  protected get members(): readonly [RecordMember<"lastlog", LastlogEntry>] {
    return [this.#member];
  }
}

function kindOf(root: string | undefined): RecordKind<"lastlog", LastlogEntry> {
  return {
    record: "lastlog",
    database: "lastlog",
    structOf: ({ lastlog }) => lastlog,
    ask: (databases, path) => databases.lastLogins(path),
    readerOf({ layout, endian }, report) {
      const { nameOf } = readAccounts(root);
      return new LastlogReader(layout, endian, nameOf, report);
    },
  };
}
