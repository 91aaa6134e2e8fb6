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

/**
 * The sources that are asked for, each once. Only history can be read from several: of all else
 * there is one truth.
 *
 * @throws TypeError if there is none; RangeError if the database is not read from one of them, or
 *   from several
 */
export function sourcesOf<D extends Database>(
  database: D,
  source: string | readonly string[] = "auto",
): readonly SourceOf<D>[] {
  const wanted = [...new Set([source].flat())].map((one) => sourceOf(database, one));
  if (wanted.length === 0) throw wrongKind("source", source, "a text or a list of texts is");
  if (wanted.length > 1 && database !== "wtmp") {
    throw new RangeError(`Cannot read ${database} records from several sources: one is wanted`);
  }
  return wanted;
}

function sourceOf<D extends Database>(database: D, source: string): SourceOf<D> {
  const known = SOURCES[database];
  const found = known.find((one) => one === source);
  if (found !== undefined) return found;
  throw new RangeError(
    `Cannot read ${database} records from "${source}": known are ${known.join(", ")}`,
  );
}
