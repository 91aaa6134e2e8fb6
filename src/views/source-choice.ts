import { wrongKind } from "../options.ts";
import type { Database } from "../platform.ts";
import type { SourceName } from "../source.ts";

/** Where records come from: `auto` takes what answers for the system. */
export type SourceOption = "auto" | SourceName;

interface OtherSources {
  readonly utmp: "utmps" | "logind";
  readonly wtmp: "wtmpdb" | "wtmpdbd";
  readonly btmp: never;
  readonly lastlog: "lastlog2";
}

/** From where a database can be read. */
export type SourceOf<D extends Database> = "auto" | "libc" | "file" | OtherSources[D];

const SOURCES: { readonly [D in Database]: readonly SourceOf<D>[] } = {
  utmp: ["auto", "libc", "file", "utmps", "logind"],
  wtmp: ["auto", "libc", "file", "wtmpdb", "wtmpdbd"],
  btmp: ["auto", "libc", "file"],
  lastlog: ["auto", "libc", "file", "lastlog2"],
};

/** The sources that a database can be read from, for a person. */
export function sourceNames(database: Database): readonly string[] {
  return SOURCES[database].filter((source) => source !== "auto");
}

/** Which sources of history are the same by another way; of each kind one can be asked for. */
const KINDS_OF_HISTORY = [
  ["libc", "file"],
  ["wtmpdb", "wtmpdbd"],
] as const;

/** Services, which know only the system that they run on. */
const SERVICES: ReadonlySet<string> = new Set(["utmps", "wtmpdbd"]);

/**
 * The sources that are asked for, each once. Only history can be read from several, its files and
 * its database: of all else there is one truth.
 *
 * @param root tree of another system
 * @throws TypeError if there is none; RangeError if the database is not read from one of them, or
 *   not from several, or if one can't be asked about another system
 */
export function sourcesOf<D extends Database>(
  database: D,
  source: string | readonly string[] = "auto",
  root?: string,
): readonly SourceOf<D>[] {
  const wanted = [...new Set([source].flat())].map((one) => sourceOf(database, one));
  if (wanted.length === 0) throw wrongKind("source", source, "a text or a list of texts is");
  if (wanted.length > 1 && database !== "wtmp") {
    throw new RangeError(`Cannot read ${database} records from several sources: one is wanted`);
  }
  if (wanted.length > 1 && !isHistory(wanted)) {
    const kinds = KINDS_OF_HISTORY.map((kind) => `one of ${kind.join(", ")}`).join(" and ");
    throw new RangeError(
      `Cannot read wtmp records from ${wanted.join(", ")} at once: several sources are ${kinds}`,
    );
  }
  const service = root === undefined ? undefined : wanted.find((one) => SERVICES.has(one));
  if (service !== undefined) {
    throw new RangeError(
      `Cannot ask "${service}" about another system's tree: it knows only the system it runs on`,
    );
  }
  return wanted;
}

/** Whether sources are of one kind each. */
function isHistory(sources: readonly string[]): boolean {
  const kinds = sources.map((source) =>
    KINDS_OF_HISTORY.findIndex((kind) => kind.some((one) => one === source)),
  );
  return !kinds.includes(-1) && new Set(kinds).size === kinds.length;
}

function sourceOf<D extends Database>(database: D, source: string): SourceOf<D> {
  const known = SOURCES[database];
  const found = known.find((one) => one === source);
  if (found !== undefined) return found;
  throw new RangeError(
    `Cannot read ${database} records from "${source}": known are ${known.join(", ")}`,
  );
}
