import type { LoginRecord } from "../entry.ts";
import { isReadError, UnsupportedPlatformError } from "../errors.ts";
import type { FileMemory } from "../files/file-memory.ts";
import { identityOf } from "../files/locate.ts";
import type { LoginDatabase, Store } from "../platform.ts";
import type { RecordProblem } from "../problems.ts";
import { placeOf } from "../root.ts";
import type { LoginStoreName } from "./login-stores.ts";
import type { Member } from "./member.ts";
import { RecordFiles } from "./record-files.ts";
import { RecordMember } from "./record-member.ts";
import type { RecordKind } from "./record-kind.ts";
import { sourcesOf, type SourceOf } from "./source-choice.ts";
import type { ViewOptions } from "./view-options.ts";

type LoginSource = SourceOf<LoginDatabase>;

/** One of the places that a view of logins reads. */
export type LoginMember = Member<"utmp", LoginRecord>;

/** The places that a view of logins reads, which can be others each time they are asked for. */
export interface LoginMembers {
  /** What there is to read now, each once, oldest first; at least one, which may be missing. */
  list(): readonly LoginMember[];
  /** Logs that were found, and are not among those that were listed last. */
  readonly leftOut: readonly RecordProblem[];
}

/** What answers for a system, or is named. Databases stand behind the files they have replaced. */
export class MemberSet implements LoginMembers {
  readonly #database: LoginDatabase;
  readonly #options: ViewOptions;
  readonly #sources: readonly LoginSource[];
  readonly #files: RecordFiles;
  /** Which files are databases. */
  #known: FileMemory<boolean> | null = null;
  #leftOut: RecordProblem[] = [];

  /** @throws as {@link sourcesOf} */
  constructor(
    database: LoginDatabase,
    kind: RecordKind<"utmp", LoginRecord>,
    options: ViewOptions,
  ) {
    this.#database = database;
    this.#options = options;
    this.#sources = sourcesOf(database, options.source, options.root);
    const source = this.#sources.find((one) => one === "libc" || one === "file") ?? "auto";
    this.#files = new RecordFiles(database, kind, { ...options, source });
  }

  get leftOut(): readonly RecordProblem[] {
    return [...this.#files.leftOut, ...this.#leftOut];
  }

  list(): readonly LoginMember[] {
    this.#leftOut = [];
    const { path } = this.#options;
    const names = path === undefined ? null : [path].flat();
    const members = this.#sources.flatMap((source) => this.#from(source, names));
    const isStore = (member: LoginMember): boolean => !(member instanceof RecordMember);
    return [...members.filter((member) => !isStore(member)), ...members.filter(isStore)];
  }

  #from(source: LoginSource, names: readonly string[] | null): readonly LoginMember[] {
    switch (source) {
      case "auto":
        return names === null ? this.#own() : this.#named(names);
      case "libc":
      case "file":
        return this.#files.list(names ?? undefined);
      default:
        return this.#stores(source, names ?? ownNames(source, this.#options.root));
    }
  }

