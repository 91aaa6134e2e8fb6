import type { OrderedLayout } from "../../platforms/index.ts";
import type { Layout } from "../layout.ts";
import { ProblemList } from "../problems.ts";
import { ByteTable } from "./byte-table.ts";
import { costOf, type CostOf } from "./record-cost.ts";
import type { ByteSource } from "./record-file.ts";
import type { Piece, Sample } from "./sample.ts";

/** How well a layout explains a sample. */
export interface Fit extends OrderedLayout {
  /** What the sample costs under it: less is better. */
  readonly bits: number;
  /** Records of the sample that are not all zero. */
  readonly records: number;
  /** Those of them that hold nothing that no writer leaves. */
  readonly sound: number;
  /** Those of them whose type and time say that they are records. */
  readonly solid: number;
  /** Values in them that no writer leaves. */
  readonly faults: number;
  /** Bytes of the file behind its last record. */
  readonly torn: number;
}

/** A piece of a sample, ready to be looked at by many layouts. */
export interface Table {
  readonly piece: Piece;
  readonly table: ByteTable;
}

/** Bits of a byte that belongs to no record. */
const LEFT_OVER = 10;
/** The same where the piece ends and the file does not. */
const CUT_OFF = 4;
/** Bits of a file that ends with a few stray bytes, and of one that ends in a record. */
const STRAY = 12;
const TORN = 30;
/** Bytes behind the records that need not be the beginning of one. */
export const MOST_STRAY = 8;
/** Bits of a record that is all zero, where others are not. */
const GAP = 6;
const MOST_GAPS = 200;
/** Bits of a record that is newer than its file. */
const UNWRITTEN = 8;
/** Bits by which a layout is better whose newest record is as old as the file. */
const JUST_WRITTEN = 16;
const DAY = 86_400;
/** Bits of the length of a record. */
const LENGTH = 6;

export function tablesOf({ pieces }: Sample): Table[] {
  return pieces.map((piece) => ({ piece, table: new ByteTable(piece.bytes) }));
}

/** Bits that a sample costs if no layout explains it. */
export function plainBits(tables: readonly Table[]): number {
  return tables.reduce((bits, { table }) => bits + table.plainBits, 0);
}

/**
 * Tries a layout on a sample.
 *
 * @param limit bits from which on it is of no interest how many more there are
 */
export function fitOf(
  tables: readonly Table[],
  { size, modified }: Sample,
  ordered: OrderedLayout,
  limit: number,
): Fit {
  const { layout } = ordered;
  const isFramed = layout.framing === "utx-log";
  const fit = new FitCounter(ordered, modified, isFramed ? 0 : (size ?? 0) % layout.size);
  fit.bits += tornBits(fit.torn);
  let end = 0;
  for (const { piece, table } of tables) {
    fit.skip(piece.offset - end);
    end = piece.offset + piece.bytes.length;
    const isEnd = end === size;
    if (isFramed) countFrames(fit, piece, table, isEnd);
    else countArray(fit, piece.offset, table, isEnd, limit);
  }
  fit.end();
  return fit;
}

function tornBits(bytes: number): number {
  if (bytes === 0) return 0;
  return bytes <= MOST_STRAY ? STRAY : TORN;
}

/** Sums up what the records of a sample cost. */
class FitCounter implements Fit {
  readonly layout: Layout;
  readonly endian: OrderedLayout["endian"];
  bits = 0;
  records = 0;
  sound = 0;
  solid = 0;
  faults = 0;
  readonly torn: number;
  readonly #costOf: CostOf;
  readonly #tolerated: number;
  readonly #modified: number | null;
  /** Time of the record before. */
  #before = 0;
  #newest = 0;
  /** Records before this one that are all zero. */
  #zeros = 0;
  readonly #isSparse: boolean;

