import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { StoreError } from "../../src/errors.ts";
import { selectTable, type Table } from "../../src/stores/table-selection.ts";

const TABLE: Table<"Key" | "Value" | "Note"> = {
  name: "Things",
  columns: ["Key", "Value"],
  optional: ["Note"],
};

function databaseOf(...statements: readonly string[]): Database {
  const database = new Database(":memory:", { safeIntegers: true });
  for (const sql of statements) database.run(sql);
  return database;
}

function rowsOf(database: Database): unknown[] {
  return [...(selectTable("PATH", database, TABLE)?.rows() ?? [])];
}

// https://www.sqlite.org/fileformat2.html, 1.6
const PAGE_BYTES = 4096;
const INDEX_LEAF = 10;
const CELL_COUNT = 3;

const MADE = "CREATE TABLE Things(Key INTEGER PRIMARY KEY, Value TEXT, Note TEXT)";

describe("a table that is another program's", () => {
  test.each([
    ["none of that name", ["CREATE TABLE other(Key)"], "is missing, and a table is wanted"],
    [
      "an index",
      ["CREATE TABLE other(Key)", "CREATE INDEX Things ON other(Key)"],
      "is missing, and a table is wanted",
    ],
    [
      "a view",
      ["CREATE VIEW Things AS SELECT 1 AS Key, 2 AS Value"],
      "is a view, and a table is wanted",
    ],
    [
      "a view in other letters",
      ["CREATE VIEW thINGs AS SELECT 1 AS Key, 2 AS Value"],
      "is a view, and a table is wanted",
    ],
    [
      "a virtual table",
      ["CREATE VIRTUAL TABLE Things USING fts5(Key, Value)"],
      "is a virtual table, and a table is wanted",
    ],
  ])("%s", (_, statements, state) => {
    using database = databaseOf(...statements);
    const error = new StoreError(`Cannot read "PATH": its "Things" ${state}`);
    expect(() => selectTable("PATH", database, TABLE)).toThrow(error);
  });

  test.each([
    ["Key INTEGER", 'no column "Value"'],
    ["Key INTEGER, Value AS (Key + 1)", 'a computed column "Value"'],
    ["Key INTEGER, Value AS (Key + 1) STORED", 'a computed column "Value"'],
    ["Key INTEGER, Value, note AS (Key + 1)", 'a computed column "Note"'],
  ])("with the columns %s", (columns, state) => {
    using database = databaseOf(`CREATE TABLE Things(${columns})`);
    const error = new StoreError(
      `Cannot read "PATH": its table "Things" has ${state}, and a stored one is wanted`,
    );
    expect(() => selectTable("PATH", database, TABLE)).toThrow(error);
  });
});

describe("the rows of a table", () => {
  test("are all in the order in which they are stored", () => {
    using database = databaseOf(MADE, "INSERT INTO Things VALUES (7, 'b', 'n'), (-1, NULL, NULL)");
    expect(rowsOf(database)).toEqual([
      { Key: -1n, Value: null, Note: null },
      { Key: 7n, Value: "b", Note: "n" },
    ]);
  });

  test("have no column that is optional and missing", () => {
    using database = databaseOf(
      "CREATE TABLE Things(Value, Key)",
      "INSERT INTO Things VALUES (1, 2)",
    );
    expect(rowsOf(database)).toEqual([{ Key: 2n, Value: 1n }]);
  });

  test("are found by names in any letters", () => {
    using database = databaseOf(
      "CREATE TABLE tHINGS(kEY, VALUE)",
      "INSERT INTO Things VALUES (1, 2)",
    );
    expect(rowsOf(database)).toEqual([{ Key: 1n, Value: 2n }]);
  });

  test("have what else is stored by other names, whatever it is called", () => {
    using database = databaseOf(
      `CREATE TABLE Things(Key, rowid, """ FROM x", Value, [select], computed AS (Key))`,
      "INSERT INTO Things VALUES (1, 2, 3, 4, 5)",
    );
    const others = { "other 0": 2n, "other 1": 3n, "other 2": 5n };
    expect(rowsOf(database)).toEqual([{ Key: 1n, Value: 4n, ...others }]);
  });

  test("can be without a rowid", () => {
    using database = databaseOf(
      "CREATE TABLE Things(Key TEXT PRIMARY KEY, Value) WITHOUT ROWID",
      "INSERT INTO Things VALUES ('b', 1), ('a', 2)",
    );
    expect(rowsOf(database)).toEqual([
      { Key: "a", Value: 2n },
      { Key: "b", Value: 1n },
    ]);
  });

  test("are all there where an index has lost one", () => {
    using database = databaseOf(
      "CREATE TABLE Things(Key, Value, computed AS (Key))",
      "CREATE INDEX smaller ON Things(Key, Value)",
      "INSERT INTO Things VALUES (1, 'a'), (2, 'b')",
    );
    const bytes = database.serialize();
    const page = bytes.indexOf(Uint8Array.of(INDEX_LEAF, 0, 0, 0, 2), PAGE_BYTES);
    bytes[page + CELL_COUNT + 1] = 1;
    using damaged = Database.deserialize(bytes, { safeIntegers: true });
    expect(damaged.query("SELECT Key, Value FROM Things").all()).toHaveLength(1);
    expect(rowsOf(damaged)).toHaveLength(2);
  });
});

test("a database without any table has no rows", () => {
  using database = databaseOf("PRAGMA user_version=1");
  expect(selectTable("PATH", database, TABLE)).toBe(null);
});

describe("the bytes of a value", () => {
  test("are given for any row behind the one before", () => {
    using database = databaseOf(
      MADE,
      ...[1, 2, 3, 4].map((i) => `INSERT INTO Things VALUES (${i}, CAST(x'ff3${i}' AS TEXT), '')`),
    );
    const { bytesOfCell } = selectTable("PATH", database, TABLE) ?? { bytesOfCell: () => null };
    expect(bytesOfCell(1, "Value")).toEqual(Uint8Array.of(0xff, 0x32));
    expect(bytesOfCell(1, "Note")).toEqual(new Uint8Array(0));
    expect(bytesOfCell(3, "Value")).toEqual(Uint8Array.of(0xff, 0x34));
  });

  test("are none where SQLite has made text of UTF-16", () => {
    using database = databaseOf(
      "PRAGMA encoding='UTF-16le'",
      MADE,
      "INSERT INTO Things VALUES (1, 'é', 'n')",
    );
    const { bytesOfCell } = selectTable("PATH", database, TABLE) ?? { bytesOfCell: null };
    expect(bytesOfCell?.(0, "Value")).toBe(null);
    expect(rowsOf(database)).toEqual([{ Key: 1n, Value: "é", Note: "n" }]);
  });
});
