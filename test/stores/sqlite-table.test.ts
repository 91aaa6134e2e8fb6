import { Database, SQLiteError } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { isReadError, StoreError } from "../../src/errors.ts";
import { ProblemList } from "../../src/problems.ts";
import { readTable } from "../../src/stores/sqlite-table.ts";
import type { Table } from "../../src/stores/table-selection.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { WTMP_SQL, addRows, makeWtmpdb, runSql } from "./wtmpdb-file.ts";

const SEED = 20_261_122;
const WTMP: Table<"ID" | "User"> = { name: "wtmp", columns: ["ID", "User"], optional: [] };

function read(path: string, isAtRest: boolean = true): string[] {
  const { rows } = readTable({ path, isAtRest }, WTMP, new ProblemList(), (row) => {
    return `${row.integer("ID")} ${row.someText("User").text}`;
  });
  return [...rows];
}

function readBytes(bytes: Uint8Array, isAtRest: boolean = true): string[] {
  using directory = new TemporaryDirectory();
  writeFileSync(directory.at("wtmp.db"), bytes);
  return read(directory.at("wtmp.db"), isAtRest);
}

function wtmpdbBytes(...statements: readonly string[]): Uint8Array {
  using database = new Database(":memory:");
  for (const sql of [WTMP_SQL, ...statements]) database.run(sql);
  return database.serialize();
}

describe.each([
  ["live", false],
  ["at rest", true],
] as const)("the rows of a database: %s", (_, isAtRest) => {
  test("are given in the order in which they are stored", () => {
    const bytes = wtmpdbBytes(addRows(2), "INSERT INTO wtmp(ID, User) VALUES (-5, 'x')");
    expect(readBytes(bytes, isAtRest)).toEqual(["-5 x", "1 user1", "2 user2"]);
  });

  test("are none where there is no table yet", () => {
    using directory = new TemporaryDirectory();
    runSql(directory.at("wtmp.db"), "PRAGMA user_version=1");
    expect(read(directory.at("wtmp.db"), isAtRest)).toEqual([]);
  });

  test("are not read where the database is another's", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp.db");
    runSql(path, "CREATE TABLE bookmarks(url)");
    const error = new StoreError(
      `Cannot read "${path}": its "wtmp" is missing, and a table is wanted`,
    );
    expect(() => read(path, isAtRest)).toThrow(error);
  });

  test("are not read where it is damaged, and SQLite's error is the cause", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp.db");
    makeWtmpdb(path, 1000);
    const bytes = readFileSync(path);
    const pages = bytes.length / PAGE_BYTES;
    bytes.fill(0xff, PAGE_BYTES, 2 * PAGE_BYTES);
    writeFileSync(path, bytes);
    const cause = expect.any(SQLiteError);
    const message = `Cannot read "${path}": database disk image is malformed`;
    expect(() => read(path, isAtRest)).toThrow(expect.objectContaining({ message, cause }));
    writeFileSync(path, bytes.subarray(0, PAGE_BYTES));
    expect(() => read(path, isAtRest)).toThrow(
      `Cannot read "${path}": ${pages - 1} of its ${pages} pages are missing`,
    );
    writeFileSync(path, bytes.subarray(0, 2 * PAGE_BYTES - 1));
    expect(() => read(path, isAtRest)).toThrow("4095 bytes remain of its last page of 4096");
  });

  test("are given as far as they can be read where pages of it are damaged or missing", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp.db");
    makeWtmpdb(path, 1000);
    const all = read(path, isAtRest);
    const whole = readFileSync(path);
    const pages = whole.length / PAGE_BYTES;
    const readAll = (bytes: Uint8Array): { rows: readonly string[]; stale: string | null } => {
      writeFileSync(path, bytes);
      return readTable({ path, isAtRest }, WTMP, new ProblemList(), (row) => {
        return `${row.integer("ID")} ${row.someText("User").text}`;
      });
    };
    const cut = readAll(whole.subarray(0, whole.length - 3000));
    expect(cut.stale).toBe("1096 bytes remain of its last page of 4096");
    expect(cut.rows.length).toBeGreaterThan(900);
    expect(cut.rows).toEqual(all.slice(0, cut.rows.length));
    const missing = readAll(whole.subarray(0, whole.length - 2 * PAGE_BYTES));
    expect(missing.stale).toEndWith(`2 of its ${pages} pages are missing`);
    expect(missing.rows).toEqual(all.slice(0, missing.rows.length));
    const damaged = Uint8Array.from(whole);
    damaged.fill(0xff, 8 * PAGE_BYTES, 9 * PAGE_BYTES);
    const { rows, stale } = readAll(damaged);
    expect(stale).toEndWith("database disk image is malformed");
    // The rows of one page are lost, from somewhere in the middle.
    expect(rows.length).toBeGreaterThan(900);
    expect(rows.length).toBeLessThan(1000);
    expect([rows[0], rows.at(-1)]).toEqual([all[0], all.at(-1)]);
    expect(all.filter((row) => rows.includes(row))).toEqual([...rows]);
    const stray = readAll(new Uint8Array([...whole, ...new Uint8Array(904)]));
    // SQLite, where it reads the file itself, knows that they are not the database's.
    const said = isAtRest ? "904 bytes remain of its last page of 4096" : null;
    expect(stray).toEqual({ rows: all, stale: said });
  });
});

