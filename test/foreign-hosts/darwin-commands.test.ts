// macOS as its users see it: the stores, and the commands of a process there, which leave no trace.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { darwinNotes } from "../../platforms/darwin-notes.ts";
import { darwinHost, FILES, LIBC, UTMPX } from "./darwin-host.ts";
import { ask, canBeForeign, ForeignLibrary, type Host, type Question } from "./host.ts";

/** Reads all there is, and tells what it has made in the folders of records. */
const readAll: Question = ({ attempt, fs, Utmp, Wtmp, Lastlog, Btmp, UtmpFile, runUtmpx }) => {
  const names = (): string[] =>
    ["/var/run", "/var/log"].flatMap((path) =>
      fs.readdirSync(path).map((name) => `${path}/${name}`),
    );
  const before = names();
  const views = [new Utmp(), new Utmp({ source: "libc" }), new Wtmp(), new Btmp()];
  for (const view of [...views, new Lastlog(), new Utmp({ source: "file" })]) {
    attempt(() => [...view].length);
  }
  attempt(() => new UtmpFile().close());
  attempt(() => new Utmp().openSessions());
  return {
    codes: ["sources", "report"].map((name) => runUtmpx([name]).code),
    made: names().filter((name) => !before.includes(name)),
    bytes: before.includes("/var/run/utmpx") && fs.readFileSync("/var/run/utmpx").toBase64(),
  };
};

describe.skipIf(!canBeForeign)("macOS's", () => {
  let library: ForeignLibrary;
  let host: Host;

  beforeAll(() => {
    library = new ForeignLibrary("darwin", LIBC);
    host = darwinHost(library);
  });
  afterAll(() => library[Symbol.dispose]());

  test("file is not created where there is none", () => {
    const answer = ask({ ...host, files: {} }, readAll);
    expect(answer).toEqual({ codes: [0, 0], made: [], bytes: false });
  });

  test.each([
    ["empty", new Uint8Array(0)],
    ["records", FILES["/run/utmpx"]],
  ])("file stays as it is: %s", (_, file) => {
    const answer = ask({ ...host, files: { "/run/utmpx": file } }, readAll);
    expect(answer).toEqual({ codes: [0, 0], made: [], bytes: file.toBase64() });
  });

  test("sources say which way each store is read, and what is not kept", () => {
    const answer = ask(host, ({ sources }) =>
      sources().map(({ store, status, layout, records, advice, source }) => [
        store,
        status,
        layout,
        records,
        advice,
        source,
      ]),
    );
    expect(answer).toEqual([
      ["utmp", "ok", "macos-utmpx-640-le", 3, null, "libc"],
      ["wtmp", "ok", "macos-utmpx-640-le", 4, null, "libc"],
      ["btmp", "absent", null, null, darwinNotes.btmp.absent, null],
      ["lastlog", "ok", "macos-lastlogx-304-le", 2, null, "libc"],
    ]);
  });

  test("commands show all of it", () => {
    const answer = ask(
      host,
      ({ runUtmpx }, path) => {
        const report = runUtmpx(["report"]);
        const sources = runUtmpx(["sources"]);
        return {
          codes: [report.code, sources.code],
          err: report.err + sources.err,
          report: report.out.split("\n\n").slice(1),
          stores: sources.out.split("\n\n").map((store) => store.split("\n", 1)[0]),
          dump: runUtmpx(["dump", path]).out.split("\n").length,
        };
      },
      UTMPX,
    );
    const time = "2027-01-15 08:00";
    expect(answer).toEqual({
      codes: [0, 0],
      err: "",
      report: [
        `Logged in (1)\n  alice         ttys001   ${time}  2001:db8::7\n` +
          `  bob           ttys002   ${time}  (gone) 2001:db8::7`,
        "Last sessions\n  alice         ttys001   2128-06-11 08:53  00:00             2001:db8::7",
        expect.stringContaining("not known: btmp is absent"),
        "Boots\n  2023-11-14 22:13 to 2128-06-11 08:54  shutdown",
        "Sources\n" +
          `  utmp     ok          ${darwinNotes.utmp.limits}\n` +
          `  wtmp     ok          ${darwinNotes.wtmp.limits}\n` +
          `  btmp     absent      ${darwinNotes.btmp.absent}\n` +
          `  lastlog  ok          ${darwinNotes.lastlog.limits}\n`,
      ],
      stores: ["utmp: ok", "wtmp: ok", "btmp: absent", "lastlog: ok"],
      dump: 5,
    });
  });
});
