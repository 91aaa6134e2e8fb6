import {
  allLayouts,
  isLayoutOf,
  layoutName,
  layoutNamed,
  type LayoutOf,
  type OrderedLayout,
} from "../../platforms/index.ts";
import { RecordFormatError } from "../errors.ts";
import { hostEndian, type Endian, type Layout } from "../layout.ts";
import type { Database, LivePlatform, Platform, SystemLibrary } from "../platform.ts";
import type { ProblemList } from "../problems.ts";
import { isEvident } from "./evident.ts";
import type { Recognised } from "./recognise.ts";
import type { RecordSource } from "./record-file.ts";
import type { Sample } from "./sample.ts";

/** What is known of a file before it is looked at. */
export interface Expected {
  readonly database: Database;
  /** Name of the layout, if somebody named it. */
  readonly layout: string | undefined;
  /** The system that the file is thought to be of. */
  readonly platform: Platform | null;
  /** Whether it is that of the running system. */
  readonly isLive: boolean;
  /** The byte order that other files of its system have; `null` if nothing tells. */
  readonly order: () => Endian | null;
}

/** So much of a file is enough to see that it is what is usual. */
const HEAD_BYTES = 4096;

/** Another layout is as likely if it has this share of the confidence in the first. */
const AS_LIKELY = 0.24;
/** A layout of the wanted kind of records is taken with this share of the confidence in another's. */
const WANTED = 0.2;

/**
 * The layout of a file's records: the one that is named, or the one that they show.
 *
 * @param openLibrary loads libc, which finds the data of a sparse file
 * @param problems told of a layout that is as likely and would give other entries
 * @throws {@link RecordFormatError} if no layout fits; RangeError if the named one is not known
 */
export function layoutOf<K extends Layout["record"]>(
  file: RecordSource,
  kind: K,
  expected: Expected,
  openLibrary: () => SystemLibrary,
  problems: ProblemList,
): OrderedLayout<LayoutOf<K>> {
  if (expected.layout !== undefined) return layoutNamed(expected.layout, kind);
  const usual = usualLayout(kind, expected);
  // What holds something in its beginning is sampled from there: this answers the same, sooner.
  const head = headOf(file);
  if (head !== null && isUsual(head, usual)) return usual;
  const sample = sampling().sampleOf(file, openLibrary);
  if (sample.pieces.length === 0 || isUsual(sample, usual)) return usual;
  const { CERTAIN, LIKELY, recognise } = recognition();
  const found = recognise(sample, {
    layouts: [usual.layout, ...(expected.isLive ? [] : (expected.platform?.layouts ?? []))],
    bits: expected.isLive ? CERTAIN : LIKELY,
  });
  if (!("looksLike" in found)) {
    const inOrder = ofOrder(found, expected.order);
    const fit = ofKind(inOrder, kind);
    if (fit === null) throw notRecognised(file.path, kind, `${layoutName(found.fit)} records`);
    addRivals(problems, file, inOrder);
    return fit;
  }
  if (sample.size !== null && sample.size < usual.layout.size && found.isUnknown) return usual;
  throw notRecognised(file.path, kind, found.looksLike);
}

/** The beginning of a file, whatever it holds; `null` of a pipe, from which it would be taken. */
function headOf(file: RecordSource): Sample | null {
  const { size, modified } = file;
  if (size === null) return null;
  const bytes = new Uint8Array(Math.min(HEAD_BYTES, size));
  const count = file.read(bytes, 0);
  return { pieces: [{ offset: 0, bytes: bytes.subarray(0, count) }], size, modified };
}

/** Whether the records of a sample are of a layout without doubt, and nothing is behind the last. */
function isUsual({ pieces, size }: Sample, { layout, endian }: OrderedLayout): boolean {
  const [first] = pieces;
  if (layout.record !== "utmp" || first === undefined) return false;
  if (size !== null && size % layout.size > 0) return false;
  return isEvident(first, layout, endian);
}

/** The layout of a file that shows none: it is empty, or all zero. */
function usualLayout<K extends Layout["record"]>(
  kind: K,
  { database, platform }: Expected,
): OrderedLayout<LayoutOf<K>> {
  const own = platform !== null && isLive(platform) ? [platform.files[database]] : [];
  const isWanted = (layout: Layout): layout is LayoutOf<K> => isLayoutOf(layout, kind);
  const layout =
    [...own, ...(platform?.layouts ?? [])].find(isWanted) ?? allLayouts().find(isWanted);
  if (layout !== undefined) return { layout, endian: layout.endian ?? hostEndian };
  throw new RangeError(`No layout of ${kind} records is known`);
}

function isLive(platform: Platform): platform is LivePlatform {
  return "files" in platform;
}

/** What is left if the byte order is known; all, if nothing is left. */
function ofOrder(found: Recognised, order: () => Endian | null): Recognised {
  const { fit, confidence, rivals } = found;
  if (rivals.every((rival) => rival.fit.endian === fit.endian)) return found;
  const endian = order();
  const [best, ...others] = [{ fit, confidence }, ...rivals].filter(
    (one) => endian === null || one.fit.endian === endian,
  );
  return best === undefined ? found : { ...best, rivals: others };
}

function ofKind<K extends Layout["record"]>(
  { fit, confidence, rivals }: Recognised,
  kind: K,
): OrderedLayout<LayoutOf<K>> | null {
  for (const one of [{ fit, confidence }, ...rivals]) {
    const { endian } = one.fit;
    // The same records can be of both kinds, as FreeBSD's are.
    const layout = allLayouts().find(
      ({ id, record }) => id === one.fit.layout.id && record === kind,
    );
    if (layout !== undefined && isLayoutOf(layout, kind) && one.confidence >= WANTED * confidence) {
      return { layout, endian };
    }
  }
  return null;
}

function addRivals(
  problems: ProblemList,
  { path, size }: RecordSource,
  { fit, confidence, rivals }: Recognised,
): void {
  const names = rivals
    .filter((rival) => rival.confidence >= AS_LIKELY * confidence)
    .map((rival) => layoutName(rival.fit))
    .filter((name) => name !== layoutName(fit));
  if (names.length === 0) return;
  const message = `Cannot be sure of "${path}": it is read as ${layoutName(fit)}, and could as well be ${names.join(", ")}: name its layout`;
  problems.add({ kind: "layout", offset: 0, bytes: size ?? 0, message });
}

function notRecognised(path: string, kind: string, state: string): RecordFormatError {
  const wanted = kind === "utmp" ? "records of logins" : "records of last logins";
  return new RecordFormatError(
    `Cannot decode "${path}": it looks like ${state}, and ${wanted} are wanted`,
  );
}

/** Loaded where the beginning of a file does not show that it is what is usual. */
function sampling(): typeof import("./sample.ts") {
  return require("./sample.ts");
}

/** Loaded where a file is not seen to be what is usual: few are of another system. */
function recognition(): typeof import("./recognise.ts") {
  return require("./recognise.ts");
}
