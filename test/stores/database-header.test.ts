import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { RecordFormatError, StoreError } from "../../src/errors.ts";
import { isSqlite } from "../../src/files/looks-like.ts";
import { checkDatabase, withoutWal } from "../../src/stores/database-header.ts";

const WTMPDB = Uint8Array.from(readFileSync("test/fixtures/wtmpdb/wtmp.db"));

/** The database with other bytes from somewhere on. */
function changed(at: number, ...bytes: readonly number[]): Uint8Array {
  const copy = WTMPDB.slice();
  copy.set(bytes, at);
  return copy;
}

describe("what is no database", () => {
  test.each([
    ["text", new TextEncoder().encode("no database"), "text"],
    [
      "random bytes",
      readFileSync("test/fixtures/wtmpdb/special/garbage.db"),
      "random or compressed bytes",
    ],
    ["a single byte", Uint8Array.of(0), "data of an unknown kind"],
    ["a letter missing in its name", changed(3, 0), "data of an unknown kind"],
  ])("%s", (_, bytes, state) => {
    const message = `Cannot decode "PATH": it looks like ${state}, and a SQLite database is wanted`;
    expect(() => checkDatabase("PATH", bytes)).toThrow(new RecordFormatError(message));
    expect(isSqlite(bytes)).toBe(false);
  });
});

describe("a database that is not whole", () => {
  test.each([
    [WTMPDB.subarray(0, 16), "16 bytes remain of its header of 100"],
    [WTMPDB.subarray(0, 99), "99 bytes remain of its header of 100"],
    [WTMPDB.subarray(0, 100), "100 bytes remain of its last page of 4096"],
    [changed(16, 0, 1), "8192 bytes remain of its last page of 65536"],
    [changed(100, 5), "its schema takes more than a page, and that of a single table is wanted"],
  ])("%#: says what is wrong", (bytes, state) => {
    const error = new StoreError(`Cannot read "PATH": ${state}`);
    expect(() => checkDatabase("PATH", bytes)).toThrow(error);
    expect(isSqlite(bytes)).toBe(true);
  });
});

test("a whole database is fine, and sizes of pages that SQLite does not know are left to it", () => {
  for (const bytes of [WTMPDB, changed(16, 0, 3), changed(16, 16, 1)]) {
    expect(checkDatabase("PATH", bytes.slice())).toEqual({ bytes, damage: null });
  }
});

describe("of a database that was cut the whole pages are left", () => {
  test.each([
    [WTMPDB.slice(0, 5000), 4096, "904 bytes remain of its last page of 4096"],
    [WTMPDB.slice(0, 4096), 4096, "1 of its 2 pages are missing"],
    [new Uint8Array([...WTMPDB, 1, 2, 3]), 8192, "3 bytes remain of its last page of 4096"],
  ])("%#", (bytes, length, damage) => {
    const whole = checkDatabase("PATH", bytes);
    expect([whole.bytes.length, whole.damage]).toEqual([length, damage]);
    // SQLite refuses one that counts more pages than it has.
    const count = new DataView(whole.bytes.buffer).getUint32(28);
    expect(count).toBe(length / 4096);
  });

  test("and a count that nobody keeps is none", () => {
    const bytes = changed(24, 0, 0, 0, 9).slice(0, 4096);
    expect(checkDatabase("PATH", bytes)).toEqual({ bytes, damage: null });
  });
});

test("a database in WAL mode is made one that is not, and any other is left as it is", () => {
  expect(withoutWal(changed(18, 2, 2))).toEqual(WTMPDB);
  expect(withoutWal(changed(18, 3, 1))).toEqual(changed(18, 3, 1));
});
