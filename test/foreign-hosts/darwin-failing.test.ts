// macOS where libc, or what it reads, is not as it should be: its file is the way, and says so.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { darwinNotes } from "../../platforms/darwin-notes.ts";
import { darwinHost, FILES, LIBC, UTMPX } from "./darwin-host.ts";
import {
  ask,
  canBeForeign,
  ForeignLibrary,
  OlderLibrary,
  type Host,
  type Question,
} from "./host.ts";

const LIBRARY = `/usr/lib/${LIBC}`;

// As in ../platforms/stand-in/darwin.c.
const DENIES = 1;
const FAILS = 2;

/** How each store is read, and what reading by libc alone gives. */
const ways: Question = ({ attempt, sources, Utmp, Wtmp, Lastlog }) => {
  const utmp = new Utmp();
  return {
    utmp: attempt(() => [...utmp].map(({ user, source }) => `${user} ${source}`)),
    problems: utmp.problems,
    alice: attempt(() => new Utmp().findByLine("ttys001")?.source),
    libc: [Utmp, Wtmp, Lastlog].map((View) =>
      attempt(() => [...new View({ source: "libc" })].length),
    ),
    sources: sources().map(({ store, status, source }) => `${store} ${status} ${source}`),
  };
};

const FROM_FILES = {
  utmp: ["utmpx-1.00 file", " file", "alice file", "bob file"],
  problems: [],
  alice: "file",
  sources: ["utmp ok file", "wtmp absent null", "btmp absent null", "lastlog absent null"],
};

const libraryError = (message: string): object => ({
  name: "LibraryError",
  code: "ERR_LIBRARY",
  message,
});

describe.skipIf(!canBeForeign)("macOS", () => {
  let library: ForeignLibrary;
  let host: Host;

  beforeAll(() => {
    library = new ForeignLibrary("darwin", LIBC);
    host = darwinHost(library);
  });
  afterAll(() => library[Symbol.dispose]());

  test("without its libc is read from its file", () => {
    const without: Host = { platform: "darwin", files: FILES };
    const error = libraryError(
      expect.stringMatching(/^Cannot use "\/usr\/lib\/libSystem\.B\.dylib": .*No such file/),
    );
    expect(ask(without, ways)).toEqual({ ...FROM_FILES, libc: [error, error, error] });
    const answer = ask(without, ({ attempt, sources, Wtmp, Lastlog }) => ({
      views: [Wtmp, Lastlog].map((View) => attempt(() => [...new View()])),
      found: attempt(() => new Lastlog().findByUser("alice")),
      advice: sources().map(({ advice }) => advice),
    }));
    const absent = { code: "ENOENT" };
    const { wtmp, btmp, lastlog } = darwinNotes;
    expect(answer).toMatchObject({
      views: [absent, absent],
      found: absent,
      advice: [null, wtmp.absent, btmp.absent, lastlog.absent],
    });
  });

  test("with a libc that lacks a function is read from its file", () => {
    using older = new OlderLibrary(library, LIBC, "getutxent_wtmp");
    const error = libraryError(
      `Cannot use "${LIBRARY}": Symbol "getutxent_wtmp" not found in "${LIBRARY}"`,
    );
    const answer = ask({ ...host, libraries: older.path }, ways);
    expect(answer).toEqual({ ...FROM_FILES, libc: [error, error, error] });
  });

  test.each([0, 1])("with a libc that fails behind %d records is read from its file", (number) => {
    const state =
      number === 0
        ? "gave no record of 2512 bytes (errno 5), and those of a signed file are wanted"
        : "failed with errno 5 before the end";
    const message = `Cannot read "${UTMPX}" through libc: it ${state}`;
    expect(ask({ ...host, behaviour: [LIBRARY, FAILS, number] }, ways)).toEqual({
      ...FROM_FILES,
      problems: [{ kind: "libc", offset: 0, bytes: 0, message }],
      libc: [libraryError(message), 4, 2],
      sources: ["utmp ok file", "wtmp ok libc", "btmp absent null", "lastlog ok libc"],
    });
  });

  test("is read through libc by those who may not write, too", () => {
    expect(ask({ ...host, behaviour: [LIBRARY, DENIES, 0] }, ways)).toMatchObject({
      utmp: [" libc", "alice libc", "bob libc"],
      problems: [],
      alice: "libc",
    });
  });

  test("without a file has nobody on record, which is no failure", () => {
    expect(ask({ ...host, files: {} }, ways)).toMatchObject({
      utmp: { code: "ENOENT", path: UTMPX },
      problems: [],
      libc: [{ code: "ENOENT", path: UTMPX }, 4, 2],
      sources: ["utmp absent null", "wtmp ok libc", "btmp absent null", "lastlog ok libc"],
    });
  });

  test("with an empty file has nobody on record", () => {
    expect(ask({ ...host, files: { "/run/utmpx": "" } }, ways)).toMatchObject({
      utmp: [],
      problems: [],
      libc: [0, 4, 2],
      sources: ["utmp empty libc", "wtmp ok libc", "btmp absent null", "lastlog ok libc"],
    });
  });

  test("with a file of something else says what it looks like", () => {
    const files = { "/run/utmpx": "no records\n".repeat(100) };
    expect(ask({ ...host, files }, ways)).toMatchObject({
      utmp: {
        name: "RecordFormatError",
        message: `Cannot decode "${UTMPX}": it looks like text, and records of logins are wanted`,
      },
      libc: [{ name: "LibraryError" }, 4, 2],
      sources: ["utmp unreadable null", "wtmp ok libc", "btmp absent null", "lastlog ok libc"],
    });
  });
});
