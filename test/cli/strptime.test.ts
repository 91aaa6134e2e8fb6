import { describe, expect, test } from "bun:test";
import { strptime } from "../../src/cli/strptime.ts";

const NONE = "none";

/** What is read, as numbers in order of size, and what is left. */
function read(text: string, format: string): string {
  const result = strptime(text, format);
  if (result === null) return NONE;
  const { year, month, day, hours, minutes, seconds } = result.fields;
  return `${[year, month, day, hours, minutes, seconds].join(",")}|${result.rest}`;
}

// All of it is what glibc 2.36 reads.
describe("strptime", () => {
  test.each([
    ["2026-11-20", "%Y-%m-%d", "2026,11,20,,,|"],
    ["26-11-20", "%y-%m-%d", "2026,11,20,,,|"],
    ["69-1-1", "%y-%m-%d", "1969,1,1,,,|"],
    ["68-1-1", "%y-%m-%d", "2068,1,1,,,|"],
    ["2-1-1", "%y-%m-%d", "2002,1,1,,,|"],
    ["2-1-1", "%Y-%m-%d", "2,1,1,,,|"],
    ["20261-1-1", "%Y-%m-%d", NONE],
    ["12:34:56", "%H:%M:%S", ",,,12,34,56|"],
    ["1:2:61", "%H:%M:%S", ",,,1,2,61|"],
    ["20261120123456", "%Y%m%d%H%M%S", "2026,11,20,12,34,56|"],
    ["2026-11-20T12:34:56", "%Y-%m-%dT%H:%M:%S", "2026,11,20,12,34,56|"],
    ["2026-11-20t12:34:56", "%Y-%m-%dT%H:%M:%S", NONE],
    ["", "%Y", NONE],
  ])("reads %j by %s: %s", (text, format, wanted) => {
    expect(read(text, format)).toBe(wanted);
  });

  test.each([
    ["24:00", "%H:%M"],
    ["13", "%m"],
    ["0", "%m"],
    ["00", "%d"],
    ["32", "%d"],
    ["62", "%S"],
    ["-1", "%H"],
    ["+1", "%H"],
  ])("does not read %j by %s: it is out of range", (text, format) => {
    expect(read(text, format)).toBe(NONE);
  });

  test("takes no digit with which the number would be too large", () => {
    expect(read("45", "%d")).toBe(",,4,,,|5");
    expect(read("12:60", "%H:%M")).toBe(",,,12,6,|0");
    expect(read("3045", "%H%M")).toBe(",,,3,4,|5");
    expect(read("2026-11-2012:00", "%Y-%m-%d %H:%M")).toBe("2026,11,20,12,0,|");
  });

  test("takes blanks before a number, and any or none for a blank", () => {
    expect(read(" 2026- 1-\t2", "%Y-%m-%d")).toBe("2026,1,2,,,|");
    expect(read("2026-1-2 \t\n12:00", "%Y-%m-%d %H:%M")).toBe("2026,1,2,12,0,|");
    expect(read("2026 -1-2", "%Y-%m-%d")).toBe(NONE);
    expect(read("\u00a02026-1-2", "%Y-%m-%d")).toBe(NONE);
  });

  test("leaves what is behind", () => {
    expect(read("12:34.5", "%H:%M")).toBe(",,,12,34,|.5");
    expect(read("12:34 ", "%H:%M")).toBe(",,,12,34,| ");
  });
});
