// Linux where libc is another, lacks functions, or can't be called at all.

import { describe, expect, test } from "bun:test";
import { linuxGlibc } from "../../platforms/linux-glibc.ts";
import { linuxMusl, utmps400 } from "../../platforms/linux-musl.ts";
import { canBeLive } from "../live-system.ts";
import { recordBytes, type TestRecord } from "../records.ts";
import { ask, type Host, type Question } from "./host.ts";

/** More than any process has. */
const NOBODYS_PID = 2 ** 22 + 1;
const now = Math.floor(Date.now() / 1000);
/** A session of a display is open, whatever its process. */
const display: TestRecord = {
  type: "USER_PROCESS",
  id: ":1",
  line: ":1",
  user: "root",
  pid: NOBODYS_PID,
  seconds: now,
};
const RECORDS: readonly TestRecord[] = [
  { type: "BOOT_TIME", id: "~~", line: "~", user: "reboot", seconds: now - 1 },
  display,
  { ...display, id: "ts/1", line: "nosuchtty" },
];

/** A file of last logins as this machine has it. */
function lastlogOf(uids: readonly number[]): Uint8Array {
  const { size: slot, fields } = linuxGlibc.files.lastlog;
  const file = new Uint8Array((Math.max(...uids) + 1) * slot);
  for (const uid of uids) {
    file.set(new Uint8Array(Uint32Array.of(now).buffer), uid * slot);
    file.set(new TextEncoder().encode("pts/0"), uid * slot + fields.line.offset);
  }
  return file;
}

const NATIVE = recordBytes(RECORDS, linuxGlibc.files.utmp);
const FILES = {
  "/run/utmp": NATIVE,
  "/var/log/wtmp": NATIVE,
  "/var/log/lastlog": lastlogOf([1001, 1002]),
};

/** How each store is read, and what reading by libc alone gives. */
const ways: Question = ({ attempt, sources, Utmp, Wtmp, Lastlog, UtmpFile }) => {
  const utmp = new Utmp();
  return {
    path: utmp.path,
    utmp: attempt(() => [...utmp].map(({ user, source, offset }) => [user, source, offset])),
    problems: utmp.problems,
    line: attempt(() => utmp.findByLine(":1")?.source),
    id: attempt(() => utmp.findById("USER_PROCESS", ":1")?.source),
    open: attempt(() => utmp.openSessions().map(({ end }) => end)),
    lastlog: attempt(() => [...new Lastlog()].map(({ uid }) => uid)),
    libc: [
      attempt(() => [...new Utmp({ source: "libc" })].length),
      attempt(() => new Utmp({ source: "libc" }).findByLine(":1")),
      attempt(() => [...new Wtmp({ source: "libc" })].length),
      attempt(() => [...new Lastlog({ source: "libc" })].length),
    ],
    file: attempt(() => new UtmpFile().path),
    sources: sources().map(({ store, status, source }) => `${store} ${status} ${source}`),
  };
};

const { size } = linuxGlibc.files.utmp;
const FROM_FILES = {
  path: "/var/run/utmp",
  utmp: [
    ["reboot", "file", 0],
    ["root", "file", size],
    ["root", "file", 2 * size],
  ],
  problems: [],
  line: "file",
  id: "file",
  open: ["open", "gone"],
  lastlog: [1001, 1002],
  file: "/var/run/utmp",
  sources: [
    "utmp ok file",
    "logind absent null",
    "wtmp ok file",
    "wtmpdb absent null",
    "btmp absent null",
    "lastlog ok file",
    "lastlog2 absent null",
  ],
};

const libraryError = (message: string): object => ({
  name: "LibraryError",
  code: "ERR_LIBRARY",
  message,
});

describe.skipIf(!canBeLive)("Linux", () => {
  test("without FFI is read from its files", () => {
    const host: Host = { files: FILES, env: { BUN_JSC_useJIT: "0" } };
    const error = libraryError('Cannot use "libc.so.6": bun:ffi requires the JIT');
    expect(ask(host, ways)).toEqual({ ...FROM_FILES, libc: [error, error, error, error] });
  });

  test("without FFI does not read through the holes of a huge file", () => {
    const host: Host = { files: FILES, env: { BUN_JSC_useJIT: "0" } };
    const answer = ask(host, ({ attempt, fs, Lastlog }) => {
      fs.truncateSync("/var/log/lastlog", 2 ** 40);
      return attempt(() => [...new Lastlog()]);
    });
    const message =
      /^Cannot find the data in "\/var\/log\/lastlog": it looks 1099511627776 bytes large and has [0-9]+, and libc is not there$/;
    expect(answer).toEqual(libraryError(expect.stringMatching(message)));
  });

  test("with a libc that lacks a function is read from its files", () => {
    const host: Host = { files: FILES, hidden: ["getutxline"] };
    const error = libraryError(
      'Cannot use "libc.so.6": Symbol "getutxline" not found in "libc.so.6"',
    );
    expect(ask(host, ways)).toEqual({ ...FROM_FILES, libc: [error, error, error, error] });
  });

  test("shows the same in its commands, and says what was asked of libc in vain", () => {
    const host: Host = { files: FILES, env: { BUN_JSC_useJIT: "0" } };
    const answer = ask(host, ({ runUtmpx }) =>
      ["auto", "libc"].map((source) => {
        const { code, out, err } = runUtmpx(["report", "--source", source]);
        return { code, err, lines: out.split("\n").slice(2, 4) };
      }),
    );
    const message = 'Cannot read utmp: Cannot use "libc.so.6": bun:ffi requires the JIT';
    expect(answer).toEqual([
      { code: 0, err: "", lines: ["Logged in (1)", expect.stringMatching(/^ {2}root +:1 /)] },
      { code: 1, err: `utmpx: ${message}\n`, lines: ["Logged in (0)", "  none on record"] },
    ]);
  });
});

