import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { Utmp } from "../../src/views/utmp.ts";
import { recordBytes, type TestRecord } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";

const LAYOUT = { layout: "linux-glibc-384-le" } as const;

function login(user: string, line: string, seconds: number): TestRecord {
  return { type: "USER_PROCESS", user, line, id: line.slice(-4), pid: seconds, seconds };
}

describe("open sessions", () => {
  const records = [
    login("cy", "pts/2", 300),
    login("old", "pts/0", 50),
    login("bo", "pts/1", 200),
    login("al", "pts/0", 100),
  ];

  test("are all records of users, in whatever slots, oldest login first", () => {
    using directory = new TemporaryDirectory();
    writeFileSync(directory.at("utmp"), recordBytes(records));
    const sessions = new Utmp({ path: directory.at("utmp"), ...LAYOUT }).openSessions();
    expect(sessions.map(({ user, end }) => [user, end])).toEqual([
      ["old", "unknown"],
      ["al", "unknown"],
      ["bo", "unknown"],
      ["cy", "unknown"],
    ]);
  });

  test("of one line are as many as who(1) prints, whichever slot comes first", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("utmp");
    const slots = [login("new", "pts/0", 900), login("old", "pts/0", 100)];
    writeFileSync(path, recordBytes(slots));
    const sessions = new Utmp({ path, ...LAYOUT }).openSessions();
    expect(sessions.map((session) => session.toJSON())).toMatchObject([
      { user: "old", login: "1970-01-01T00:01:40.000000Z", loginAt: { path, offset: 384 } },
      { user: "new", login: "1970-01-01T00:15:00.000000Z", loginAt: { path, offset: 0 } },
    ]);
    expect(sessions.map(({ end, logout, pairedBy }) => [end, logout, pairedBy])).toEqual([
      ["unknown", null, null],
      ["unknown", null, null],
    ]);
  });

  test("do not end with records of the system, or of processes, in later slots", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("utmp");
    const slots: TestRecord[] = [
      login("al", "pts/0", 100),
      { type: "DEAD_PROCESS", line: "pts/0", id: "ts/0", pid: 100, seconds: 50 },
      { type: "BOOT_TIME", line: "~", user: "reboot", seconds: 10 },
      { type: "USER_PROCESS", line: "pts/7", seconds: 60 },
    ];
    writeFileSync(path, recordBytes(slots));
    expect(new Utmp({ path, ...LAYOUT }).openSessions().map(({ user }) => user)).toEqual(["al"]);
  });

  test("are the newest where they are limited", () => {
    using directory = new TemporaryDirectory();
    writeFileSync(directory.at("utmp"), recordBytes(records));
    const usersOf = (limit: number): string[] =>
      new Utmp({ path: directory.at("utmp"), ...LAYOUT, limit })
        .openSessions()
        .map(({ user }) => user);
    expect(usersOf(2)).toEqual(["bo", "cy"]);
    expect(usersOf(0)).toEqual([]);
    expect(usersOf(9)).toEqual(["old", "al", "bo", "cy"]);
  });
});

describe("what is looked for by id or line", () => {
  test("is not looked for any longer than it is wanted", () => {
    using directory = new TemporaryDirectory();
    writeFileSync(directory.at("utmp"), recordBytes([login("al", "pts/0", 100)]));
    const controller = new AbortController();
    const { signal } = controller;
    const utmp = new Utmp({ path: directory.at("utmp"), ...LAYOUT, signal });
    expect(utmp.findByLine("pts/0")?.user).toBe("al");
    expect(utmp.findById("USER_PROCESS", "ts/0")?.user).toBe("al");
    controller.abort(new Error("told to stop"));
    expect(() => utmp.findByLine("pts/0")).toThrow("told to stop");
    expect(() => utmp.findById("USER_PROCESS", "ts/0")).toThrow("told to stop");
  });
});
