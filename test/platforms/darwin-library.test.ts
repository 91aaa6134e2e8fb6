import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { openDarwin } from "../../platforms/darwin-library.ts";
import { linuxGlibc } from "../../platforms/linux-glibc.ts";
import { LibraryError } from "../../src/errors.ts";
import { cString, openLibrary } from "../../src/library.ts";
import type { DatabaseReader, SystemLibrary } from "../../src/platform.ts";
import { canBuild, StandIn } from "../stand-in-library.ts";
import { askWorker } from "./stand-in/ask-worker.ts";
import { BOOT, LOGGED, LOGIN, signed, type Login } from "./stand-in/darwin-records.ts";
import { HOSTS, hostsOf, LOCALES, localesOf } from "./stand-in/bsd-names.ts";
import { dataOf } from "./stand-in/sparse.ts";
import { entriesOf, lastLoginsOf, NOTHING } from "./stand-in/entries.ts";

/** Long enough for all calls of a list without an end, on any machine. */
const MANY_CALLS_MS = 60_000;

// As in stand-in/darwin.c.
const PLAIN = 0;
const DENIES = 1;
const FAILS = 2;
const ENDLESS = 3;
const GROWS = 4;
const VANISHES = 5;

describe.skipIf(!canBuild)("macOS's libc", () => {
  let standIn: StandIn;
  let system: SystemLibrary;
  let reader: DatabaseReader;
  let path: string;

  beforeAll(() => {
    standIn = new StandIn("darwin");
    path = standIn.at("utmpx");
    const symbols = { utmpxname: { args: ["ptr"], returns: "i32" } } as const; // int utmpxname(const char *)
    expect(openLibrary(standIn.file, symbols).utmpxname(cString(path))).toBe(1);
    system = openDarwin(standIn.file, path);
    if (system.databases === null) throw new Error("It has no databases");
    reader = system.databases;
  });
  beforeEach(() => {
    standIn.behave(PLAIN, 0);
    rmSync(path, { recursive: true, force: true });
  });
  afterAll(() => standIn[Symbol.dispose]());

  const users = (): string[] =>
    entriesOf(reader, reader.read("utmp", null)).map(({ user }) => user);
  const named = (...names: string[]): Login[] => names.map((user) => ({ ...LOGIN, user }));
  const keeps = (): number => {
    const symbols = { stand_in_keeps: { args: [], returns: "i32" } } as const; // int stand_in_keeps(void)
    return openLibrary(standIn.file, symbols).stand_in_keeps();
  };
  const failure = (state: string): LibraryError =>
    new LibraryError(`Cannot read "${path}" through libc: ${state}`);

  test("gives who is logged in, without the record that signs the file", () => {
    writeFileSync(path, signed([BOOT, LOGIN, { type: "EMPTY", pid: 7 }]));
    const entries = entriesOf(reader, reader.read("utmp", null));
    expect(entries.map((entry) => entry.toJSON())).toEqual<unknown>([
      LOGGED[0],
      { ...LOGGED[1], time: "1969-12-31T23:59:59.999999Z", micros: -1 },
      {
        ...NOTHING,
        type: "EMPTY",
        typeCode: 0,
        pid: 7,
        time: "1970-01-01T00:00:00.000000Z",
        micros: 0,
      },
    ]);
    expect(entries[1]?.raw()).toHaveLength(640);
  });

  test("gives text that fills its field", () => {
    const login = { user: "u".repeat(256), id: "i".repeat(4), line: "l".repeat(32) };
    writeFileSync(path, signed([{ ...LOGIN, ...login, host: "h".repeat(256) }, LOGIN]));
    expect(entriesOf(reader, reader.read("utmp", null))).toMatchObject([
      { ...login, host: "h".repeat(256) },
      { user: "alice", id: "s001", line: "ttys001", host: "2001:db8::7" },
    ]);
  });

  test("gives bytes that the next reading leaves alone", () => {
    writeFileSync(path, signed(named("a", "b")));
    const before = entriesOf(reader, reader.read("utmp", null));
    writeFileSync(path, signed(named("c", "d")));
    expect(users()).toEqual(["c", "d"]);
    expect(before.map((entry) => String.fromCharCode(entry.raw()?.[0] ?? 0))).toEqual(["a", "b"]);
  });

  test("gives the system's log, oldest first", () => {
    const entries = entriesOf(reader, reader.read("wtmp", null));
    expect(entries.map((entry) => entry.toJSON())).toEqual<unknown>(LOGGED);
  });

  test("gives the last login of each account once, by name", () => {
    const logins = lastLoginsOf(reader, reader.lastLogins(null));
    const nowhere = { service: null, source: "libc", offset: null };
    expect(logins.map((entry) => entry?.toJSON())).toEqual<unknown>([
      {
        uid: 502,
        user: "bob",
        line: "console",
        host: "",
        time: "1969-12-31T23:59:59.000000Z",
        micros: -1_000_000,
        ...nowhere,
      },
      {
        uid: 501,
        user: "alice",
        line: "ttys001",
        host: "2001:db8::7",
        time: "2128-06-11T08:53:20.999999Z",
        micros: 5_000_000_000_999_999,
        ...nowhere,
      },
    ]);
  });

  test("finds the last login of a user, who may have no account any more", () => {
    const found = ["bob", "gone", "root", "nosuchuser"].map((user) =>
      lastLoginsOf(reader, reader.lastLoginOf(user, null)).map((entry) => [
        entry?.user,
        entry?.uid,
      ]),
    );
    expect(found).toEqual([[["bob", 502]], [["gone", null]], [], []]);
  });

  test("is not given files: it would open them for writing", () => {
    const missing = standIn.at("evidencex");
    const error = new LibraryError(
      `Cannot read "${missing}" through libc: macOS opens what it reads for writing, and files are only read`,
    );
    expect(() => reader.read("utmp", missing)).toThrow(error);
    expect(() => reader.read("wtmp", missing)).toThrow(error);
    expect(() => reader.lastLogins(missing)).toThrow(error);
    expect(() => reader.lastLoginOf("alice", missing)).toThrow(error);
    expect(existsSync(missing)).toBe(false);
  });

  test("a file that is not there is absent, and not created", () => {
    const error = expect.objectContaining({ code: "ENOENT", path });
    expect(() => reader.read("utmp", null)).toThrow(error);
    expect(existsSync(path)).toBe(false);
  });

  test("an empty file stays empty", () => {
    writeFileSync(path, "");
    expect(users()).toEqual([]);
    expect(statSync(path).size).toBe(0);
  });

  test("no file is changed", () => {
    const file = signed([BOOT, LOGIN]);
    writeFileSync(path, file);
    expect(users()).toEqual(["", "alice"]);
    expect(readFileSync(path).equals(file)).toBe(true);
  });

  test("what is no file is not waited for", () => {
    mkdirSync(path);
    expect(() => reader.read("utmp", null)).toThrow(
      failure("it is no regular file, and one of records is wanted"),
    );
    rmSync(path, { recursive: true });
    expect(Bun.spawnSync(["mkfifo", path]).exitCode).toBe(0);
    expect(() => reader.read("utmp", null)).toThrow(
      failure("it is no regular file, and one of records is wanted"),
    );
  });

  test("a file that may not be written is read", () => {
    writeFileSync(path, signed(named("alice", "bob")));
    standIn.behave(DENIES, 0);
    expect(users()).toEqual(["alice", "bob"]);
    writeFileSync(path, signed([]));
    expect(users()).toEqual([]);
  });

  test("a file that may not be read is an error of the file system", () => {
    writeFileSync(path, signed([LOGIN]), { mode: 0o000 });
    chmodSync(standIn.path, 0o755);
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65_534);
    try {
      const error = expect.objectContaining({ code: "EACCES", syscall: "open", path });
      expect(() => reader.read("utmp", null)).toThrow(error);
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  test("a file of other records is not one without logins", () => {
    const none = (size: number): LibraryError =>
      failure(
        `it gave no record of ${size} bytes (errno 0), and those of a signed file are wanted`,
      );
    writeFileSync(path, signed([BOOT, LOGIN]).subarray(628));
    expect(() => reader.read("utmp", null)).toThrow(none(1256));
    writeFileSync(path, "not a record");
    expect(() => reader.read("utmp", null)).toThrow(none(12));
  });

  test("an error between two records is no end", () => {
    writeFileSync(path, signed(named("alice", "bob")));
    for (const number of [1, 2]) {
      standIn.behave(FAILS, number);
      expect(() => reader.read("utmp", null)).toThrow(
        failure("it failed with errno 5 before the end"),
      );
    }
    standIn.behave(FAILS, 0);
    expect(() => reader.read("utmp", null)).toThrow(
      failure("it gave no record of 1884 bytes (errno 5), and those of a signed file are wanted"),
    );
    standIn.behave(PLAIN, 0);
    expect(users()).toEqual(["alice", "bob"]);
  });

  test("a list that grows is read to where it ends", () => {
    writeFileSync(path, signed(named("alice", "bob")));
    standIn.behave(GROWS, 200);
    expect(users()).toEqual(["alice", "bob", ...Array.from({ length: 200 }, () => "late")]);
  });

  test("of a list that is emptied, what was read is given", () => {
    writeFileSync(path, signed(named("alice", "bob", "carol")));
    standIn.behave(VANISHES, 2);
    expect(users()).toEqual(["alice", "bob"]);
  });

  test(
    "lists without an end are given up",
    () => {
      writeFileSync(path, signed([LOGIN]));
      standIn.behave(ENDLESS, 0);
      const records = "209715 records have no end";
      expect(() => reader.read("utmp", null)).toThrow(failure(records));
      expect(keeps()).toBe(0);
      expect(() => reader.read("wtmp", null)).toThrow(
        new LibraryError(`Cannot read "wtmp" through libc: ${records}`),
      );
      expect(keeps()).toBe(0);
      expect(() => reader.lastLogins(null)).toThrow(
        new LibraryError("Cannot list accounts through libc: 65536 accounts have no end"),
      );
      expect(keeps()).toBe(0);
    },
    MANY_CALLS_MS,
  );

  test("leaves nothing open", () => {
    writeFileSync(path, signed([LOGIN]));
    expect([reader.read("utmp", null).bytes.length, keeps()]).toEqual([640, 0]);
    expect([reader.read("wtmp", null).bytes.length, keeps()]).toEqual([4 * 640, 0]);
    expect([reader.lastLogins(null).bytes.length, keeps()]).toEqual([2 * 304, 0]);
  });

  test("has no failed logins", () => {
    const error = new LibraryError("Cannot read btmp through libc: macOS keeps no failed logins");
    expect(() => reader.read("btmp", null)).toThrow(error);
  });

  test("knows the accounts", () => {
    expect(["root", "nobody", "gone"].map((name) => system.uidOf(name))).toEqual([
      0,
      4294967294,
      null,
    ]);
    const uids = [4294967294, 9501, 7];
    expect(uids.map((uid) => system.nameOf(uid))).toEqual(["nobody", "alice", null]);
    expect(system.accounts()).toEqual([
      { name: "root", uid: 0 },
      { name: "nobody", uid: 4294967294 },
      { name: "bob", uid: 502 },
      { name: "alice", uid: 501 },
      { name: "alice", uid: 9501 },
    ]);
    expect(keeps()).toBe(0);
  });

  test("knows hosts", () => {
    expect(hostsOf(system)).toEqual(HOSTS);
    expect(keeps()).toBe(0);
  });

  test("knows locales", () => {
    expect(localesOf({ system: "darwin", file: standIn.file })).toEqual(LOCALES);
    expect([system.localeOf("LC_CTYPE"), keeps()]).toEqual([expect.any(String), 0]);
  });

  test("finds what a sparse file holds", () => {
    expect(dataOf(system, standIn.at("sparse"))).toEqual(
      dataOf(linuxGlibc.openLibrary(), standIn.at("sparse")),
    );
  });

  test("workers that read at the same time do not mix up what they read", async () => {
    const names = Array.from({ length: 50 }, (_, i) => `user${i}`);
    writeFileSync(path, signed(named(...names)));
    const question = {
      system: "darwin",
      library: standIn.file,
      file: path,
      times: 200,
    } as const;
    const answers = await Promise.all([askWorker(question), askWorker(question)]);
    expect(answers).toEqual([[names.join()], [names.join()]]);
  });

  test("is loaded once", () => {
    expect(openDarwin(standIn.file, path)).toBe(system);
  });
});

test("a library that is not macOS's can't be used", () => {
  expect(() => openDarwin("/nowhere/libSystem.B.dylib")).toThrow(LibraryError);
  expect(() => openDarwin("libc.so.6")).toThrow(LibraryError);
});
