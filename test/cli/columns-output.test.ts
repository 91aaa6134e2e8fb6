import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { ColumnsOutput, ColumnWidths, type Cells } from "../../src/cli/columns-output.ts";
import { Piece } from "../../src/cli/output.ts";
import { columnLine } from "../../src/report/columns.ts";
import { written } from "./written.ts";

/** Tells cells, each of text and pieces. */
function tell(cells: Cells, line: readonly (readonly (string | Piece)[])[]): void {
  for (const [i, cell] of line.entries()) {
    if (i > 0) cells.next();
    for (const part of cell) {
      if (typeof part === "string") cells.write(part);
      else cells.put(part);
    }
  }
  cells.endLine();
}

describe("ColumnWidths", () => {
  test("are those of the widest cells, and of titles, up to the most of each column", () => {
    const measured = new ColumnWidths(["A", "TITLE", "B", "FROM"], [16, 16, 4, 0]);
    tell(measured, [["ab", new Piece("cd"), "e"], ["abc"], ["abcdefgh"], ["somewhere"]]);
    tell(measured, [["日本"], [], ["abc"], ["somewhere else"]]);
    expect(measured.widths).toEqual([5, 5, 4, 4]);
  });

  test("are what a terminal shows", () => {
    const measured = new ColumnWidths(["", "", ""], [9, 9, 9]);
    tell(measured, [["日本"], ["zoé"], ["e\u0301"]]);
    expect(measured.widths).toEqual([4, 3, 1]);
  });
});

describe("ColumnsOutput", () => {
  test("writes cells two blanks apart, of text and of pieces", () => {
    const lines = written((output) => {
      const columns = new ColumnsOutput(output, [4, 3]);
      tell(columns, [["a", new Piece("b")], ["cdef"], ["g"], ["h"]]);
      tell(columns, [["日"], [new Piece("-")], ["i"]]);
      tell(columns, [["one"]]);
    });
    expect(lines).toBe("ab    cdef  g  h\n日    -    i\none\n");
  });

  test("has numbers at the right of their columns, and measures them as text", () => {
    const rows = [
      [7, "a", 100],
      [-1234, "bcd", 5],
    ] as const;
    const tellAll = (cells: Cells): void => {
      for (const [first, text, last] of rows) {
        cells.number(first);
        cells.next();
        cells.write(text);
        cells.next();
        cells.number(last);
        cells.endLine();
      }
    };
    const measured = new ColumnWidths(["N", "TEXT", "LAST"], [9, 9, 9]);
    tellAll(measured);
    expect(measured.widths).toEqual([5, 4, 4]);
    expect(written((output) => tellAll(new ColumnsOutput(output, measured.widths)))).toBe(
      "    7  a      100\n-1234  bcd      5\n",
    );
    expect(written((output) => tellAll(new ColumnsOutput(output, [1, 1])))).toBe(
      "7  a  100\n-1234  bcd  5\n",
    );
  });

  test("writes what columnLine makes of the same cells", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", "B", "9", "-", "é", "日"), minLength: 1 });
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(12), { maxLength: 4 }),
        (rows, widths) => {
          const lines = written((output) => {
            const columns = new ColumnsOutput(output, widths);
            for (const row of rows)
              tell(
                columns,
                row.map((text) => [text]),
              );
          });
          expect(lines).toBe(rows.map((row) => `${columnLine(row, widths)}\n`).join(""));
        },
      ),
      { seed: 20261130 },
    );
  });
});
