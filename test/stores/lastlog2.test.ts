import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { StoreError } from "../../src/errors.ts";
import { ProblemList } from "../../src/problems.ts";
import { readLastlog2, type Lastlog2Row } from "../../src/stores/lastlog2.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { addCells, anyCell, cellsOf, numberOf, textOf, type StoredCell } from "./any-cell.ts";
import { runSql } from "./wtmpdb-file.ts";

const SEED = 20_261_122;
const FIXTURES = "test/fixtures";
/** As lastlog2 makes it. */
const LASTLOG2_SQL =
  "CREATE TABLE Lastlog2(Name TEXT PRIMARY KEY, Time INTEGER, TTY TEXT, RemoteHost TEXT, Service TEXT)";

function read(
  path: string,
  isAtRest: boolean = true,
): { rows: readonly Lastlog2Row[]; problems: string[] } {
  const problems = new ProblemList();
  const { rows, stale } = readLastlog2(path, isAtRest, problems);
  expect(stale).toBe(null);
  return { rows, problems: problems.list().map(({ message }) => message.replace(path, "PATH")) };
}

/** A row as sqlite3(1) shows it. */
function shown({ name, seconds, line, host, service }: Lastlog2Row): string {
  return [name.text, seconds, line.text, host.text, service]
    .map((cell) => cell ?? "<NULL>")
    .join("|");
}

describe.each([
  ["lastlog2/pam.db", ["alice", "bob", "carol", "dave"]],
  ["lastlog2/import.db", ["alice", "bob", "root"]],
  ["lastlog2/set.db", ["alice", "bobby", "dave"]],
  ["lastlog2/wal.db", ["alice", "bob", "carol", "dave"]],
  ["debian13/var/lib/lastlog/lastlog2.db", ["alice", "bob", "carol", "dave"]],
])("%s", (name, users) => {
  test.each([false, true])("has its readable twin, at rest %p", (isAtRest) => {
    const path = `${FIXTURES}/${name}`;
    const { rows, problems } = read(path, isAtRest);
    const [, ...twin] = readFileSync(`${path}.txt`, "utf8").trimEnd().split("\n");
    expect(rows.map(shown)).toEqual(twin.toSorted());
    expect(rows.map((row) => row.name.text)).toEqual(users);
    expect(problems).toEqual([]);
  });
});

test("a row is given as it is stored, a login after 2038, too", () => {
  expect(read(`${FIXTURES}/lastlog2/pam.db`).rows[3]).toEqual({
    name: { text: "dave", hex: null, device: "/dev/dave" },
    seconds: 2_191_046_950,
    line: { text: "pts/5", hex: null, device: "/dev/pts/5" },
    host: { text: "2001:db8::1%eth0", hex: null, device: null },
    service: "remote-ll2",
  });
});

test("a user who never logged in has no time, and one who did not for long has one", () => {
  using directory = new TemporaryDirectory();
  const path = directory.at("lastlog2.db");
  const rows = "('a', 0, '', '', ''), ('b', NULL, NULL, NULL, NULL), ('c', -1, '', '', NULL)";
  runSql(path, LASTLOG2_SQL, `INSERT INTO Lastlog2 VALUES ${rows}`);
  const { rows: given, problems } = read(path);
  expect(given.map(({ seconds, service }) => [seconds, service])).toEqual([
    [null, ""],
    [null, null],
    [-1, null],
  ]);
  expect(problems).toEqual([]);
});

test("names are in the order of their bytes", () => {
  using directory = new TemporaryDirectory();
  const path = directory.at("lastlog2.db");
  const names = ["b", "B", "\u{1f600}", "\uffff", "", "é", "ab", "a"].map((name) => `('${name}')`);
  runSql(path, LASTLOG2_SQL, `INSERT INTO Lastlog2(Name) VALUES ${names}, (CAST(x'ff' AS TEXT))`);
  using database = new Database(path);
  const sql = "SELECT hex(Name) AS hex FROM Lastlog2 ORDER BY Name";
  const wanted = database.query<{ hex: string }, []>(sql).all();
  const given = read(path).rows.map(({ name }) => name.hex ?? Buffer.from(name.text).toHex());
  expect(given).toEqual(wanted.map(({ hex }) => hex.toLowerCase()));
});

test("a value that can't be is none, and its row is told by the name", () => {
  using directory = new TemporaryDirectory();
  const path = directory.at("lastlog2.db");
  // What is not STRICT takes anything that it can't make what is declared.
  runSql(path, LASTLOG2_SQL, "INSERT INTO Lastlog2 VALUES ('a', 'x', x'61', 5, NULL)");
  const far = 8_640_000_000_001;
  runSql(path, `INSERT INTO Lastlog2(Name, Time) VALUES ('b', ${far}), ('c', ${far - 1})`);
  const none = { text: "", hex: null, device: null };
  const { rows, problems } = read(path);
  expect(rows).toMatchObject([
    { seconds: null, line: none, host: { text: "5" }, service: null },
    { seconds: null },
    { seconds: far - 1 },
  ]);
  expect(problems).toEqual([
    'Impossible value in "PATH", row "a": Time is text and a number is wanted',
    'Impossible value in "PATH", row "a": TTY is a blob and text is wanted',
    'Impossible value in "PATH", row "b": Time is 8640000000001 and a time that a date can hold is wanted',
  ]);
});

test("a database of wtmpdb is refused", () => {
  const path = `${FIXTURES}/wtmpdb/wtmp.db`;
  const state = 'its "Lastlog2" is missing, and a table is wanted';
  expect(() => read(path)).toThrow(new StoreError(`Cannot read "${path}": ${state}`));
});

test("whatever is stored is read as SQLite says that it is", () => {
  const columns = ["Name", "Time", "TTY", "RemoteHost", "Service"];
  const check = fc.property(
    fc.array(fc.tuple(...columns.map(() => anyCell)), { maxLength: 12 }),
    fc.boolean(),
    (table, isAtRest) => {
      using directory = new TemporaryDirectory();
      const path = directory.at("lastlog2.db");
      {
        using database = new Database(path);
        database.run(LASTLOG2_SQL.replace("PRIMARY KEY", ""));
        addCells(database, "Lastlog2", table);
      }
      const stored = cellsOf(path, "Lastlog2", columns);
      expect(read(path, isAtRest).rows).toEqual(stored.map(rowOf).toSorted(byName));
    },
  );
  fc.assert(check, { seed: SEED, numRuns: 150 });
}, 60_000);

function rowOf([name, time, line, host, service]: readonly StoredCell[]): Lastlog2Row {
  const none = { text: "", hex: null, device: null };
  return {
    name: textOf(name) ?? none,
    seconds: secondsOf(numberOf(time)),
    line: textOf(line) ?? none,
    host: textOf(host) ?? none,
    service: textOf(service)?.text ?? null,
  };
}

function secondsOf(number: number | null): number | null {
  return number === 0 || Math.abs(number ?? 0) > 8.64e12 ? null : number;
}

function byName(a: Lastlog2Row, b: Lastlog2Row): number {
  const [first, second] = [a, b].map(({ name }) => name.hex ?? Buffer.from(name.text).toHex());
  return Buffer.compare(Buffer.from(first ?? ""), Buffer.from(second ?? ""));
}
