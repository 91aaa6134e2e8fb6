import { describe, expect, test } from "bun:test";
import { gzipSync } from "node:zlib";
import {
  fileValue,
  layoutValue,
  loginsPlace,
  sourceValue,
  unpackedValue,
} from "../../src/cli/common-options.ts";
import { UsageError } from "../../src/cli/usage-error.ts";
import { recordBytes } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { runUtmpx } from "./run-utmpx.ts";

test("a layout is one of the records that are read", () => {
  expect(layoutValue({})).toEqual({});
  expect(layoutValue({ layout: "auto" }, "utmp")).toEqual({});
  expect(layoutValue({ layout: "linux-lastlog-292" })).toEqual({ layout: "linux-lastlog-292" });
  expect(layoutValue({ layout: "linux-glibc-384" }, "utmp")).toEqual({ layout: "linux-glibc-384" });
  expect(() => layoutValue({ layout: "none" }, "utmp")).toThrow(UsageError);
  expect(() => layoutValue({ layout: "linux-lastlog-292" }, "utmp")).toThrow(
    'Cannot take "linux-lastlog-292" for logins: its records are last logins',
  );
  expect(() => layoutValue({ layout: "linux-glibc-384" }, "lastlog")).toThrow(
    'Cannot take "linux-glibc-384" for last logins: its records are logins',
  );
});

test("logins are where all options say", () => {
  expect(loginsPlace({}, "wtmp")).toEqual({});
  const values = {
    root: "/mnt",
    layout: "linux-glibc-384",
    source: ["file"],
    "max-unpacked": "2K",
    other: true,
  };
  expect(loginsPlace(values, "wtmp")).toEqual({
    root: "/mnt",
    layout: "linux-glibc-384",
    source: ["file"],
    maxUnpackedBytes: 2048,
  });
  expect(() => loginsPlace({ root: "" }, "wtmp")).toThrow("Cannot read an empty --root");
  expect(() => loginsPlace({ layout: "linux-lastlog-292" }, "wtmp")).toThrow("for logins");
});

test("a service is not asked about another system", () => {
  for (const [source, database] of [
    ["utmps", "utmp"],
    ["wtmpdbd", "wtmp"],
    ["file,wtmpdbd", "wtmp"],
  ] as const) {
    const name = source === "utmps" ? "utmps" : "wtmpdbd";
    expect(() => loginsPlace({ source: [source], root: "/mnt" }, database)).toThrow(
      new UsageError(
        `Cannot ask "${name}" about another system's tree: it knows only the system it runs on`,
      ),
    );
    expect(loginsPlace({ source: [source] }, database).source).toContain(name);
  }
  const { code, err } = runUtmpx(["last", "--source", "wtmpdbd", "--root", "/"]);
  expect([code, err]).toEqual([2, expect.stringContaining('Cannot ask "wtmpdbd"')]);
});

test("each database has sources, and only history can have several", () => {
  expect(loginsPlace({ source: ["wtmpdb,file"] }, "wtmp")).toEqual({ source: ["wtmpdb", "file"] });
  expect(loginsPlace({ source: ["wtmpdb", "file"] }, "wtmp").source).toEqual(["wtmpdb", "file"]);
  expect(sourceValue({ source: ["lastlog2"] }, "lastlog")).toEqual({ source: "lastlog2" });
  expect(sourceValue({}, "lastlog")).toEqual({});
  const known = "known are auto, libc, file";
  const several = "at once: several sources are one of libc, file and one of wtmpdb, wtmpdbd";
  for (const [source, database, message] of [
    ["wtmpdb", "utmp", `Cannot read utmp records from "wtmpdb": ${known}, utmps, logind`],
    ["logind", "wtmp", `Cannot read wtmp records from "logind": ${known}, wtmpdb, wtmpdbd`],
    ["logind", "btmp", `Cannot read btmp records from "logind": ${known}`],
    ["", "btmp", `Cannot read btmp records from "": ${known}`],
    ["file,libc", "utmp", "Cannot read utmp records from several sources: one is wanted"],
    ["file,libc", "wtmp", `Cannot read wtmp records from file, libc ${several}`],
    ["wtmpdbd,wtmpdb", "wtmp", `Cannot read wtmp records from wtmpdbd, wtmpdb ${several}`],
    ["auto,file", "wtmp", `Cannot read wtmp records from auto, file ${several}`],
    ["file,wtmpdb,libc", "wtmp", `Cannot read wtmp records from file, wtmpdb, libc ${several}`],
  ] as const) {
    expect(() => loginsPlace({ source: [source] }, database)).toThrow(new UsageError(message));
  }
});

test("a file has a name", () => {
  expect(fileValue("wtmp")).toBe("wtmp");
  expect(() => fileValue("")).toThrow(
    new UsageError("Cannot read an empty name: a file is wanted"),
  );
});

test("a size is a count of bytes, or of 1024s of them", () => {
  expect(unpackedValue({})).toEqual({});
  for (const [size, maxUnpackedBytes] of [
    ["1", 1],
    ["1000", 1000],
    ["3k", 3072],
    ["512M", 2 ** 29],
    ["2G", 2 ** 31],
  ] as const) {
    expect(unpackedValue({ "max-unpacked": size })).toEqual({ maxUnpackedBytes });
  }
  for (const size of [
    "",
    "0",
    "0K",
    "-1",
    "1.5G",
    "1e9",
    "G",
    "2T",
    " 1",
    "9".repeat(17),
    "9999999999G",
  ]) {
    expect(() => unpackedValue({ "max-unpacked": size })).toThrow(
      new UsageError(
        `Cannot take "${size}" as --max-unpacked: it must be a number of bytes, as 500000, 512M or 2G`,
      ),
    );
  }
});

describe("--max-unpacked", () => {
  const packed = gzipSync(
    recordBytes([{ type: "USER_PROCESS", user: "al", line: "pts/0", seconds: 1e9 }]),
  );

  test.each(["last -f", "lastb -f", "who", "users", "dump", "sessions", "failed", "ac -f"])(
    "says how much `%s` unpacks, and is said where that is too little",
    async (command) => {
      using directory = new TemporaryDirectory();
      const path = directory.at("wtmp.1.gz");
      await Bun.write(path, packed);
      const few = runUtmpx([...command.split(" "), path, "--max-unpacked", "383"]);
      const found = "it has more than 383 bytes in it, and no more are wanted";
      const wanted = `utmpx: Cannot unpack "${path}": ${found}: a larger --max-unpacked takes more\n`;
      expect(few).toEqual({ code: 3, out: "", err: wanted });
      expect(runUtmpx([...command.split(" "), path, "--max-unpacked", "384"]).code).toBe(0);
    },
  );

  test("is of last logins, too", async () => {
    using directory = new TemporaryDirectory();
    await Bun.write(directory.at("lastlog.gz"), gzipSync(new Uint8Array(2 * 292)));
    const args = ["lastlog", "-f", directory.at("lastlog.gz"), "--layout", "linux-lastlog-292"];
    const few = runUtmpx([...args, "--max-unpacked", "400"]);
    expect([few.code, few.err]).toEqual([3, expect.stringContaining("a larger --max-unpacked")]);
    expect(runUtmpx([...args, "--max-unpacked", "1K"]).code).toBe(0);
  });
});
