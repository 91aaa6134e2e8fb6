import { checkOptions } from "../options.ts";
import type { SourceName } from "../source.ts";

/** What is needed of an `AbortSignal`: this package needs no types of Bun's or the browser's. */
export interface AbortSignalLike {
  throwIfAborted(): void;
}

/** What a view reads. Without a path or a root it is this system's own records. */
export interface ViewOptions {
  /** File to read. A pipe that is named here is read forward to its end. */
  readonly path?: string;
  /** Tree of another system: a mounted image, or a copy. All paths are looked up in it. */
  readonly root?: string;
  /** Name of the records' layout, with `-le` or `-be` for a byte order. @default what they show */
  readonly layout?: string;
  /** How to come by the records; `auto` takes libc for who is logged in now, else the file. */
  readonly source?: "auto" | SourceName;
  /** Ends reading, with its reason, when it is aborted. */
  readonly signal?: AbortSignalLike;
  /** Most entries to give. @default Infinity */
  readonly limit?: number;
}

const KNOWN = ["path", "root", "layout", "source", "signal", "limit"] as const;

/**
 * The options of a view.
 *
 * @throws TypeError on an unknown option; RangeError on a limit that is no count
 */
export function viewOptions(given: string | ViewOptions): ViewOptions {
  const options = typeof given === "string" ? { path: given } : given;
  checkOptions(options, KNOWN);
  const { limit } = options;
  if (
    limit !== undefined &&
    limit !== Number.POSITIVE_INFINITY &&
    !(Number.isSafeInteger(limit) && limit >= 0)
  ) {
    throw new RangeError(`Cannot take ${limit} as limit: it must be a whole number from 0`);
  }
  return options;
}
