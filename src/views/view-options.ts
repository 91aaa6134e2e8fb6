import { constants } from "node:buffer";
import { MAX_UNPACKED_BYTES } from "../files/packing.ts";
import { checkCount, checkOptions } from "../options.ts";
import type { SourceOption } from "./source-choice.ts";

/** What is needed of an `AbortSignal`: this package needs no types of Bun's or the browser's. */
export interface AbortSignalLike {
  throwIfAborted(): void;
}

/** By what all places of a view are read. */
interface PlaceOptions {
  /** Tree of another system: a mounted image, or a copy. All paths are looked up in it. */
  readonly root?: string;
  /** Name of the records' layout, with `-le` or `-be` for a byte order. @default what they show */
  readonly layout?: string;
  /** Ends reading, with its reason, when it is aborted. */
  readonly signal?: AbortSignalLike;
  /** Most entries to give. @default Infinity */
  readonly limit?: number;
  /**
   * Bytes that a compressed file may hold: it is unpacked into memory. One that holds more is not
   * read. @default 268435456
   */
  readonly maxUnpackedBytes?: number;
}

/** By what a file of records is read. */
export interface MemberOptions extends PlaceOptions {
  readonly source?: "auto" | "libc" | "file";
}

/** By what files of records of logins are found and read. */
export interface RecordOptions extends MemberOptions {
  readonly rotated?: boolean;
}

/** What {@link Lastlog} reads. Without a path or a root it is this system's own records. */
export interface LastlogOptions extends PlaceOptions {
  /** File to read: of records, or a database of lastlog2. A pipe is read forward to its end. */
  readonly path?: string;
  /** Where records come from; `auto` takes the database of lastlog2 where there is one. */
  readonly source?: SourceOption;
}

/**
 * What a view of logins reads. Without a path or a root it is this system's own records.
 *
 * Several files are read as one, oldest first, in whatever order they are named. What one of them
 * can't give stands in `problems`; it is an error only if none of them can be read.
 */
export interface ViewOptions extends PlaceOptions {
  /**
   * Files to read. A pipe that is named here is read forward to its end.
   *
   * For {@link Wtmp}, a file can be a database of wtmpdb: it is one if it begins so, or is called
   * `wtmp.db` as rotated ones are, and no layout is named. A directory that has such databases stands
   * for these, rotated ones too; records beside them are left out, and `problems` say so.
   *
   * A directory stands for the files of the view's database in it, as they were rotated: `wtmp`,
   * `wtmp.1`, `wtmp-20260101`, `wtmp-20260101-1767225600`, and these compressed, as `wtmp.2.gz`;
   * not `wtmp.bak` or `wtmp.lock`. Where there is `wtmpx`, too, that is read if it has records: the
   * same logins stand in both, and `problems` say which of them is left out. A file that is named
   * twice, or by two names, is read once.
   *
   * Files of one log are put in order by number or date, those of different logs or schemes by
   * their first record of a clock that was set. Gzip and zstd are unpacked in here, xz and bzip2
   * by the system's programs of these names.
   */
  readonly path?: string | readonly string[];
  /** Whether all files are read that the system, or whoever made `path`, rotated. @default false */
  readonly rotated?: boolean;
  /**
   * Where records come from. `auto` takes what answers for the system: for who is logged in its utmp,
   * read through libc, if it holds a boot, else the login manager, else utmps; for history wtmpdb
   * where there is its database, else wtmp; for failed logins btmp. History can be read from its
   * files and its database, as `["wtmpdb", "file"]`: what both have is then given once. Services
   * (`utmps`, `wtmpdbd`) are not asked about another system's tree.
   */
  readonly source?: SourceOption | readonly SourceOption[];
}

const KNOWN = ["path", "root", "layout", "source", "signal", "limit", "maxUnpackedBytes"] as const;
const KNOWN_OF_LOGINS = ["rotated", ...KNOWN] as const;

/**
 * The options of a view of logins.
 *
 * @throws TypeError on an unknown option or a value of another kind; RangeError on a limit that is
 *   no count
 */
export function viewOptions(given: string | ViewOptions): ViewOptions {
  const options = typeof given === "string" ? { path: given } : given;
  checkOptions(options, KNOWN_OF_LOGINS, ["path", "source"]);
  checkCounts(options);
  return options;
}

/** The options of a view of last logins; throws as {@link viewOptions}. */
export function lastlogOptions(given: string | LastlogOptions): LastlogOptions {
  const options = typeof given === "string" ? { path: given } : given;
  checkOptions(options, KNOWN);
  checkCounts(options);
  return options;
}

/** Bytes that a compressed file may hold: no more than fit into one piece of memory. */
export function mostUnpacked({ maxUnpackedBytes = MAX_UNPACKED_BYTES }: PlaceOptions): number {
  return Math.min(maxUnpackedBytes, constants.MAX_LENGTH);
}

function checkCounts({ limit, maxUnpackedBytes }: PlaceOptions): void {
  checkCount("limit", limit, 0);
  checkCount("maxUnpackedBytes", maxUnpackedBytes, 1);
}
