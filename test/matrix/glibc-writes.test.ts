// What this machine's own glibc writes, told what to write by the machine's own headers.

import { describe, expect, test } from "bun:test";
import { statSync, writeFileSync } from "node:fs";
import { Lastlog } from "../../src/views/lastlog.ts";
import { Utmp } from "../../src/views/utmp.ts";
import { Wtmp } from "../../src/views/wtmp.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { boot, login, logout, YEAR_2100, YEAR_2200 } from "./machine-records.ts";
import { appendByLibc, lastlogSize, putByLibc, utmpxSize, writeLastlog } from "./machine-writer.ts";

/** What this architecture's struct utmpx is, what its lastlog is, and what their time can hold. */
const { utmp, last, late } =
  process.arch === "arm64"
    ? { utmp: "linux-glibc-400", last: "linux-lastlog-296", late: YEAR_2200 }
    : { utmp: "linux-glibc-384", last: "linux-lastlog-292", late: YEAR_2100 };

/** A file that libc writes: it makes none itself. */
function emptyFile(directory: TemporaryDirectory): string {
  const path = directory.at("file");
  writeFileSync(path, "");
  return path;
}

/** By libc and from the file, which must be the same. */
function readBoth(View: typeof Utmp | typeof Wtmp, path: string): unknown[] {
  const byFile = new View({ path, layout: utmp, source: "file" });
  const byLibc = new View({ path, layout: utmp, source: "libc" });
  const entries = [...byFile];
  expect(entries.map(({ source, offset }) => [source, offset])).toEqual(
    [...entries.keys()].map((i) => ["file", i * utmpxSize]),
  );
  const rest = entries.map((entry) => ({ ...entry.toJSON(), source: "libc", offset: null }));
  const fromLibc = [...byLibc];
  expect(fromLibc.map((entry) => entry.toJSON())).toEqual<unknown>(rest);
  expect(fromLibc.map((entry) => entry.raw())).toEqual(entries.map((entry) => entry.raw()));
  expect([byFile.problems, byLibc.problems]).toEqual([[], []]);
  return rest;
}

describe("what this machine's glibc writes", () => {
  test("has the sizes that are known of its architecture", () => {
    const sizes = { x64: [384, 292], arm64: [400, 296] };
    expect(Object.entries(sizes)).toContainEqual([process.arch, [utmpxSize, lastlogSize]]);
  });

  test("is known without its layout's name", () => {
    using directory = new TemporaryDirectory();
    const path = emptyFile(directory);
    const micros = Date.now() * 1000;
    const started = { ...boot, micros };
    const session = { ...login, line: "pts/1", user: "alice", host: "198.51.100.23", micros };
    for (const record of [started, session]) appendByLibc(path, record);
    expect([...new Wtmp(path)]).toMatchObject([started, session]);
  });

  test("updwtmpx appends records, and every member of them is read", () => {
    using directory = new TemporaryDirectory();
    const path = emptyFile(directory);
    for (const record of [boot, login, logout]) appendByLibc(path, record);
    expect(statSync(path).size).toBe(3 * utmpxSize);
    expect(readBoth(Wtmp, path)).toMatchObject([boot, login, logout]);
  });

  test("pututxline puts a logout in the place of its login", () => {
    using directory = new TemporaryDirectory();
    const path = emptyFile(directory);
    putByLibc(path, boot);
    putByLibc(path, login);
    expect(readBoth(Utmp, path)).toMatchObject([boot, login]);
    putByLibc(path, logout);
    expect(readBoth(Utmp, path)).toMatchObject([boot, logout]);
    expect(statSync(path).size).toBe(2 * utmpxSize);
  });

  test("late times are read", () => {
    using directory = new TemporaryDirectory();
    const path = emptyFile(directory);
    appendByLibc(path, { ...login, micros: late * 1e6 + 7 });
    const time = `${late === YEAR_2200 ? 2200 : 2100}-01-01T00:00:00.000007Z`;
    expect(readBoth(Wtmp, path)).toMatchObject([{ time }]);
  });

  test("last logins stand where their uid says", () => {
    using directory = new TemporaryDirectory();
    const path = emptyFile(directory);
    const [line, host] = ["l".repeat(32), "h".repeat(256)];
    writeLastlog(path, 3, { seconds: 5, line: "pts/3", host: "" });
    writeLastlog(path, 1000, { seconds: late, line, host });
    const entries = [...new Lastlog({ path, layout: last })].map((entry) => [
      entry.uid,
      entry.time?.getTime(),
      entry.line,
      entry.host,
    ]);
    expect(entries).toEqual([
      [3, 5000, "pts/3", ""],
      [1000, late * 1000, line, host],
    ]);
  });
});
