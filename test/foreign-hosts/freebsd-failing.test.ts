// FreeBSD where libc, or what it reads, is not as it should be: its files are the way, and say so.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { ACTIVE, FILES, freebsdHost, LIBC } from "./freebsd-host.ts";
import {
  ask,
  canBeForeign,
  ForeignLibrary,
  OlderLibrary,
  type Host,
  type Question,
} from "./host.ts";

// As in ../platforms/stand-in/freebsd.c.
const REFUSES = 1;
const FAILS = 2;

const ENOENT = 2;
const EACCES = 13;
const EFTYPE = 79;

/** How each store is read, and what reading by libc alone gives. */
const ways: Question = ({ attempt, sources, Utmp, Wtmp, Lastlog }) => {
  const utmp = new Utmp();
  return {
    utmp: attempt(() => [...utmp].map(({ user, source }) => `${user} ${source}`)),
    problems: utmp.problems,
    alice: attempt(() => utmp.findByLine("pts/0")?.source),
    libc: [Utmp, Wtmp, Lastlog].map((View) =>
      attempt(() => [...new View({ source: "libc" })].length),
    ),
    sources: sources().map(({ store, status, source }) => `${store} ${status} ${source}`),
  };
};

const FROM_FILES = {
  utmp: [" file", "alice file", "bob file"],
  problems: [],
  alice: "file",
  sources: ["utmp ok file", "wtmp ok file", "btmp absent null", "lastlog ok file"],
};

const libraryError = (message: string): object => ({
  name: "LibraryError",
  code: "ERR_LIBRARY",
  message,
});

