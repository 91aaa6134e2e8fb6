import { layouts } from "../../platforms/all.ts";
import { ordersOf, type OrderedLayout } from "../../platforms/index.ts";
import { Chunk } from "../chunk.ts";
import { LastlogReader } from "../lastlog-reader.ts";
import { hostEndian, type Layout } from "../layout.ts";
import { ProblemList } from "../problems.ts";
import { UtmpReader } from "../reader.ts";
import { isFitting, isPossible } from "./fitting.ts";
import { dbHashLayout } from "./db-hash-layout.ts";
import { bytesSource, fitOf, plainBits, tablesOf, type Fit, type Table } from "./layout-fit.ts";
import { isDbHash, looksLike, unknownData } from "./looks-like.ts";
import type { Piece, Sample } from "./sample.ts";
import { utxLogChunks } from "./utx-log.ts";

/** What a file looks like that no layout fits. */
export interface NotRecognised {
  readonly looksLike: string;
  /** Whether it is nothing that is known. */
  readonly isUnknown: boolean;
}

/** A layout that was found, and others that could be. */
export interface Recognised {
  readonly fit: Fit;
  readonly confidence: number;
  readonly rivals: readonly { readonly fit: Fit; readonly confidence: number }[];
}

/** What layouts a file is likely to have. */
export interface AtHome {
  readonly layouts: readonly Layout[];
  /** Bits that they are better by, in this machine's byte order. */
  readonly bits: number;
}

/** Bits for the layouts of this system, where a file can be of any. */
export const LIKELY = 8;
/** Bits for the layouts of a file that this system itself writes. */
export const CERTAIN = 48;

/** Bits behind the best from which on a layout is not looked at. */
const FAR = 400;
/** Bits behind the best from which on a layout is no rival. */
const NEAR = 48;
/** Bits of which nothing can be told. */
const FEW = 160;
/** Bits that halve the confidence in a layout. */
const HALVING = 8;

/**
 * Tells the layout of records by the records themselves: each layout is tried in each byte order,
 * and the one that explains them with the least is taken.
 *
 * @param atHome what is expected
 */
export function recognise(sample: Sample, atHome: AtHome): Recognised | NotRecognised {
  const [first] = sample.pieces;
  if (first === undefined) return nothingTold(atHome);
  const head = first.bytes;
  const known = looksLike(head);
  if (known !== null) return { looksLike: known, isUnknown: false };
  if (isDbHash(head)) return recogniseHash(head);
  const tables = tablesOf(sample);
  const [fit, ...others] = likeliest(tables, sample, atHome);
  if (fit === undefined) return { looksLike: unknownData(head), isUnknown: true };
  const entries = decode(fit, sample);
  const rivals = others.filter(
    (other) => other.bits < fit.bits + NEAR && decode(other, sample) !== entries,
  );
  const weights = rivals.map((rival) => 2 ** (Math.min(0, fit.bits - rival.bits) / HALVING));
  const sum = weights.reduce((total, weight) => total + weight, 1);
  const quality = fit.sound / fit.records;
  return {
    fit,
    confidence: round(quality / sum),
    rivals: rivals.map((rival, i) => ({
      fit: rival,
      confidence: round((quality * (weights[i] ?? 0)) / sum),
    })),
  };
}

/** The layouts that could be, the best first; none if the records are none. */
function likeliest(tables: readonly Table[], sample: Sample, atHome: AtHome): Fit[] {
  const plain = plainBits(tables);
  const all = candidates(atHome);
  const [usual] = all;
  const found: Fit[] = [];
  let own: Fit | null = null;
  let limit = Number.POSITIVE_INFINITY;
  for (const ordered of all) {
    const isAtHome = atHome.layouts.map(loginsOf).includes(ordered.layout) && isNative(ordered);
    const { bits, ...rest } = fitOf(tables, sample, ordered, limit);
    const fit = { ...rest, bits: bits - (isAtHome ? atHome.bits : 0) };
    if (ordered === usual) own = fit;
    if (bits >= limit || !isFitting(fit, { plain, isUsual: fit === own })) continue;
    found.push(fit);
    limit = Math.min(limit, fit.bits + FAR);
  }
  if (found.length > 0) return found.sort((a, b) => a.bits - b.bits);
  // Of a few bytes among zeros nothing can be told: they are what is usual, if they can be.
  return own !== null && plain < FEW && isPossible(own) ? [own] : [];
}

/** An empty file, or one of zeros, can be of any layout. */
function nothingTold(atHome: AtHome): Recognised | NotRecognised {
  const [ordered] = candidates(atHome);
  if (ordered === undefined) return { looksLike: "nothing", isUnknown: true };
  return {
    fit: { ...ordered, bits: 0, records: 0, sound: 0, solid: 0, faults: 0, torn: 0 },
    confidence: 0,
    rivals: [],
  };
}

function recogniseHash(head: Uint8Array): Recognised | NotRecognised {
  const found = dbHashLayout(head);
  if (found === null) return { looksLike: "a damaged Berkeley DB hash", isUnknown: false };
  return {
    fit: { ...found, bits: 0, records: 0, sound: 0, solid: 0, faults: 0, torn: 0 },
    confidence: 1,
    rivals: [],
  };
}

/**
 * All layouts in all their byte orders, those that are likeliest first. Last logins by name are
 * records of logins, of which only some fields are looked at: they are found by those.
 */
function candidates(atHome: AtHome): OrderedLayout[] {
  return [...new Set([...atHome.layouts.map(loginsOf), ...layouts])]
    .filter(({ framing }) => framing !== "db-hash" && framing !== "named")
    .flatMap((layout) => ordersOf(layout).map((endian) => ({ layout, endian })));
}

function loginsOf(layout: Layout): Layout {
  if (layout.framing !== "named") return layout;
  return layouts.find(({ id, record }) => id === layout.id && record === "utmp") ?? layout;
}

function isNative({ layout, endian }: OrderedLayout): boolean {
  return endian === (layout.endian ?? hostEndian);
}

/** What the whole records of a sample are decoded to. */
function decode({ layout, endian }: OrderedLayout, { pieces }: Sample): string {
  const reader =
    layout.record === "utmp"
      ? new UtmpReader(layout, endian)
      : new LastlogReader(layout, endian, () => null);
  const entries = pieces
    .flatMap((piece) => wholeRecords(layout, piece))
    .flatMap((chunk) =>
      Array.from({ length: chunk.bytes.length / layout.size }, (_, i) =>
        reader.read(chunk, i * layout.size),
      ),
    );
  return JSON.stringify(entries);
}

function wholeRecords({ framing, size }: Layout, { offset, bytes }: Piece): Chunk[] {
  if (framing === "utx-log") {
    return offset > 0 ? [] : [...utxLogChunks(bytesSource(bytes), size, new ProblemList())];
  }
  const first = Math.min((size - (offset % size)) % size, bytes.length);
  const end = bytes.length - ((bytes.length - first) % size);
  return [new Chunk(bytes.subarray(first, end), size, offset + first, "file")];
}

function round(confidence: number): number {
  return Math.round(confidence * 1000) / 1000;
}
