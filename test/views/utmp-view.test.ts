import { describe, expect, test } from "bun:test";
import { copyFileSync, readdirSync, writeFileSync } from "node:fs";
import { UtmpEntry } from "../../src/entry.ts";
import { LibraryError } from "../../src/errors.ts";
import { Btmp } from "../../src/views/btmp.ts";
import { Lastlog } from "../../src/views/lastlog.ts";
import { Utmp } from "../../src/views/utmp.ts";
import { Wtmp } from "../../src/views/wtmp.ts";
import { recordBytes } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";

const SERVER = "test/fixtures/server";
const WTMP = `${SERVER}/var/log/wtmp`;

describe("a view", () => {
  test("starts anew each time", () => {
    const wtmp = new Wtmp(WTMP);
    expect([...wtmp]).toHaveLength(28);
    expect([...wtmp]).toHaveLength(28);
    const [a, b] = [wtmp[Symbol.iterator](), wtmp[Symbol.iterator]()];
    expect([a.next(), b.next(), a.next()].map(({ value }) => value?.offset)).toEqual([0, 0, 384]);
  });

  const open = (): number =>
    Number(Bun.spawnSync(["sh", "-c", `ls /proc/${process.pid}/fd | wc -l`]).stdout.toString());

  test("closes its file when it is left", () => {
    const before = open();
    for (let i = 0; i < 50; i++) for (const _ of new Wtmp(WTMP)) break;
    const unused = Array.from({ length: 50 }, () => new Wtmp(WTMP)[Symbol.iterator]());
    expect(unused).toHaveLength(50);
    expect(open()).toBeLessThan(before + 10);
  });

  test("gives no more than its limit", () => {
    const count = (limit: number): number => [...new Wtmp({ path: WTMP, limit })].length;
    expect([0, 1, 27, 28, 29, Number.POSITIVE_INFINITY].map(count)).toEqual([0, 1, 27, 28, 28, 28]);
    for (const limit of [-1, 1.5, Number.NaN]) {
      const message = `Cannot take ${limit} as limit: it must be a whole number from 0`;
      expect(() => new Wtmp({ path: WTMP, limit })).toThrow(new RangeError(message));
    }
  });

  test("ends with the reason of its signal", () => {
    const controller = new AbortController();
    const wtmp = new Wtmp({ path: WTMP, signal: controller.signal });
    expect([...wtmp]).toHaveLength(28);
    let count = 0;
    const readUntilAborted = (): void => {
      for (const _ of wtmp) {
        count++;
        if (count === 3) controller.abort(new Error("enough"));
      }
    };
    expect(readUntilAborted).toThrow(new Error("enough"));
    expect(count).toBe(3);
  });

  test("closes its file when its signal ends it, and gives nothing any more", () => {
    const before = open();
    const ended = Array.from({ length: 50 }, () => {
      const controller = new AbortController();
      const entries = new Wtmp({ path: WTMP, signal: controller.signal })[Symbol.iterator]();
      entries.next();
      controller.abort(new Error("enough"));
      expect(() => entries.next()).toThrow(new Error("enough"));
      return entries;
    });
    expect(open()).toBeLessThan(before + 10);
    for (const entries of ended) expect(entries.next()).toEqual({ value: undefined, done: true });
  });

  test("refuses misspelled options", () => {
    const known = "path, root, layout, source, signal, limit, maxUnpackedBytes";
    for (const View of [Utmp, Wtmp, Btmp, Lastlog]) {
      const names = View === Lastlog ? known : `rotated, ${known}`;
      const message = `Unknown option "Path": known are ${names}`;
      expect(() => new View({ Path: WTMP } as object)).toThrow(new TypeError(message));
    }
  });

  test("refuses what is no path and no options", () => {
    const message = (what: string): string => `Cannot take ${what} as options: an object is wanted`;
    expect(() => new Wtmp(Bun.file(WTMP) as object)).toThrow(TypeError);
    expect(() => new Wtmp(new URL("file:///var/log/wtmp") as object)).toThrow(TypeError);
    expect(() => new Wtmp(3 as unknown as string)).toThrow(new TypeError(message("3")));
    expect(() => new Wtmp(null as unknown as string)).toThrow(new TypeError(message("null")));
    for (const [name, value] of [
      ["path", ""],
      ["root", ""],
      ["layout", 384],
    ] as const) {
      const wrong = `Cannot take ${Bun.inspect(value)} as ${name}: a text is wanted`;
      expect(() => new Wtmp({ [name]: value })).toThrow(new TypeError(wrong));
    }
    for (const path of [[], [""], [WTMP, 3]]) {
      const wrong = `Cannot take ${Bun.inspect(path)} as path: a text or a list of texts is wanted`;
      expect(() => new Wtmp({ path } as object)).toThrow(new TypeError(wrong));
      const text = `Cannot take ${Bun.inspect(path)} as path: a text is wanted`;
      expect(() => new Lastlog({ path } as object)).toThrow(new TypeError(text));
    }
    const flag = 'Cannot take "no" as rotated: true or false is wanted';
    expect(() => new Wtmp({ rotated: "no" } as object)).toThrow(new TypeError(flag));
    for (const maxUnpackedBytes of [0, 1.5, Number.NaN]) {
      const wrong = `Cannot take ${maxUnpackedBytes} as maxUnpackedBytes: it must be a whole number from 1`;
      expect(() => new Wtmp({ maxUnpackedBytes })).toThrow(new RangeError(wrong));
    }
  });

  test("pairs all records, whatever its limit", () => {
    const all = new Wtmp(WTMP).sessions();
    const limited = new Wtmp({ path: WTMP, limit: 2 }).sessions();
    expect(limited.map(({ end, logout }) => [end, logout])).toEqual(
      all.slice(-2).map(({ end, logout }) => [end, logout]),
    );
    expect(limited).toHaveLength(2);
  });

  test("closes its file when libc can't read it", () => {
    const before = readdirSync("/proc/self/fd").length;
    const foreign = new Wtmp({ path: WTMP, source: "libc", layout: "linux-glibc-384-be" });
    for (let i = 0; i < 20; i++) expect(() => [...foreign]).toThrow(LibraryError);
    expect(readdirSync("/proc/self/fd").length).toBeLessThan(before + 5);
  });

  test("refuses sources that it has not", () => {
    for (const [View, source, known] of [
      [Wtmp, "logind", "wtmp"],
      [Utmp, "wtmpdb", "utmp"],
      [Btmp, "utmps", "btmp"],
      [Lastlog, "file2", "lastlog"],
    ] as const) {
      const message = `Cannot read ${known} records from "${source}": known are auto, libc, file`;
      // @ts-expect-error not all of them are sources at all
      expect(() => new View({ source })).toThrow(message);
    }
  });

  test("reads other layouts from the file only", () => {
    const path = "test/fixtures/arm64/wtmp";
    expect([...new Wtmp({ path, layout: "linux-glibc-400-le" })].map(({ user }) => user)).toEqual([
      "alice",
      "alice",
      "alice",
    ]);
    const foreign = new Wtmp({ path, layout: "linux-glibc-384-be", source: "libc" });
    const message =
      "Cannot read linux-glibc-384-be records through libc: it knows linux-glibc-384-le";
    expect(() => [...foreign]).toThrow(new LibraryError(message));
  });

  test("gives the newest records without those before them", () => {
    const wtmp = new Wtmp(WTMP);
    const all = [...wtmp].map(({ offset }) => offset);
    expect([...wtmp.newest(3)].map(({ offset }) => offset)).toEqual(all.slice(-3));
    expect([...wtmp.newest(1000)].map(({ offset }) => offset)).toEqual(all);
    const kinds = Array.from(wtmp.newestRecords(3), (record) => record instanceof UtmpEntry);
    expect(kinds).toEqual([false, false, false]);
  });

  test("of a root stays in it, and tells where it reads", () => {
    expect(new Wtmp({ root: SERVER }).path).toBe(`${process.cwd()}/${WTMP}`);
    expect(new Wtmp({ root: SERVER, path: "/../../var/log/btmp" }).path).toBe(
      `${process.cwd()}/${SERVER}/var/log/btmp`,
    );
  });

  test("big-endian files are read by their layout", () => {
    using directory = new TemporaryDirectory();
    const record = {
      type: "USER_PROCESS",
      pid: 7,
      user: "alice",
      seconds: 1_700_000_000,
      microseconds: 5,
    } as const;
    writeFileSync(directory.at("wtmp"), recordBytes([record], undefined, "big"));
    const [entry] = new Wtmp({ path: directory.at("wtmp"), layout: "linux-glibc-384-be" });
    expect(entry).toMatchObject({
      type: "USER_PROCESS",
      pid: 7,
      user: "alice",
      micros: 1_700_000_000_000_005,
    });
  });

  test("of a copied utmp does not know who is still there", () => {
    using directory = new TemporaryDirectory();
    copyFileSync(`${SERVER}/run/utmp`, directory.at("utmp"));
    const sessions = new Utmp(directory.at("utmp")).openSessions();
    expect(sessions.map(({ user, end, logout }) => [user, end, logout])).toEqual([
      ["alice", "unknown", null],
      ["bob", "unknown", null],
    ]);
  });
});