  /** What answers for the system. */
  #own(): readonly LoginMember[] {
    const { root } = this.#options;
    switch (this.#database) {
      case "utmp": {
        const records = this.#files.list(undefined);
        const utmp = records.at(-1);
        const source = utmp === undefined ? "auto" : own().presentSource(utmp, root);
        if (source === "kept") return records;
        return source === "auto" ? this.#without("logind", records) : this.#from(source, null);
      }
      case "wtmp": {
        const source = own().historySource(root);
        if (source !== "auto") return this.#from(source, null);
        return this.#without("wtmpdb", this.#files.list(undefined));
      }
      case "btmp":
        return this.#files.list(undefined);
    }
  }

  /** Files of records where a store should answer, and may be there. */
  #without(store: Store, records: readonly LoginMember[]): readonly LoginMember[] {
    this.#leftOut.push(...own().leftOutStore(store, this.#options.root));
    return records;
  }

  /** Of history a name can be that of a database, unless it is to have a layout. */
  #named(names: readonly string[]): readonly LoginMember[] {
    const { root, layout } = this.#options;
    if (this.#database !== "wtmp" || layout !== undefined) return this.#files.list(names);
    const { isDatabase } = finding();
    const known = (this.#known ??= new (memory().FileMemory)());
    const files: string[] = [];
    const databases: string[] = [];
    for (const name of names) {
      if (isDatabase("wtmpdb", name, root, known)) {
        databases.push(name);
      } else if (this.#databasesIn(name).length > 0) {
        databases.push(name);
        this.#leaveOutLogsIn(name);
      } else {
        files.push(name);
      }
    }
    return [
      ...(files.length > 0 ? this.#files.list(files) : []),
      ...this.#stores("wtmpdb", databases),
    ];
  }

  /** A directory that has databases stands for these: systems that have them have left the files. */
  #leaveOutLogsIn(directory: string): void {
    for (const place of this.#files.logsIn(directory)) {
      const message = `Left out "${place}": a database of logins is beside it, and is read`;
      this.#leftOut.push({ kind: "read", offset: 0, bytes: 0, message, path: place });
    }
  }

  /** @param names of the store's places, as the system has them */
  #stores(source: LoginStoreName, names: readonly string[]): readonly LoginMember[] {
    const { root, rotated } = this.#options;
    const members = this.#members(
      source,
      names.flatMap((name) => this.#placesOf(source, name)),
    );
    if (source !== "wtmpdbd" || rotated !== true) return members;
    // The service has what is in the database, and none of what that was rotated to.
    const earlier = ownNames("wtmpdb", root).flatMap((name) => this.#rotated(name).slice(0, -1));
    return [...this.#members("wtmpdb", earlier), ...members];
  }

  /** @param paths on this system */
  #members(source: LoginStoreName, paths: readonly string[]): readonly LoginMember[] {
    if (paths.length === 0) return [];
    const { root } = this.#options;
    const own = identityOf(finding().findStore(source, undefined)?.path ?? "");
    const places = new Map(paths.map((path) => [identityOf(path), path]));
    return [...places].map(([identity, path]) => {
      const isLive = root === undefined && identity === own;
      return stores().loginStore(source, { path, root, isLive });
    });
  }

  /** The paths on this system that a name stands for. */
  #placesOf(source: LoginStoreName, name: string): readonly string[] {
    const { root, rotated } = this.#options;
    if (source !== "wtmpdb") return [placeOf(name, root)];
    const databases = this.#databasesIn(name);
    if (databases.length > 0) return databases;
    return rotated === true ? this.#rotated(name) : [placeOf(name, root)];
  }

  /** None of what is no directory, or can't be listed: whoever opens it will say so. */
  #databasesIn(name: string): readonly string[] {
    try {
      return finding().databasesIn(name, this.#options.root);
    } catch (error) {
      if (!isReadError(error)) throw error;
      return [];
    }
  }

  /** Whoever may not list a directory can still be allowed to read a file in it. */
  #rotated(name: string): readonly string[] {
    const { root } = this.#options;
    try {
      return paths().rotatedDatabases(name, root);
    } catch (error) {
      if (!isReadError(error)) throw error;
      const path = placeOf(name, root);
      const message = `Left out what "${path}" was rotated to: ${error.message}`;
      this.#leftOut.push({ kind: "read", offset: 0, bytes: 0, message, path });
      return [path];
    }
  }
}

/** Where a system has a store. */
function ownNames(store: LoginStoreName, root: string | undefined): readonly string[] {
  const found = finding().findStore(store, root);
  if (found !== null) return [found.name];
  throw new UnsupportedPlatformError(`Cannot find ${store} on this system: it has no such store`);
}

/** Loaded where a name can be that of a store. */
function finding(): typeof import("../files/find-store.ts") {
  return require("../files/find-store.ts");
}

/** Loaded with it. */
function memory(): typeof import("../files/file-memory.ts") {
  return require("../files/file-memory.ts");
}

/** Loaded where no file is named, so that what the system has must be looked at. */
function own(): typeof import("./own-source.ts") {
  return require("./own-source.ts");
}

/** Loaded where a database is wanted with what it was rotated to. */
function paths(): typeof import("../files/database-paths.ts") {
  return require("../files/database-paths.ts");
}

/** Loaded where a store is read: most systems have files, which are read in less time. */
function stores(): typeof import("./login-stores.ts") {
  return require("./login-stores.ts");
}
