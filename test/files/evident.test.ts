import { expect, test } from "bun:test";
import { allLayouts } from "../../platforms/index.ts";
import { linuxGlibc384, linuxGlibc400 } from "../../platforms/linux-glibc.ts";
import { isEvident } from "../../src/files/evident.ts";
import type { UtmpLayout } from "../../src/layout.ts";
import { recordBytes, type TestRecord } from "../records.ts";

const SIZE = 384;
const LOGIN: TestRecord = {
  type: "USER_PROCESS",
  pid: 4242,
  sid: 4242,
  id: "ts/3",
  user: "alice",
  line: "pts/3",
  host: "gate.example.net",
  seconds: 1_793_000_000,
  microseconds: 999_999,
  address: [192, 0, 2, 7],
};
const ENOUGH = 10;

function isOf384(bytes: Uint8Array, offset = 0): boolean {
  return isEvident({ offset, bytes }, linuxGlibc384, "little");
}

function withByte(at: number, byte: number): Uint8Array {
  const bytes = recordBytes([LOGIN]);
  bytes[at] = byte;
  return bytes;
}

test("one whole record is enough, in its own byte order", () => {
  const bytes = recordBytes([LOGIN]);
  expect(isOf384(bytes)).toBe(true);
  expect(isOf384(bytes.subarray(1))).toBe(false);
  expect(isOf384(bytes.subarray(0, -1))).toBe(false);
  expect(isOf384(new Uint8Array(0))).toBe(false);
  expect(isOf384(new Uint8Array(SIZE))).toBe(false);
  expect(isEvident({ offset: 0, bytes }, linuxGlibc384, "big")).toBe(false);
  expect(
    isEvident({ offset: 0, bytes: recordBytes([LOGIN, LOGIN]) }, linuxGlibc400, "little"),
  ).toBe(false);
});

test.each<[string, TestRecord]>([
  ["a free slot", { type: "EMPTY" }],
  ["a type that none is", { type: 10 }],
  ["a time that nobody has", { seconds: 0 }],
  ["a time before 1990", { seconds: 631_151_999 }],
  ["a time from 2040 on", { seconds: 2_208_988_800 }],
  ["microseconds of more than a second", { microseconds: 1_000_000 }],
  ["microseconds before it", { microseconds: -1 }],
  ["a process below 0", { pid: -1 }],
  ["a process that no system has", { pid: 4_194_305 }],
  ["a name that is not printed", { user: "al\u001fce" }],
  ["a line beyond ASCII", { line: "pts/é" }],
  ["a host with a delete character", { host: "a\u007f" }],
  ["an id with a newline", { id: "a\n" }],
])("%s leaves doubts", (_, given) => {
  expect(isOf384(recordBytes([{ ...LOGIN, ...given }]))).toBe(false);
});

test.each<[string, TestRecord]>([
  ["nothing but a type and a time", { ...LOGIN, pid: 0, id: "", user: "", line: "", host: "" }],
  ["fields that are full", { ...LOGIN, user: "u".repeat(32), line: "l".repeat(32), id: "~~~~" }],
  ["the first second and the last process", { ...LOGIN, seconds: 631_152_000, pid: 4_194_304 }],
  ["the last second", { ...LOGIN, seconds: 2_208_988_799 }],
  ["numbers that were left in memory", { ...LOGIN, sid: -5, termination: 99, exit: -1 }],
])("%s leaves none", (_, given) => {
  expect(isOf384(recordBytes([given]))).toBe(true);
});

test("nothing may stand behind a text, or where the layout has nothing", () => {
  const [behindName, firstPadding, lastUnused] = [44 + 31, 2, SIZE - 1];
  for (const at of [behindName, firstPadding, lastUnused]) {
    expect(isOf384(withByte(at, 1))).toBe(false);
    expect(isOf384(withByte(at, 0))).toBe(true);
  }
});

test("the first records are looked at, and not more than are enough", () => {
  const bad = { ...LOGIN, seconds: 0 };
  const many = (count: number): TestRecord[] => Array<TestRecord>(count).fill(LOGIN);
  expect(isOf384(recordBytes([...many(ENOUGH - 1), bad]))).toBe(false);
  expect(isOf384(recordBytes([...many(ENOUGH), bad]))).toBe(true);
});

test("a part of a file is looked at from its first whole record on", () => {
  const bytes = recordBytes([{ ...LOGIN, seconds: 0 }, LOGIN]);
  expect(isOf384(bytes)).toBe(false);
  expect(isOf384(bytes.subarray(7), SIZE + 7)).toBe(true);
  expect(isOf384(bytes.subarray(7), 8)).toBe(false);
});

const logins = allLayouts().filter((layout) => layout.record === "utmp");
const typed = logins.filter(
  ({ framing, fields }) => "kind" in fields.type && framing !== "utx-log",
);
const untyped = logins.filter((layout) => !typed.includes(layout));

test.each(typed.map((layout) => [layout.id, layout] as const))("%s is seen", (_, layout) => {
  for (const endian of layout.endian === null ? (["little", "big"] as const) : [layout.endian]) {
    const bytes = recordBytes([typedLogin(layout)], layout, endian);
    expect(isEvident({ offset: 0, bytes }, layout, endian)).toBe(true);
    const other = endian === "little" ? "big" : "little";
    expect(isEvident({ offset: 0, bytes }, layout, other)).toBe(false);
  }
});

/** The number of a login differs, and some have no seconds. */
function typedLogin({ types, fields }: UtmpLayout): TestRecord {
  const micros = fields.seconds === null ? 1_793_000_000e6 : 5;
  const login = { ...LOGIN, type: types.indexOf("USER_PROCESS"), microseconds: micros };
  return fields.address?.inet6 === null ? login : { ...login, address: [] };
}

test("a signature is no record, and stands before some", () => {
  const signed = allLayouts().find(({ framing }) => framing === "signed-2");
  if (signed?.record !== "utmp") throw new Error("No layout is signed");
  const signature = { type: signed.types.indexOf("SIGNATURE"), user: "utmpx-2.00" };
  const only = recordBytes([signature], signed);
  expect(isEvident({ offset: 0, bytes: only }, signed, "little")).toBe(false);
  const both = recordBytes([signature, typedLogin(signed)], signed);
  expect(isEvident({ offset: 0, bytes: both }, signed, "little")).toBe(true);
});

test.each(untyped.map((layout) => [layout.id, layout] as const))(
  "%s is never seen: no field has the type, or lengths stand between",
  (_, layout) => {
    const bytes = recordBytes([typedLogin(layout)], layout, layout.endian ?? "little");
    expect(isEvident({ offset: 0, bytes }, layout, layout.endian ?? "little")).toBe(false);
  },
);
