// Which store answers for a system, and what the views give of it.

import { describe, expect, test } from "bun:test";
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { findStore } from "../../src/files/find-store.ts";
import type { Session } from "../../src/sessions/session.ts";
import { Lastlog } from "../../src/views/lastlog.ts";
import { Utmp } from "../../src/views/utmp.ts";
import { Wtmp } from "../../src/views/wtmp.ts";
import { recordBytes, type TestRecord } from "../records.ts";
import { runSql, WTMP_SQL } from "../stores/wtmpdb-file.ts";
import { TemporaryDirectory } from "../temporary.ts";

const FIXTURES = "test/fixtures";
const DEBIAN13 = `${FIXTURES}/debian13`;
const BOOT: TestRecord = { type: "BOOT_TIME", user: "reboot", line: "~", seconds: 1_795_176_000 };
const LOGIN: TestRecord = {
  type: "USER_PROCESS",
  user: "utmp",
  line: "tty1",
  seconds: 1_795_176_001,
};

/** A tree with these files, each a copy of a fixture or made of records. */
function treeOf(
  files: Readonly<Record<string, string | readonly TestRecord[]>>,
): TemporaryDirectory {
  const directory = new TemporaryDirectory();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(directory.at(path)), { recursive: true });
    if (typeof content === "string")
      cpSync(`${FIXTURES}/${content}`, directory.at(path), { recursive: true });
    else writeFileSync(directory.at(path), recordBytes(content));
  }
  return directory;
}

const SESSIONS = { "run/systemd/sessions": "logind-262/run/systemd/sessions" };
const WTMPDB = { "var/log/wtmp.db": "debian13/var/log/wtmp.db" };
const CLASSIC = { "var/log/wtmp": "debian12/var/log/wtmp" };

describe("who is on is told", () => {
  test.each([
    ["by utmp that holds a boot", { "run/utmp": [BOOT, LOGIN], ...SESSIONS }, "file", "run/utmp"],
    [
      "by the login manager where utmp holds none",
      { "run/utmp": [LOGIN], ...SESSIONS },
      "logind",
      "run/systemd/sessions",
    ],
    ["by the login manager where there is no utmp", SESSIONS, "logind", "run/systemd/sessions"],
    [
      "by utmp without a boot where there is nothing else",
      { "run/utmp": [LOGIN] },
      "file",
      "run/utmp",
    ],
  ] as const)("%s", (_name, files, source, path) => {
    using directory = treeOf(files);
    const utmp = new Utmp({ root: directory.path });
    const entries = [...utmp];
    expect(new Set(entries.map((entry) => entry.source))).toEqual(new Set([source]));
    expect([utmp.source, utmp.path]).toEqual([source, directory.at(path)]);
    expect(utmp.openSessions().every((session) => session.source === source)).toBe(true);
  });

  test("by what is asked for, whatever there is", () => {
    using directory = treeOf({ "run/utmp": [BOOT, LOGIN], ...SESSIONS });
    const root = directory.path;
    expect(new Utmp({ root, source: "logind" }).openSessions()).toHaveLength(8);
    expect(new Utmp({ root, source: "file" }).openSessions().map(({ user }) => user)).toEqual([
      "utmp",
    ]);
    const path = `${FIXTURES}/logind-252/run/systemd/sessions`;
    expect(new Utmp({ path, source: "logind" }).openSessions()).toHaveLength(8);
  });

  test("as records that who(1) would make of sessions, which are no layout", () => {
    const utmp = new Utmp({ root: `${FIXTURES}/logind-262` });
    const entries = [...utmp];
    expect(entries.map(({ type }) => type).filter((type) => type === "LOGIN_PROCESS")).toHaveLength(
      1,
    );
    expect(entries.filter(({ isUserProcess }) => isUserProcess)).toHaveLength(8);
    // Nothing of this machine is asked: neither its boot nor its terminals.
    expect(entries.some(({ type, line }) => type === "BOOT_TIME" || line.startsWith("sshd "))).toBe(
      false,
    );
    expect([utmp.layout, utmp.problems]).toEqual(["logind", []]);
    expect([...utmp.newest(2)].map(({ id }) => id)).toEqual(entries.slice(-2).map(({ id }) => id));
    expect([...utmp.reversed()].map(({ id }) => id)).toEqual(entries.map(({ id }) => id).reverse());
    expect(utmp.findByLine("pts/77")?.user).toBe("bob");
    expect(utmp.findById("USER_PROCESS", "c9")?.user).toBe("carol");
    expect(utmp.findByLine("pts/99")).toBeNull();
    expect(new Utmp({ root: `${FIXTURES}/logind-262`, limit: 3 }).openSessions()).toHaveLength(3);
  });

  test("in another system's tree by nothing that runs here", () => {
    const sessions = new Utmp({ root: `${FIXTURES}/logind-262` }).openSessions();
    expect(new Set(sessions.map(({ end }) => end))).toEqual(new Set(["unknown"]));
  });
});

