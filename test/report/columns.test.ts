import { describe, expect, test } from "bun:test";
import {
  columnLine,
  cutColumn,
  fieldColumn,
  padColumn,
  padNumber,
} from "../../src/report/columns.ts";
import { HOSTILE, INVALID } from "../sessions/failure-records.ts";

describe("padColumn and padNumber", () => {
  test.each([
    ["ab", 4, "ab  ", "  ab"],
    ["日本", 5, "日本 ", " 日本"],
    ["e\u0301", 3, "e\u0301  ", "  e\u0301"],
    ["abcdef", 3, "abcdef", "abcdef"],
    ["", 2, "  ", "  "],
  ])("%p in %p", (text, width, left, right) => {
    expect([padColumn(text, width), padNumber(text, width)]).toEqual([left, right]);
  });
});

test("columns are two blanks apart, numbers at their right, and a line ends with its text", () => {
  const widths = [4, 5, 3];
  expect(columnLine(["ab", "日本", "c"], widths)).toBe("ab    日本   c");
  expect(columnLine(["1", "日本", "22"], widths, [0, 2])).toBe("   1  日本    22");
  expect(columnLine(["a", "", ""], widths)).toBe("a");
  expect(columnLine(["abcdef", "b", "", "more"], widths)).toBe("abcdef  b           more");
});

describe("cutColumn", () => {
  test.each([
    ["abc", 3, "abc"],
    ["abcd", 3, "ab…"],
    ["日本語", 5, "日本…"],
    ["日本語", 4, "日…"],
    ["👩‍👩‍👧x", 2, "…"],
    ["", 0, ""],
  ])("%p in %p is %p", (text, width, cut) => {
    expect(cutColumn(text, width)).toBe(cut);
  });
});

describe("fieldColumn", () => {
  test.each([
    ["root", undefined, "root"],
    ["a b", undefined, "a b"],
    ["a  b", undefined, "a\\x20 b"],
    ["   ", undefined, "\\x20\\x20\\x20"],
    [" a ", undefined, "\\x20a\\x20"],
    ["a\u00a0 b", undefined, "a\\xa0 b"],
    ["a\u3000\u3000b", undefined, "a\\u{3000}\u3000b"],
    ["", undefined, "-"],
    ["-", undefined, "\\x2d"],
    ["--", undefined, "--"],
    ["\\x20", undefined, "\\x5cx20"],
    ["\\x2d", undefined, "\\x5cx2d"],
    ["a\ufffd", "61ff", "a\\xff"],
  ])("%p is %p", (text, hex, column) => {
    expect(fieldColumn(text, hex)).toBe(column);
  });

  test("different fields are different columns, and none is two", () => {
    const fields = [...HOSTILE, ...INVALID];
    const lenient = new TextDecoder("utf-8", { ignoreBOM: true });
    const columns = fields.map((bytes) => {
      const text = lenient.decode(bytes);
      const isText = Buffer.compare(Buffer.from(text), bytes) === 0;
      return fieldColumn(text, isText ? undefined : bytes.toHex());
    });
    expect(new Set(columns).size).toBe(fields.length);
    expect(columns.filter((column) => / {2}|^ | $|^$/.test(column))).toEqual([]);
  });
});
