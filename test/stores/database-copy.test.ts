import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { StoreError } from "../../src/errors.ts";
import { ProblemList } from "../../src/problems.ts";
import { copyDatabase } from "../../src/stores/database-copy.ts";
import { withoutWal } from "../../src/stores/database-header.ts";
import { readWtmpdb } from "../../src/stores/wtmpdb.ts";
import { canBeLive } from "../live-system.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { DatabaseWriter } from "./database-writer.ts";
import { OtherUser } from "./other-user.ts";
import { addRows, makeWtmpdb } from "./wtmpdb-file.ts";

const ROWS = 3;
/** What reading gives: a count of rows, or the error. */
interface Outcome {
  readonly rows?: number;
  readonly stale?: string | null;
  readonly code?: string;
  readonly message?: string;
}

function read(path: string, isAtRest: boolean): Outcome {
  try {
    const { rows, stale } = readWtmpdb(path, isAtRest, new ProblemList());
    return { rows: rows.length, stale };
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    return { code: String(error.code), message: error.message };
  }
}

let other: OtherUser | null = null;
beforeAll(() => {
  if (canBeLive) other = new OtherUser();
});
afterAll(() => other?.[Symbol.dispose]());

function readAsOther(path: string, isAtRest: boolean): Outcome {
  if (other === null) throw new Error("Only root can be somebody else");
  const script = `
    import { StoreError } from "../../src/errors.ts";
import { ProblemList } from "SRC/problems.ts";
    import { copyDatabase } from "../../src/stores/database-copy.ts";
import { withoutWal } from "../../src/stores/database-header.ts";
import { readWtmpdb } from "SRC/stores/wtmpdb.ts";
    ${read.toString()}
    console.log(JSON.stringify(read(${JSON.stringify(path)}, ${isAtRest})));`;
  return JSON.parse(other.run(script));
}

/**
 * All that can be told of the files of a directory, but when they were read. Where root reads what
 * is live SQLite sets the owner of the files beside a database, which changes nothing but the ctime.
 */
function listing(directory: string, isAtRest: boolean): unknown[] {
  return readdirSync(directory)
    .sort()
    .map((name) => {
      const stats = lstatSync(`${directory}/${name}`, { bigint: true });
      const { ino, size, mode, uid, mtimeNs } = stats;
      const hash = stats.isFile() ? Bun.hash(readFileSync(`${directory}/${name}`)) : 0n;
      const ctimeNs = isAtRest || name.endsWith(".db") ? stats.ctimeNs : 0n;
      return [name, ino, size, mode, uid, mtimeNs, ctimeNs, hash];
    });
}

/** Brings a database into a state, and gives what must stay open for that. */
type Make = (path: string) => Promise<DatabaseWriter | undefined>;

function makeFull(path: string, ...statements: readonly string[]): undefined {
  makeWtmpdb(path, ROWS, ...statements);
}

async function held(path: string, ...statements: readonly string[]): Promise<DatabaseWriter> {
  const writer = new DatabaseWriter(path);
  for (const sql of statements) expect(await writer.run(sql)).toBe("done");
  return writer;
}

async function killed(path: string, ...statements: readonly string[]): Promise<undefined> {
  await using _ = await held(path, ...statements);
}

const TO_WAL = "PRAGMA journal_mode=WAL";
const KEEP_WAL = "PRAGMA wal_autocheckpoint=0";

const WAL_UNREAD = /^the \d+ bytes of ".*wtmp\.db-wal" were not read$/;
const UNDO_UNREAD =
  /^a program did not end what it wrote, and ".*wtmp\.db-journal", which undoes that, was not read$/;

type Wanted = readonly [rows: number, stale: RegExp | null];
const COMPLETE: Wanted = [ROWS, null];
const CHANGED: Wanted = [ROWS + 1, null];
const WITHOUT_WAL: Wanted = [ROWS, WAL_UNREAD];

