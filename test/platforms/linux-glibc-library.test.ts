import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import fc from "fast-check";
import { linuxGlibc, linuxTypes } from "../../platforms/linux-glibc.ts";
import { LibraryError } from "../../src/errors.ts";
import { UtmpFile } from "../../src/files/utmp-file.ts";
import { Utmp } from "../../src/views/utmp.ts";
import { Wtmp } from "../../src/views/wtmp.ts";
import { recordBytes, type TestRecord } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";

const SEED = 20261122;
const layout = linuxGlibc.files.utmp;
const library = linuxGlibc.openLibrary();
const { snapshots } = library;

const records: fc.Arbitrary<TestRecord[]> = fc.array(
  fc.record({
    type: fc.integer({ min: 0, max: 11 }),
    pid: fc.integer({ min: -1, max: 5 }),
    id: fc.constantFrom("", "~~", "a", "ts/1", "ts/2"),
    line: fc.constantFrom("", "~", "pts/1", "pts/2"),
    user: fc.string({ maxLength: 40 }),
    host: fc.string({ maxLength: 300 }),
    seconds: fc.nat(2 ** 31 - 1),
    microseconds: fc.nat(999_999),
  }),
  { maxLength: 20 },
);

describe("glibc", () => {
  test("gives the records of a file as the file has them", () => {
    const check = fc.property(records, (list) => {
      const file = recordBytes(list, layout);
      expect(snapshots?.readRecords(file)).toEqual(file);
    });
    fc.assert(check, { seed: SEED, numRuns: 300 });
  });

  test("both ways give equal entries but for their source and offset", () => {
    using directory = new TemporaryDirectory();
    const check = fc.property(records, (list) => {
      writeFileSync(directory.at("wtmp"), recordBytes(list, layout));
      const byFile = [
        ...new Wtmp({ path: directory.at("wtmp"), layout: layout.id, source: "file" }),
      ];
      const byLibc = [
        ...new Wtmp({ path: directory.at("wtmp"), layout: layout.id, source: "libc" }),
      ];
      const rest = byFile.map((entry) => ({ ...entry.toJSON(), source: "libc", offset: null }));
      expect(byLibc.map((entry) => entry.toJSON())).toEqual<unknown>(rest);
      expect(byLibc.map((entry) => entry.raw())).toEqual(byFile.map((entry) => entry.raw()));
    });
    fc.assert(check, { seed: SEED, numRuns: 100 });
  });

  test("getutxid and getutxline find what UtmpFile finds", () => {
    using directory = new TemporaryDirectory();
    const types = fc.constantFrom(...linuxTypes.filter((type) => !/EMPTY|ACCOUNTING/.test(type)));
    const ids = fc.constantFrom("", "a", "ts/1", "ts/2", "ts/10", "x");
    const lines = fc.constantFrom("", "pts/1", "pts/2", "pts/", "x".repeat(32));
    const check = fc.property(records, types, ids, lines, (list, type, id, line) => {
      const path = directory.at("utmp");
      writeFileSync(path, recordBytes(list, layout));
      const viaLibc = new Utmp({ path, layout: layout.id, source: "libc" });
      using file = new UtmpFile(path, { layout: layout.id });
      expect(viaLibc.findById(type, id)?.raw()).toEqual(file.findById(type, id)?.raw());
      file.rewind();
      expect(viaLibc.findByLine(line)?.raw()).toEqual(file.findByLine(line)?.raw());
      expect(viaLibc.problems).toEqual([]);
    });
    fc.assert(check, { seed: SEED, numRuns: 300 });
  });

  test("what is found through libc has no offset, and says so", () => {
    using directory = new TemporaryDirectory();
    writeFileSync(
      directory.at("utmp"),
      recordBytes([{ type: "BOOT_TIME", id: "~~", line: "~" }], layout),
    );
    const found = new Utmp({ path: directory.at("utmp"), source: "libc" }).findById(
      "BOOT_TIME",
      "",
    );
    expect(found).toMatchObject({ type: "BOOT_TIME", id: "~~", source: "libc", offset: null });
  });

  test("knows the accounts of this system", () => {
    expect([library.uidOf("root"), library.uidOf("no such user")]).toEqual([0, null]);
    expect([library.nameOf(0), library.nameOf(4_123_456_789)]).toEqual(["root", null]);
  });

  test("is not believed when it gives fewer records than the file has", () => {
    const torn = recordBytes([{ type: "BOOT_TIME" }, { type: "USER_PROCESS" }]).subarray(0, 500);
    const message = `Cannot trust "libc.so.6": it gave 1 of the file's ${500 / layout.size} records`;
    expect(() => snapshots?.readRecords(torn)).toThrow(new LibraryError(message));
  });

  test("a lock that another process holds neither delays nor shortens reading", async () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("utmp");
    const list = Array.from(
      { length: 5 },
      (_, i) => ({ type: "USER_PROCESS", user: `u${i}` }) as const,
    );
    writeFileSync(path, recordBytes(list, layout));
    const script = `
      import { dlopen } from "bun:ffi";
      import { openSync } from "node:fs";
      const { symbols } = dlopen("libc.so.6", { lockf: { args: ["i32", "i32", "i64"], returns: "i32" } });
      const F_LOCK = 1;
      console.log(symbols.lockf(openSync(process.argv[1], "r+"), F_LOCK, 0));
      await Bun.stdin.text();`;
    const holder = Bun.spawn([process.execPath, "-e", script, path], {
      stdin: "pipe",
      stdout: "pipe",
    });
    const { value } = await holder.stdout.getReader().read();
    expect(new TextDecoder().decode(value)).toBe("0\n");
    // The lock is held until the end of this test: reading that waited for it would not come back
    // with all of the records.
    const utmp = new Utmp({ path, source: "libc" });
    expect([...utmp].map(({ user }) => user)).toEqual(["u0", "u1", "u2", "u3", "u4"]);
    expect(utmp.problems).toEqual([]);
    holder.stdin.end();
    expect(await holder.exited).toBe(0);
  });

  test("workers that read at the same time do not mix up their files", async () => {
    using directory = new TemporaryDirectory();
    const url = new URL("./read-by-libc.worker.ts", import.meta.url).href;
    const answers = ["a", "b", "c", "d"].map(async (name) => {
      const list = Array.from(
        { length: 50 },
        () => ({ type: "USER_PROCESS", user: name }) as const,
      );
      writeFileSync(directory.at(name), recordBytes(list, layout));
      const worker = new Worker(url);
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(directory.at(name));
      const answer = await promise;
      worker.terminate();
      return answer;
    });
    const entries = (name: string): object => ({ users: [name], count: 50 * 200 });
    expect(await Promise.all(answers)).toEqual(["a", "b", "c", "d"].map(entries));
  });
});
