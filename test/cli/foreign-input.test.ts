// `utmpx dump` of pipes, of other systems' trees, and of files that are none of logins.

import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { foreignFile, KINDS, writeForeign, type Kind } from "../files/foreign-files.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { entriesOf, known } from "./remade-records.ts";
import { runUtmpx, type Run } from "./run-utmpx.ts";

const MAIN = Bun.fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const SEED = 20261122;
const RECORDS = 16;

const directory = new TemporaryDirectory();
afterAll(() => directory[Symbol.dispose]());

/** A file of a layout, as its system would have written it. */
function pathOf(layout: string, database?: Kind["database"]): string {
  const path = directory.at(layout);
  const kind = KINDS.find(
    (one) => one.layout === layout && (database ?? one.database) === one.database,
  );
  if (kind === undefined) throw new Error(`No file of ${layout}`);
  if (!existsSync(path)) writeForeign(path, foreignFile(kind, { seed: SEED, records: RECORDS }));
  return path;
}

/** Runs a line of a shell, in which `"$@"` is the command. */
async function shell(line: string, ...args: readonly string[]): Promise<Run> {
  const child = Bun.spawn(["sh", "-c", line, "sh", process.execPath, MAIN, ...args], {
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  return { code: await child.exited, out, err };
}

function entriesOfLines(out: string): unknown {
  return out.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
}

describe("a pipe", () => {
  test.each(["netbsd-utmpx-520-be", "freebsd-utx-log"])(
    "of %s is standard input, without its layout being named",
    async (layout) => {
      const path = pathOf(layout);
      const { code, out, err } = await shell(`cat ${path} | "$@"`, "dump", "--ndjson");
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(entriesOfLines(out)).toEqual(entriesOf(readFileSync(path), known(layout)));
      const text = await shell(`cat ${path} | "$@"`, "dump");
      const said = { code: 0, err: "Utmp dump of /dev/stdin\n" };
      expect(text).toEqual({ ...runUtmpx(["dump", path]), ...said });
    },
  );

  test.each(["linux-glibc-384-le", "freebsd-utx-log"])("of %s may be slow", async (layout) => {
    const part = readFileSync(pathOf(layout)).subarray(0, 500);
    writeFileSync(directory.at("part"), part);
    // Each byte comes by itself, most of them while the reader waits.
    const writer = `const { readFileSync, writeSync } = require("fs");
      for (const [i, byte] of readFileSync("${directory.at("part")}").entries()) {
        writeSync(1, Uint8Array.of(byte));
        if (i % 3 === 0) Bun.sleepSync(1);
      }`;
    writeFileSync(directory.at("writer.js"), writer);
    const line = `"$1" ${directory.at("writer.js")} | "$@"`;
    const slow = await shell(line, "dump", "--json", "--layout", layout);
    expect(slow).toEqual(runUtmpx(["dump", "--json", "--layout", layout], { stdin: part }));
    expect(slow.out.split("\n").length).toBeGreaterThan(3);
  });

  test.each([
    ["linux-glibc-384-le", 500, "384: 116 bytes remain and a record takes 384"],
    ["netbsd-utmpx-520-be", 1041, "1040: 1 bytes remain and a record takes 520"],
    ["openbsd-utmp-304-le", 303, "0: 303 bytes remain and a record takes 304"],
  ])("of %s may end early, which is said", async (layout, length, message) => {
    const line = `head -c ${length} ${pathOf(layout)} | "$@"`;
    const { code, out, err } = await shell(line, "dump", "--ndjson", "--layout", layout);
    const said = `utmpx: Cannot decode "/dev/stdin" at byte ${message}\n`;
    expect({ code, err }).toEqual({ code: 1, err: said });
    const bytes = readFileSync(pathOf(layout)).subarray(0, length);
    const whole = bytes.subarray(0, Number.parseInt(message, 10));
    expect(entriesOfLines(out)).toEqual(entriesOf(whole, known(layout)));
  });

  test("of FreeBSD's log may end within a length, or within its record", async () => {
    const path = pathOf("freebsd-utx-log");
    const bytes = readFileSync(path);
    const behind = 2 + bytes.readUInt16BE(0);
    const length = 2 + bytes.readUInt16BE(behind);
    const record = entriesOf(bytes.subarray(0, behind), known("freebsd-utx-log"));
    for (const [more, message] of [
      [1, "1 byte remains and the length of a record takes 2"],
      [9, `9 bytes remain and a record takes ${length}`],
    ] as const) {
      const line = `head -c ${behind + more} ${path} | "$@"`;
      const { code, out, err } = await shell(line, "dump", "--ndjson");
      const said = `utmpx: Cannot decode "/dev/stdin" at byte ${behind}: ${message}\n`;
      expect({ code, err }).toEqual({ code: 1, err: said });
      expect(entriesOfLines(out)).toEqual(record);
    }
  });

  test("may be a FIFO or a descriptor that is named", async () => {
    const path = pathOf("linux-glibc-384-le");
    const expected = runUtmpx(["dump", "--json", path]);
    const fifo = directory.at("fifo");
    Bun.spawnSync(["mkfifo", fifo]);
    expect(await shell(`cat ${path} > ${fifo} & "$@"`, "dump", "--json", fifo)).toEqual(expected);
    expect(await shell(`"$@" 3< ${path}`, "dump", "--json", "/dev/fd/3")).toEqual(expected);
  });
});

test("what OpenBSD counts has a column of CSV, and no other records have it", () => {
  const [first, last] = [pathOf("openbsd-badlogin-312-le"), pathOf("openbsd-utmp-304-le")].map(
    (path) =>
      runUtmpx(["dump", "--csv", path])
        .out.split("\r\n")
        .map((row) => row.split(",")),
  );
  const names =
    "type,typeCode,pid,sid,id,user,line,host,device,time,micros,exitTermination,exitExit,address,isUserProcess,source,offset";
  expect(last?.[0]?.join(",")).toBe(names);
  expect(first?.[0]?.join(",")).toBe(names.replace("address,", "address,count,"));
  const entries = entriesOf(
    readFileSync(pathOf("openbsd-badlogin-312-le")),
    known("openbsd-badlogin-312-le"),
  );
  const counts = first?.slice(1, -1).map((row) => Number(row[14]));
  expect(counts).toEqual(entries.map(({ count = 0 }) => count));
  expect(Math.max(...(counts ?? []))).toBeGreaterThan(0);
});

describe("a file of last logins", () => {
  test.each(["linux-lastlog-292-le", "netbsd-lastlogx-432-le", "openbsd-lastlog-272-le"])(
    "of %s is refused",
    (layout) => {
      const path = pathOf(layout);
      const err = `utmpx: Cannot decode "${path}": it looks like ${layout} records, and records of logins are wanted\n`;
      expect(runUtmpx(["dump", path])).toEqual({ code: 3, out: "", err });
    },
  );

  test("of FreeBSD has records of logins", () => {
    const path = pathOf("freebsd-futx-197", "lastlog");
    const { code, out, err } = runUtmpx(["dump", "--json", path]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const entries = entriesOf(readFileSync(path), known("freebsd-futx-197"));
    expect(JSON.parse(out)).toEqual(entries);
    expect(entries).toHaveLength(RECORDS);
  });
});

describe("a file of something else", () => {
  beforeAll(() => {
    const wtmp = readFileSync("test/fixtures/server/var/log/wtmp");
    writeFileSync(directory.at("gzip"), Bun.gzipSync(Bun.gzipSync(wtmp)));
    writeFileSync(directory.at("text"), readFileSync("test/fixtures/server/var/log/wtmp.txt"));
    using database = new Database(directory.at("SQLite"));
    database.run("CREATE TABLE wtmp (user TEXT)");
    const random = Array.from({ length: 200 }, (_, i) =>
      new Bun.CryptoHasher("sha256").update(String(i)).digest(),
    );
    writeFileSync(directory.at("random"), Buffer.concat(random));
    writeFileSync(directory.at("empty"), "");
  });

  test.each([
    ["gzip", "gzip data"],
    ["text", "text"],
    ["random", "random or compressed bytes"],
  ])("as %s is refused with what it looks like, as a pipe too", async (name, kind) => {
    const path = directory.at(name);
    const refusal = (file: string): Run => ({
      code: 3,
      out: "",
      err: `utmpx: Cannot decode "${file}": it looks like ${kind}, and records of logins are wanted\n`,
    });
    expect(runUtmpx(["dump", "--csv", path])).toEqual(refusal(path));
    expect(await shell(`cat ${path} | "$@"`, "dump", "--json")).toEqual(refusal("/dev/stdin"));
    const output = directory.at("never");
    expect(runUtmpx(["dump", "-o", output, path])).toEqual(refusal(path));
    expect(await Bun.file(output).exists()).toBe(false);
  });

  test("as a database that is not wtmpdb's is refused for what it lacks, as a pipe by its kind", async () => {
    const path = directory.at("SQLite");
    const err = `utmpx: Cannot read "${path}": its table "wtmp" has no column "ID", and a stored one is wanted\n`;
    expect(runUtmpx(["dump", "--csv", path])).toEqual({ code: 3, out: "", err });
    const kind = "it looks like a SQLite database, and records of logins are wanted";
    for (const [line, ...args] of [
      [`cat ${path} | "$@"`, "dump", "--json"],
      [`"$@"`, "dump", "--source", "file", path],
      [`"$@"`, "failed", path],
    ] as const) {
      const run = await shell(line, ...args);
      expect([run.code, run.out, run.err.endsWith(`: ${kind}\n`)]).toEqual([3, "", true]);
    }
  });

  test("that is empty has no records", async () => {
    const path = directory.at("empty");
    const none = { code: 0, out: "", err: `Utmp dump of ${path}\n` };
    expect(runUtmpx(["dump", path])).toEqual(none);
    expect(runUtmpx(["dump", "--ndjson", path])).toEqual({ code: 0, out: "", err: "" });
    expect(await shell('true | "$@"', "dump", "--json")).toEqual({ code: 0, out: "[]\n", err: "" });
  });
});

describe("a tree of another system", () => {
  test("has its files under their names there, and links lead inside", () => {
    const root = directory.at("freebsd");
    const log = `${root}/var/log/utx.log`;
    mkdirSync(`${root}/var/log`, { recursive: true });
    writeFileSync(log, readFileSync(pathOf("freebsd-utx-log")));
    symlinkSync("/var/log/utx.log", `${root}/var/log/link`);
    const args = ["dump", "--json", "--root", root];
    const { out } = runUtmpx(["dump", "--json", log]);
    expect(runUtmpx([...args, "/var/log/utx.log"])).toEqual({ code: 0, out, err: "" });
    expect(runUtmpx([...args, "/var/log/link"])).toEqual({ code: 0, out, err: "" });
    const text = runUtmpx(["dump", "--root", root, "/var/log/utx.log"]);
    expect(text).toEqual({ ...runUtmpx(["dump", log]), err: "Utmp dump of /var/log/utx.log\n" });
    const missing = `utmpx: ENOENT: no such file or directory, open '${root}/var/log/none'\n`;
    expect(runUtmpx([...args, "/var/log/none"])).toEqual({ code: 3, out: "", err: missing });
    const written = runUtmpx([...args, "-o", log, "/var/log/link"]);
    const refusal = `utmpx dump: Cannot write "${log}": it is what is read`;
    expect([written.code, written.err.split("\n")[0]]).toEqual([2, refusal]);
  });

  test("has stores that are never written", () => {
    const root = directory.at("openbsd");
    mkdirSync(`${root}/var/log`, { recursive: true });
    writeFileSync(`${root}/var/log/wtmp`, readFileSync(pathOf("openbsd-utmp-304-le")));
    for (const name of ["failedlogin", "lastlog", "wtmp"]) {
      const store = `${root}/var/log/${name}`;
      const before = name === "wtmp" ? "/var/log/wtmp.0" : "/var/log/wtmp";
      const { code, err } = runUtmpx(["dump", "--root", root, "-o", store, before]);
      const message = `utmpx dump: Cannot write "${store}": it is where a system keeps its logins`;
      expect([code, err.split("\n")[0]]).toEqual([2, message]);
    }
    const copy = directory.at("copy");
    const args = ["--root", root, "--json", "/var/log/wtmp"];
    expect(runUtmpx(["dump", "-o", copy, ...args])).toEqual({ code: 0, out: "", err: "" });
    expect(readFileSync(copy, "utf8")).toBe(runUtmpx(["dump", ...args]).out);
  });

  test("has no FIFO that is waited for, and none of its files is read by libc", () => {
    const root = directory.at("freebsd");
    Bun.spawnSync(["mkfifo", `${root}/var/log/fifo`]);
    const refusal = `utmpx: Cannot read "${root}/var/log/fifo": it is a FIFO, and a file of records is wanted\n`;
    const fifo = runUtmpx(["dump", "--root", root, "/var/log/fifo"]);
    expect(fifo).toEqual({ code: 3, out: "", err: refusal });
  });
});
