import { integerReader } from "../integer.ts";
import { sizeOf, type Endian, type UtmpLayout } from "../layout.ts";
import { isShown, timeReader } from "../time-reader.ts";
import type { Piece } from "./sample.ts";

/** 1990 and 2040: nearly all records are from between them. */
const EARLY = 631_152_000;
const LATE = 2_208_988_800;
/** PID_MAX_LIMIT of Linux; other systems stay below it. */
export const MAX_PID = 4_194_304;

/** As many records as leave no doubt. */
const ENOUGH = 10;

/**
 * Whether records show by themselves that a layout is theirs, so that no other needs to be tried: the
 * first of them say what they are and when they were written, their text is printed with nothing
 * behind its end, and nothing stands where the layout has nothing. Good records can be otherwise.
 *
 * @param piece part of a file, from where records begin
 */
export function isEvident({ offset, bytes }: Piece, layout: UtmpLayout, endian: Endian): boolean {
  const { size, framing } = layout;
  // Lengths say more of such records than they themselves do.
  if (framing === "utx-log") return false;
  const isRecord = recordTest(layout, endian, bytes);
  const start = (size - (offset % size)) % size;
  const end = Math.min(bytes.length, start + ENOUGH * size);
  let isAny = false;
  for (let at = start; at + size <= end; at += size) {
    const is = isRecord(at);
    if (is === false) return false;
    if (is) isAny = true;
  }
  return isAny;
}

/** Tells of the record at `at` whether it is one without doubt; `null` of a signature. */
function recordTest(
  { size, fields, types }: UtmpLayout,
  endian: Endian,
  bytes: Uint8Array,
): (at: number) => boolean | null {
  const { type, pid, id, user, line, host } = fields;
  if ("named" in type) return () => false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const readType = integerReader(type, endian);
  const readPid = pid && integerReader(pid, endian);
  const time = timeReader(fields, endian);
  const texts = [id, user, line, host].filter((field) => field !== null);
  const isField = new Uint8Array(size);
  for (const field of Object.values(fields)) {
    if (field === null || "named" in field) continue;
    const length = "kind" in field ? sizeOf(field) : field.length;
    isField.fill(1, field.offset, field.offset + length);
  }
  return (at) => {
    const word = types[readType(view, at)] ?? "UNKNOWN";
    if (word === "UNKNOWN" || word === "EMPTY") return false;
    for (const { offset, length } of texts) {
      if (!isPrinted(bytes, at + offset, at + offset + length)) return false;
    }
    for (let i = 0; i < size; i++) if (isField[i] === 0 && bytes[at + i] !== 0) return false;
    if (word === "SIGNATURE") return null;
    const process = readPid?.(view, at) ?? 0;
    return (
      process >= 0 &&
      process <= MAX_PID &&
      isCommon(time.seconds(view, at)) &&
      isShown(time.microseconds(view, at))
    );
  };
}

/** Whether nearly all records have such times. */
export function isCommon(seconds: number): boolean {
  return seconds >= EARLY && seconds < LATE;
}

/** Whether a field holds what ASCII prints, and zeros behind that. */
function isPrinted(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end && isPrintedByte(bytes[at] ?? 0)) at++;
  while (at < end && bytes[at] === 0) at++;
  return at === end;
}

/** Whether ASCII prints it. */
export function isPrintedByte(byte: number): boolean {
  return byte >= 0x20 && byte < 0x7f;
}
