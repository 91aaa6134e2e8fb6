import { describe, expect, test } from "bun:test";
import { closeSync, openSync, statSync, truncateSync, writeFileSync, writeSync } from "node:fs";
import { linuxGlibc, linuxLastlog296 } from "../../platforms/linux-glibc.ts";
import { LibraryError } from "../../src/errors.ts";
import { dataExtents } from "../../src/files/data-extents.ts";
import { RecordFile } from "../../src/files/record-file.ts";
import { Lastlog } from "../../src/views/lastlog.ts";
import { TemporaryDirectory } from "../temporary.ts";

/** A lastlog of the host's layout with a record for each of these uids, and holes between. */
function makeLastlog(path: string, uids: readonly number[]): void {
  const { size, fields } = linuxGlibc.files.lastlog;
  const seconds = fields.seconds?.offset ?? 0;
  const fd = openSync(path, "w");
  for (const uid of uids) {
    const record = Buffer.alloc(size);
    record.writeUInt32LE(1_700_000_000 + (uid % 1000), seconds);
    record.write(`pts/${uid % 10}`, fields.line.offset);
    record.write(`host-${uid}`, fields.host.offset);
    writeSync(fd, record, 0, size, uid * size);
  }
  closeSync(fd);
}

const noLibrary = (): never => {
  throw new LibraryError("Cannot use libc: this test has none");
};

describe("a sparse lastlog", () => {
  test("that looks a terabyte large gives the records it has", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("lastlog");
    const uids = [0, 1, 1000, 65_534, 2_000_000, 4_294_967_294];
    makeLastlog(path, uids);
    expect(statSync(path).size).toBe(4_294_967_295 * linuxGlibc.files.lastlog.size);
    const view = new Lastlog(path);
    expect([...view].map(({ uid, host }) => [uid, host])).toEqual(
      uids.map((uid) => [uid, `host-${uid}`]),
    );
    expect(view.problems).toEqual([]);
  });

  test("a record that lies across the end of its block is given once, and whole", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("lastlog");
    const uids = Array.from({ length: 60 }, (_, i) => 5000 + i);
    makeLastlog(path, [...uids, 90_000]);
    expect([...new Lastlog(path)].map(({ uid }) => uid)).toEqual([...uids, 90_000]);
  });

  test("that ends in a hole has no record there", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("lastlog");
    makeLastlog(path, [3]);
    truncateSync(path, 2 ** 40);
    const view = new Lastlog(path);
    expect([...view].map(({ uid }) => uid)).toEqual([3]);
    expect(view.problems).toEqual([]);
  });

  test("without libc a small one is read whole", () => {
    using directory = new TemporaryDirectory();
    makeLastlog(directory.at("lastlog"), [0, 70_000]);
    using file = new RecordFile(directory.at("lastlog"), true);
    const whole = [{ start: 0, end: 70_001 * linuxGlibc.files.lastlog.size }];
    expect([...dataExtents(file, linuxGlibc.files.lastlog.size, noLibrary)]).toEqual(whole);
  });

  test("without libc a large one is refused", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("lastlog");
    writeFileSync(path, "");
    truncateSync(path, 2 ** 31);
    using file = new RecordFile(path, true);
    const message = `Cannot find the data in "${path}": it looks 2147483648 bytes large and has 0, and libc is not there`;
    expect(() => [...dataExtents(file, 292, noLibrary)]).toThrow(new LibraryError(message));
  });
});

describe("lastlog", () => {
  test("times are null where a user never logged in, and 64-bit where the layout has them", () => {
    using directory = new TemporaryDirectory();
    const { size, fields } = linuxLastlog296;
    const bytes = Buffer.alloc(3 * size);
    bytes.write("tty1", size + fields.line.offset);
    bytes.writeBigInt64LE(4_102_444_800n, 2 * size);
    writeFileSync(directory.at("lastlog"), bytes);
    const entries = [
      ...new Lastlog({ path: directory.at("lastlog"), layout: "linux-lastlog-296-le" }),
    ];
    expect(entries.map(({ uid, line, time, micros }) => ({ uid, line, time, micros }))).toEqual([
      { uid: 1, line: "tty1", time: null, micros: null },
      { uid: 2, line: "", time: new Date("2100-01-01"), micros: 4_102_444_800_000_000 },
    ]);
  });

  test("names come from the passwd of the root", () => {
    const entries = [...new Lastlog({ root: "test/fixtures/debian12" })];
    expect(entries.map(({ uid, user }) => [uid, user])).toEqual([
      [1001, "alice"],
      [1002, "bob"],
    ]);
  });

  test("libc has no reader for it", () => {
    const message = "Cannot read lastlog through libc: it has no function for it";
    expect(() => new Lastlog({ source: "libc" })).toThrow(new LibraryError(message));
  });
});