const STATES: readonly (readonly [state: string, make: Make, live: Wanted, atRest: Wanted])[] = [
  ["that nobody has open", async (path) => makeFull(path), COMPLETE, COMPLETE],
  [
    "that is being changed",
    (path) => (makeFull(path), held(path, "BEGIN IMMEDIATE", addRows(1))),
    COMPLETE,
    COMPLETE,
  ],
  ["in WAL mode that nobody has open", async (path) => makeFull(path, TO_WAL), COMPLETE, COMPLETE],
  [
    "in WAL mode that is open",
    (path) => (makeFull(path, TO_WAL), held(path, KEEP_WAL, addRows(1))),
    CHANGED,
    WITHOUT_WAL,
  ],
  [
    "in WAL mode whose writer was killed",
    (path) => (makeFull(path, TO_WAL), killed(path, KEEP_WAL, addRows(1))),
    CHANGED,
    WITHOUT_WAL,
  ],
  [
    "in WAL mode whose index is missing",
    async (path) => {
      makeFull(path, TO_WAL);
      await killed(path, KEEP_WAL, addRows(1));
      rmSync(`${path}-shm`);
    },
    WITHOUT_WAL,
    WITHOUT_WAL,
  ],
  [
    "in WAL mode whose WAL is missing",
    async (path) => {
      makeFull(path, TO_WAL);
      await killed(path, addRows(1), "PRAGMA wal_checkpoint(TRUNCATE)");
      rmSync(`${path}-wal`);
    },
    CHANGED,
    CHANGED,
  ],
  [
    "in WAL mode whose WAL is empty and whose index is missing",
    async (path) => {
      makeFull(path, TO_WAL);
      writeFileSync(`${path}-wal`, "");
    },
    COMPLETE,
    COMPLETE,
  ],
  [
    "beside the WAL of another",
    async (path) => {
      makeFull(path);
      writeFileSync(`${path}-wal`, new Uint8Array(4152));
    },
    WITHOUT_WAL,
    WITHOUT_WAL,
  ],
  [
    "whose writer was killed",
    async (path) => {
      makeFull(path);
      // More than there is memory for is written into the database before the end.
      await killed(path, "PRAGMA cache_size=1", "BEGIN", "UPDATE wtmp SET Type = 1", addRows(2000));
    },
    [ROWS, UNDO_UNREAD],
    [ROWS, UNDO_UNREAD],
  ],
  [
    "that keeps its journal",
    async (path) => makeFull(path, "PRAGMA journal_mode=PERSIST", addRows(1)),
    CHANGED,
    CHANGED,
  ],
  [
    "whose journal is a FIFO",
    async (path) => {
      makeFull(path);
      Bun.spawnSync(["mkfifo", `${path}-journal`]);
    },
    COMPLETE,
    COMPLETE,
  ],
  [
    "that a symbolic link leads to",
    async (path) => {
      mkdirSync(`${path}.d`);
      chmodSync(`${path}.d`, 0o755);
      makeFull(`${path}.d/real.db`, TO_WAL);
      symlinkSync(`${path}.d/real.db`, path);
      return held(`${path}.d/real.db`, KEEP_WAL, addRows(1));
    },
    CHANGED,
    [ROWS, /^the \d+ bytes of ".*real\.db-wal" were not read$/],
  ],
  ["of no bytes", async (path) => void writeFileSync(path, ""), [0, null], [0, null]],
];

