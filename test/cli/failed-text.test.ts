import { describe, expect, test } from "bun:test";
import { layoutNamed } from "../../platforms/index.ts";
import { Chunk } from "../../src/chunk.ts";
import { FailureLines, failureTitles, writeCounts } from "../../src/cli/failed-text.ts";
import type { NameRule } from "../../src/redaction.ts";
import { UtmpReader } from "../../src/reader.ts";
import type { Zone } from "../../src/zone.ts";
import { recordBytes, type TestRecord } from "../records.ts";
import { written } from "./written.ts";

const NOON = Date.parse("2026-11-20T12:00:00Z") / 1000;
const ZONE: Zone = { name: "test", offsetAt: () => 3600, instantOf: () => null };
const NAMES: NameRule = { isKnown: (user) => user === "root", redact: false };
// Its seconds have 64 bits.
const { layout, endian } = layoutNamed("linux-glibc-400-le", "utmp");

function linesOf(records: readonly TestRecord[], names: NameRule = NAMES): string[] {
  const reader = new UtmpReader(layout, endian);
  const out = written((output) => {
    const lines = new FailureLines(output, names, ZONE);
    for (const record of records) {
      const bytes = recordBytes([{ type: "LOGIN_PROCESS", ...record }], layout, endian);
      lines.write(reader.read(new Chunk(bytes, layout.size, 0, "file"), 0));
    }
  });
  return out.split("\n").slice(0, -1);
}

const TRY = { user: "root", line: "ssh:notty", host: "192.0.2.7", seconds: NOON };

describe("a line", () => {
  test("stands under the titles", () => {
    expect([failureTitles(), ...linesOf([TRY, { ...TRY, user: "oracle", host: "" }])]).toEqual([
      "TIME                 USER              LINE       FROM",
      "2026-11-20 13:00:00  root              ssh:notty  192.0.2.7",
      "2026-11-20 13:00:00  oracle            ssh:notty  -  unknown user",
    ]);
  });

  test("hides names, with what would tell of them", () => {
    const hidden = { ...NAMES, redact: true };
    expect(linesOf([TRY, { ...TRY, user: "pässwort" }], hidden)).toEqual([
      "2026-11-20 13:00:00  root              ssh:notty  192.0.2.7",
      "2026-11-20 13:00:00  <unknown:8>       ssh:notty  192.0.2.7",
    ]);
  });

  test.each([
    [NOON, 999_999, "2026-11-20 13:00:00"],
    [NOON + 1, 0, "2026-11-20 13:00:01"],
    [-1, 999_999, "1970-01-01 00:59:59"],
    // No number holds its microseconds.
    [10_000_000_000, 1, "2286-11-20 18:46:40"],
    [8_640_000_000_000, 0, "+275760-09-13 00:00:00"],
    [8_640_000_000_001, 0, "-"],
  ])("has the second of its time: %d, %d", (seconds, microseconds, text) => {
    const [line = ""] = linesOf([{ ...TRY, seconds, microseconds }]);
    expect(line.split("  ", 1)).toEqual([text]);
  });
});

test("counts stand in columns that are as wide as they need", () => {
  const time = "2026-11-20T12:00:59.999999Z";
  const counts = [
    { key: "192.0.2.7", count: 12, first: time, last: time, users: 3, addresses: 12_345_678_901 },
    { key: "é".repeat(20), count: 7, first: null, last: null, users: 1, addresses: 0 },
    { key: null, count: 1_000_000, first: null, last: time, users: 1, addresses: 0 },
  ];
  const out = written((output) => {
    writeCounts(output, counts, "host", NAMES, ZONE, (titles) => `[${titles}]`);
  });
  expect(out.split("\n")).toEqual([
    "[  COUNT  HOST                  FIRST             LAST              USERS    ADDRESSES]",
    "     12  192.0.2.7             2026-11-20 13:00  2026-11-20 13:00      3  12345678901",
    "      7  éééééééééééééééééééé  -                 -                     1            0",
    "1000000  -                     -                 2026-11-20 13:00      1            0",
    "",
  ]);
});
