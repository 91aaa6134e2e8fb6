import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { layoutNamed, layoutNames } from "../../platforms/index.ts";
import { Chunk } from "../../src/chunk.ts";
import { writeEntryJson, type Besides } from "../../src/cli/entry-json.ts";
import { jsonOf } from "../../src/cli/format.ts";
import { entryOf, type LoginRecord } from "../../src/entry.ts";
import { UtmpReader } from "../../src/reader.ts";
import { recordBytes, type TestRecord } from "../records.ts";
import { written } from "./written.ts";

const SEED = 20261129;

function linesOf(records: readonly LoginRecord[], besides: Besides = {}): string[] {
  const out = written((output) => {
    for (const record of records) {
      writeEntryJson(output, record, besides);
      output.write("\n");
    }
  });
  return out.split("\n").slice(0, -1);
}

const text = fc.oneof(
  fc.constantFrom("", "alice", "pts/0", "ssh:notty", 'a"b', "a\\b", "\x1b]0;x\x07", "\u202e", "é"),
  fc.uint8Array({ maxLength: 300 }),
  fc.string({ maxLength: 40 }),
);
const seconds = fc.oneof(
  fc.constantFrom(0n, 1n, 1_795_176_000n, 8_640_000_000_000n, 9_007_199_255n),
  fc.bigInt({ min: 0n, max: 2n ** 40n }),
);
const fields: fc.Arbitrary<TestRecord> = fc.record({
  type: fc.integer({ min: -1, max: 12 }),
  pid: fc.integer({ min: -5, max: 2 ** 22 }),
  id: text,
  user: text,
  line: text,
  host: text,
  seconds: seconds.map((value) => Number(value)),
  microseconds: fc.oneof(fc.nat(999_999), fc.constantFrom(0, -1, 1_000_000)),
  address: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((octets) => [...octets]),
});

const layouts = layoutNames("utmp").map((name) => ({ name, ...layoutNamed(name, "utmp") }));

describe.each(layouts)("$name", ({ layout, endian }) => {
  const reader = new UtmpReader(layout, endian);
  const read = (bytes: Uint8Array): LoginRecord =>
    reader.read(new Chunk(bytes, layout.size, 384, "file"), 0);

  test("any bytes are written as the JSON of what they decode to", () => {
    const anyBytes = fc.uint8Array({ minLength: layout.size, maxLength: layout.size });
    const check = fc.property(fc.array(anyBytes, { maxLength: 5 }), (all) => {
      const records = all.map(read);
      const expected = all.map((bytes) => jsonOf(entryOf(read(bytes)), null));
      expect(linesOf(records)).toEqual(expected);
      expect(linesOf(records.map(entryOf))).toEqual(expected);
    });
    fc.assert(check, { seed: SEED, numRuns: 40 });
  });

  test("so are records as they are written", () => {
    const check = fc.property(fc.array(fields, { maxLength: 5 }), (given) => {
      const all = given.map((one) => recordBytes([one], layout, endian));
      const expected = all.map((bytes) => jsonOf(entryOf(read(bytes)), null));
      expect(linesOf(all.map(read))).toEqual(expected);
      expect(linesOf(all.map((bytes) => entryOf(read(bytes))))).toEqual(expected);
    });
    fc.assert(check, { seed: SEED, numRuns: 40 });
  });
});

test("what is told besides stands behind the fields", () => {
  const bytes = recordBytes([{ user: "ann", host: "a\u202eb" }]);
  const { layout, endian } = layoutNamed("linux-glibc-384-le", "utmp");
  const record = new UtmpReader(layout, endian).read(new Chunk(bytes, layout.size, 0, "file"), 0);
  const besides = { raw: "YQ==", knownUser: true, mesg: null, idleSeconds: -1.5, x: '"\u202e' };
  expect(linesOf([record], besides)).toEqual([jsonOf({ ...record.toJSON(), ...besides }, null)]);
});
