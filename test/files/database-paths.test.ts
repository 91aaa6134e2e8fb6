import { describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, symlinkSync, utimesSync, writeFileSync, linkSync } from "node:fs";
import { dirname } from "node:path";
import { rotatedDatabases } from "../../src/files/database-paths.ts";
import { databaseOf } from "../../src/files/rotation.ts";
import { canBeLive } from "../live-system.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { OtherUser } from "../stores/other-user.ts";

/** Makes files, each written a day after the one before; `a -> b` is a symbolic link. */
function fill(directory: TemporaryDirectory, files: readonly string[]): void {
  files.forEach((file, day) => {
    const [name = "", target] = file.split(" -> ");
    const path = directory.at(name);
    mkdirSync(dirname(path), { recursive: true });
    if (target !== undefined) return symlinkSync(target, path);
    writeFileSync(path, name);
    utimesSync(path, day * 86_400, day * 86_400);
  });
}

/** Names in the directory of those that belong to a database. */
function rotatedOf(path: string, files: readonly string[], isTree: boolean = false): string[] {
  using directory = new TemporaryDirectory();
  fill(directory, files);
  const found = isTree
    ? rotatedDatabases(path, directory.path)
    : rotatedDatabases(directory.at(path));
  return found.map((name) => name.slice(directory.path.length + 1));
}

const NUMBERED = ["wtmp.db", "wtmp.db.1", "wtmp.db.10", "wtmp.db.2", "wtmp.db.9"];

test.each([
  ["wtmp.db", "wtmp.db"],
  ["wtmp.db.3", "wtmp.db"],
  ["wtmp.db-20260101", "wtmp.db"],
  ["wtmp.db.1.gz", "wtmp.db"],
  ["wtmp_20260921.db", "wtmp.db"],
  ["wtmp.db-wal", "wtmp.db"],
  ["wtmp.db.1-journal", "wtmp.db"],
  ["wtmp_20260921.db-shm", "wtmp.db"],
  ["wtmp", "wtmp"],
  ["wtmp.dbx", "wtmp.dbx"],
  ["wtmp-wal.db", "wtmp-wal.db"],
])("%s belongs to %s", (name, database) => {
  expect(databaseOf(name)).toBe(database);
});

