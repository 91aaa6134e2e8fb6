// FreeBSD as its users see it: the stores, and the commands of a process there.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { freebsdNotes } from "../../platforms/freebsd-notes.ts";
import * as local from "./child.ts";
import { ACTIVE, freebsdHost, HISTORY, LASTLOGIN, LIBC, LOG, PLACES } from "./freebsd-host.ts";
import { ask, canBeForeign, ForeignLibrary, type Host, type Question } from "./host.ts";

const SERVER = "test/fixtures/server";

describe.skipIf(!canBeForeign)("FreeBSD's", () => {
  let library: ForeignLibrary;
  let host: Host;

  beforeAll(() => {
    library = new ForeignLibrary("freebsd", LIBC);
    host = freebsdHost(library);
  });
  afterAll(() => library[Symbol.dispose]());

  test("sources say which way each store is read, and what is not kept", () => {
    const note = ({ writer, limits }: (typeof freebsdNotes)["utmp"]): object => ({
      writer,
      limits,
    });
    const read = { status: "ok", trailingBytes: 0, advice: null, used: true };
    const oldest = "2023-11-14T22:13:20.000001Z";
    const newest = "2023-11-15T00:13:20.000001Z";
    expect(ask(host, ({ sources }) => sources())).toEqual([
      {
        ...note(freebsdNotes.utmp),
        ...read,
        store: "utmp",
        path: ACTIVE,
        layout: "freebsd-utmpx-280-le",
        records: 3,
        oldest,
        newest,
        source: "libc",
        problems: 0,
      },
      {
        ...note(freebsdNotes.wtmp),
        ...read,
        store: "wtmp",
        path: LOG,
        layout: "freebsd-utx-log",
        records: 4,
        oldest,
        newest: "2023-11-15T02:13:20.000001Z",
        source: "file",
        problems: 0,
      },
      {
        ...note(freebsdNotes.btmp),
        store: "btmp",
        path: null,
        status: "absent",
        layout: null,
        records: null,
        oldest: null,
        newest: null,
        trailingBytes: null,
        advice: freebsdNotes.btmp.absent,
        used: false,
        source: null,
        problems: 0,
      },
      {
        ...note(freebsdNotes.lastlog),
        ...read,
        store: "lastlog",
        path: LASTLOGIN,
        layout: "freebsd-futx-197",
        records: 2,
        oldest,
        newest: "2023-11-14T23:13:20.000001Z",
        source: "file",
        problems: 0,
      },
    ]);
  });

  test("report shows all of it", () => {
    const answer = ask(host, ({ runUtmpx }) => {
      const { code, out, err } = runUtmpx(["report"]);
      return { code, err, sections: out.split("\n\n").slice(1) };
    });
    expect(answer).toEqual({
      code: 0,
      err: "",
      sections: [
        "Logged in (1)\n" +
          "  alice         pts/0     2023-11-14 23:13  2001:db8::7\n" +
          "  bob           pts/1     2023-11-15 00:13  (gone) 2001:db8::7",
        "Last sessions\n  alice         pts/0     2023-11-14 23:13  02:00             2001:db8::7",
        expect.stringMatching(/^Failed logins since [-0-9]+ \(0\)\n {2}not known: btmp is absent$/),
        "Boots\n  2023-11-14 22:13 to 2023-11-15 02:13  shutdown",
        "Sources\n" +
          `  utmp     ok          ${freebsdNotes.utmp.limits}\n` +
          `  wtmp     ok          ${freebsdNotes.wtmp.limits}\n` +
          `  btmp     absent      ${freebsdNotes.btmp.absent}\n` +
          `  lastlog  ok          ${freebsdNotes.lastlog.limits}\n`,
      ],
    });
  });

  test("report is the same from its files", () => {
    const answer = ask(host, ({ runUtmpx }) =>
      ["libc", "file"].map((source) => {
        const { code, out, err } = runUtmpx(["report", "--source", source]);
        return { code, err, out: out.slice(out.indexOf("\n")) };
      }),
    );
    const [libc, file] = Array.isArray(answer) ? answer : [];
    expect(libc).toMatchObject({ code: 0, err: "" });
    expect(file).toEqual(libc);
  });

  test("sources are listed", () => {
    const { btmp, utmp } = freebsdNotes;
    const answer = ask(host, ({ runUtmpx }) => {
      const { code, out, err } = runUtmpx(["sources"]);
      const csv = runUtmpx(["sources", "--csv"]).out.split("\r\n");
      return {
        code,
        err,
        stores: out.split("\n\n"),
        sources: csv.map((row) => row.split(",").at(-2)),
      };
    });
    expect(answer).toMatchObject({
      code: 0,
      err: "",
      stores: [
        `utmp: ok\n  path     ${ACTIVE}\n  records  3, 2023-11-14 22:13 to 2023-11-15 00:13 UTC\n` +
          `  layout   freebsd-utmpx-280-le\n  read     through libc\n  writers  ${utmp.writer}\n  limits   ${utmp.limits}`,
        expect.stringContaining("layout   freebsd-utx-log\n"),
        `btmp: absent\n  writers  ${btmp.writer}\n  limits   ${btmp.limits}\n  advice   ${btmp.absent}`,
        expect.stringContaining("layout   freebsd-futx-197\n"),
      ],
      sources: ["source", "libc", "file", "", "file", null],
    });
  });

  test("files are dumped, and its log by libc too", () => {
    const answer = ask(
      host,
      ({ runUtmpx }, [active, log]) => ({
        active: runUtmpx(["dump", active]),
        file: JSON.parse(runUtmpx(["dump", "--json", log]).out),
        libc: JSON.parse(runUtmpx(["dump", "--json", "--source", "libc", log]).out),
      }),
      [ACTIVE, LOG] as const,
    );
    const blank = "[            ] [                    ] [0.0.0.0        ]";
    const fromHost = "[2001:db8::7         ] [0.0.0.0        ]";
    expect(answer).toEqual({
      active: {
        code: 0,
        out:
          `[1] [00000] [    ] [        ] ${blank} [2023-11-14T22:13:20,000001+00:00]\n` +
          `[4] [00001] [ts/0] [alice   ] [pts/0       ] ${fromHost} [2023-11-14T23:13:20,000001+00:00]\n` +
          `[4] [4194305] [ts/1] [bob     ] [pts/1       ] ${fromHost} [2023-11-15T00:13:20,000001+00:00]\n`,
        err: `Utmp dump of ${ACTIVE}\n`,
      },
      file: HISTORY.map((entry, i) => ({ ...entry, source: "file", offset: PLACES[i] })),
      libc: HISTORY,
    });
  });

  test("libc is not given a file of another database: it would see other records in it", () => {
    const answer = ask(
      host,
      ({ runUtmpx }, files) => files.map((file) => runUtmpx(["dump", "--source", "libc", file])),
      [ACTIVE, LASTLOGIN],
    );
    const refused = {
      code: 3,
      out: "",
      err: "utmpx: Cannot read freebsd-futx-197 records through libc: it knows freebsd-utx-log\n",
    };
    expect(answer).toEqual([refused, refused]);
  });

  test("libc is not asked about another system's tree, which is read as everywhere", () => {
    const trees: Question<string> = ({ sources, readReport }, root) => [
      sources({ root }),
      readReport({ root }),
    ];
    expect(ask(host, trees, SERVER)).toEqual(JSON.parse(JSON.stringify(trees(local, SERVER))));
    const answer = ask(
      host,
      ({ attempt, Utmp, Lastlog }, root) =>
        [Utmp, Lastlog].map((View) => attempt(() => [...new View({ root, source: "libc" })])),
      SERVER,
    );
    const error = {
      name: "LibraryError",
      code: "ERR_LIBRARY",
      message: "Cannot read another system's tree through libc: it knows its own",
    };
    expect(answer).toEqual([error, error]);
  });
});