/** What tells musl from glibc: the function that has the version. */
const MUSL = { hidden: ["gnu_get_libc_version"] } as const;
const UTMPS = recordBytes(RECORDS, utmps400);
const nothing = libraryError("Cannot read utmp through libc: it knows no records");

describe.skipIf(!canBeLive)("Linux with musl", () => {
  test("keeps no records, and says so", () => {
    const answer = ask({ ...MUSL, files: {} }, ({ attempt, sources, Utmp, runUtmpx }) => ({
      utmp: attempt(() => [...new Utmp()]),
      libc: attempt(() => [...new Utmp({ source: "libc" })]),
      sources: sources().map(({ store, status, advice }) => [store, status, advice]),
      report: runUtmpx(["report"]).code,
    }));
    const { utmp, wtmp, btmp, lastlog } = linuxMusl.notes;
    const { logind, wtmpdb, lastlog2 } = linuxMusl.stores;
    expect(answer).toEqual({
      utmp: expect.objectContaining({ code: "ENOENT", path: "/run/utmps/utmp" }),
      libc: nothing,
      sources: [
        ["utmp", "absent", utmp.absent],
        ["logind", "absent", logind?.notes.absent],
        ["wtmp", "absent", wtmp.absent],
        ["wtmpdb", "absent", wtmpdb?.notes.absent],
        ["btmp", "absent", btmp.absent],
        ["lastlog", "absent", lastlog.absent],
        ["lastlog2", "absent", lastlog2?.notes.absent],
      ],
      report: 0,
    });
  });

  test("says so, too, if there are records of glibc's", () => {
    const files = { "/run/utmp": recordBytes(RECORDS), "/var/log/wtmp": recordBytes(RECORDS) };
    const answer = ask({ ...MUSL, files }, ({ sources }) =>
      sources().map(({ store, layout, advice, writer }) => [store, layout, advice ?? writer]),
    );
    const { utmp, wtmp, btmp, lastlog } = linuxMusl.notes;
    const { logind, lastlog2 } = linuxMusl.stores;
    expect(answer).toEqual([
      ["utmp", null, utmp.absent],
      ["logind", null, logind?.notes.absent],
      ["wtmp", "linux-glibc-384-le", wtmp.writer],
      ["wtmpdb", null, "not used: wtmp answers"],
      ["btmp", null, btmp.absent],
      ["lastlog", null, lastlog.absent],
      ["lastlog2", null, lastlog2?.notes.absent],
    ]);
  });

  test("has the files of utmps where that runs", () => {
    const files = {
      "/run/utmps/utmp": UTMPS,
      "/var/log/wtmpd/wtmp": UTMPS,
      "/var/log/wtmp": NATIVE,
    };
    const answer = ask({ ...MUSL, files }, ways);
    expect(answer).toMatchObject({
      path: "/run/utmps/utmp",
      utmp: [
        ["reboot", "file", 0],
        ["root", "file", 400],
        ["root", "file", 800],
      ],
      problems: [],
      line: "file",
      id: "file",
      open: ["open", "gone"],
      libc: [nothing, nothing, { name: "LibraryError" }, { name: "LibraryError" }],
      file: "/run/utmps/utmp",
      sources: expect.arrayContaining(["utmp ok file", "wtmp ok file", "btmp absent null"]),
    });
    const layouts = ask({ ...MUSL, files }, ({ sources, Utmp, Wtmp }) => [
      sources()
        .filter(({ status }) => status === "ok")
        .map(({ path, layout }) => [path, layout]),
      new Utmp().layout,
      new Wtmp().path,
    ]);
    expect(layouts).toEqual([
      [
        ["/run/utmps/utmp", "utmps-400-le"],
        ["/var/log/wtmpd/wtmp", "utmps-400-le"],
      ],
      "utmps-400-le",
      "/var/log/wtmpd/wtmp",
    ]);
  });

  test("is not what has neither that function nor any for records", () => {
    const host: Host = { hidden: ["gnu_get_libc_version", "setutxent"], files: FILES };
    expect(ask(host, ways)).toMatchObject(FROM_FILES);
  });
});
