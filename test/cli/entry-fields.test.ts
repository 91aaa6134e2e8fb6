import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { layoutNamed, layoutNames } from "../../platforms/index.ts";
import { Chunk } from "../../src/chunk.ts";
import type { Format } from "../../src/cli/common-options.ts";
import { entryPrinter } from "../../src/cli/entry-fields.ts";
import type { Besides } from "../../src/cli/field-values.ts";
import { RecordPrinter } from "../../src/cli/format.ts";
import { entryOf, type LoginRecord } from "../../src/entry.ts";
import { IanaZone } from "../../src/iana-zone.ts";
import type { UtmpLayout } from "../../src/layout.ts";
import { UtmpReader } from "../../src/reader.ts";
import type { Zone } from "../../src/zone.ts";
import { recordBytes, type TestRecord } from "../records.ts";
import { written } from "./written.ts";

const SEED = 20261129;

/** How records are printed. */
interface Style {
  readonly format: Format;
  readonly zone: Zone | null;
  readonly layout: UtmpLayout;
}

/** What is printed of records. */
function printed(
  records: readonly LoginRecord[],
  { format, zone, layout }: Style,
  besides: Besides = {},
): string {
  return written((output) => {
    const printer = entryPrinter(format, output, zone, () => layout, Object.keys(besides));
    for (const record of records) printer.print(record, besides);
    printer.end();
  });
}

/** What is printed of their JSON. */
function expected(
  records: readonly LoginRecord[],
  { format, zone, layout }: Style,
  besides: Besides = {},
): string {
  const count = layout.fields.count === null ? [] : ["count"];
  const columns = [...COLUMNS, ...count, "isUserProcess", "source", "offset"];
  return written((output) => {
    const named = [...columns, ...Object.keys(besides)];
    const printer = new RecordPrinter(format, output, zone, named);
    for (const record of records) printer.print({ ...record.toJSON(), ...besides });
    printer.end();
  });
}

const COLUMNS = [
  ..."type typeCode pid sid id user line host device time micros".split(" "),
  ..."exitTermination exitExit address".split(" "),
];

const FORMATS = ["json", "ndjson", "csv"] as const;
const ZONES = [null, new IanaZone("America/St_Johns")];

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

  function check(all: readonly Uint8Array[]): void {
    const records = all.map(read);
    for (const format of FORMATS) {
      for (const zone of ZONES) {
        const style = { format, zone, layout };
        const text = expected(records, style);
        expect(printed(all.map(read), style)).toBe(text);
        expect(
          printed(
            all.map((bytes) => entryOf(read(bytes))),
            style,
          ),
        ).toBe(text);
      }
    }
  }

  test("any bytes are printed as the JSON of what they decode to", () => {
    const anyBytes = fc.uint8Array({ minLength: layout.size, maxLength: layout.size });
    const given = fc.array(anyBytes, { maxLength: 5 });
    fc.assert(fc.property(given, check), { seed: SEED, numRuns: 8 });
  });

  test("so are records as they are written", () => {
    const given = fc.array(
      fields.map((one) => recordBytes([one], layout, endian)),
      { maxLength: 5 },
    );
    fc.assert(fc.property(given, check), { seed: SEED, numRuns: 8 });
  });
});

test("what is told besides stands behind the fields", () => {
  const bytes = recordBytes([{ user: "ann", host: "a\u202eb" }]);
  const { layout, endian } = layoutNamed("linux-glibc-384-le", "utmp");
  const record = new UtmpReader(layout, endian).read(new Chunk(bytes, layout.size, 0, "file"), 0);
  const besides = { raw: "YQ==", knownUser: true, mesg: null, idleSeconds: -1.5, x: '"\u202e' };
  for (const format of FORMATS) {
    const style = { format, zone: null, layout };
    expect(printed([record], style, besides)).toBe(expected([record], style, besides));
  }
});
