import type { Endian } from "../../src/layout.ts";
import { structs, type Member, type Struct } from "../platforms/header-structs.ts";

/** Numbers that come again with the same seed: mulberry32. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** From 0 up to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `from` to `to`, both among them. */
  int(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(list: readonly [T, ...T[]] | readonly T[]): T {
    const found = list[this.int(0, list.length - 1)];
    if (found === undefined) throw new Error("Nothing to pick from");
    return found;
  }

  bytes(length: number): Uint8Array<ArrayBuffer> {
    return Uint8Array.from({ length }, () => this.int(0, 255));
  }

  /** What a stack holds: addresses, small numbers, text, and much that is zero. */
  leftovers(length: number, endian: Endian): Uint8Array<ArrayBuffer> {
    const left = new Uint8Array(Math.ceil(length / 8) * 8);
    const view = new DataView(left.buffer);
    for (let at = 0; at < left.length; at += 8) {
      const share = this.next();
      const low = BigInt(this.int(0, 0xffff_ffff));
      if (share < 0.3) view.setBigUint64(at, 0x7ffd_0000_0000n + low, endian === "little");
      else if (share < 0.45) view.setBigUint64(at, low & 0xffffn, endian === "little");
      else if (share < 0.6) left.set(new TextEncoder().encode(this.pick(LEFT_TEXT)), at);
    }
    return left.slice(0, length);
  }
}

const LEFT_TEXT = ["/dev/pts", "ttyS0", "LANG=C", "root", "pts/12", ":0.0", "alice\0\0x"] as const;

/** What a member holds: a number, or bytes that are cut or filled up with zeros. */
export type Value = number | bigint | Uint8Array;

/** Gives as many bytes as nobody wrote. */
export type Leave = (length: number) => Uint8Array;

/** What is left in memory that no writer sets. */
export interface Noise {
  /** Between the members, and in those that say nothing. */
  readonly padding: Leave | null;
  /** Behind the NUL of these members. */
  readonly behind: ReadonlyMap<string, Leave>;
}

export const QUIET: Noise = { padding: null, behind: new Map() };

/** Structs that no header of the numbers declares: what is publicly known of them. */
const OTHERS: readonly Struct[] = [
  struct("cygwin-utmp-320", 320, [
    ["ut_type", 0, "i16"],
    ["ut_pid", 4, "i32"],
    ["ut_line", 8, "char[16]"],
    ["ut_id", 24, "char[2]"],
    ["ut_time", 32, "i64"],
    ["ut_user", 40, "char[16]"],
    ["ut_host", 56, "char[256]"],
    ["ut_addr", 312, "char[8]"],
  ]),
  struct("linux-libc4-utmp-56", 56, [
    ["ut_type", 0, "i16"],
    ["ut_pid", 4, "i32"],
    ["ut_line", 8, "char[12]"],
    ["ut_id", 20, "char[2]"],
    ["ut_time", 24, "i32"],
    ["ut_user", 28, "char[8]"],
    ["ut_host", 36, "char[16]"],
    ["ut_addr", 52, "char[4]"],
  ]),
  struct("minix-utmp-48", 48, [
    ["ut_user", 0, "char[8]"],
    ["ut_id", 8, "char[4]"],
    ["ut_line", 12, "char[12]"],
    ["ut_host", 24, "char[16]"],
    ["ut_pid", 40, "i16"],
    ["ut_type", 42, "i16"],
    ["ut_time", 44, "i32"],
  ]),
];

const byId = new Map([...structs, ...OTHERS].map((one) => [one.id, one]));

export function structOf(id: string): Struct {
  const found = byId.get(id);
  if (found === undefined) throw new Error(`No struct "${id}"`);
  return found;
}

/** The name of a member that all systems share: `line` for `ut_line`, `tv_sec` for that of ut_tv. */
export function sharedName({ name }: Member): string {
  return name.replace(/^.*\./, "").replace(/^(?:ut|fu|ll|bl)_/, "");
}

export function textLength({ class: kind, length }: Member): number | null {
  return kind.startsWith("char[") ? length : null;
}

/** A record of a struct, put together member by member. */
export function pack(
  { sizeof, fields, padding }: Struct,
  endian: Endian,
  values: ReadonlyMap<string, Value>,
  noise: Noise = QUIET,
): Uint8Array<ArrayBuffer> {
  const record = new Uint8Array(sizeof);
  const view = new DataView(record.buffer);
  for (const { offset, length } of padding) {
    if (noise.padding !== null) record.set(noise.padding(length), offset);
  }
  for (const member of fields) {
    const name = sharedName(member);
    const { offset, length } = member;
    const value = values.get(name);
    if (value === undefined) {
      const isNoisy = /^(?:pad|_+(?:pad|res|dbl|glibc|dummy|ut_pad).*|unused2?)$/.test(name);
      if (isNoisy && noise.padding !== null) record.set(noise.padding(length), offset);
    } else if (typeof value === "object") {
      const behind = noise.behind.get(name);
      if (behind !== undefined && value.length + 1 < length) {
        record.set(behind(length - value.length - 1), offset + value.length + 1);
      }
      record.set(value.subarray(0, length), offset);
    } else {
      setInteger(view, member, endian, value);
    }
  }
  return record;
}

function setInteger(
  view: DataView,
  { offset, class: kind, name }: Member,
  endian: Endian,
  value: number | bigint,
): void {
  const little = endian === "little";
  const integer = BigInt.asIntN(64, BigInt(value));
  switch (kind) {
    case "u8":
      return view.setUint8(offset, Number(integer));
    case "i16":
    case "u16":
      return view.setInt16(offset, Number(BigInt.asIntN(16, integer)), little);
    case "i32":
    case "u32":
      return view.setInt32(offset, Number(BigInt.asIntN(32, integer)), little);
    case "i64":
    case "u64":
      return view.setBigInt64(offset, integer, little);
    default:
      throw new Error(`${name} is no integer but ${kind}`);
  }
}

function struct(
  id: string,
  sizeof: number,
  members: readonly (readonly [name: string, offset: number, kind: string])[],
): Struct {
  const fields = members.map(([name, offset, kind]) => {
    const [, bits, chars] = /^(?:[iu](\d+)|char\[(\d+)\])$/.exec(kind) ?? [];
    return { name, offset, length: Number(chars ?? Number(bits) / 8), class: kind };
  });
  const padding: { offset: number; length: number }[] = [];
  let end = 0;
  for (const { offset, length } of [...fields, { offset: sizeof, length: 0 }]) {
    if (offset > end) padding.push({ offset: end, length: offset - end });
    end = offset + length;
  }
  return { id, sizeof, endian: "little", used_for: ["disk"], fields, padding };
}