describe("the databases that one was rotated to", () => {
  test.each<[string, string[], string[]]>([
    ["none", ["wtmp.db"], ["wtmp.db"]],
    [
      "those that logrotate has numbered, the highest first",
      NUMBERED,
      ["wtmp.db.10", "wtmp.db.9", "wtmp.db.2", "wtmp.db.1", "wtmp.db"],
    ],
    [
      "those that logrotate has dated",
      ["wtmp.db", "wtmp.db-20260101", "wtmp.db-20250101"],
      ["wtmp.db-20250101", "wtmp.db-20260101", "wtmp.db"],
    ],
    [
      "those of wtmpdb itself",
      ["wtmp.db", "wtmp_20260921.db", "wtmp_20260101.db", "wtmp_20251231.db"],
      ["wtmp_20251231.db", "wtmp_20260101.db", "wtmp_20260921.db", "wtmp.db"],
    ],
    [
      "dated ones of both",
      ["wtmp.db", "wtmp_20260921.db", "wtmp.db-20260101", "wtmp_20250101.db"],
      ["wtmp_20250101.db", "wtmp.db-20260101", "wtmp_20260921.db", "wtmp.db"],
    ],
    [
      "numbered and dated ones by when they were written",
      ["wtmp.db.2", "wtmp_20260101.db", "wtmp.db.1", "wtmp_20260301.db", "wtmp.db"],
      ["wtmp.db.2", "wtmp_20260101.db", "wtmp.db.1", "wtmp_20260301.db", "wtmp.db"],
    ],
    [
      "compressed ones",
      ["wtmp.db", "wtmp.db.3.gz", "wtmp.db.2.zst", "wtmp_20260101.db.gz", "wtmp.db.1"],
      ["wtmp.db.3.gz", "wtmp.db.2.zst", "wtmp_20260101.db.gz", "wtmp.db.1", "wtmp.db"],
    ],
    [
      "none that SQLite keeps beside them",
      ["wtmp.db", "wtmp.db-wal", "wtmp.db-shm", "wtmp.db-journal"],
      ["wtmp.db"],
    ],
    [
      "none of others",
      [
        "wtmp.db",
        "wtmp",
        "wtmp.1",
        "other.db.1",
        "xwtmp.db.1",
        "other_20260101.db",
        "wtmp.db.bak",
        "wtmp_2026.db",
      ],
      ["wtmp.db"],
    ],
    ["those of one that is missing", ["wtmp.db.1"], ["wtmp.db.1", "wtmp.db"]],
  ])("are %s", (_, files, wanted) => {
    expect(rotatedOf("wtmp.db", files)).toEqual(wanted);
    expect(rotatedOf("/wtmp.db", files, true)).toEqual(wanted);
    const moved = files.map((file) => `var/log/${file}`);
    expect(rotatedOf("/var/log/wtmp.db", moved, true)).toEqual(
      wanted.map((file) => `var/log/${file}`),
    );
  });

  test("are beside a link and beside what it leads to", () => {
    const files = [
      "log/wtmp.db",
      "log/wtmp.db.1",
      "log/wtmp_20260101.db",
      "lib/wtmp_20250101.db",
      "lib/wtmp.db -> ../log/wtmp.db",
    ];
    const rotated = ["log/wtmp.db.1", "lib/wtmp_20250101.db", "log/wtmp_20260101.db"];
    expect(rotatedOf("lib/wtmp.db", files).toSorted()).toEqual(
      [...rotated, "lib/wtmp.db"].toSorted(),
    );
    expect(rotatedOf("lib/wtmp.db", files).at(-1)).toBe("lib/wtmp.db");
    expect(rotatedOf("/lib/wtmp.db", files, true).at(-1)).toBe("log/wtmp.db");
    expect(rotatedOf("/log/wtmp.db", files)).toEqual([
      "log/wtmp.db.1",
      "log/wtmp_20260101.db",
      "log/wtmp.db",
    ]);
  });

  test("are beside what a link leads to that is missing", () => {
    const files = ["log/wtmp.db.1", "lib/wtmp.db -> ../log/wtmp.db"];
    expect(rotatedOf("lib/wtmp.db", files)).toEqual(["log/wtmp.db.1", "lib/wtmp.db"]);
  });

  test("have the name of a link or of what it leads to, and a number or a date", () => {
    const files = [
      "log/wtmp.db.1",
      "log/live.db.2",
      "log/wtmp.db",
      "log/live.db",
      "lib/wtmp.db",
      "lib/live.db -> ../log/wtmp.db",
    ];
    const rotated = ["log/live.db.2", "log/wtmp.db.1"];
    const found = rotatedOf("lib/live.db", files);
    expect(found.toSorted()).toEqual(["lib/live.db", ...rotated]);
    expect(found.at(-1)).toBe("lib/live.db");
  });

  test("are there once, whatever names they have", () => {
    const linked = ["log/wtmp.db", "log/wtmp.db.1", "lib -> log"];
    expect(rotatedOf("lib/wtmp.db", linked)).toEqual(["log/wtmp.db.1", "lib/wtmp.db"]);
    const named = ["wtmp.db", "wtmp.db.1", "wtmp.db-20260101 -> wtmp.db.1", "wtmp.db.2 -> wtmp.db"];
    expect(rotatedOf("wtmp.db", named)).toHaveLength(2);
    using directory = new TemporaryDirectory();
    fill(directory, ["wtmp.db", "wtmp.db.1"]);
    linkSync(directory.at("wtmp.db"), directory.at("wtmp.db.2"));
    expect(rotatedDatabases(directory.at("wtmp.db"))).toEqual([
      directory.at("wtmp.db.1"),
      directory.at("wtmp.db"),
    ]);
  });

  test("are those of a tree, whose links lead nowhere else", () => {
    const files = [
      "var/log/wtmp.db",
      "var/log/wtmp.db.1",
      "var/log/wtmp.db.2 -> /data/old.db",
      "data/old.db",
      "var/lib/wtmp.db -> /var/log/wtmp.db",
    ];
    expect(rotatedOf("/var/lib/wtmp.db", files, true)).toEqual([
      "data/old.db",
      "var/log/wtmp.db.1",
      "var/log/wtmp.db",
    ]);
  });

  test("can lead in circles", () => {
    const files = ["wtmp.db", "wtmp.db.1 -> wtmp.db.1", "wtmp_20260101.db"];
    expect(rotatedOf("/wtmp.db", files, true).toSorted()).toEqual([
      "wtmp.db",
      "wtmp.db.1",
      "wtmp_20260101.db",
    ]);
  });

  test.each(["debian13", "logrotate"])("of the fixture %s", (name) => {
    const root = Bun.fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
    const own = name === "debian13" ? "/var/lib/wtmpdb/wtmp.db" : "/var/log/wtmp.db";
    const places = rotatedDatabases(own, root).map((place) => place.slice(root.length));
    expect(places).toEqual(
      name === "debian13" ? ["/var/log/wtmp.db"] : ["/var/log/wtmp.db.1", "/var/log/wtmp.db"],
    );
  });
});

test("a directory that is missing has none", () => {
  expect(rotatedDatabases("/nonexistent/wtmp.db")).toEqual(["/nonexistent/wtmp.db"]);
});

// Only root can be somebody else.
(canBeLive ? test : test.skip)(
  "a directory that can't be listed is the file system's error",
  () => {
    using user = new OtherUser();
    using directory = new TemporaryDirectory();
    // What is in it can be read all the same.
    chmodSync(directory.path, 0o711);
    const script = `
    import { rotatedDatabases } from "SRC/files/database-paths.ts";
    try { rotatedDatabases(${JSON.stringify(directory.at("wtmp.db"))}); } catch (error) { console.log(error.code, error.path); }`;
    expect(user.run(script)).toBe(`EACCES ${directory.path}\n`);
  },
);
