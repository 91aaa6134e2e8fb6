import { describe, expect, test } from "bun:test";
import { appendFileSync, closeSync, copyFileSync, openSync, writeFileSync } from "node:fs";
import { layoutNames } from "../../platforms/index.ts";
import { BOOT_TIME, EMPTY, StoreError, USER_PROCESS, UtmpFile } from "../../src/index.ts";
import { recordBytes } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";

const WTMP = "test/fixtures/server/var/log/wtmp";
const SIZE = 384;

describe("UtmpFile", () => {
  test("goes on where it was left, and starts again after rewind", () => {
    using file = new UtmpFile(WTMP);
    const [first] = file;
    expect(first).toMatchObject({ type: "BOOT_TIME", offset: 0 });
    expect(file.position).toBe(SIZE);
    expect([...file]).toHaveLength(file.records - 1);
    expect(file.position).toBe(file.size);
    expect([...file]).toEqual([]);
    file.rewind();
    expect(file.position).toBe(0);
    expect([...file]).toHaveLength(file.records);
  });

  test("two loops over one file share its position", () => {
    using file = new UtmpFile(WTMP);
    const [a, b] = [file[Symbol.iterator](), file[Symbol.iterator]()];
    expect([a.next(), b.next(), a.next()].map(({ value }) => value?.offset)).toEqual([
      0,
      SIZE,
      2 * SIZE,
    ]);
  });

  test("finds by id and by line from its position on", () => {
    using file = new UtmpFile(WTMP);
    expect(file.findById("BOOT_TIME", "")?.offset).toBe(0);
    expect(file.findById(BOOT_TIME, "")?.time).toEqual(new Date("2026-11-14T03:17:55.953Z"));
    expect(file.findByLine("tty1")?.user).toBe("root");
    expect(file.findById(USER_PROCESS, "ts/1")?.user).toBe("alice");
    expect(file.findByLine("no such line")).toBeNull();
    expect(file.position).toBe(file.size);
  });

  test("refuses types that getutxid does not know", () => {
    using file = new UtmpFile(WTMP);
    const known =
      "RUN_LVL, BOOT_TIME, NEW_TIME, OLD_TIME, INIT_PROCESS, LOGIN_PROCESS, USER_PROCESS, DEAD_PROCESS";
    const message = `Cannot find records of type "EMPTY": types that can be are ${known}`;
    expect(() => file.findById(EMPTY, "")).toThrow(new RangeError(message));
    expect(() => file.findById(99, "")).toThrow(RangeError);
  });

  test("ends where the file ended when it was opened", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp");
    writeFileSync(path, recordBytes([{ user: "a" }]));
    using file = new UtmpFile(path);
    appendFileSync(path, recordBytes([{ user: "b" }]));
    expect([...file].map(({ user }) => user)).toEqual(["a"]);
    file.rewind();
    expect([...file].map(({ user }) => user)).toEqual(["a"]);
    expect(file.size).toBe(SIZE);
  });

  test("tells its trailing bytes at once, and the problem when it gets there", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp");
    copyFileSync(WTMP, path);
    appendFileSync(path, "torn");
    using file = new UtmpFile(path);
    expect(file.trailingBytes).toBe(4);
    expect(file.problems).toEqual([]);
    expect([...file]).toHaveLength(file.records);
    const { records } = file;
    const message = `Cannot decode "${path}" at byte ${records * SIZE}: 4 bytes remain and a record takes 384`;
    expect(file.problems).toEqual([
      { kind: "torn-tail", offset: records * SIZE, bytes: 4, message },
    ]);
    file.rewind();
    expect(file.problems).toEqual([]);
  });

  test("reads other layouts by their name", () => {
    using file = new UtmpFile("test/fixtures/arm64/wtmp", { layout: "linux-glibc-400-le" });
    const time = "2100-01-01T00:00:00.123456Z";
    expect([...file].map((entry) => entry.toJSON())).toMatchObject(
      Array(3).fill({ user: "alice", time }),
    );
    expect(file.layout).toBe("linux-glibc-400-le");
    const known = layoutNames("utmp").join(", ");
    const message = `Unknown layout "vax" for utmp records: known are ${known}`;
    expect(() => new UtmpFile(WTMP, { layout: "vax" })).toThrow(new RangeError(message));
  });

  test("refuses misspelled options", () => {
    const message = 'Unknown option "lay": known are layout, root';
    expect(() => new UtmpFile(WTMP, { lay: 1 } as object)).toThrow(new TypeError(message));
  });

  test("fails to read on when it is closed", () => {
    const file = new UtmpFile(WTMP);
    const [first] = file;
    expect(first?.offset).toBe(0);
    file.close();
    file.close();
    const message = `Cannot read "${WTMP}": the file is closed`;
    expect(() => [...file]).toThrow(new StoreError(message));
    // Another file may have its descriptor now.
    const other = openSync("test/fixtures/server/var/log/btmp", "r");
    file.rewind();
    expect(() => [...file]).toThrow(new StoreError(message));
    closeSync(other);
  });
});
