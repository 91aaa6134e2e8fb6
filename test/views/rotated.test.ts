// Several files as one: what was rotated, and what was compressed then.

import { describe, expect, test } from "bun:test";
import { linkSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { freebsdUtxLog } from "../../platforms/freebsd.ts";
import { linuxGlibc384 } from "../../platforms/linux-glibc.ts";
import { StoreError } from "../../src/errors.ts";
import { Btmp } from "../../src/views/btmp.ts";
import { Lastlog } from "../../src/views/lastlog.ts";
import { Utmp } from "../../src/views/utmp.ts";
import { Wtmp } from "../../src/views/wtmp.ts";
import { recordBytes, type TestRecord } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { utxLogFile } from "../utx-log-file.ts";
import { directoryOf, logins, names, records, START, users } from "./rotated-files.ts";

const hasPrograms = ["xz", "bzip2"].every((name) => Bun.which(name) !== null);
const canPack = hasPrograms || process.env["CI"] !== undefined;
if (!canPack) console.log("skipping what xz and bzip2 would have packed");

describe("a directory", () => {
  test("stands for the view's files in it, and no others", () => {
    using directory = directoryOf({
      wtmp: records(6, 2),
      "wtmp.1": records(4, 2),
      "wtmp.2.gz": gzipSync(records(2, 2)),
      "wtmp.10.zst": zstdCompressSync(records(0, 2)),
      "wtmp.bak": "bak",
      "wtmp.lock": "",
      "wtmp.1.tmp": "tmp",
      wtmpdb: "SQLite format 3",
      btmp: records(50, 1),
      "btmp-20260101": records(40, 1),
      "btmp-20251201.gz": gzipSync(records(30, 1)),
    });
    const wtmp = new Wtmp(directory.path);
    expect(users(wtmp)).toEqual(names(0, 8));
    expect(wtmp.problems).toEqual([]);
    expect([wtmp.path, wtmp.layout]).toEqual([directory.at("wtmp"), "linux-glibc-384-le"]);
    expect(wtmp.extent()).toEqual({ records: 8, trailingBytes: 0 });
    expect(users(wtmp.reversed())).toEqual(names(0, 8).reverse());
    expect(users(new Wtmp({ path: directory.path, limit: 3 }))).toEqual(names(0, 3));
    expect(users(new Wtmp({ path: directory.path, limit: 3 }).reversed())).toEqual(
      names(5, 3).reverse(),
    );
    expect(users(new Btmp(directory.path))).toEqual(["user30", "user40", "user50"]);
  });

  test("with none of them is a directory, as ever", () => {
    using directory = directoryOf({ "wtmp.bak": "bak" });
    const message = `Cannot read "${directory.path}": it is a directory, and a file of records is wanted`;
    expect(() => [...new Wtmp(directory.path)]).toThrow(new StoreError(message));
    expect(() => [...new Lastlog(directory.path)]).toThrow(new StoreError(message));
  });

  test.skipIf(!canPack)(
    "may be another system's, whose newer name is taken before the older",
    () => {
      const raw = recordBytes(logins(0, 4), freebsdUtxLog, "big");
      const log = (from: number, to: number): Uint8Array =>
        utxLogFile(
          Array.from({ length: to - from }, (_, i) =>
            raw.subarray((from + i) * freebsdUtxLog.size, (from + i + 1) * freebsdUtxLog.size),
          ),
        );
      using directory = directoryOf({
        "utx.log": log(3, 4),
        "utx.log.0.bz2": Bun.spawnSync(["bzip2", "-c"], { stdin: log(1, 3) }).stdout,
        "utx.log.1.xz": Bun.spawnSync(["xz", "-c"], { stdin: log(0, 1) }).stdout,
        wtmp: records(90, 1),
      });
      const wtmp = new Wtmp(directory.path);
      expect(users(wtmp)).toEqual(names(0, 4));
      const [newer, older] = [directory.at("utx.log"), directory.at("wtmp")];
      const message = `Left out "${older}": "${newer}" is the newer log of the same logins`;
      expect(wtmp.layout).toBe("freebsd-utx-log");
      expect(wtmp.problems).toEqual([{ kind: "read", offset: 0, bytes: 0, message, path: older }]);
      expect(users(wtmp.newest(2))).toEqual(["user2", "user3"]);
      expect(wtmp.extent()).toEqual({ records: 4, trailingBytes: 0 });
    },
  );
});

describe("files that are named", () => {
  test("are put in order, and those of `rotated` with all that stand beside them", () => {
    using directory = directoryOf({
      "host.log": records(4, 2),
      "host.log.1": records(2, 2),
      "host.log-20200101": records(0, 2),
      other: records(50, 1),
    });
    const [log, one, date] = ["host.log", "host.log.1", "host.log-20200101"].map((name) =>
      directory.at(name),
    ) as [string, string, string];
    expect(users(new Wtmp({ path: [log, date, one] }))).toEqual(names(0, 6));
    expect(users(new Wtmp({ path: [log, one] }))).toEqual(names(2, 4));
    expect(users(new Wtmp({ path: log }))).toEqual(names(4, 2));
    expect(users(new Wtmp({ path: log, rotated: true }))).toEqual(names(0, 6));
    expect(users(new Wtmp({ path: one, rotated: true }))).toEqual(names(0, 6));
    expect(users(new Wtmp({ path: [directory.at("other"), log] }))).toEqual([
      ...names(4, 2),
      "user50",
    ]);
  });

  test("are read once, by whatever name", () => {
    using directory = directoryOf({ wtmp: records(2, 2), "wtmp.1": records(0, 2) });
    linkSync(directory.at("wtmp.1"), directory.at("wtmp-20200101"));
    symlinkSync("wtmp", directory.at("wtmp.0"));
    const path = [
      directory.at("wtmp"),
      directory.path,
      directory.at("wtmp"),
      directory.at("./wtmp.1"),
    ];
    const wtmp = new Wtmp({ path });
    expect([users(wtmp), wtmp.problems]).toEqual([names(0, 4), []]);
  });

  test("of a clock that was not set are put where the set clock has them", () => {
    const unset: TestRecord[] = [
      { type: "BOOT_TIME", user: "reboot", line: "~", seconds: 7 },
      { type: "RUN_LVL", user: "runlevel", line: "~", seconds: 9 },
    ];
    const later = recordBytes([...unset, ...logins(10, 2)]);
    using directory = directoryOf({ earlier: records(5, 1), later, last: records(20, 1) });
    const path = ["last", "later", "earlier"].map((name) => directory.at(name));
    const order = ["user5", "reboot", "runlevel", "user10", "user11", "user20"];
    expect(users(new Wtmp({ path }))).toEqual(order);
    // Where it was never set, it is known when the file was written.
    writeFileSync(directory.at("later"), recordBytes(unset));
    utimesSync(directory.at("later"), START + 12 * 3600, START + 12 * 3600);
    expect(users(new Wtmp({ path }))).toEqual(["user5", "reboot", "runlevel", "user20"]);
  });

  test("can have different layouts", () => {
    using directory = directoryOf({
      "wtmp.2": recordBytes(logins(0, 30), linuxGlibc384, "big"),
      "wtmp.1.gz": gzipSync(records(30, 30)),
      wtmp: recordBytes(logins(60, 30), linuxGlibc384, "big"),
    });
    const wtmp = new Wtmp(directory.path);
    expect([users(wtmp), wtmp.problems]).toEqual([names(0, 90), []]);
    expect(wtmp.layout).toBe("linux-glibc-384-be");
  });

  test("that logrotate was compressing when it was stopped are read once", () => {
    const all = records(0, 40);
    const packed = gzipSync(all);
    for (const rest of [
      packed,
      packed.subarray(0, packed.length - 30),
      packed.subarray(0, 5),
      "",
    ]) {
      using directory = directoryOf({ "wtmp.1": all, "wtmp.1.gz": rest, wtmp: records(40, 1) });
      const wtmp = new Wtmp(directory.path);
      expect([users(wtmp), wtmp.problems]).toEqual([names(0, 41), []]);
    }
    using others = directoryOf({ "wtmp.1": records(2, 2), "wtmp.1.gz": gzipSync(records(0, 2)) });
    expect(users(new Wtmp(others.path))).toEqual(names(0, 4));
  });
});

describe("the newest records", () => {
  test("are looked for no further than needed", () => {
    using directory = directoryOf({
      "wtmp.4": "no records, and nobody asks",
      "wtmp.3.gz": gzipSync(records(0, 5)),
      "wtmp.2": records(5, 3),
      "wtmp.1": "",
      wtmp: records(8, 2),
    });
    const wtmp = new Wtmp(directory.path);
    for (const count of [0, 1, 2, 3, 5, 6, 9, 10]) {
      expect(users(wtmp.newest(count))).toEqual(names(10 - count, count));
      expect(wtmp.problems).toEqual([]);
    }
    expect(users(wtmp.newest(11))).toEqual(names(0, 10));
    expect(wtmp.problems).toHaveLength(1);
  });
});

describe("who is logged in", () => {
  test("is found in the first file that has it", () => {
    using directory = directoryOf({
      utmp: recordBytes([{ ...logins(7, 1)[0], line: "pts/3" }]),
      "utmp.1": records(0, 2),
    });
    const utmp = new Utmp(directory.path);
    expect(utmp.findByLine("pts/3")?.user).toBe("user7");
    expect(utmp.findByLine("pts/0")?.user).toBe("user0");
    expect(utmp.findByLine("pts/9")).toBeNull();
    expect(utmp.openSessions().map(({ user, loginAt }) => [user, loginAt?.path])).toEqual([
      ["user0", directory.at("utmp.1")],
      ["user1", directory.at("utmp.1")],
      ["user7", directory.at("utmp")],
    ]);
  });
});

describe("last logins", () => {
  test("are read of a compressed file too", () => {
    using directory = new TemporaryDirectory();
    const path = "test/fixtures/debian12/var/log/lastlog";
    writeFileSync(directory.at("lastlog.gz"), gzipSync(readFileSync(path)));
    const plain = [...new Lastlog(path)].map((entry) => JSON.stringify(entry));
    const packed = [...new Lastlog(directory.at("lastlog.gz"))].map((entry) =>
      JSON.stringify(entry),
    );
    expect(packed).toEqual(plain);
    expect(plain.length).toBeGreaterThan(0);
  });
});
