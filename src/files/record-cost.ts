import { integerReader } from "../integer.ts";
import { sizeOf, type AddressField, type BytesField, type Endian } from "../layout.ts";
import type { IntegerField, Layout } from "../layout.ts";
import type { RecordType } from "../record-types.ts";
import { isShown, timeReader } from "../time-reader.ts";
import type { ByteTable } from "./byte-table.ts";
import { isCommon, isPrintedByte, MAX_PID } from "./evident.ts";

/** What a record costs under a layout, in bits: the layout that explains a file costs least. */
export interface RecordCost {
  readonly bits: number;
  /** Values that no writer leaves. */
  readonly faults: number;
  /** Whether its type, or else its line, and its time are such as only records have. */
  readonly isSolid: boolean;
  /** Since 1970. */
  readonly seconds: number;
}

/** Tries a layout, in one byte order, on the record at `at`, which is not all zero. */
export type CostOf = (table: ByteTable, at: number, isFirst: boolean) => RecordCost;

/** What a value costs; what no writer leaves costs {@link FAULT} at least. */
type Price = (table: ByteTable, at: number) => number;

const FAULT = 36;
/** Bits of a number that is no session and no status. */
const FAR_OFF = 56;
/** Bits of a byte that stands where the layout has nothing. */
const UNEXPLAINED = 10;
/** Bits of where such bytes begin. */
const ANYWHERE = 8;

/** 2000: most records are from since then. */
const COMMON = 946_684_800;
/** Bits of a record without a time. */
const NEVER = 20;
/** The end of the year 9999. */
const LAST = 253_402_300_800;

export function costOf(layout: Layout, endian: Endian): CostOf {
  const { fields, size } = layout;
  const logins = layout.record === "utmp" ? layout.fields : null;
  const prices: Price[] = [];
  const numbers: Price[] = [];
  const integers: IntegerField[] = [];
  const add = (
    to: Price[],
    field: IntegerField | null | undefined,
    price: (value: number) => number,
  ): void => {
    if (field == null) return;
    const read = integerReader(field, endian);
    integers.push(field);
    to.push((table, at) => price(read(table.view, at)));
  };
  add(prices, logins?.pid, pidBits);
  for (const field of [logins?.session, logins?.termination, logins?.exit, logins?.count]) {
    add(numbers, field, numberBits);
  }
  const time = timeReader(fields, endian);
  const { seconds: secondsField, microseconds } = fields;
  prices.push(({ view }, at) => secondsBits(time.seconds(view, at)));
  if (secondsField === null || microseconds !== null) {
    prices.push(({ view }, at) => microsecondsBits(time.microseconds(view, at)));
  }
  for (const field of [secondsField, microseconds]) if (field !== null) integers.push(field);

  const type = logins !== null && "kind" in logins.type ? logins.type : null;
  const readType = type && integerReader(type, endian);
  if (type !== null) integers.push(type);
  const types: readonly RecordType[] = layout.record === "utmp" ? layout.types : [];
  const { line, user } = fields;
  const texts = [user, line, fields.host, logins?.id].filter((field) => field != null);
  // Names and hosts come from the network, but where nothing else tells a record they must be text.
  const checked = type === null ? texts : [line];
  const address = logins?.address ?? null;
  const signature = SIGNATURES.get(layout.framing);

  return (table, at, isFirst) => {
    let bits = 0;
    let faults = 0;
    let explained = 0;
    let fieldsUsed = 0;
    let isTyped = false;
    const seconds = time.seconds(table.view, at);
    for (const price of prices) {
      const cost = price(table, at);
      bits += cost;
      if (cost >= FAULT) faults++;
    }
    // Not faults: many writers leave what was in memory.
    for (const number of numbers) bits += number(table, at);
    for (const { offset, kind } of integers) {
      const used = table.used(at + offset, at + offset + sizeOf({ offset, kind }));
      if (used > 0) fieldsUsed++;
      explained += used;
    }
    for (const field of texts) {
      const start = at + field.offset;
      const end = table.textEnd(start, field.length);
      bits += table.textBits(start, end);
      if (end > start) fieldsUsed++;
      explained += end - start;
      if (table.startsLine(start)) bits += field === line ? -14 : 14;
    }
    if (readType !== null) {
      const word = types[readType(table.view, at)];
      const cost =
        signature !== undefined && isFirst
          ? signatureBits(
              word,
              signature.test(user === null ? "" : table.text(at + user.offset, user.length)),
            )
          : typeBits(word);
      isTyped = word !== "EMPTY";
      // A free slot keeps what was there before, and a time is no part of it.
      if (word === "EMPTY" && seconds === 0) bits -= NEVER - 8;
      bits += cost;
      if (cost >= FAULT) faults++;
    }
    for (const field of checked) if (hasUnprinted(table, field, at)) faults++;
    if (address !== null) {
      const used = table.used(at + address.offset, at + address.offset + address.length);
      bits += used === 0 ? 1 : 2 + 8 * used;
      explained += used;
      if (used > 0) fieldsUsed++;
      if (used > 0 && address.inet6 !== null && !isSocket(table, address, at)) {
        bits += FAULT;
        faults++;
      }
    }
    bits += UNEXPLAINED * (table.used(at, at + size) - explained);
    bits += ANYWHERE * Math.max(0, table.runs(at, at + size) - fieldsUsed);
    const isLine = table.startsLine(at + line.offset);
    const isTimed = isCommon(seconds) || isLine;
    const isSolid = faults === 0 && isTimed && (readType === null ? isLine : isTyped);
    return { bits, faults, seconds, isSolid };
  };
}

