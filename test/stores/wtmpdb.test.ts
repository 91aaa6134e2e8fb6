import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { ProblemList } from "../../src/problems.ts";
import { readWtmpdb, type WtmpdbRow } from "../../src/stores/wtmpdb.ts";
import type { Text } from "../../src/text.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { addCells, anyCell, cellsOf, numberOf, textOf, type StoredCell } from "./any-cell.ts";
import { WTMP_SQL, runSql } from "./wtmpdb-file.ts";

const SEED = 20_261_122;
const FIXTURES = "test/fixtures";

function read(
  path: string,
  isAtRest: boolean = true,
): { rows: readonly WtmpdbRow[]; problems: string[] } {
  const problems = new ProblemList();
  const { rows, stale } = readWtmpdb(path, isAtRest, problems);
  expect(stale).toBe(null);
  return { rows, problems: problems.list().map(({ message }) => message.replace(path, "PATH")) };
}

/** A row as sqlite3(1) shows it. */
function shown({
  id,
  type,
  user,
  loginMicros,
  logoutMicros,
  line,
  host,
  service,
}: WtmpdbRow): string {
  const cells = [id, type, user.text, loginMicros, logoutMicros, line.text, host.text, service];
  return cells.map((cell) => cell ?? "<NULL>").join("|");
}

describe.each([
  ["wtmpdb/wtmp.db", 18],
  ["wtmpdb/rotated/wtmp.db", 15],
  ["wtmpdb/rotated/wtmp_20260921.db", 3],
  ["wtmpdb/special/odd.db", 4],
  ["wtmpdb/special/y2040.db", 2],
  ["debian13/var/log/wtmp.db", 8],
  ["debian13/var/lib/wtmpdb/wtmp.db", 8],
  ["logrotate/var/log/wtmp.db", 3],
  ["logrotate/var/log/wtmp.db.1", 3],
])("%s", (name, count) => {
  test.each([false, true])("has its readable twin, at rest %p", (isAtRest) => {
    const path = `${FIXTURES}/${name}`;
    const { rows, problems } = read(path, isAtRest);
    const [, ...twin] = readFileSync(`${path.replace("lib/wtmpdb", "log")}.txt`, "utf8").split(
      /\n(?=\d+\|)/,
    );
    expect(rows.map(shown)).toEqual(twin.map((line) => line.replace(/\n$/, "")));
    expect(rows).toHaveLength(count);
    expect(problems).toEqual([]);
  });
});

test("an empty database, as logrotate leaves it, has no rows", () => {
  expect(read(`${FIXTURES}/wtmpdb/special/empty.db`)).toEqual({ rows: [], problems: [] });
});

test("a row is given as it is stored", () => {
  const [first, second] = read(`${FIXTURES}/debian13/var/log/wtmp.db`).rows;
  expect(first).toEqual({
    id: 1,
    type: 1,
    user: { text: "soft-reboot", hex: null, device: "/dev/soft-reboot" },
    line: { text: "~", hex: null, device: null },
    host: { text: "6.18.44-1-amd64", hex: null, device: null },
    service: null,
    loginMicros: 1_795_362_168_187_027,
    logoutMicros: null,
  });
  expect(second).toMatchObject({ line: { text: "pts/0", device: "/dev/pts/0" }, service: null });
});

