// FreeBSD as its users see it: the views of a process there.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { ACTIVE, FILES, freebsdHost, HISTORY, LIBC, LOG, PLACES } from "./freebsd-host.ts";
import { ask, canBeForeign, ForeignLibrary, type Host } from "./host.ts";

describe.skipIf(!canBeForeign)("FreeBSD", () => {
  let library: ForeignLibrary;
  let host: Host;

  beforeAll(() => {
    library = new ForeignLibrary("freebsd", LIBC);
    host = freebsdHost(library);
  });
  afterAll(() => library[Symbol.dispose]());

  test("who is logged in comes through libc", () => {
    const answer = ask(host, ({ Utmp, utmp }) => {
      const view = new Utmp();
      return {
        entries: [...view].map(({ type, typeCode, user, source, offset }) => [
          type,
          typeCode,
          user,
          source,
          offset,
        ]),
        live: [...utmp].length,
        path: view.path,
        layout: view.layout,
        problems: view.problems,
        first: [...new Utmp({ limit: 1 })].map(({ type }) => type),
        newest: [...view.newest(1)].map(({ user }) => user),
        open: view
          .openSessions()
          .map(({ user, end, source, loginAt }) => [user, end, source, loginAt]),
      };
    });
    expect(answer).toEqual({
      entries: [
        ["BOOT_TIME", 1, "", "libc", null],
        ["USER_PROCESS", 4, "alice", "libc", null],
        ["USER_PROCESS", 4, "bob", "libc", null],
      ],
      live: 3,
      path: ACTIVE,
      layout: "freebsd-utmpx-280-le",
      problems: [],
      first: ["BOOT_TIME"],
      newest: ["bob"],
      open: [
        ["alice", "open", "libc", null],
        ["bob", "gone", "libc", null],
      ],
    });
  });

  test("what is found by line and id comes through libc", () => {
    const answer = ask(host, ({ Utmp, BOOT_TIME }) => {
      const view = new Utmp();
      const found = [
        view.findByLine("pts/1"),
        view.findById("USER_PROCESS", "ts/0"),
        view.findById(BOOT_TIME, ""),
      ];
      return [
        found.map((entry) => [entry?.type, entry?.user, entry?.source]),
        view.findByLine("pts"),
        view.findById("DEAD_PROCESS", "x"),
      ];
    });
    expect(answer).toEqual([
      [
        ["USER_PROCESS", "bob", "libc"],
        ["USER_PROCESS", "alice", "libc"],
        ["BOOT_TIME", "", "libc"],
      ],
      null,
      null,
    ]);
  });

  test("history comes from its file, and the same by libc if that is asked for", () => {
    const answer = ask(host, ({ Wtmp, wtmp }) => {
      const [file, libc] = [new Wtmp(), new Wtmp({ source: "libc" })];
      return {
        file: [...file],
        libc: [...libc],
        live: [...wtmp].length,
        layouts: [file.layout, libc.layout],
        problems: [file.problems, libc.problems],
      };
    });
    expect(answer).toEqual({
      file: HISTORY.map((entry, i) => ({ ...entry, source: "file", offset: PLACES[i] })),
      libc: HISTORY,
      live: 4,
      layouts: ["freebsd-utx-log", "freebsd-utmpx-280-le"],
      problems: [[], []],
    });
  });

  test("sessions and boots are the same from both", () => {
    const answer = ask(host, ({ Wtmp }) =>
      [new Wtmp(), new Wtmp({ source: "libc" })].map((wtmp) =>
        [...wtmp.sessions(), ...wtmp.boots()].map(
          ({ user, durationSeconds, end, pairedBy, loginAt, logoutAt }) => [
            user,
            durationSeconds,
            end,
            pairedBy,
            loginAt?.offset,
            logoutAt?.offset,
          ],
        ),
      ),
    );
    const rows = (places: readonly (number | null)[]): unknown => [
      ["alice", 7200, "logout", "id", places[1], places[2]],
      ["reboot", 14400, "shutdown", null, places[0], places[3]],
    ];
    expect(answer).toEqual([rows(PLACES), rows([null, null, null, null])]);
  });

  test("last logins come from their file, and by libc if that is asked for", () => {
    const answer = ask(host, ({ Lastlog, lastlog }) => {
      const [file, libc] = [new Lastlog(), new Lastlog({ source: "libc" })];
      return {
        file: [...file].map(({ uid, user, time, source, offset }) => [
          uid,
          user,
          time,
          source,
          offset,
        ]),
        libc: [...libc].map(({ uid, user, time, source, offset }) => [
          uid,
          user,
          time,
          source,
          offset,
        ]),
        live: [...lastlog].length,
        layouts: [file.layout, libc.layout],
        found: [file.findByUser("alice"), libc.findByUser("alice"), libc.findByUser("bob")].map(
          (entry) => [entry?.user, entry?.line, entry?.source],
        ),
        none: [file.findByUser("ali"), libc.findByUser("ali"), libc.findByUser("")],
      };
    });
    const [bob, alice] = [
      [null, "bob", "2023-11-14T22:13:20.000Z"],
      [null, "alice", "2023-11-14T23:13:20.000Z"],
    ];
    expect(answer).toEqual({
      file: [
        [...(bob ?? []), "file", 0],
        [...(alice ?? []), "file", 197],
      ],
      libc: [
        [...(bob ?? []), "libc", null],
        [...(alice ?? []), "libc", null],
      ],
      live: 2,
      layouts: ["freebsd-futx-197", "freebsd-utmpx-280-le"],
      found: [
        ["alice", "pts/0", "file"],
        ["alice", "pts/0", "libc"],
        ["bob", "pts/1", "libc"],
      ],
      none: [null, null, null],
    });
  });

  test("files that are named are read by libc if that is asked for", () => {
    const named = {
      ...host,
      files: { "/run/active": FILES["/run/utx.active"] ?? "", "/run/log": FILES[LOG] ?? "" },
    };
    const answer = ask(named, ({ Utmp, Wtmp, Lastlog }) => {
      const active = { path: "/run/active", source: "libc" } as const;
      const views = [new Utmp(active), new Wtmp({ path: "/run/log", source: "libc" })];
      const lastlog = new Lastlog(active);
      return {
        entries: views.map((view) => [...view].map(({ user, source }) => `${user} ${source}`)),
        places: views.map((view) => view.path),
        found: lastlog.findByUser("bob")?.line,
      };
    });
    expect(answer).toEqual({
      entries: [
        [" libc", "alice libc", "bob libc"],
        [" libc", "alice libc", " libc", " libc"],
      ],
      places: ["/run/active", "/run/log"],
      found: "pts/1",
    });
  });

  test("failed logins are not kept", () => {
    const answer = ask(host, ({ attempt, Btmp }) => [
      attempt(() => [...new Btmp()]),
      attempt(() => new Btmp().path),
      attempt(() => new Btmp().layout),
      attempt(() => [...new Btmp({ source: "libc" })]),
    ]);
    const unsupported = {
      name: "UnsupportedPlatformError",
      code: "ERR_UNSUPPORTED_PLATFORM",
      message: 'Cannot find btmp records on "freebsd": it keeps none',
    };
    const library = {
      name: "LibraryError",
      code: "ERR_LIBRARY",
      message: "Cannot read btmp through libc: FreeBSD keeps no failed logins",
    };
    expect(answer).toEqual([unsupported, unsupported, unsupported, library]);
  });

  test("records are read by the layout that is named, which libc does not know", () => {
    const answer = ask(host, ({ attempt, Utmp, Lastlog }) => {
      const view = new Utmp({ layout: "freebsd-futx-197" });
      const other = new Utmp({ layout: "freebsd-utmp-44" });
      const libc = new Utmp({ layout: "freebsd-utmp-44", source: "libc" });
      return {
        same: [[...view].length, view.layout],
        other: [[...other].length, other.layout, other.problems.length],
        libc: attempt(() => [...libc]),
        unknown: [Utmp, Lastlog].map((View) => attempt(() => [...new View({ layout: "none" })])),
      };
    });
    const unknown = { name: "RangeError", message: expect.stringContaining('layout "none"') };
    expect(answer).toMatchObject({
      same: [3, "freebsd-utmpx-280-le"],
      other: [13, "freebsd-utmp-44-le", 1],
      libc: {
        name: "LibraryError",
        message: "Cannot read freebsd-utmp-44-le records through libc: it knows freebsd-futx-197",
      },
      unknown: [unknown, unknown],
    });
  });
});