describe("history is told", () => {
  test.each([
    [
      "by the database of wtmpdb, never by a wtmp beside it",
      { ...WTMPDB, ...CLASSIC },
      "wtmpdb",
      "var/log/wtmp.db",
      7,
    ],
    ["by wtmp where there is no database", CLASSIC, "file", "var/log/wtmp", 3],
    [
      "by upstream's place of the database",
      { "var/lib/wtmpdb/wtmp.db": "wtmpdb/wtmp.db", ...CLASSIC },
      "wtmpdb",
      "var/lib/wtmpdb/wtmp.db",
      13,
    ],
    [
      "by a database that was just rotated, which has nothing",
      { "var/log/wtmp.db": "wtmpdb/special/empty.db", ...CLASSIC },
      "wtmpdb",
      "var/log/wtmp.db",
      0,
    ],
  ] as const)("%s", (_name, files, source, path, count) => {
    using directory = treeOf(files);
    const wtmp = new Wtmp({ root: directory.path });
    const sessions = wtmp.sessions();
    expect([wtmp.source, wtmp.path, sessions.length]).toEqual([source, directory.at(path), count]);
    expect(sessions.every((session) => session.source === source)).toBe(true);
    expect([...wtmp].every((entry) => entry.source === source)).toBe(true);
    expect(wtmp.problems).toEqual([]);
  });

  test("by what is asked for, whatever there is", () => {
    const classic = new Wtmp({ root: DEBIAN13, source: "file" });
    expect(classic.sessions().map(({ user, end }) => [user, end])).toEqual([
      ["alice", "replaced"],
      ["alice", "unknown"],
    ]);
    const path = `${FIXTURES}/wtmpdb/wtmp.db`;
    expect(new Wtmp({ path, source: "wtmpdb" }).boots()).toHaveLength(5);
  });

  test("by a database that is named, or that is in a directory that is", () => {
    const path = `${FIXTURES}/wtmpdb/wtmp.db`;
    const named = new Wtmp(path);
    expect([named.sessions().length, named.layout, named.path]).toEqual([13, "wtmpdb", path]);
    expect(new Wtmp(`${FIXTURES}/wtmpdb`).sessions()).toHaveLength(13);
    expect(new Wtmp({ root: DEBIAN13, path: "/var/log" }).sessions()).toHaveLength(7);
    // In the tree Debian's link leads to it.
    expect(new Wtmp({ root: DEBIAN13, path: "/var/lib/wtmpdb/wtmp.db" }).sessions()).toHaveLength(
      7,
    );
    expect(new Wtmp({ path: [path, path] }).sessions()).toHaveLength(13);
  });

  test("by rotated databases as one history, if they are asked for", () => {
    const root = `${FIXTURES}/logrotate`;
    expect(new Wtmp({ root }).sessions()).toHaveLength(3);
    const all = new Wtmp({ root, rotated: true });
    expect(all.sessions().map(({ id }) => id)).toEqual(["1", "2", "3", "1", "2", "3"]);
    expect(all.paths.map((path) => path.slice(-9))).toEqual(["wtmp.db.1", "g/wtmp.db"]);
    const upstream = new Wtmp({ path: `${FIXTURES}/wtmpdb/rotated/wtmp.db`, rotated: true });
    expect([upstream.sessions().length, upstream.boots().length]).toEqual([13, 5]);
  });

  test("the same by every filter: no end depends on what is left out", () => {
    const wtmp = new Wtmp(`${FIXTURES}/wtmpdb/wtmp.db`);
    const bob = wtmp.sessions({ user: "bob" });
    expect(bob.map(({ end }) => end)).toEqual(["logout", "logout", "crash"]);
    const until = new Date("2026-11-12T00:00:00Z");
    expect(wtmp.boots({ until }).map(({ end }) => end)).toEqual(["shutdown", "crash"]);
    expect(wtmp.sessions({ line: "/dev/pts/4" }).map(({ user }) => user)).toEqual(["dave"]);
    expect(wtmp.sessions({ address: "2001:db8::/32" }).map(({ user }) => user)).toEqual([
      "dave",
      "carol",
    ]);
    expect(wtmp.sessions({ limit: 2, reverse: true }).map(({ id }) => id)).toEqual(["18", "17"]);
  });

  test("without writing anything beside what is read", () => {
    using directory = new TemporaryDirectory();
    cpSync(DEBIAN13, directory.path, { recursive: true, verbatimSymlinks: true });
    const list = (): string[] =>
      readdirSync(directory.path, { recursive: true, encoding: "utf8" }).sort();
    const before = list();
    const root = directory.path;
    [...new Wtmp({ root })].length;
    [...new Lastlog({ root })].length;
    [...new Wtmp(directory.at("var/log/wtmp.db"))].length;
    [...new Lastlog(directory.at("var/lib/lastlog/lastlog2.db"))].length;
    expect(list()).toEqual(before);
  });

  test("by a database that can't be read only if nothing better is told", () => {
    const garbage = `${FIXTURES}/wtmpdb/special/garbage.db`;
    const wtmp = new Wtmp({ path: garbage, source: "wtmpdb" });
    expect(() => [...wtmp]).toThrow(/looks like .*, and a SQLite database is wanted$/);
    const missing = new Wtmp({ path: "/nonexistent.db", source: "wtmpdb" });
    expect(() => [...missing]).toThrow(expect.objectContaining({ code: "ENOENT" }));
  });
});