describe("rows", () => {
  test("are in the order of their logins, then of their ids, those without one first", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp.db");
    const rows = [
      [1, 30],
      [2, 10],
      [3, null],
      [4, 20],
      [5, 10],
      [6, null],
      [7, -1],
    ] as const;
    runSql(
      path,
      WTMP_SQL,
      ...rows.map(
        ([id, login]) => `INSERT INTO wtmp(ID, Type, User, Login) VALUES (${id}, 3, '', ${login})`,
      ),
    );
    expect(read(path).rows.map(({ id }) => id)).toEqual([3, 6, 7, 2, 5, 4, 1]);
  });

  test("have NULL where a database that is older or newer has no such column", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp.db");
    runSql(
      path,
      "CREATE TABLE wtmp(id INTEGER PRIMARY KEY, type INTEGER, user TEXT, login INTEGER, logout INTEGER, pid INTEGER)",
      "INSERT INTO wtmp VALUES (1, 3, 'alice', 10, 20, 4711)",
    );
    const none = { text: "", hex: null, device: null };
    expect(read(path).rows).toMatchObject([
      { id: 1, user: { text: "alice" }, line: none, host: none, service: null, logoutMicros: 20 },
    ]);
  });

  test("with values that can't be have none, and say so", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp.db");
    runSql(
      path,
      "CREATE TABLE wtmp(ID INTEGER PRIMARY KEY, Type, User, Login, Logout, TTY, RemoteHost, Service)",
      "INSERT INTO wtmp VALUES (3, 3, 'alice', 'now', 1.5, x'61', 5, 7), (9223372036854775807, NULL, NULL, 1, 9007199254740993, NULL, NULL, NULL)",
    );
    const { rows, problems } = read(path);
    const none = { text: "", hex: null, device: null };
    const nothing = { line: none, host: none, service: null, logoutMicros: null };
    expect(rows).toMatchObject([
      { id: 3, type: 3, user: { text: "alice" }, loginMicros: null, ...nothing },
      { id: 0, type: 0, user: none, loginMicros: 1, ...nothing },
    ]);
    const wanted = (row: string, state: string): string =>
      `Impossible value in "PATH", row ${row}: ${state} is wanted`;
    const last = "9223372036854775807";
    expect(problems).toEqual([
      wanted("3", "TTY is a blob and text"),
      wanted("3", "RemoteHost is a number and text"),
      wanted("3", "Service is a number and text"),
      wanted("3", "Login is text and a number"),
      wanted("3", "Logout is the fraction 1.5 and a number"),
      wanted(last, `ID is ${last} and a number below 2^53`),
      wanted(last, "Type is NULL and a number"),
      wanted(last, "Logout is 9007199254740993 and a number below 2^53"),
    ]);
  });
});

test("whatever is stored is read as SQLite says that it is", () => {
  const columns = ["ID", "Type", "User", "Login", "Logout", "TTY", "RemoteHost", "Service"];
  const check = fc.property(
    fc.array(fc.tuple(...columns.map(() => anyCell)), { maxLength: 12 }),
    fc.boolean(),
    (table, isAtRest) => {
      using directory = new TemporaryDirectory();
      const path = directory.at("wtmp.db");
      {
        using database = new Database(path);
        database.run(`CREATE TABLE wtmp(${columns})`);
        addCells(database, "wtmp", table);
      }
      const stored = cellsOf(path, "wtmp", columns);
      const { rows, problems } = read(path, isAtRest);
      expect(rows).toEqual(stored.map(rowOf).toSorted(byLogin));
      expect(problems).toHaveLength(stored.flatMap(wrongCells).length);
    },
  );
  fc.assert(check, { seed: SEED, numRuns: 300 });
}, 60_000);

const NO_TEXT: Text = { text: "", hex: null, device: null };

function rowOf([
  id,
  type,
  user,
  login,
  logout,
  line,
  host,
  service,
]: readonly StoredCell[]): WtmpdbRow {
  return {
    id: numberOf(id) ?? 0,
    type: numberOf(type) ?? 0,
    user: textOf(user) ?? NO_TEXT,
    line: textOf(line) ?? NO_TEXT,
    host: textOf(host) ?? NO_TEXT,
    service: textOf(service)?.text ?? null,
    loginMicros: numberOf(login),
    logoutMicros: numberOf(logout),
  };
}

function wrongCells(cells: readonly StoredCell[]): StoredCell[] {
  return cells.filter((cell, i) => {
    const isNumber = i < 2 || i === 3 || i === 4;
    if (cell.type === "null") return i < 2;
    return (isNumber ? numberOf(cell) : textOf(cell)) === null;
  });
}

function byLogin(a: WtmpdbRow, b: WtmpdbRow): number {
  const [first, second] = [a.loginMicros ?? -Number.MAX_VALUE, b.loginMicros ?? -Number.MAX_VALUE];
  return Math.sign(first - second) || a.id - b.id;
}