function pidBits(pid: number): number {
  if (pid === 0) return 3;
  if (pid < 0) return FAULT;
  if (pid > MAX_PID) return FAULT - 1;
  return pid < 100_000 ? 13 : 20;
}

/** Sessions, exit statuses and counts: small, and often left as they were in memory. */
function numberBits(value: number): number {
  if (value === 0) return 1;
  const size = Math.abs(value);
  return size < 256 ? 6 : size <= MAX_PID ? 10 : FAR_OFF;
}

function secondsBits(seconds: number): number {
  if (isCommon(seconds)) return seconds < COMMON ? 14 : 10;
  if (seconds === 0) return NEVER;
  return seconds > 0 && seconds < LAST ? 30 : FAULT + 8;
}

function microsecondsBits(microseconds: number): number {
  if (microseconds === 0) return 3;
  return isShown(microseconds) ? 18 : FAULT + 28;
}

/** The first record of files that are signed. */
const SIGNATURES: ReadonlyMap<Layout["framing"], RegExp> = new Map([
  ["signed", /^utmpx-[12]/],
  ["signed-1", /^utmpx-1/],
  ["signed-2", /^utmpx-2/],
]);

function signatureBits(word: RecordType | undefined, isNamed: boolean): number {
  if (word !== "SIGNATURE") return FAULT;
  return isNamed ? -60 : 0;
}

function typeBits(word: RecordType | undefined): number {
  switch (word) {
    case undefined:
    case "UNKNOWN":
    case "SIGNATURE":
      return FAULT;
    case "EMPTY":
      return 9;
    case "USER_PROCESS":
    case "DEAD_PROCESS":
    case "LOGIN_PROCESS":
    case "INIT_PROCESS":
    case "BOOT_TIME":
    case "RUN_LVL":
      return 3;
    default:
      return 7;
  }
}

/** A socket address has a length, which some leave 0, and a family. */
function isSocket(table: ByteTable, { offset, inet6 }: AddressField, at: number): boolean {
  const [length, family] = table.bytes.subarray(at + offset, at + offset + 2);
  const size = family === 2 ? 16 : family === inet6 ? 28 : null;
  return size !== null && (length === size || length === 0);
}

/** Whether a field holds anything but what ASCII prints. */
function hasUnprinted(table: ByteTable, { offset, length }: BytesField, at: number): boolean {
  const end = table.textEnd(at + offset, length);
  for (let i = at + offset; i < end; i++) {
    if (!isPrintedByte(table.bytes[i] ?? 0)) return true;
  }
  return false;
}