describe("a wtmp and a database that are asked for together", () => {
  const root = `${FIXTURES}/migrated`;

  test.each([
    ["by source", { root, source: ["wtmpdb", "file"] }],
    ["by source, the other way round", { root, source: ["file", "wtmpdb"] }],
    ["by name", { path: [`${root}/var/log/wtmp`, `${root}/var/log/wtmp.db`] }],
    ["by name, the other way round", { path: [`${root}/var/log/wtmp.db`, `${root}/var/log/wtmp`] }],
  ] as const)("%s are one timeline without doubles across the migration", (_name, options) => {
    const wtmp = new Wtmp(options);
    const alone = new Wtmp({ root, source: "wtmpdb" });
    const json = (sessions: unknown): unknown => JSON.parse(JSON.stringify(sessions));
    expect(json(wtmp.sessions())).toEqual(json(alone.sessions()));
    expect(json(wtmp.boots())).toEqual(json(alone.boots()));
    expect(wtmp.unmatchedLogouts).toBe(0);
    const entries = [...wtmp];
    expect(entries.map(({ type, user, line }) => `${type} ${user} ${line}`)).toEqual([
      "BOOT_TIME reboot ~",
      "USER_PROCESS alice pts/0",
      "DEAD_PROCESS  pts/0",
      "USER_PROCESS bob pts/0",
      "DEAD_PROCESS  pts/0",
      "USER_PROCESS alice pts/0",
      "RUN_LVL shutdown ~",
    ]);
    expect([...wtmp.reversed()].map(({ micros }) => micros)).toEqual(
      entries.map(({ micros }) => micros).reverse(),
    );
    expect([...wtmp.newest(2)].map(({ type }) => type)).toEqual(["USER_PROCESS", "RUN_LVL"]);
    expect([...new Wtmp({ ...options, limit: 2 })]).toHaveLength(2);
  });

  test("give what only the wtmp has, which ends with the boots of the database", () => {
    using directory = treeOf({
      "var/log/wtmp": [
        { ...BOOT, seconds: 1_795_363_000 },
        { ...LOGIN, line: "tty9", seconds: 1_795_363_100 },
      ],
      "var/log/wtmp.db": "migrated/var/log/wtmp.db",
    });
    const wtmp = new Wtmp({ root: directory.path, source: ["file", "wtmpdb"] });
    expect(wtmp.sessions().map(({ user, source, end }) => [user, source, end])).toEqual([
      ["utmp", "file", "crash"],
      ["alice", "wtmpdb", "logout"],
      ["bob", "wtmpdb", "logout"],
      ["alice", "wtmpdb", "shutdown"],
    ]);
    expect(wtmp.boots().map(({ source, end }) => [source, end])).toEqual([
      ["file", "crash"],
      ["wtmpdb", "shutdown"],
    ]);
    expect(wtmp.sessions()[0]?.logoutMicros).toBe(1_795_363_270_026_708);
  });

  test("end what only the wtmp has where a login that both have takes its line", () => {
    const alice = { ...LOGIN, user: "alice", line: "pts/0", seconds: 1_795_363_295 };
    using directory = treeOf({
      "var/log/wtmp": [
        { ...BOOT, seconds: 1_795_363_270 },
        { ...alice, user: "lost", pid: 7, seconds: 1_795_363_280 },
        alice,
      ],
      "var/log/wtmp.db": "migrated/var/log/wtmp.db",
    });
    const wtmp = new Wtmp({ root: directory.path, source: ["file", "wtmpdb"] });
    const ofFile = (asOf?: Date): unknown[] =>
      wtmp
        .sessions({ ...(asOf && { asOf }) })
        .filter(({ source }) => source === "file")
        .map(({ user, end, logoutMicros }) => [user, end, logoutMicros]);
    expect(ofFile()).toEqual([["lost", "replaced", 1_795_363_295e6]]);
    expect(ofFile(new Date(1_795_363_290e3))).toEqual([["lost", "unknown", null]]);
  });

  test("have the ends that only the wtmp knows of imported rows", () => {
    const T = 1_795_300_000;
    const login = (user: string, line: string, at: number): TestRecord => ({
      ...LOGIN,
      user,
      line,
      seconds: T + at,
    });
    const classic: TestRecord[] = [
      { ...BOOT, seconds: T },
      login("alice", "pts/0", 10),
      { type: "RUN_LVL", user: "shutdown", line: "~", seconds: T + 100 },
      { ...BOOT, seconds: T + 200 },
      login("bob", "pts/0", 210),
      { type: "DEAD_PROCESS", line: "pts/0", seconds: T + 220 },
      login("carol", "pts/0", 230),
      { ...BOOT, seconds: T + 300 },
    ];
    using directory = treeOf({ "var/log/wtmp": classic });
    const root = directory.path;
    const rows = classic
      .filter(({ type }) => type === "USER_PROCESS")
      .map(({ user, line, seconds }) => `(3, '${user}', ${seconds}000000, '${line}')`);
    const later = `(1, 'reboot', ${T + 1000}000000, '~'), (3, 'dora', ${T + 1010}000000, 'pts/0')`;
    const insert = `INSERT INTO wtmp (Type, User, Login, TTY) VALUES ${rows}, ${later}`;
    runSql(directory.at("var/log/wtmp.db"), `${WTMP_SQL};${insert}`);
    const ends = (sessions: readonly Session[]): unknown[] =>
      sessions.map(({ user, end, logoutMicros }) => [user, end, (logoutMicros ?? 0) / 1e6]);
    const both = new Wtmp({ root, source: ["wtmpdb", "file"] });
    expect(ends(both.sessions())).toEqual([
      ["alice", "shutdown", T + 100],
      ["bob", "logout", T + 220],
      ["carol", "crash", T + 300],
      ["dora", "unknown", 0],
    ]);
    expect(ends(both.sessions().slice(0, 3))).toEqual(
      ends(new Wtmp({ root, source: "file" }).sessions()),
    );
    const [, bob] = both.sessions();
    expect([bob?.source, bob?.pairedBy, bob?.logoutAt]).toEqual([
      "wtmpdb",
      "line",
      { path: directory.at("var/log/wtmp"), offset: 5 * 384 },
    ]);
    expect(both.boots().map(({ end, source }) => [end, source])).toEqual([
      ["shutdown", "file"],
      ["crash", "file"],
      ["crash", "file"],
      ["unknown", "wtmpdb"],
    ]);
    // Before bob's logout it is not on record, whatever is later.
    const before = both.sessions({ asOf: new Date((T + 215) * 1000) });
    expect(ends(before)).toEqual([
      ["alice", "shutdown", T + 100],
      ["bob", "unknown", 0],
    ]);
    expect(both.unmatchedLogouts).toBe(0);
    expect([...both].filter(({ type }) => type === "DEAD_PROCESS")).toHaveLength(1);
  });

  test("on Debian 13 leave out sshd's second records, which have no logouts", () => {
    const wtmp = new Wtmp({ root: DEBIAN13, source: ["wtmpdb", "file"] });
    const sessions = wtmp.sessions();
    expect(sessions).toHaveLength(7);
    expect(sessions.every(({ source }) => source === "wtmpdb")).toBe(true);
  });

  test("of which one can't be read give the other, and say so", () => {
    using directory = treeOf({ ...CLASSIC, "var/log/wtmp.db": "wtmpdb/special/garbage.db" });
    const wtmp = new Wtmp({ root: directory.path, source: ["wtmpdb", "file"] });
    expect(wtmp.sessions()).toHaveLength(3);
    expect(wtmp.problems.map(({ kind, path }) => [kind, path])).toEqual([
      ["read", directory.at("var/log/wtmp.db")],
    ]);
  });
});

