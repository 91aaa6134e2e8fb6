import { describe, expect, test } from "bun:test";
import { ProblemList } from "../../src/problems.ts";
import { TableRow, type Cell, type Cells } from "../../src/stores/table-row.ts";

/** A row of these values, and what it makes of the value of a column. */
function taken<Result>(
  cells: Cells,
  take: (row: TableRow<"ID" | "Value">) => Result,
): { result: Result; problems: string[] } {
  const problems = new ProblemList();
  const row = new TableRow<"ID" | "Value">("PATH", "ID", problems, (_, column) =>
    new TextEncoder().encode(`${column}\0bytes`),
  );
  row.next(cells);
  const result = take(row);
  expect(
    problems.list().every(({ kind, offset, bytes }) => kind === "row" && offset + bytes === 0),
  ).toBe(true);
  return { result, problems: problems.list().map(({ message }) => message) };
}

function wrong(found: string, wanted: string, row: string = "3"): string[] {
  return [`Impossible value in "PATH", row ${row}: Value is ${found} and ${wanted} is wanted`];
}

describe("a number", () => {
  const EXACT = 2n ** 53n - 1n;
  test.each([
    [0n, 0, []],
    [-1n, -1, []],
    [EXACT, 2 ** 53 - 1, []],
    [-EXACT, 1 - 2 ** 53, []],
    [null, null, []],
    [EXACT + 1n, null, wrong("9007199254740992", "a number below 2^53")],
    [EXACT + 2n, null, wrong("9007199254740993", "a number below 2^53")],
    [-(2n ** 63n), null, wrong("-9223372036854775808", "a number below 2^53")],
    [1.5, null, wrong("the fraction 1.5", "a number")],
    [Number.POSITIVE_INFINITY, null, wrong("the fraction Infinity", "a number")],
    ["5", null, wrong("text", "a number")],
    [Uint8Array.of(5), null, wrong("a blob", "a number")],
  ] as const)("%p", (Value: Cell, number, problems) => {
    expect(taken({ ID: 3n, Value }, (row) => row.integer("Value"))).toEqual({
      result: number,
      problems: [...problems],
    });
  });

  test("that must be there is 0 if it is not", () => {
    const take = (row: TableRow<"ID" | "Value">): number => row.someInteger("Value");
    expect(taken({ ID: 3n, Value: 7n }, take)).toEqual({ result: 7, problems: [] });
    const problems = wrong("NULL", "a number");
    expect(taken({ ID: 3n, Value: null }, take)).toEqual({ result: 0, problems });
    expect(taken({ ID: 3n }, take)).toEqual({ result: 0, problems });
    const text = wrong("text", "a number");
    expect(taken({ ID: 3n, Value: "" }, take)).toEqual({ result: 0, problems: text });
  });
});

describe("text", () => {
  const device = null;
  test.each([
    ["", { text: "", hex: null, device }, []],
    ["pts/0", { text: "pts/0", hex: null, device: "/dev/pts/0" }, []],
    ["höst 😀", { text: "höst 😀", hex: null, device }, []],
    ["root\0evil", { text: "root", hex: null, device: "/dev/root" }, []],
    ["\0evil", { text: "", hex: null, device }, []],
    ["\ufeffa", { text: "\ufeffa", hex: null, device }, []],
    // What stands behind a NUL is not looked at.
    ["a\0\ufffd", { text: "a", hex: null, device: "/dev/a" }, []],
    // The bytes that are given here.
    ["a\ufffd", { text: "Value", hex: null, device: "/dev/Value" }, []],
    [null, null, []],
    [5n, null, wrong("a number", "text")],
    [0.5, null, wrong("the fraction 0.5", "text")],
    [Uint8Array.of(0x61), null, wrong("a blob", "text")],
  ] as const)("%p", (Value: Cell, text, problems) => {
    const take = (row: TableRow<"ID" | "Value">): unknown => [row.text("Value"), row.text("Value")];
    const twice = [...problems, ...problems];
    expect(taken({ ID: 3n, Value }, take)).toEqual({ result: [text, text], problems: twice });
  });

  test("that must be there is empty if it is not", () => {
    const take = (row: TableRow<"ID" | "Value">): string => row.someText("Value").text;
    expect(taken({ ID: 3n, Value: "a" }, take)).toEqual({ result: "a", problems: [] });
    expect(taken({ ID: 3n, Value: null }, take)).toEqual({ result: "", problems: [] });
    expect(taken({ ID: 3n }, take)).toEqual({ result: "", problems: [] });
    const problems = wrong("a number", "text");
    expect(taken({ ID: 3n, Value: 5n }, take)).toEqual({ result: "", problems });
  });
});

test.each<[Cell, string]>([
  [3n, "3"],
  ['a\n"b', '"a\\n\\"b"'],
  ["x".repeat(100_000), `"${"x".repeat(64)}"`],
  [1.5, "1.5"],
  [null, "NULL"],
  [Uint8Array.of(1), "a blob"],
])("a row is told by its key: %#", (ID, name) => {
  const { problems } = taken({ ID, Value: 1n }, (row) => row.text("Value"));
  expect(problems).toEqual(wrong("a number", "text", name));
});

test("bytes are asked for by the place of the row", () => {
  const asked: unknown[] = [];
  const row = new TableRow<"ID">("PATH", "ID", new ProblemList(), (place, column) => {
    asked.push([place, column]);
    return null;
  });
  for (const ID of ["a", "\ufffd", "b", "\ufffd"]) {
    row.next({ ID });
    expect(row.text("ID")).toEqual({
      text: ID,
      hex: null,
      device: ID === "\ufffd" ? null : `/dev/${ID}`,
    });
  }
  expect(asked).toEqual([
    [1, "ID"],
    [3, "ID"],
  ]);
});