  constructor({ layout, endian }: OrderedLayout, modified: number | null, torn: number) {
    this.torn = torn;
    this.#modified = modified;
    this.#isSparse =
      layout.record === "lastlog" ? layout.framing === "by-uid" : layout.fields.count !== null;
    this.layout = layout;
    this.endian = endian;
    this.#costOf = costOf(layout, endian);
    // Where a type says that it is a record, one wrong value can be damage.
    this.#tolerated = layout.record === "utmp" && "kind" in layout.fields.type ? 1 : 0;
  }

  add(table: ByteTable, at: number, isFirst: boolean): void {
    if (table.used(at, at + this.layout.size) === 0) {
      this.#zeros++;
      return;
    }
    if (this.#zeros > 0) this.bits += this.#gapBits();
    this.#zeros = 0;
    const { bits, faults, seconds, isSolid } = this.#costOf(table, at, isFirst);
    this.bits += bits;
    this.records++;
    this.faults += faults;
    if (isSolid) this.solid++;
    if (faults <= this.#tolerated) this.sound++;
    if (seconds === 0) return;
    if (this.#before !== 0) this.bits += Math.log2(1 + Math.abs(seconds - this.#before)) / 2;
    if (this.#modified !== null && seconds > this.#modified + DAY) this.bits += UNWRITTEN;
    this.#before = seconds;
    this.#newest = Math.max(this.#newest, seconds);
  }

  /** What is left at the end can be the beginning of a record. */
  tornBits(bytes: Uint8Array, used: number): number {
    const record = new Uint8Array(this.layout.size);
    record.set(bytes.subarray(0, record.length));
    return Math.min(LEFT_OVER * used, this.#costOf(new ByteTable(record), 0, false).bits);
  }

  /** Passes zeros that are no part of the sample. */
  skip(bytes: number): void {
    this.#zeros += Math.floor(bytes / this.layout.size);
  }

  /** Logs may begin with zeros; between their records none are written. */
  #gapBits(): number {
    if (this.#isSparse) return GAP;
    if (this.records === 0) return 2 * Math.log2(1 + this.#zeros);
    return Math.min(this.#zeros, MOST_GAPS) * GAP;
  }

  end(): void {
    const age = this.#modified === null ? DAY : Math.abs(this.#newest - this.#modified);
    if (age < DAY) this.bits -= JUST_WRITTEN;
  }
}

function countArray(
  fit: FitCounter,
  offset: number,
  table: ByteTable,
  isEnd: boolean,
  limit: number,
): void {
  const { size } = fit.layout;
  const end = table.bytes.length;
  let at = Math.min((size - (offset % size)) % size, end);
  fit.bits += CUT_OFF * table.used(0, at);
  for (; at + size <= end && fit.bits < limit; at += size) fit.add(table, at, offset + at === 0);
  const used = table.used(at, end);
  fit.bits += isEnd && used > 0 ? fit.tornBits(table.bytes.subarray(at), used) : CUT_OFF * used;
}

function countFrames(
  fit: FitCounter,
  { bytes, offset }: Piece,
  whole: ByteTable,
  isEnd: boolean,
): void {
  if (offset > 0) {
    fit.bits += LEFT_OVER * whole.used(0, bytes.length);
    return;
  }
  const problems = new ProblemList();
  for (const chunk of framing().utxLogChunks(bytesSource(bytes), fit.layout.size, problems)) {
    const table = new ByteTable(chunk.bytes);
    for (let at = 0; at < chunk.bytes.length; at += fit.layout.size) {
      fit.bits += LENGTH;
      fit.add(table, at, false);
    }
  }
  for (const problem of problems.list()) {
    const isCut = problem.kind === "torn-tail" && !isEnd && problem.bytes <= fit.layout.size;
    if (isCut) continue;
    fit.bits += STRAY + LEFT_OVER * whole.used(problem.offset, problem.offset + problem.bytes);
  }
}

/** Bytes in memory, to be read as a file is. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    path: "",
    size: bytes.length,
    read(into, position) {
      const part = bytes.subarray(position, position + into.length);
      into.set(part);
      return part.length;
    },
  };
}

/** Loaded where a log of FreeBSD is thought of: most files are seen to be this system's own. */
function framing(): typeof import("./utx-log.ts") {
  return require("./utx-log.ts");
}
