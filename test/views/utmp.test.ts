import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { macosUtmpx628 } from "../../platforms/darwin.ts";
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

  test("are those that are not over, oldest login first", () => {
    using directory = new TemporaryDirectory();
    writeFileSync(directory.at("utmp"), recordBytes(records));
    const sessions = new Utmp({ path: directory.at("utmp"), ...LAYOUT }).openSessions();
    expect(sessions.map(({ user, end }) => [user, end])).toEqual([
      ["al", "unknown"],
      ["bo", "unknown"],
      ["cy", "unknown"],
    ]);
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
    expect(usersOf(9)).toEqual(["al", "bo", "cy"]);
  });

  test("of one line are told apart by their ids where the layout says so", () => {
    using directory = new TemporaryDirectory();
    const type = macosUtmpx628.types.indexOf("USER_PROCESS");
    const signature = { type: macosUtmpx628.types.indexOf("SIGNATURE"), user: "utmpx-1.00" };
    const logins = [
      { ...login("al", "console", 100), id: "a", type },
      { ...login("bo", "console", 200), id: "b", type },
    ];
    writeFileSync(directory.at("utmpx"), recordBytes([signature, ...logins], macosUtmpx628));
    const utmp = new Utmp({ path: directory.at("utmpx"), layout: "macos-utmpx32-628-le" });
    expect(utmp.openSessions().map(({ user }) => user)).toEqual(["al", "bo"]);
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