// https://www.sqlite.org/fileformat2.html, 1.3 and 1.6
const PAGE_BYTES = 4096;
const PAGES_AT = 28;
const INTERIOR_HEADER_BYTES = 12;
const LEAF_HEADER_BYTES = 8;

describe("a small database that is made to be waited for", () => {
  test("with a page that stands for a hundred others, and each of those for a hundred", () => {
    const [first, leaf] = pagesOf(wtmpdbBytes(addRows(10)));
    const levels = 9;
    const interior = Array.from({ length: levels }, (_, i) => interiorPage(100, i + 3));
    const bytes = databaseOf([first, ...interior, leaf]);
    expect(() => readBytes(bytes)).toThrow("its rows are larger than it is");
  });

  test("with a large row that is there ten times", () => {
    const bytes = wtmpdbBytes("INSERT INTO wtmp(User) VALUES (printf('%.*c', 5000000, 'x'))");
    repeatFirstRow(bytes, 10);
    expect(() => readBytes(bytes)).toThrow("its rows are larger than it is");
  });

  test("with a large value that nobody asks for before all others", () => {
    using database = new Database(":memory:");
    database.run("CREATE TABLE wtmp(pad, ID, User)");
    database.run("INSERT INTO wtmp VALUES (zeroblob(5000000), 1, 'x')");
    const bytes = database.serialize();
    repeatFirstRow(bytes, 10);
    expect(() => readBytes(bytes)).toThrow("its rows are larger than it is");
  });
});

function pagesOf(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: bytes.length / PAGE_BYTES }, (_, i) =>
    bytes.slice(i * PAGE_BYTES, (i + 1) * PAGE_BYTES),
  );
}

function databaseOf(pages: readonly (Uint8Array | undefined)[]): Uint8Array {
  const bytes = Buffer.concat(pages.filter((page) => page !== undefined));
  bytes.writeUInt32BE(bytes.length / PAGE_BYTES, PAGES_AT);
  return bytes;
}

/** A page of a table that leads to another so many times. */
function interiorPage(count: number, child: number): Uint8Array {
  const page = Buffer.alloc(PAGE_BYTES);
  const cells = PAGE_BYTES - 5 * count;
  page[0] = 5;
  page.writeUInt16BE(count, 3);
  page.writeUInt16BE(cells, 5);
  page.writeUInt32BE(child, 8);
  for (let i = 0; i < count; i++) {
    page.writeUInt16BE(cells + 5 * i, INTERIOR_HEADER_BYTES + 2 * i);
    page.writeUInt32BE(child, cells + 5 * i);
    page[cells + 5 * i + 4] = i + 1;
  }
  return page;
}

/** Makes the table's page have its first row so many times. */
function repeatFirstRow(bytes: Uint8Array, count: number): void {
  const page = new DataView(bytes.buffer, bytes.byteOffset + PAGE_BYTES, PAGE_BYTES);
  page.setUint16(3, count);
  for (let i = 0; i < count; i++) {
    page.setUint16(LEAF_HEADER_BYTES + 2 * i, page.getUint16(LEAF_HEADER_BYTES));
  }
}

test("whatever happens to its bytes, a database is read or can't be", () => {
  const whole = [
    wtmpdbBytes(addRows(3)),
    wtmpdbBytes(addRows(400), "INSERT INTO wtmp(User) VALUES (printf('%.*c', 20000, 'é'))"),
    Uint8Array.from(readFileSync("test/fixtures/wtmpdb/wtmp.db")),
  ];
  using directory = new TemporaryDirectory();
  const path = directory.at("wtmp.db");
  const outcomes = new Map<string, number>();
  // Most of what matters is at the beginning of pages, and what begins the file is not.
  const place = fc.oneof(
    fc.integer({ min: 16, max: 50_000 }),
    fc.integer({ min: 16, max: 120 }),
    fc
      .tuple(fc.integer({ min: 1, max: 12 }), fc.nat(40))
      .map(([page, at]) => page * PAGE_BYTES + at),
  );
  const check = fc.property(
    fc.nat(whole.length - 1),
    fc.array(fc.tuple(place, fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 5, 10, 13))), {
      maxLength: 12,
    }),
    fc.option(fc.nat(10), { freq: 6 }),
    fc.boolean(),
    (which, changes, cut, isAtRest) => {
      const bytes = (whole[which] ?? new Uint8Array(0)).slice();
      for (const [at, value] of changes) bytes[16 + ((at - 16) % (bytes.length - 16))] = value;
      const pages = cut === null ? bytes.length : cut * PAGE_BYTES;
      writeFileSync(path, bytes.subarray(0, pages));
      let outcome = "read";
      try {
        read(path, isAtRest);
      } catch (error) {
        if (!isReadError(error)) throw error;
        outcome = error.message.replace(path, "PATH");
      }
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    },
  );
  fc.assert(check, { seed: SEED, numRuns: 3000 });
  expect(outcomes.get("read")).toBeGreaterThan(100);
  expect([...outcomes.keys()]).toContain('Cannot read "PATH": database disk image is malformed');
  expect(outcomes.size).toBeGreaterThan(5);
}, 60_000);