describe("last logins are told", () => {
  test("by the database of lastlog2 where there is one, by name", () => {
    const lastlog = new Lastlog({ root: DEBIAN13 });
    expect(
      [...lastlog].map(({ uid, user, line, host, service, source, offset }) => [
        uid,
        user,
        line,
        host,
        service,
        source,
        offset,
      ]),
    ).toEqual([
      [null, "alice", "ssh", "127.0.0.1", "sshd", "lastlog2", null],
      [null, "bob", "pts/0", "telnet.example.org", "remote", "lastlog2", null],
      [null, "carol", "pts/0", "", "login", "lastlog2", null],
      [null, "dave", "", "", "sudo-i", "lastlog2", null],
    ]);
    expect([lastlog.layout, lastlog.source, lastlog.problems]).toEqual([
      "lastlog2",
      "lastlog2",
      [],
    ]);
    const bob = lastlog.findByUser("bob");
    expect(bob?.toJSON()).toMatchObject({
      time: "2026-11-22T15:42:50.000000Z",
      micros: 1_795_362_170_000_000,
    });
    expect(lastlog.findByUser("root")).toBeNull();
    expect([...new Lastlog({ root: DEBIAN13, limit: 2 })]).toHaveLength(2);
  });

  test("by lastlog where there is none, or if that is asked for", () => {
    expect(
      [...new Lastlog({ root: DEBIAN13, source: "file" })].map(({ uid, source }) => [uid, source]),
    ).toEqual([[1001, "file"]]);
    expect(
      [...new Lastlog({ root: `${FIXTURES}/debian12` })].every(({ source }) => source === "file"),
    ).toBe(true);
  });

  test("by a database that is named", () => {
    const path = `${FIXTURES}/lastlog2/pam.db`;
    for (const view of [new Lastlog(path), new Lastlog({ path, source: "lastlog2" })]) {
      expect([...view].map(({ user, time }) => [user, time?.getUTCFullYear()])).toEqual([
        ["alice", 2026],
        ["bob", 2026],
        ["carol", 2026],
        ["dave", 2039],
      ]);
    }
  });
});

test("a store is the first of its places where something is", () => {
  using directory = treeOf({ "var/log/wtmp.db": "debian13/var/log/wtmp.db" });
  const root = directory.path;
  expect(findStore("wtmpdb", root)).toEqual({
    name: "/var/log/wtmp.db",
    path: directory.at("var/log/wtmp.db"),
    isThere: true,
    error: null,
  });
  rmSync(directory.at("var/log/wtmp.db"));
  expect(findStore("wtmpdb", root)).toMatchObject({
    name: "/var/lib/wtmpdb/wtmp.db",
    isThere: false,
  });
  // A link that leads nowhere is nothing.
  mkdirSync(directory.at("var/lib/wtmpdb"), { recursive: true });
  symlinkSync("../../log/wtmp.db", directory.at("var/lib/wtmpdb/wtmp.db"));
  expect(findStore("wtmpdb", root)?.isThere).toBe(false);
  copyFileSync(`${DEBIAN13}/var/log/wtmp.db`, directory.at("var/log/wtmp.db"));
  expect(findStore("wtmpdb", root)).toMatchObject({
    name: "/var/lib/wtmpdb/wtmp.db",
    isThere: true,
  });
});
