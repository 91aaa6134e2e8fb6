import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import fc from "fast-check";
import { openFreebsd } from "../../platforms/freebsd-library.ts";
import { freebsdFutx197 } from "../../platforms/freebsd.ts";
import { linuxGlibc } from "../../platforms/linux-glibc.ts";
import { Chunk } from "../../src/chunk.ts";
import { LibraryError } from "../../src/errors.ts";
import { openLibrary } from "../../src/library.ts";
import type { DatabaseReader, SystemLibrary } from "../../src/platform.ts";
import { UtmpReader } from "../../src/reader.ts";
import { canBuild, StandIn } from "../stand-in-library.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { askWorker } from "./stand-in/ask-worker.ts";
import { HOSTS, hostsOf, LOCALES, localesOf } from "./stand-in/bsd-names.ts";
import { entriesOf, lastLoginsOf } from "./stand-in/entries.ts";
import { dataOf } from "./stand-in/sparse.ts";
import {
  BOOT,
  ENTRIES,
  futxArray,
  futxLog,
  LOGIN,
  LOGOUT,
  SHUTDOWN,
  type Login,
} from "./stand-in/freebsd-records.ts";

const SEED = 20261122;
/** Long enough for all calls of a list without an end, on any machine. */
const MANY_CALLS_MS = 60_000;

// As in stand-in/freebsd.c.
const PLAIN = 0;
const REFUSES = 1;
const FAILS = 2;
const ENDLESS = 3;
const GROWS = 4;
const VANISHES = 5;

