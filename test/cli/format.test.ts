import { describe, expect, test } from "bun:test";
import { closeSync, openSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { formatOf, type Format } from "../../src/cli/common-options.ts";
import { jsonOf, RecordPrinter } from "../../src/cli/format.ts";
import { Output } from "../../src/cli/output.ts";
import { UsageError } from "../../src/cli/usage-error.ts";
import { IanaZone } from "../../src/iana-zone.ts";
import type { Zone } from "../../src/zone.ts";
import { TemporaryDirectory } from "../temporary.ts";

const SEED = 20261122;

/** What is printed of records. */
function printed(
  format: Format,
  records: readonly object[],
  columns: readonly string[] = [],
  zone: Zone | null = null,
): string {
  using directory = new TemporaryDirectory();
  const fd = openSync(directory.at("out"), "w");
  const output = new Output(() => fd, "a file");
  const printer = new RecordPrinter(format, output, zone, columns);
  for (const record of records) printer.print(record);
  printer.end();
  output.flush();
  closeSync(fd);
  return readFileSync(directory.at("out"), "utf8");
}

/** The one cell of a column, in a file of one record. */
function cell(value: unknown): string {
  const lines = printed("csv", [{ user: value }], ["user"]).split("\r\n");
  expect(lines).toHaveLength(3);
  expect([lines[0], lines[2]]).toEqual(["user", ""]);
  return lines[1] ?? "";
}

/** Reads CSV as RFC 4180 has it. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = "", end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g,
  )) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

describe("formatOf", () => {
  test("gives the format that was asked for, and null for text", () => {
    expect(formatOf({ json: true })).toBe("json");
    expect(formatOf({ ndjson: true })).toBe("ndjson");
    expect(formatOf({ csv: true })).toBe("csv");
    expect(formatOf({})).toBeNull();
    expect(formatOf({ json: false, csv: true })).toBe("csv");
  });

  test.each([
    { values: { json: true, ndjson: true }, message: "Cannot print both --json and --ndjson" },
    { values: { csv: true, json: true }, message: "Cannot print both --json and --csv" },
    { values: { csv: true, ndjson: true }, message: "Cannot print both --ndjson and --csv" },
    {
      values: { csv: true, ndjson: true, json: true },
      message: "Cannot print both --json and --ndjson",
    },
  ])("refuses two formats: $message", ({ values, message }) => {
    expect(() => formatOf(values)).toThrow(UsageError);
    expect(() => formatOf(values)).toThrow(new UsageError(message));
  });
});

describe("jsonOf", () => {
  const record = {
    user: "2026-11-20T12:00:00.000000Z",
    time: "2026-11-20T12:00:00.000123Z",
    logout: null,
    loginAt: { path: "/x", offset: 0 },
    open: [{ login: "2026-11-20T12:00:00.000123Z" }],
  };

  test("leaves times in UTC without a zone", () => {
    expect(jsonOf(record, null)).toBe(JSON.stringify(record));
  });

  test("gives the times of every record in it in a zone, and changes no other field", () => {
    expect(JSON.parse(jsonOf(record, new IanaZone("Europe/Berlin")))).toEqual({
      ...record,
      time: "2026-11-20T13:00:00.000123+01:00",
      open: [{ login: "2026-11-20T13:00:00.000123+01:00" }],
    });
  });

  test("is safe to show, and parses to the same", () => {
    const hostile = { user: '\u202e"root\n\x1b[2J\u0085' };
    expect(jsonOf(hostile, null)).toBe(String.raw`{"user":"\u202e\"root\n\u001b[2J\u0085"}`);
    expect(JSON.parse(jsonOf(hostile, null))).toEqual(hostile);
  });
});

describe("RecordPrinter, JSON", () => {
  test("prints an array, a record a line", () => {
    expect(printed("json", [{ a: 1 }, { a: "x" }])).toBe('[\n{"a":1},\n{"a":"x"}\n]\n');
    expect(printed("json", [{ a: 1 }])).toBe('[\n{"a":1}\n]\n');
  });

  test("prints an empty array for no record", () => {
    expect(printed("json", [])).toBe("[]\n");
  });

  test("prints NDJSON as a record a line, and nothing for none", () => {
    expect(printed("ndjson", [{ a: 1 }, { a: "x\ny" }])).toBe('{"a":1}\n{"a":"x\\ny"}\n');
    expect(printed("ndjson", [])).toBe("");
  });
});

describe("RecordPrinter, before the first record", () => {
  test.each(["json", "ndjson", "csv"] as const)("has printed nothing: %s", (format) => {
    using directory = new TemporaryDirectory();
    const fd = openSync(directory.at("out"), "w");
    const output = new Output(() => fd, "a file");
    let isAsked = false;
    const printer = new RecordPrinter(format, output, null, () => {
      isAsked = true;
      return ["a"];
    });
    output.flush();
    expect(isAsked).toBe(false);
    expect(readFileSync(directory.at("out"), "utf8")).toBe("");
    printer.print({ a: 1 });
    printer.print({ a: 2 });
    printer.end();
    output.flush();
    closeSync(fd);
    const text = readFileSync(directory.at("out"), "utf8");
    expect(text.match(/^a\r$/gm)?.length ?? 0).toBe(format === "csv" ? 1 : 0);
    expect(isAsked).toBe(true);
  });
});

describe("RecordPrinter, CSV", () => {
  test("prints the columns in order, their names first, lines ending in CRLF", () => {
    const columns = ["user", "pid", "exitTermination", "exitExit", "isUserProcess"];
    const records = [
      { pid: 41, user: "alice", exit: { termination: 15, exit: 0 }, isUserProcess: true, more: 1 },
      { pid: null, user: "", exit: null, isUserProcess: false },
    ];
    expect(printed("csv", records, columns)).toBe(
      "user,pid,exitTermination,exitExit,isUserProcess\r\nalice,41,15,0,true\r\n,,,,false\r\n",
    );
  });

  test("prints the names of the columns for no record", () => {
    expect(printed("csv", [], ["user", "line"])).toBe("user,line\r\n");
  });

  test("quotes commas and quotes, and nothing else", () => {
    expect(cell("a,b")).toBe('"a,b"');
    expect(cell('say "hi"')).toBe('"say ""hi"""');
    expect(cell('"')).toBe('""""');
    expect(cell(" a b ")).toBe(" a b ");
  });

  test("escapes what can't be shown, so that a cell has no line break", () => {
    expect(cell("a\r\nb")).toBe("a\\x0d\\x0ab");
    expect(cell("a\u202eb\x1b")).toBe("a\\u{202e}b\\x1b");
  });

  test.each([
    ["=1+1", "'=1+1"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\\x09=1"],
    ["\r=1", "'\\x0d=1"],
    ['=HYPERLINK("x",1)', `"'=HYPERLINK(""x"",1)"`],
    ["'=1", "''=1"],
    ["''\t1", "'''\\x091"],
    ["'a=1", "'a=1"],
    ["a=1", "a=1"],
    [" =1", " =1"],
  ])("guards text that a spreadsheet takes for a formula: %j", (value, wanted) => {
    expect(cell(value)).toBe(wanted);
  });

  test("a number below zero is no formula", () => {
    expect(cell(-1)).toBe("-1");
  });

  test("gives times in the zone, and no other cell", () => {
    const record = { user: "2026-11-20T12:00:00.000000Z", time: "2026-11-20T12:00:00.000123Z" };
    const zone = new IanaZone("Asia/Kolkata");
    expect(printed("csv", [record], ["user", "time"], zone)).toBe(
      "user,time\r\n2026-11-20T12:00:00.000000Z,2026-11-20T17:30:00.000123+05:30\r\n",
    );
  });

  test("whatever the text, a row has its cells, and a cell its text", () => {
    const text = fc.string({
      unit: fc.constantFrom(..."ab,\"'=+-@ é"),
      maxLength: 8,
    });
    const check = fc.property(fc.array(fc.tuple(text, text), { maxLength: 5 }), (rows) => {
      const records = rows.map(([user, host]) => ({ user, host }));
      const [header, ...cells] = parseCsv(printed("csv", records, ["user", "host"]));
      const unguarded = cells.map((row) =>
        row.map((value) => value.replace(/^'(?='*[=+\-@])/, "")),
      );
      expect(header).toEqual(["user", "host"]);
      expect(unguarded).toEqual(rows);
    });
    fc.assert(check, { seed: SEED, numRuns: 500 });
  });
});
