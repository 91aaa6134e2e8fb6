// What is looked at before it is read must be read as it was seen, and its problems must be said.

import { describe, expect, test } from "bun:test";
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { linuxGlibc392 } from "../../platforms/linux-glibc.ts";
import { netbsdLastlogx432 } from "../../platforms/netbsd.ts";
import { encodeLastlog, encodeUtmp } from "../../src/encode.ts";
import { StoreError } from "../../src/errors.ts";
import { detect } from "../../src/files/detect.ts";
import { UtmpFile } from "../../src/files/utmp-file.ts";
import { Lastlog } from "../../src/views/lastlog.ts";
import { sources } from "../../src/views/sources.ts";
import { Wtmp } from "../../src/views/wtmp.ts";
import { runUtmpx } from "../cli/run-utmpx.ts";
import { dbHashFile } from "../db-hash-file.ts";
import { recordBytes } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";

const WTMP = "test/fixtures/server/var/log/wtmp";
const text = new TextEncoder();

/** One line of OpenBSD before 5.5, whose time is as likely in one byte order as in the other. */
function ambiguous(): Uint8Array {
  const record = new Uint8Array(300);
  record.set(text.encode("ttyp0"));
  record.set(text.encode("alice"), 8);
  record.set([0x60, 0x00, 0x00, 0x4a], 296);
  return record;
}

describe("a view", () => {
  test("reads one record by the layout that detect tells, or says that it is not sure", () => {
    using directory = new TemporaryDirectory();
    const record = encodeUtmp(linuxGlibc392, "little", {
      type: 7,
      pid: 4242,
      line: text.encode("pts/1"),
      id: text.encode("ts/1"),
      user: text.encode("alice"),
      seconds: 1_700_000_000,
      microseconds: 1234,
    });
    writeFileSync(directory.at("wtmp"), record);
    const view = new Wtmp(directory.at("wtmp"));
    expect([...view]).toMatchObject([{ user: "alice", micros: 1_700_000_000_001_234 }]);
    expect(detect(record)).toMatchObject({ layout: view.layout });
  });

  test("that is asked for its layout still gives what a pipe holds", () => {
    const script = `
      import { Wtmp } from "./src/index.ts";
      const view = new Wtmp("/dev/stdin");
      const { layout } = view;
      console.log(layout, [...view].length, view.layout);`;
    const child = Bun.spawnSync([process.execPath, "-e", script], { stdin: readFileSync(WTMP) });
    expect(child.stdout.toString()).toBe("linux-glibc-384-le 28 linux-glibc-384-le\n");
  });

  test("gives the newest records of a pipe", () => {
    const script = `
      import { Wtmp } from "./src/index.ts";
      console.log([...new Wtmp("/dev/stdin").newest(2)].map(({ offset }) => offset).join());`;
    const child = Bun.spawnSync([process.execPath, "-e", script], { stdin: readFileSync(WTMP) });
    expect(child.stdout.toString()).toBe(`${26 * 384},${27 * 384}\n`);
  });
});

test("a UtmpFile keeps what is wrong with all of it, however often it is read", () => {
  using directory = new TemporaryDirectory();
  writeFileSync(directory.at("wtmp"), ambiguous());
  using file = new UtmpFile(directory.at("wtmp"));
  const [problem] = file.problems;
  expect(problem?.kind).toBe("layout");
  file.rewind();
  expect([...file]).toHaveLength(1);
  expect(file.problems).toMatchObject([{ kind: "layout" }]);
});

test("bytes are told as a file of them is, and no more of them is looked at", () => {
  using directory = new TemporaryDirectory();
  for (const bytes of [new Uint8Array(1152), new Uint8Array(0), readFileSync(WTMP)]) {
    writeFileSync(directory.at("file"), bytes);
    expect(detect(bytes)).toEqual(detect(directory.at("file")));
  }
  const many = recordBytes(
    Array.from({ length: 50_000 }, (_, i) => ({
      type: "USER_PROCESS",
      user: `user${i}`,
      line: "pts/1",
      seconds: 1_700_000_000 + i,
    })),
  );
  const reasons = detect(many);
  expect(reasons).toMatchObject({ layout: "linux-glibc-384-le" });
  expect(
    "reasons" in reasons && Number(/^\d+ of (\d+)/.exec(reasons.reasons[0] ?? "")?.[1]),
  ).toBeLessThan(1000);
});

test("a pipe is not looked at: what is in it would be gone", () => {
  using directory = new TemporaryDirectory();
  const path = directory.at("fifo");
  Bun.spawnSync(["mkfifo", path]);
  const message = `Cannot read "${path}": it is a FIFO, and a file of records is wanted`;
  expect(() => detect(path)).toThrow(new StoreError(message));
});

describe("sources", () => {
  test("count what could not be read as it stands, and the commands exit with 1", () => {
    using directory = new TemporaryDirectory();
    mkdirSync(directory.at("var/log"), { recursive: true });
    writeFileSync(directory.at("var/log/wtmp"), ambiguous());
    const value = encodeLastlog(netbsdLastlogx432, "little", { seconds: 1_700_000_000 });
    const hash = dbHashFile([
      [7, value],
      [8, Uint8Array.of(1, 2, 3)],
    ]);
    writeFileSync(directory.at("var/log/lastlogx"), hash);
    const found = sources({ root: directory.path }).map(({ store, problems }) => [store, problems]);
    expect(found).toEqual([
      ["utmp", 0],
      ["wtmp", 1],
      ["btmp", 0],
      ["lastlog", 1],
    ]);
    for (const command of ["sources", "report"]) {
      const { code, err } = runUtmpx([command, "--root", directory.path]);
      expect(code).toBe(1);
      expect(err).toContain("could as well be openbsd-utmp-300-be");
      expect(err).toContain("utmpx: Cannot decode all of lastlog: Cannot decode ");
    }
  });

  test("refuse a layout that is none", () => {
    expect(() => sources({ layout: "vax" })).toThrow(RangeError);
    expect(() => sources({ layout: "linux-lastlog-292" })).not.toThrow();
  });
});

test("a hash that is made to be waited for is refused", () => {
  using directory = new TemporaryDirectory();
  const path = directory.at("lastlogx");
  writeFileSync(path, dbHashFile([]));
  truncateSync(path, 2 ** 33);
  const message = `Cannot read "${path}": it has 8589934592 bytes, and a hash of last logins of at most 1073741824 is wanted`;
  expect(() => [...new Lastlog(path)]).toThrow(new StoreError(message));
});
