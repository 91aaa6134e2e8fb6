import { expect, test } from "bun:test";
import { linuxGlibc384 } from "../../platforms/linux-glibc.ts";
import { Chunk } from "../../src/chunk.ts";
import { UtmpReader } from "../../src/reader.ts";
import type { UtmpRecord } from "../../src/record.ts";
import { Logouts } from "../../src/sessions/logouts.ts";
import { recordBytes, type TestRecord } from "../records.ts";

const reader = new UtmpReader(linuxGlibc384, "little");

function recordOf(given: TestRecord): UtmpRecord {
  const bytes = recordBytes([{ type: "DEAD_PROCESS", ...given }]);
  return reader.read(new Chunk(bytes, linuxGlibc384.size, 0, "file"), 0);
}

test("a line has the time that was noted last", () => {
  const logouts = new Logouts("line");
  expect(logouts.note(recordOf({ line: "pts/1" }), 50)).toBe(null);
  expect(logouts.note(recordOf({ line: "pts/2" }), 40)).toBe(null);
  expect(logouts.note(recordOf({ line: "pts/1", id: "x" }), 30)).toBe(50);
  expect(logouts.note(recordOf({ line: "pts/1" }), 20)).toBe(30);
  expect(logouts.note(recordOf({ line: "pts/2" }), 10)).toBe(40);
});

test("where ids tell sessions apart, a line does for what has none", () => {
  const logouts = new Logouts("id");
  expect(logouts.note(recordOf({ line: "pts/1", id: "a" }), 50)).toBe(null);
  expect(logouts.note(recordOf({ line: "pts/2", id: "a" }), 40)).toBe(50);
  expect(logouts.note(recordOf({ line: "pts/1" }), 30)).toBe(null);
  expect(logouts.note(recordOf({ line: "pts/1" }), 20)).toBe(30);
});

test("what has neither ends nothing", () => {
  for (const by of ["line", "id"] as const) {
    const logouts = new Logouts(by);
    expect(logouts.note(recordOf({}), 50)).toBe(null);
    expect(logouts.note(recordOf({}), 40)).toBe(null);
  }
});

test("lines that are no text are told apart by their bytes", () => {
  const logouts = new Logouts("line");
  expect(logouts.note(recordOf({ line: Uint8Array.of(0xff) }), 50)).toBe(null);
  expect(logouts.note(recordOf({ line: Uint8Array.of(0xfe) }), 40)).toBe(null);
  expect(logouts.note(recordOf({ line: "\ufffd" }), 30)).toBe(null);
  expect(logouts.note(recordOf({ line: Uint8Array.of(0xff) }), 20)).toBe(50);
});

test("nothing is left of what was noted before it was cleared", () => {
  const [logouts, others] = [new Logouts("line"), new Logouts("line")];
  const record = recordOf({ line: "pts/1" });
  logouts.note(recordOf({ line: "pts/0" }), 60);
  logouts.note(record, 50);
  expect(others.note(record, 45)).toBe(null);
  logouts.clear();
  expect(logouts.note(record, 40)).toBe(null);
  expect(logouts.note(record, 30)).toBe(40);
  expect(others.note(record, 20)).toBe(45);
});
