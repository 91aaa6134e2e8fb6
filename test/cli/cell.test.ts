import { expect, test } from "bun:test";
import { closeSync, openSync, readFileSync } from "node:fs";
import { cellOf, keptCellOf, NumberedCells, putCells, type Cell } from "../../src/cli/cell.ts";
import { Output } from "../../src/cli/output.ts";
import { TemporaryDirectory } from "../temporary.ts";

const STYLE = { separator: " ", isUtf8: true };

function printed(cells: readonly Cell[]): string {
  using directory = new TemporaryDirectory();
  const path = directory.at("out");
  const fd = openSync(path, "w");
  const output = new Output(() => fd, path);
  putCells(output, cells);
  output.flush();
  closeSync(fd);
  return readFileSync(path, "latin1");
}

test.each([cellOf, keptCellOf])("columns stand side by side, without their last blanks", (make) => {
  const cells = (...texts: string[]): Cell[] => texts.map((text) => make(text, STYLE));
  expect(printed(cells("alice   ", "pts/3  ", "host   "))).toBe("alice    pts/3   host\n");
  expect(printed(cells("alice   ", "       ", "   "))).toBe("alice\n");
  expect(printed(cells("   ", "  "))).toBe("\n");
  expect(printed(cells(""))).toBe("\n");
  expect(printed(cells("a\t\n\v\f\r "))).toBe("a\n");
});

test("columns can have TABs between them", () => {
  const tabbed = { separator: "\t", isUtf8: true };
  expect(printed(["a ", "", "b "].map((text) => cellOf(text, tabbed)))).toBe("a \t\tb\n");
});

test.each([cellOf, keptCellOf])("what a terminal would obey is made visible", (make) => {
  const shown = printed([make("\x1b[2J", STYLE), make("a\x9bb", { ...STYLE, isUtf8: false })]);
  expect(shown).not.toMatch(/[^\n -~]/);
  expect(shown).toContain("[2J");
});

test("cells by number are made once, when they are wanted", () => {
  const made: number[] = [];
  const cells = new NumberedCells(5, (number) => {
    made.push(number);
    return cellOf(String(number), STYLE);
  });
  expect([3, 0, 3, 4, 0].map((number) => cells.at(number).followed)).toEqual([
    "3 ",
    "0 ",
    "3 ",
    "4 ",
    "0 ",
  ]);
  expect(made).toEqual([3, 0, 4]);
});