describe("a database", () => {
  describe.each(STATES)("%s", (_, bring, live, atRest) => {
    test.each([
      ["live", false, live],
      ["at rest", true, atRest],
    ] as const)("is read without a trace: %s", async (_, isAtRest, [rows, stale]) => {
      using directory = new TemporaryDirectory();
      chmodSync(directory.path, 0o755);
      const path = directory.at("wtmp.db");
      await using _writer = await bring(path);
      const wanted = { rows, stale: stale === null ? null : expect.stringMatching(stale) };
      const before = listing(directory.path, isAtRest);
      for (const reader of other === null ? [read] : [readAsOther, read]) {
        expect(reader(path, isAtRest)).toEqual(wanted);
        expect(listing(directory.path, isAtRest)).toEqual(before);
      }
    });
  });

  test.each(["a b.db", "a?b#c%20d.db", "%.db", "höst\n.db", "\\.db", "file:a.db", ":memory:"])(
    "can have any name: %j",
    (name) => {
      using directory = new TemporaryDirectory();
      makeFull(directory.at("wtmp.db"));
      renameSync(directory.at("wtmp.db"), directory.at(name));
      for (const isAtRest of [false, true]) {
        expect(read(directory.at(name), isAtRest)).toEqual({ rows: ROWS, stale: null });
      }
    },
  );

  test.each(["gzip", "zstd"] as const)("can be compressed: %s", (packing) => {
    using directory = new TemporaryDirectory();
    makeFull(directory.at("wtmp.db"));
    const bytes = readFileSync(directory.at("wtmp.db"));
    const packed = packing === "gzip" ? Bun.gzipSync(bytes) : Bun.zstdCompressSync(bytes);
    writeFileSync(directory.at("wtmp.db.1"), packed);
    for (const isAtRest of [false, true]) {
      expect(read(directory.at("wtmp.db.1"), isAtRest)).toEqual({ rows: ROWS, stale: null });
    }
  });

  test("that is too large is refused, and not read", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp.db");
    makeFull(path);
    truncateSync(path, 2 ** 30 + 4096);
    const message = `Cannot read "${path}": it has 1073745920 bytes, and a database of at most 1073741824 is wanted`;
    for (const isAtRest of [false, true]) {
      expect(read(path, isAtRest)).toEqual({ code: "ERR_STORE", message });
    }
  });

  test("that leads out of its tree is refused", () => {
    using directory = new TemporaryDirectory();
    makeFull(directory.at("wtmp.db"));
    mkdirSync(directory.at("root"));
    symlinkSync("../wtmp.db", directory.at("root/wtmp.db"));
    const [root, path] = [directory.at("root"), directory.at("root/wtmp.db")];
    const message = `Cannot read "${path}": it leads out of "${root}"`;
    expect(() => readWtmpdb(path, true, new ProblemList(), root)).toThrow(new StoreError(message));
    expect(readWtmpdb(path, true, new ProblemList(), directory.path).rows).toHaveLength(ROWS);
  });
});

describe.each([
  ["live", false],
  ["at rest", true],
] as const)("what is no file: %s", (_, isAtRest) => {
  test("a missing one is the file system's error", () => {
    const path = "/nonexistent/wtmp.db";
    const error = { code: "ENOENT", syscall: "open", path };
    const readIt = (): unknown => readWtmpdb(path, isAtRest, new ProblemList());
    expect(readIt).toThrow(expect.objectContaining(error));
    expect(readIt).toThrow(`ENOENT: no such file or directory, open '${path}'`);
  });

  test.each([
    ["a directory", ["mkdir"]],
    ["a FIFO", ["mkfifo"]],
    [
      "a socket",
      [
        process.execPath,
        "-e",
        "Bun.listen({ unix: process.argv[1], socket: { data() {} } }); process.exit()",
      ],
    ],
    ["a device", ["ln", "-s", "/dev/zero"]],
  ])("%s is refused, and not waited for", (kind, command) => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp.db");
    Bun.spawnSync([...command, path]);
    const message = `Cannot read "${path}": it is ${kind}, and a file of records is wanted`;
    expect(read(path, isAtRest)).toEqual({ code: "ERR_STORE", message });
  });

  // Only root can be somebody else.
  (canBeLive ? test : test.skip)("what may not be read is the file system's error", () => {
    using directory = new TemporaryDirectory();
    chmodSync(directory.path, 0o755);
    const path = directory.at("wtmp.db");
    makeFull(path);
    chmodSync(path, 0o600);
    const message = `EACCES: permission denied, open '${path}'`;
    expect(readAsOther(path, isAtRest)).toEqual({ code: "EACCES", message });
    chmodSync(directory.path, 0o700);
    expect(readAsOther(path, isAtRest).code).toBe("EACCES");
  });
});

