// What a name stands for where it can be that of a database, and stores that can't be looked for.

import { describe, expect, test } from "bun:test";
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { Lastlog } from "../../src/views/lastlog.ts";
import { sources } from "../../src/views/sources.ts";
import { Utmp } from "../../src/views/utmp.ts";
import { Wtmp } from "../../src/views/wtmp.ts";
import { recordBytes } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";

const DATABASE = "test/fixtures/wtmpdb/wtmp.db";
const CLASSIC = recordBytes([
  { type: "BOOT_TIME", user: "reboot", line: "~", seconds: 1_795_176_000 },
  { type: "USER_PROCESS", user: "utmp", line: "tty1", seconds: 1_795_176_001 },
]);
const SESSIONS = 13;

async function databaseBytes(): Promise<Uint8Array> {
  return new Uint8Array(await Bun.file(DATABASE).arrayBuffer());
}

describe("a name of a database", () => {
  test("stands for one by its name alone, if it is empty or compressed", async () => {
    using directory = new TemporaryDirectory();
    writeFileSync(directory.at("wtmp.db"), "");
    writeFileSync(directory.at("wtmp.db.1.gz"), gzipSync(await databaseBytes()));
    writeFileSync(directory.at("wtmp"), "");
    writeFileSync(directory.at("lastlog2.db"), "");
    const empty = new Wtmp(directory.at("wtmp.db"));
    expect([empty.source, [...empty], empty.problems]).toEqual(["wtmpdb", [], []]);
    const packed = new Wtmp(directory.at("wtmp.db.1.gz"));
    expect([packed.source, packed.sessions().length]).toEqual(["wtmpdb", SESSIONS]);
    expect(new Wtmp(directory.at("wtmp")).source).toBe("file");
    const lastlog = new Lastlog(directory.at("lastlog2.db"));
    expect([[...lastlog], lastlog.source]).toEqual([[], "lastlog2"]);
  });

  test("is none where it is a directory's, or that of what begins as none", () => {
    using directory = new TemporaryDirectory();
    mkdirSync(directory.at("wtmp.db"));
    expect(() => [...new Wtmp(directory.at("wtmp.db"))]).toThrow(/EISDIR|is a directory/);
    writeFileSync(directory.at("other.db"), CLASSIC);
    expect([...new Wtmp(directory.at("other.db"))]).toHaveLength(2);
    copyFileSync(DATABASE, directory.at("wtmp-copy"));
    expect(new Wtmp(directory.at("wtmp-copy")).sessions()).toHaveLength(SESSIONS);
  });

  test("in a directory stands for all it was rotated to", async () => {
    using directory = new TemporaryDirectory();
    writeFileSync(directory.at("wtmp.db.1.gz"), gzipSync(await databaseBytes()));
    for (const options of [{}, { source: "wtmpdb" }, { rotated: true }] as const) {
      const rotated = new Wtmp({ path: directory.path, ...options });
      expect(rotated.paths).toEqual([directory.at("wtmp.db.1.gz")]);
      expect([rotated.sessions().length, rotated.problems]).toEqual([SESSIONS, []]);
    }
    writeFileSync(directory.at("wtmp.db"), "");
    const both = new Wtmp(directory.path);
    expect(both.paths).toEqual([directory.at("wtmp.db.1.gz"), directory.at("wtmp.db")]);
    expect(both.sessions()).toHaveLength(SESSIONS);
  });

  test("in a directory leaves out the records beside it, and says so", () => {
    using directory = new TemporaryDirectory();
    copyFileSync(DATABASE, directory.at("wtmp.db"));
    writeFileSync(directory.at("wtmp"), "");
    const wtmp = new Wtmp(directory.path);
    expect([wtmp.sessions().length, wtmp.problems]).toEqual([SESSIONS, []]);
    writeFileSync(directory.at("wtmp.1"), CLASSIC);
    expect(wtmp.sessions()).toHaveLength(SESSIONS);
    const path = directory.at("wtmp");
    const message = `Left out "${path}": a database of logins is beside it, and is read`;
    expect(wtmp.problems).toEqual([{ kind: "read", offset: 0, bytes: 0, message, path }]);
    // Who asks for the files has asked for no database.
    expect([...new Wtmp({ path: directory.path, source: "file" })]).toHaveLength(2);
  });
});

describe("a store that leads in circles", () => {
  function tree(): TemporaryDirectory {
    const directory = new TemporaryDirectory();
    for (const name of ["var/lib/wtmpdb", "var/lib/lastlog", "run/systemd", "var/log"]) {
      mkdirSync(directory.at(name), { recursive: true });
    }
    symlinkSync("wtmp.db", directory.at("var/lib/wtmpdb/wtmp.db"));
    symlinkSync("lastlog2.db", directory.at("var/lib/lastlog/lastlog2.db"));
    symlinkSync("sessions", directory.at("run/systemd/sessions"));
    for (const name of ["run/utmp", "var/log/wtmp"]) writeFileSync(directory.at(name), CLASSIC);
    writeFileSync(directory.at("var/log/lastlog"), new Uint8Array(292));
    return directory;
  }

  test("keeps nobody from the records of files, and is told of", () => {
    using directory = tree();
    const root = directory.path;
    const leftOut = (path: string): string =>
      `Left out "${directory.at(path)}": ELOOP: too many symbolic links encountered, open '${directory.at(path)}'`;
    const wtmp = new Wtmp({ root });
    expect([...wtmp]).toHaveLength(2);
    expect(wtmp.problems.map(({ message }) => message)).toEqual([
      leftOut("var/lib/wtmpdb/wtmp.db"),
    ]);
    const lastlog = new Lastlog({ root });
    expect([...lastlog]).toEqual([]);
    expect(lastlog.problems.map(({ message }) => message)).toEqual([
      leftOut("var/lib/lastlog/lastlog2.db"),
    ]);
    // utmp that holds a boot is what answers, whatever else there may be.
    const utmp = new Utmp({ root });
    expect([[...utmp].length, utmp.problems]).toEqual([2, []]);
    writeFileSync(directory.at("run/utmp"), CLASSIC.subarray(CLASSIC.length / 2));
    expect([...utmp]).toHaveLength(1);
    expect(utmp.problems.map(({ message }) => message)).toEqual([leftOut("run/systemd/sessions")]);
  });

  test("is unreadable, and what is beside it is not", () => {
    using directory = tree();
    const statuses = sources({ root: directory.path });
    expect(statuses.map(({ store, status, used }) => [store, status, used])).toEqual([
      ["utmp", "ok", true],
      ["logind", "unreadable", false],
      ["wtmp", "ok", true],
      ["wtmpdb", "unreadable", false],
      ["btmp", "absent", false],
      ["lastlog", "empty", true],
      ["lastlog2", "unreadable", false],
    ]);
  });
});

test("a directory of sessions that is empty is no answer in another system's tree", () => {
  using directory = new TemporaryDirectory();
  mkdirSync(directory.at("run/systemd/sessions"), { recursive: true });
  const root = directory.path;
  expect(() => [...new Utmp({ root })]).toThrow(expect.objectContaining({ code: "ENOENT" }));
  expect([...new Utmp({ root, source: "logind" })]).toEqual([]);
  const [utmp, logind] = sources({ root });
  expect([utmp?.status, utmp?.used, logind?.status, logind?.used]).toEqual([
    "absent",
    false,
    "empty",
    false,
  ]);
});
