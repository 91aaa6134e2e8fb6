// macOS as its users see it: the views of a process there.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { darwinTypes } from "../../platforms/darwin-utmpx.ts";
import { LOGGED, signed } from "../platforms/stand-in/darwin-records.ts";
import { darwinHost, LIBC, UTMPX } from "./darwin-host.ts";
import { ask, canBeForeign, ForeignLibrary, type Host } from "./host.ts";

describe.skipIf(!canBeForeign)("macOS", () => {
  let library: ForeignLibrary;
  let host: Host;

  beforeAll(() => {
    library = new ForeignLibrary("darwin", LIBC);
    host = darwinHost(library);
  });
  afterAll(() => library[Symbol.dispose]());

  test("who is logged in comes through libc, without the record that signs the file", () => {
    const answer = ask(host, ({ Utmp }) => {
      const [view, file] = [new Utmp(), new Utmp({ source: "file" })];
      return {
        entries: [...view].map(({ type, user, source, offset }) => [type, user, source, offset]),
        path: view.path,
        layouts: [view.layout, file.layout],
        problems: view.problems,
        newest: [...view.newest(1)].map(({ user }) => user),
        open: view
          .openSessions()
          .map(({ user, end, source, loginAt }) => [user, end, source, loginAt]),
        found: [view.findByLine("ttys002"), view.findById("USER_PROCESS", "s001")].map((entry) => [
          entry?.user,
          entry?.source,
        ]),
        file: [...file].map(({ type, user, source, offset }) => [type, user, source, offset]),
      };
    });
    expect(answer).toEqual({
      entries: [
        ["BOOT_TIME", "", "libc", null],
        ["USER_PROCESS", "alice", "libc", null],
        ["USER_PROCESS", "bob", "libc", null],
      ],
      path: UTMPX,
      layouts: ["macos-utmpx-640-le", "macos-utmpx32-628-le"],
      problems: [],
      newest: ["bob"],
      open: [
        ["alice", "open", "libc", null],
        ["bob", "gone", "libc", null],
      ],
      found: [
        ["bob", "libc"],
        ["alice", "libc"],
      ],
      file: [
        ["SIGNATURE", "utmpx-1.00", "file", 0],
        ["BOOT_TIME", "", "file", 628],
        ["USER_PROCESS", "alice", "file", 1256],
        ["USER_PROCESS", "bob", "file", 1884],
      ],
    });
  });

  test("types have macOS's numbers, whatever numbers they are asked for by", () => {
    const types = darwinTypes.filter((type) => type !== "SIGNATURE");
    const files = { "/run/utmpx": signed(types.map((type) => ({ type, seconds: 1 }))) };
    const answer = ask({ ...host, files }, ({ Utmp, OLD_TIME, NEW_TIME }) => {
      const view = new Utmp();
      return {
        types: [...view].map(({ type, typeCode }) => [typeCode, type]),
        found: [OLD_TIME, NEW_TIME].map((type) => view.findById(type, "")?.typeCode),
      };
    });
    expect(answer).toEqual({
      types: types.map((type) => [darwinTypes.indexOf(type), type]),
      found: [3, 4],
    });
  });

  test("history is only in the system's log, and comes through libc", () => {
    const answer = ask(host, ({ attempt, Wtmp, wtmp }) => ({
      entries: [...new Wtmp()],
      asked: [...new Wtmp({ source: "libc" })].length,
      live: [...wtmp].length,
      layout: wtmp.layout,
      newest: [...wtmp.newest(1)].map(({ type }) => type),
      sessions: [...wtmp.sessions(), ...wtmp.boots()].map(
        ({ user, durationSeconds, end, pairedBy, loginAt }) => [
          user,
          durationSeconds,
          end,
          pairedBy,
          loginAt,
        ],
      ),
      file: attempt(() => [...new Wtmp({ source: "file" })]),
    }));
    expect(answer).toEqual({
      entries: LOGGED,
      asked: 4,
      live: 4,
      layout: "macos-utmpx-640-le",
      newest: ["SHUTDOWN_TIME"],
      sessions: [
        ["alice", 59.000001, "logout", "line+id+pid", null],
        ["reboot", 3300000061.000004, "shutdown", null, null],
      ],
      file: expect.objectContaining({ code: "ENOENT", path: "/var/log/wtmp" }),
    });
  });

  test("last logins come through libc, account by account", () => {
    const answer = ask(host, ({ attempt, Lastlog, lastlog }) => ({
      entries: [...lastlog].map(({ uid, user, line, source }) => [uid, user, line, source]),
      layout: lastlog.layout,
      found: ["alice", "gone", "root"].map((name) => {
        const entry = new Lastlog().findByUser(name);
        return entry && [entry.uid, entry.user, entry.source];
      }),
      file: attempt(() => [...new Lastlog({ source: "file" })]),
    }));
    expect(answer).toEqual({
      entries: [
        [502, "bob", "console", "libc"],
        [501, "alice", "ttys001", "libc"],
      ],
      layout: "macos-lastlogx-304-le",
      found: [[501, "alice", "libc"], [null, "gone", "libc"], null],
      file: expect.objectContaining({ code: "ENOENT", path: "/var/log/lastlog" }),
    });
  });

  test("failed logins are not kept", () => {
    const answer = ask(host, ({ attempt, Btmp }) => [
      attempt(() => [...new Btmp()]),
      attempt(() => [...new Btmp({ source: "libc" })]),
    ]);
    expect(answer).toEqual([
      {
        name: "UnsupportedPlatformError",
        code: "ERR_UNSUPPORTED_PLATFORM",
        message: 'Cannot find btmp records on "macos": it keeps none',
      },
      {
        name: "LibraryError",
        code: "ERR_LIBRARY",
        message: "Cannot read btmp through libc: macOS keeps no failed logins",
      },
    ]);
  });

  test("a file that is named is never given to libc, which would write to it", () => {
    const answer = ask(
      host,
      ({ attempt, Utmp, Wtmp, Lastlog, runUtmpx }, path) => ({
        file: [...new Utmp(path)].length,
        libc: [Utmp, Wtmp, Lastlog].map((View) =>
          attempt(() => [...new View({ path, source: "libc" })]),
        ),
        dump: runUtmpx(["dump", "--source", "libc", path]),
      }),
      UTMPX,
    );
    const message = `Cannot read "${UTMPX}" through libc: macOS opens what it reads for writing, and files are only read`;
    const error = { name: "LibraryError", code: "ERR_LIBRARY", message };
    expect(answer).toEqual({
      file: 4,
      libc: [error, error, error],
      dump: { code: 3, out: "", err: `utmpx: ${message}\n` },
    });
  });
});