describe("a program that writes", () => {
  test("and locks all others out is waited for, and what it wrote is read", async () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp.db");
    makeFull(path);
    await using writer = await held(path, "BEGIN EXCLUSIVE", addRows(1));
    const committed = writer.run("COMMIT", 300);
    expect(read(path, false)).toEqual({ rows: ROWS + 1, stale: null });
    expect(await committed).toBe("done");
  });

  test("and has not committed is not waited for, and not kept from it", async () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp.db");
    makeFull(path);
    await using writer = await held(path, "BEGIN IMMEDIATE", addRows(1));
    expect(read(path, false)).toEqual({ rows: ROWS, stale: null });
    expect(await writer.run("COMMIT")).toBe("done");
    expect(read(path, false)).toEqual({ rows: ROWS + 1, stale: null });
  });

  test("for longer than others wait is not waited for: what is there is read", async () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp.db");
    makeFull(path);
    await using writer = await held(path, "BEGIN EXCLUSIVE", addRows(1));
    const stale = "another program was writing it for more than 5 seconds";
    expect(read(path, false)).toEqual({ rows: ROWS, stale });
    expect(await writer.run("COMMIT")).toBe("done");
  }, 15_000);

  test("is not kept waiting while much is read, nor when it was read", async () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp.db");
    makeWtmpdb(path, 500_000);
    await using writer = await held(path, "PRAGMA busy_timeout=5000");
    const written = Array.from({ length: 20 }, () => writer.run(addRows(1), 20));
    const { rows = 0, stale } = read(path, false);
    expect(stale).toBe(null);
    expect(rows).toBeWithin(500_000, 500_021);
    expect(await Promise.all(written)).toEqual(written.map(() => "done"));
    expect(await writer.run("PRAGMA busy_timeout=0")).toBe("done");
    expect(read(path, false)).toEqual({ rows: 500_020, stale: null });
    expect(await writer.run("BEGIN EXCLUSIVE")).toBe("done");
  }, 30_000);

  test("finds the lock that this process has on the database where it was", async () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp.db");
    makeFull(path);
    using mine = new Database(path);
    mine.run("BEGIN");
    expect(mine.query("SELECT count(*) FROM wtmp").values()).toEqual([[ROWS]]);
    expect(read(path, false)).toEqual({ rows: ROWS, stale: null });
    await using writer = new DatabaseWriter(path);
    expect(await writer.run("BEGIN EXCLUSIVE")).toBe("SQLITE_BUSY");
  });

  test.each([
    ["live and in WAL mode", "WAL", false],
    ["at rest, which it is not", "DELETE", true],
  ])(
    "again and again is noticed: %s",
    async (_, mode, isAtRest) => {
      using directory = new TemporaryDirectory();
      const path = directory.at("wtmp.db");
      makeWtmpdb(path, 20_000, `PRAGMA journal_mode=${mode}`);
      const script = `
      import { Database } from "bun:sqlite";
      for (;;) {
        {
          using database = new Database(process.env.DATABASE);
          // What is written is then read the sooner.
          database.run("PRAGMA synchronous=OFF");
          database.run("UPDATE wtmp SET Type = Type + 1");
        }
        await Bun.sleep(Math.random() * 5);
      }`;
      const env = { ...process.env, DATABASE: path };
      const writer = Bun.spawn([process.execPath, "-e", script], { env });
      const seen = new Set<string | null>();
      for (let i = 0; i < 500; i++) {
        const { bytes, stale } = copyDatabase(path, isAtRest, undefined);
        seen.add(stale);
        if (stale !== null) continue;
        using database = Database.deserialize(withoutWal(bytes));
        const types = "SELECT count(*), count(DISTINCT Type) FROM wtmp";
        expect(database.query(types).values()).toEqual([[20_000, 1]]);
      }
      writer.kill("SIGKILL");
      await writer.exited;
      expect(seen).toContain(null);
      // A slow machine can meet it while it is written each time.
      const known = /^it was written while|-(?:wal|journal)"/;
      expect([...seen].filter((stale) => stale !== null && !known.test(stale))).toEqual([]);
    },
    60_000,
  );
});