describe.skipIf(!canBuild)("FreeBSD's libc", () => {
  let standIn: StandIn;
  let system: SystemLibrary;
  let reader: DatabaseReader;
  let directory: TemporaryDirectory;
  let path: string;

  beforeAll(() => {
    standIn = new StandIn("freebsd");
    directory = new TemporaryDirectory();
    path = directory.at("utx");
    system = openFreebsd(standIn.file);
    if (system.databases === null) throw new Error("It has no databases");
    reader = system.databases;
  });
  beforeEach(() => standIn.behave(PLAIN, 0));
  afterAll(() => {
    standIn[Symbol.dispose]();
    directory[Symbol.dispose]();
  });

  const users = (): string[] =>
    entriesOf(reader, reader.read("utmp", path)).map(({ user }) => user);
  const keeps = (): number => {
    const symbols = { stand_in_keeps: { args: [], returns: "i32" } } as const; // int stand_in_keeps(void)
    return openLibrary(standIn.file, symbols).stand_in_keeps();
  };
  const named = (...names: string[]): Login[] => names.map((user) => ({ ...LOGIN, user }));

  test("gives who is logged in", () => {
    writeFileSync(path, futxArray([BOOT, LOGIN, LOGOUT, SHUTDOWN]));
    const entries = entriesOf(reader, reader.read("utmp", path));
    expect(entries.map((entry) => entry.toJSON())).toEqual<unknown>(ENTRIES);
  });

  test("gives the log, whose records are of any length", () => {
    writeFileSync(path, futxLog([BOOT, LOGIN, LOGOUT, SHUTDOWN]));
    const entries = entriesOf(reader, reader.read("wtmp", path));
    expect(entries.map((entry) => entry.toJSON())).toEqual<unknown>(ENTRIES);
  });

  test("gives nothing of an empty file", () => {
    writeFileSync(path, "");
    expect(users()).toEqual([]);
    expect(reader.read("wtmp", path).bytes).toEqual(new Uint8Array(0));
    expect(reader.lastLogins(path).frames).toEqual([]);
  });

  test("gives the same entries as the file's bytes, but for their source, offset and bytes", () => {
    const text = (maxLength: number): fc.Arbitrary<string> =>
      fc.string({ unit: fc.constantFrom("a", "é", "/", "\u0007"), maxLength });
    const micros = fc.nat(2 ** 52);
    const login = fc.oneof(
      fc.record({
        type: fc.constantFrom("BOOT_TIME", "OLD_TIME", "NEW_TIME", "SHUTDOWN_TIME"),
        micros,
      }),
      fc.record({
        type: fc.constant("USER_PROCESS"),
        micros,
        pid: fc.nat(2 ** 31 - 1),
        id: fc.uint8Array({ maxLength: 8 }),
        user: text(15),
        line: text(7),
        host: text(63),
      }),
      fc.record({
        type: fc.constantFrom("INIT_PROCESS", "DEAD_PROCESS"),
        micros,
        pid: fc.nat(2 ** 31 - 1),
        id: fc.uint8Array({ maxLength: 8 }),
      }),
    );
    const fromFile = new UtmpReader(freebsdFutx197, "big");
    const { size } = freebsdFutx197;
    const check = fc.property(fc.array(login, { maxLength: 100 }), (logins: Login[]) => {
      const file = new Chunk(futxArray(logins), size, 0, "file");
      const expected = logins.map((_, i) => {
        return { ...fromFile.read(file, i * size).toJSON(), source: "libc", offset: null };
      });
      writeFileSync(path, file.bytes);
      const active = entriesOf(reader, reader.read("utmp", path));
      expect(active.map((entry) => entry.toJSON())).toEqual<unknown>(expected);
      writeFileSync(path, futxLog(logins));
      const logged = entriesOf(reader, reader.read("wtmp", path));
      expect(logged.map((entry) => entry.toJSON())).toEqual<unknown>(expected);
    });
    fc.assert(check, { seed: SEED, numRuns: 50 });
  });

  test("gives the bytes of each record, which the next reading leaves alone", () => {
    writeFileSync(path, futxArray(named("a", "b")));
    const before = entriesOf(reader, reader.read("utmp", path));
    writeFileSync(path, futxArray(named("c", "d")));
    expect(users()).toEqual(["c", "d"]);
    const raw = before.map((entry) => String.fromCharCode(entry.raw()?.[36] ?? 0));
    expect([before.map(({ user }) => user), raw]).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
    expect(before[0]?.raw()).toHaveLength(280);
  });

  test("cuts a name that fills its field", () => {
    const login = { ...LOGIN, user: "u".repeat(32), line: "l".repeat(16), host: "h".repeat(128) };
    writeFileSync(path, futxArray([login, LOGIN]));
    const entries = entriesOf(reader, reader.read("utmp", path));
    expect(entries.map(({ user, line, host }) => [user, line, host])).toEqual([
      ["u".repeat(31), "l".repeat(15), "h".repeat(127)],
      ["alice", "pts/0", "2001:db8::7"],
    ]);
  });

  test("gives the last login of each name", () => {
    writeFileSync(path, futxArray([LOGIN, { ...LOGIN, user: "bob", micros: 0 }]));
    const [alice, bob] = lastLoginsOf(reader, reader.lastLogins(path));
    expect(alice?.toJSON()).toEqual({
      uid: null,
      user: "alice",
      line: "pts/0",
      host: "2001:db8::7",
      time: "2128-06-11T08:53:20.999999Z",
      micros: LOGIN.micros,
      service: null,
      source: "libc",
      offset: null,
    });
    expect(bob).toMatchObject({ user: "bob", time: null });
    expect(reader.lastLogins(path).frames?.map(({ raw }) => raw[36])).toEqual([97, 98]);
  });

  test("finds the last login of a user", () => {
    writeFileSync(path, futxArray(named("alice", "alicia", "bob")));
    const found = ["bob", "alice", "ali", ""].map((user) =>
      lastLoginsOf(reader, reader.lastLoginOf(user, path)).map((entry) => entry?.user),
    );
    expect(found).toEqual([["bob"], ["alice"], [], []]);
  });

  test("knows where the system's own databases are", () => {
    using root = new TemporaryDirectory();
    const symbols = { stand_in_root: { args: ["cstring"], returns: "void" } } as const; // void stand_in_root(const char *)
    const { stand_in_root } = openLibrary(standIn.file, symbols);
    stand_in_root(root.path);
    const absent = { code: "ENOENT", syscall: "setutxdb" };
    const [active, lastlogin, history] = ["run/utx.active", "log/utx.lastlogin", "log/utx.log"].map(
      (name) => `/var/${name}`,
    );
    expect(() => reader.read("utmp", null)).toThrow(
      expect.objectContaining({ ...absent, path: active }),
    );
    expect(() => reader.read("wtmp", null)).toThrow(
      expect.objectContaining({ ...absent, path: history }),
    );
    expect(() => reader.lastLogins(null)).toThrow(
      expect.objectContaining({ ...absent, path: lastlogin }),
    );
    for (const [name, bytes] of [
      [active, futxArray(named("now"))],
      [lastlogin, futxArray(named("last"))],
      [history, futxLog(named("then"))],
    ] as const) {
      const file = root.at(name ?? "");
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, bytes);
    }
    expect(entriesOf(reader, reader.read("utmp", null))).toMatchObject([{ user: "now" }]);
    expect(entriesOf(reader, reader.read("wtmp", null))).toMatchObject([{ user: "then" }]);
    expect(lastLoginsOf(reader, reader.lastLogins(null))).toMatchObject([{ user: "last" }]);
    expect(lastLoginsOf(reader, reader.lastLoginOf("last", null))).toMatchObject([
      { user: "last" },
    ]);
  });

  test("a file that is not there is absent, as for the file system", () => {
    const missing = directory.at("missing");
    const error = {
      code: "ENOENT",
      syscall: "setutxdb",
      path: missing,
      message: `ENOENT: no such file or directory, setutxdb '${missing}'`,
    };
    expect(() => reader.read("utmp", missing)).toThrow(expect.objectContaining(error));
    expect(() => reader.lastLogins(missing)).toThrow(expect.objectContaining(error));
    expect(() => reader.lastLoginOf("alice", missing)).toThrow(expect.objectContaining(error));
  });

  test("errors of the file system have FreeBSD's numbers and the usual names", () => {
    const loop = directory.at("loop");
    symlinkSync(loop, loop);
    expect(() => reader.read("wtmp", loop)).toThrow(expect.objectContaining({ code: "ELOOP" }));
    standIn.behave(REFUSES, 13);
    const message = `EACCES: permission denied, setutxdb '${path}'`;
    const error = { code: "EACCES", syscall: "setutxdb", path, message };
    expect(() => reader.read("utmp", path)).toThrow(expect.objectContaining(error));
    standIn.behave(REFUSES, 12);
    expect(() => reader.read("utmp", path)).toThrow(
      new LibraryError(`Cannot read "${path}" through libc: setutxdb failed with errno 12`),
    );
  });

  test("part of a record is an error in an array, and the end of a log", () => {
    writeFileSync(path, futxArray([LOGIN, LOGIN]).subarray(0, 200));
    const error = new LibraryError(
      `Cannot read "${path}" through libc: its size is no multiple of 197 bytes, and whole records are wanted`,
    );
    expect(() => reader.read("utmp", path)).toThrow(error);
    expect(() => reader.lastLogins(path)).toThrow(error);
    writeFileSync(path, futxLog([LOGIN, LOGIN]).subarray(0, 130));
    expect(reader.read("wtmp", path).bytes).toHaveLength(280);
  });

  test("an error between two records is no end", () => {
    writeFileSync(path, futxArray(named("alice", "bob")));
    const error = new LibraryError(
      `Cannot read "${path}" through libc: it failed with errno 5 before the end`,
    );
    for (const number of [0, 1, 2]) {
      standIn.behave(FAILS, number);
      expect(() => reader.read("utmp", path)).toThrow(error);
      expect(() => reader.lastLogins(path)).toThrow(error);
      expect(() => reader.lastLoginOf("nobody", path)).toThrow(error);
    }
    standIn.behave(PLAIN, 0);
    expect(users()).toEqual(["alice", "bob"]);
  });

  test("a list that grows is read to where it ends", () => {
    writeFileSync(path, futxArray(named("alice", "bob")));
    standIn.behave(GROWS, 200);
    expect(users()).toEqual(["alice", "bob", ...Array.from({ length: 200 }, () => "late")]);
    expect(statSync(path).size).toBe(202 * 197);
  });

  test("of a list that is emptied, what was read is given", () => {
    writeFileSync(path, futxArray(named("alice", "bob", "carol")));
    standIn.behave(VANISHES, 2);
    expect(users()).toEqual(["alice", "bob"]);
  });

  test(
    "a list without an end is given up",
    () => {
      writeFileSync(path, futxArray(named("alice", "bob")));
      standIn.behave(ENDLESS, 0);
      expect(() => reader.read("utmp", path)).toThrow(
        new LibraryError(`Cannot read "${path}" through libc: 479349 records have no end`),
      );
    },
    MANY_CALLS_MS,
  );

  test("what is no file is not waited for", () => {
    const fifo = directory.at("fifo");
    expect(Bun.spawnSync(["mkfifo", fifo]).exitCode).toBe(0);
    const error = new LibraryError(
      `Cannot read "${fifo}" through libc: it is no regular file, and one of records is wanted`,
    );
    expect(() => reader.read("wtmp", fifo)).toThrow(error);
    expect(() => reader.lastLogins(fifo)).toThrow(error);
    expect(() => reader.lastLoginOf("alice", fifo)).toThrow(error);
  });

  test("has no failed logins", () => {
    const error = new LibraryError("Cannot read btmp through libc: FreeBSD keeps no failed logins");
    expect(() => reader.read("btmp", null)).toThrow(error);
  });

  test("knows the accounts", () => {
    expect(["root", "alice", "nobody"].map((name) => system.uidOf(name))).toEqual([
      0,
      4000000001,
      null,
    ]);
    expect([0, 4000000001, 7].map((uid) => system.nameOf(uid))).toEqual(["root", "alice", null]);
    expect(system.accounts()).toEqual([
      { name: "root", uid: 0 },
      { name: "toor", uid: 0 },
      { name: "alice", uid: 4000000001 },
    ]);
    expect(keeps()).toBe(0);
  });

  test("accounts that can't be read to the end are an error", () => {
    const error = new LibraryError(
      "Cannot list accounts through libc: it failed with errno 5 before the end",
    );
    for (const number of [0, 1, 3]) {
      standIn.behave(FAILS, number);
      expect(() => system.accounts()).toThrow(error);
      expect(keeps()).toBe(0);
    }
  });

  test(
    "accounts without an end are given up",
    () => {
      standIn.behave(ENDLESS, 0);
      expect(() => system.accounts()).toThrow(
        new LibraryError("Cannot list accounts through libc: 1048576 accounts have no end"),
      );
      expect(keeps()).toBe(0);
    },
    MANY_CALLS_MS,
  );

  test("knows hosts", () => {
    expect(hostsOf(system)).toEqual(HOSTS);
    expect(keeps()).toBe(0);
  });

  test("knows locales", () => {
    expect(localesOf({ system: "freebsd", file: standIn.file })).toEqual(LOCALES);
    expect([system.localeOf("LC_CTYPE"), keeps()]).toEqual([expect.any(String), 0]);
  });

  test("finds what a sparse file holds", () => {
    const sparse = directory.at("sparse");
    expect(dataOf(system, sparse)).toEqual(dataOf(linuxGlibc.openLibrary(), sparse));
  });

  test("leaves no file open", () => {
    const isOpen = (): boolean =>
      readdirSync("/proc/self/fd")
        .map((fd) => statSync(`/proc/self/fd/${fd}`, { throwIfNoEntry: false }))
        .some((stats) => stats?.ino === statSync(path).ino);
    writeFileSync(path, futxArray(named("alice")));
    expect([users(), isOpen()]).toEqual([["alice"], false]);
    expect([reader.lastLoginOf("alice", path).bytes.length, isOpen()]).toEqual([280, false]);
    standIn.behave(FAILS, 1);
    expect(users).toThrow(LibraryError);
    expect(isOpen()).toBe(false);
  });

  test("workers read different files at the same time", async () => {
    const answers = ["a", "b"].map(async (user) => {
      const file = directory.at(user);
      writeFileSync(file, futxArray(named(...Array.from({ length: 50 }, () => user))));
      return await askWorker({ system: "freebsd", library: standIn.file, file, times: 200 });
    });
    const fifty = (user: string): string => Array.from({ length: 50 }, () => user).join();
    expect(await Promise.all(answers)).toEqual([[fifty("a")], [fifty("b")]]);
  });

  test("is loaded once", () => {
    expect(openFreebsd(standIn.file)).toBe(system);
  });
});

test("a library that is not FreeBSD's can't be used", () => {
  expect(() => openFreebsd("/nowhere/libc.so.7")).toThrow(LibraryError);
  expect(() => openFreebsd("libc.so.6")).toThrow(LibraryError);
});
