import { hostPlatform, layoutName } from "../../platforms/index.ts";
import { UnsupportedPlatformError } from "../errors.ts";
import type { Endian, Layout } from "../layout.ts";
import { wrongKind } from "../options.ts";
import type { SystemLibrary } from "../platform.ts";
import type { Fit } from "./layout-fit.ts";
import { RecordFile } from "./record-file.ts";
import type { Sample } from "./sample.ts";

/** What the records of a file are. */
export interface Detection {
  /** Name of the layout, with its byte order where there is more than one. */
  readonly layout: string;
  readonly endian: Endian;
  /** From 0, nothing tells it, to 1. */
  readonly confidence: number;
  /** What speaks for it. */
  readonly reasons: readonly string[];
  /** Other layouts that could be and would give other entries, the likeliest first. */
  readonly rivals: readonly Rival[];
}

/** A layout that could be another's in its place. */
export interface Rival {
  readonly layout: string;
  readonly endian: Endian;
  readonly confidence: number;
}

/** A file that no layout fits. */
export interface NoDetection {
  /** What it looks like: `text`, `gzip data`, `a SQLite database`. */
  readonly looksLike: string;
}

/**
 * Tells the layout of a file of login records, of whatever system, by the records themselves. The
 * views do the same when no layout is named. Layouts that give equal entries are no rivals.
 *
 * @param file path of a file, or its bytes
 * @throws what open(2) fails with; {@link StoreError} if it is no regular file: looking at a pipe
 *   would take from it what is in it; TypeError if it is neither a path nor bytes
 *
 * @example
 * ```ts
 * import { detect } from "bun-utmpx";
 * const found = detect("/var/log/wtmp");
 * if ("layout" in found) console.log(found.layout, found.confidence, found.reasons);
 * else console.log("no login records, but", found.looksLike);
 * ```
 */
export function detect(file: string | Uint8Array): Detection | NoDetection {
  if (typeof file !== "string" && !(file instanceof Uint8Array)) {
    throw wrongKind("file", file, "a path or bytes are");
  }
  const sample = typeof file === "string" ? sampleOfFile(file) : sampling().sampleOfBytes(file);
  const { LIKELY, recognise } = recognition();
  const found = recognise(sample, { layouts: hostLayouts(), bits: LIKELY });
  if ("looksLike" in found) return { looksLike: found.looksLike };
  const { fit, confidence, rivals } = found;
  return {
    layout: layoutName(fit),
    endian: fit.endian,
    confidence,
    reasons: reasonsFor(fit, sample),
    rivals: rivals.map((rival) => ({
      layout: layoutName(rival.fit),
      endian: rival.fit.endian,
      confidence: rival.confidence,
    })),
  };
}

function sampleOfFile(path: string): Sample {
  using file = new RecordFile(path, false);
  return sampling().sampleOf(file, (): SystemLibrary => hostPlatform().openLibrary());
}

function hostLayouts(): readonly Layout[] {
  try {
    const { files, layouts } = hostPlatform();
    return [...Object.values(files), ...layouts];
  } catch (error) {
    if (error instanceof UnsupportedPlatformError) return [];
    throw error;
  }
}

function reasonsFor({ layout, records, sound }: Fit, { pieces, size }: Sample): string[] {
  if (size === 0) return ["it is empty, as any file can be"];
  if (pieces.length === 0) return ["all of it is zero, as a file of any layout can be"];
  const reasons = [`${sound} of ${records} records hold what its writers leave`];
  if (layout.framing === "utx-log")
    return [...reasons, "the lengths of records lead from one to the next"];
  if (size === null || layout.framing === "db-hash") return reasons;
  const whole = Math.floor(size / layout.size);
  const torn = size % layout.size;
  const rest = torn === 0 ? "and nothing else" : `and ${torn} bytes more`;
  return [...reasons, `its size is that of ${whole} records ${rest}`];
}

// Loaded where a layout is asked for: views see in most files that they are what is usual.

function sampling(): typeof import("./sample.ts") {
  return require("./sample.ts");
}

function recognition(): typeof import("./recognise.ts") {
  return require("./recognise.ts");
}
