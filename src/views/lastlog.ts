import { statSync } from "node:fs";
import { batchOf, type Batch } from "../batch.ts";
import { findStore, isDatabase, type FoundStore } from "../files/find-store.ts";
import { identityOf } from "../files/locate.ts";
import { UnsupportedPlatformError } from "../errors.ts";
import { LastlogEntry } from "../lastlog-entry.ts";
import { LastlogReader } from "../lastlog-reader.ts";
import { checkText } from "../options.ts";
import { readAccounts } from "../passwd.ts";
import type { ProblemList, RecordProblem } from "../problems.ts";
import { placeOf } from "../root.ts";
import type { Lastlog2Row } from "../stores/lastlog2.ts";
import { dateOf, microsOf } from "../timestamp.ts";
import { ALL, type Member, type Wanted } from "./member.ts";
import type { Part } from "./pass.ts";
import type { RecordKind } from "./record-kind.ts";
import { RecordMember } from "./record-member.ts";
import { RecordView } from "./record-view.ts";
import { sourcesOf, type SourceOf } from "./source-choice.ts";
import { StoreMember, type StoreRead } from "./store-member.ts";
import { leftOutStore } from "./own-source.ts";
import { lastlogOptions, type LastlogOptions } from "./view-options.ts";
import { wantedLibrary } from "./wanted-library.ts";

/** Where last logins are read. */
type LastlogMember = Member<"lastlog", LastlogEntry>;

/**
 * When each user last logged in: lastlog(8), by uid, or the database of lastlog2 where there is one,
 * by name. Only what a sparse file holds is read.
 *
 * @example
 * ```ts
 * import { Lastlog } from "bun-utmpx";
 * for (const { uid, host, time } of new Lastlog()) {
 *   console.log(uid, host, time);
 * }
 * ```
 */
export class Lastlog extends RecordView<"lastlog", LastlogEntry, LastlogEntry> {
  readonly #options: LastlogOptions;
  readonly #source: SourceOf<"lastlog">;
  readonly #records: RecordMember<"lastlog", LastlogEntry>;

  /**
   * @param options a file to read, or what else differs from this system's own lastlog
   * @throws {@link LibraryError} on source `libc` where libc has no reader of lastlog, as on Linux
   */
  constructor(options: string | LastlogOptions = {}) {
    const checked = lastlogOptions(options);
    super(checked);
    const { path = null, root } = checked;
    const [source = "auto"] = sourcesOf("lastlog", checked.source, root);
    if (source === "libc") wantedLibrary("lastlog", checked);
    this.#options = checked;
    this.#source = source;
    const file = { path, isNamed: path !== null, error: null };
    const how = source === "lastlog2" ? "auto" : source;
    this.#records = new RecordMember(kindOf(root), { ...checked, source: how }, file);
  }

  override [Symbol.iterator](): IterableIterator<LastlogEntry> {
    return this.contents(itself);
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
    const choose = (members: readonly LastlogMember[]): Part<"lastlog", LastlogEntry>[] =>
      members.map((member) => [member, wanted]);
    for (const entry of this.contents(itself, choose, { signal })) {
      if (entry.user === user) return entry;
    }
    return null;
  }

  /** @internal Whether records have the user's name, and no uid. */
  get isNamed(): boolean {
    const { ordered } = this;
    return ordered === null || ordered.layout.framing === "named";
  }

  /** @internal Bytes at the end of the file that are no whole record. */
  get trailingBytes(): number {
    const { ordered } = this;
    if (ordered === null || this.source === "libc" || ordered.layout.framing === "db-hash")
      return 0;
    return statSync(this.path).size % ordered.layout.size;
  }

  /** @internal */
  protected get members(): readonly [LastlogMember] {
    const { path, root } = this.#options;
    switch (this.#source) {
      case "libc":
      case "file":
        return [this.#records];
      case "lastlog2":
        return [this.#database(path ?? ownDatabase(root).name)];
      case "auto":
        return [this.#isKept() ? this.#database(path ?? ownDatabase(root).name) : this.#records];
    }
  }

  /** @internal */
  protected override get leftOut(): readonly RecordProblem[] {
    const { path, root } = this.#options;
    const isChosen = this.#source === "auto" && path === undefined;
    return isChosen ? leftOutStore("lastlog2", root) : [];
  }

  /** Whether last logins are in a database. */
  #isKept(): boolean {
    const { path, root } = this.#options;
    if (path !== undefined) return isDatabase("lastlog2", path, root);
    return findStore("lastlog2", root)?.isThere === true;
  }

  #database(name: string): LastlogMember {
    const { root } = this.#options;
    const path = placeOf(name, root);
    const own = findStore("lastlog2", undefined);
    const isLive = root === undefined && own !== null && identityOf(path) === identityOf(own.path);
    const read = (problems: ProblemList): StoreRead<LastlogEntry> => {
      const { rows, stale } = stores().readLastlog2(path, !isLive, problems, root);
      const entries = (): Batch<LastlogEntry> => batchOf(rows.map(lastlog2Entry));
      return { entries, content: null, stale };
    };
    return new StoreMember({ source: "lastlog2", path, isLive, ordered: null, read });
  }
}

function itself(entry: LastlogEntry): LastlogEntry {
  return entry;
}

/** Where a system has its database of last logins. */
function ownDatabase(root: string | undefined): FoundStore {
  const found = findStore("lastlog2", root);
  if (found !== null) return found;
  throw new UnsupportedPlatformError("Cannot find lastlog2 on this system: it has no such store");
}

function lastlog2Entry({ name, seconds, line, host, service }: Lastlog2Row): LastlogEntry {
  return new LastlogEntry(
    {
      uid: null,
      user: name.text,
      line: line.text,
      host: host.text,
      time: seconds === null ? null : dateOf(seconds, 0),
      micros: seconds === null ? null : microsOf(seconds, 0),
      service,
      source: "lastlog2",
      offset: null,
    },
    { user: name.hex, line: line.hex, host: host.hex },
  );
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

/** Loaded where a database is read: most systems have a file, which is read in less time. */
function stores(): typeof import("../stores/lastlog2.ts") {
  return require("../stores/lastlog2.ts");
}