describe.skipIf(!canBeForeign)("FreeBSD", () => {
  let library: ForeignLibrary;
  let host: Host;

  beforeAll(() => {
    library = new ForeignLibrary("freebsd", LIBC);
    host = freebsdHost(library);
  });
  afterAll(() => library[Symbol.dispose]());

  test("without its libc is read from its files", () => {
    const error = libraryError(expect.stringMatching(/^Cannot use "libc\.so\.7": .*No such file/));
    expect(ask({ ...host, env: {} }, ways)).toEqual({ ...FROM_FILES, libc: [error, error, error] });
  });

  test("without FFI is read from its files", () => {
    const env = { ...host.env, BUN_JSC_useJIT: "0" };
    const error = libraryError('Cannot use "libc.so.7": bun:ffi requires the JIT');
    expect(ask({ ...host, env }, ways)).toEqual({ ...FROM_FILES, libc: [error, error, error] });
  });

  test("with a libc that lacks a function is read from its files", () => {
    using older = new OlderLibrary(library, LIBC, "getutxuser");
    const error = libraryError(
      'Cannot use "libc.so.7": Symbol "getutxuser" not found in "libc.so.7"',
    );
    const answer = ask({ ...host, env: { LD_LIBRARY_PATH: older.path } }, ways);
    expect(answer).toEqual({ ...FROM_FILES, libc: [error, error, error] });
  });

  const failure = (path: string, state: string): string =>
    `Cannot read "${path}" through libc: ${state}`;
  const PATHS = [ACTIVE, "/var/log/utx.log", "/var/log/utx.lastlogin"];
  const fallback = (state: string): object => ({
    ...FROM_FILES,
    problems: [{ kind: "libc", offset: 0, bytes: 0, message: failure(ACTIVE, state) }],
    libc: PATHS.map((path) => libraryError(failure(path, state))),
  });

  test.each([
    [
      "EFTYPE",
      REFUSES,
      EFTYPE,
      "its size is no multiple of 197 bytes, and whole records are wanted",
    ],
    ["errno 12", REFUSES, 12, "setutxdb failed with errno 12"],
    ["EIO at once", FAILS, 0, "it failed with errno 5 before the end"],
    ["EIO midway", FAILS, 1, "it failed with errno 5 before the end"],
  ] as const)("with a libc that fails with %s is read from its file", (_, mode, number, state) => {
    const answer = ask({ ...host, behaviour: [LIBC, mode, number] }, ways);
    expect(answer).toEqual(fallback(state));
  });

  test("looks up a user's last login without reading behind it", () => {
    const answer = ask({ ...host, behaviour: [LIBC, FAILS, 1] }, ({ attempt, Lastlog }) => {
      const view = new Lastlog({ source: "libc" });
      return [view.findByUser("bob")?.line, attempt(() => view.findByUser("alice"))];
    });
    const error = failure("/var/log/utx.lastlogin", "it failed with errno 5 before the end");
    expect(answer).toEqual(["pts/1", libraryError(error)]);
  });

  test("with part of a record at the end of its file shows the records before it", () => {
    const torn = FILES["/run/utx.active"]?.subarray(0, 400) ?? "";
    const tornHost = { ...host, files: { ...FILES, "/run/utx.active": torn } };
    const answer = ask(tornHost, ways);
    const libc = failure(
      ACTIVE,
      "its size is no multiple of 197 bytes, and whole records are wanted",
    );
    const tail = `Cannot decode "${ACTIVE}" at byte 394: 6 bytes remain and a record takes 197`;
    expect(answer).toEqual({
      ...FROM_FILES,
      utmp: [" file", "alice file"],
      problems: [
        { kind: "libc", offset: 0, bytes: 0, message: libc },
        { kind: "torn-tail", offset: 394, bytes: 6, message: tail },
      ],
      libc: [libraryError(libc), 4, 2],
    });
    const report = ask(tornHost, ({ runUtmpx }) => {
      const { code, out, err } = runUtmpx(["report"]);
      return { code, err, lines: out.split("\n").slice(2, 4) };
    });
    expect(report).toEqual({
      code: 1,
      err: `utmpx: ${libc}\nutmpx: ${tail}\n`,
      lines: ["Logged in (1)", "  alice         pts/0     2023-11-14 23:13  2001:db8::7"],
    });
  });

  test("without its databases has none, which is no failure", () => {
    const absent = (path: string): object => ({
      code: "ENOENT",
      path,
      message: `ENOENT: no such file or directory, setutxdb '${path}'`,
    });
    expect(ask({ ...host, files: {} }, ways)).toMatchObject({
      utmp: { code: "ENOENT", path: ACTIVE },
      problems: [],
      libc: PATHS.map(absent),
      sources: ["utmp absent null", "wtmp absent null", "btmp absent null", "lastlog absent null"],
    });
    const answer = ask({ ...host, behaviour: [LIBC, REFUSES, ENOENT] }, ways);
    expect(answer).toMatchObject({ libc: PATHS.map(absent) });
  });

  test("with databases that may not be read says so", () => {
    const answer = ask(
      { ...host, behaviour: [LIBC, 0, 0] },
      ({ attempt, fs, seteuid, sources, Utmp, Wtmp, Lastlog }, paths) => {
        for (const path of paths) fs.chmodSync(path, 0o600);
        seteuid?.(65_534);
        return {
          auto: [Utmp, Wtmp, Lastlog].map((View) => attempt(() => [...new View()])),
          libc: [Utmp, Wtmp, Lastlog].map((View) =>
            attempt(() => [...new View({ source: "libc" })]),
          ),
          sources: sources().map(({ store, status, advice }) => [store, status, advice]),
        };
      },
      PATHS,
    );
    const forbidden = PATHS.map((path) => ({ code: "EACCES", path }));
    const message = (path: string): string => `EACCES: permission denied, setutxdb '${path}'`;
    const remedy = ["unreadable", "run as root, or as a member of the file's group"];
    expect(answer).toMatchObject({
      auto: forbidden,
      libc: PATHS.map((path) => ({ message: message(path) })),
      sources: [["utmp", ...remedy], ["wtmp", ...remedy], {}, ["lastlog", ...remedy]],
    });
    const refused = ask({ ...host, behaviour: [LIBC, REFUSES, EACCES] }, ways);
    expect(refused).toMatchObject({ libc: PATHS.map((path) => ({ message: message(path) })) });
  });

  test("with something else in place of a file does not wait for it", () => {
    const answer = ask({ ...host, files: { "/run/utx.active/x": "" } }, ways);
    expect(answer).toMatchObject({
      utmp: {
        name: "StoreError",
        message: `Cannot read "${ACTIVE}": it is a directory, and a file of records is wanted`,
      },
      sources: expect.arrayContaining(["utmp unreadable null", "wtmp absent null"]),
    });
  });
});
