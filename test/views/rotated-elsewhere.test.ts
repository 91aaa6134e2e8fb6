// Several files as one, where some can't be read, and where they are not simply files of this system.

import { describe, expect, test } from "bun:test";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { linuxGlibc384 } from "../../platforms/linux-glibc.ts";
import { RecordFormatError } from "../../src/errors.ts";
import { Utmp } from "../../src/views/utmp.ts";
import type { UtmpView } from "../../src/views/utmp-view.ts";
import { Wtmp } from "../../src/views/wtmp.ts";
import { canBeLive, runLive } from "../live-system.ts";
import { directoryOf, names, records, users } from "./rotated-files.ts";

const WTMP = readFileSync("test/fixtures/server/var/log/wtmp");
const SIZE = linuxGlibc384.size;

function problemsOf({ problems }: UtmpView): unknown[] {
  return problems.map(({ kind, path, message }) => [kind, path, message]);
}

describe("what can't be read", () => {
  test("of several files is a problem, and the others are read", () => {
    using directory = directoryOf({
      "wtmp.9.gz": gzipSync(Buffer.alloc(2 ** 21)),
      "wtmp.8.xz": Buffer.from("\xfd7zXZ\0 and nothing more", "latin1"),
      "wtmp.7": "text, and no records\n",
      "wtmp.5.gz": gzipSync(records(0, 40)).subarray(0, 300),
      "wtmp.4": records(60, 2).subarray(0, SIZE + 100),
      wtmp: records(70, 1),
    });
    mkdirSync(directory.at("wtmp.6"));
    Bun.spawnSync(["mkfifo", directory.at("wtmp.3")]);
    const wtmp = new Wtmp({
      path: [directory.path, directory.at("none")],
      maxUnpackedBytes: 2 ** 20,
    });
    const read = users(wtmp);
    const whole = read.length - 2;
    expect(whole).toBeGreaterThan(2);
    expect(read).toEqual([...names(0, whole), "user60", "user70"]);
    const at = (name: string): string => directory.at(name);
    const text = "it looks like text, and records of logins are wanted";
    const said = [
      [
        "read",
        at("wtmp.9.gz"),
        `Cannot unpack "${at("wtmp.9.gz")}": it has more than 1048576 bytes in it, and no more are wanted`,
      ],
      ["read", at("wtmp.8.xz"), expect.stringContaining(`Cannot unpack "${at("wtmp.8.xz")}": `)],
      ["read", at("wtmp.7"), `Cannot decode "${at("wtmp.7")}": ${text}`],
      [
        "read",
        at("wtmp.6"),
        `Cannot read "${at("wtmp.6")}": it is a directory, and a file of records is wanted`,
      ],
      ["read", at("none"), `ENOENT: no such file or directory, open '${at("none")}'`],
      [
        "read",
        at("wtmp.5.gz"),
        expect.stringMatching(/^Cannot unpack ".*" behind byte \d+: unexpected end of file$/),
      ],
      [
        "torn-tail",
        at("wtmp.5.gz"),
        expect.stringContaining(" bytes remain and a record takes 384"),
      ],
      [
        "torn-tail",
        at("wtmp.4"),
        `Cannot decode "${at("wtmp.4")}" at byte 384: 100 bytes remain and a record takes 384`,
      ],
      [
        "read",
        at("wtmp.3"),
        `Cannot read "${at("wtmp.3")}": it is a FIFO, and a file of records is wanted`,
      ],
    ];
    expect(problemsOf(wtmp)).toEqual(said);
    expect(users(wtmp.reversed())).toEqual(read.toReversed());
    expect(problemsOf(wtmp)).toHaveLength(said.length);
    expect(wtmp.extent()).toMatchObject({ records: read.length });
  });

  test("is an error if it is all there is: the first", () => {
    using directory = directoryOf({ "wtmp.1": "text, and no records\n" });
    const none = directory.at("none");
    const path = [none, directory.path];
    const forwards = [
      (): unknown => [...new Wtmp({ path })],
      (): unknown => new Wtmp({ path }).extent(),
      (): unknown => new Wtmp({ path }).sessions(),
      (): unknown => new Utmp({ path }).findByLine("pts/0"),
    ];
    const missing = expect.objectContaining({ code: "ENOENT", path: none });
    for (const read of forwards) expect(read).toThrow(missing);
    const backwards = [
      (): unknown => [...new Wtmp({ path }).reversed()],
      (): unknown => new Wtmp({ path }).layout,
    ];
    const message = `Cannot decode "${directory.at("wtmp.1")}": it looks like text, and records of logins are wanted`;
    for (const read of backwards) expect(read).toThrow(new RecordFormatError(message));
  });

  test("because of the signal is no problem of a file", () => {
    using directory = directoryOf({ wtmp: records(1, 1), "wtmp.1": records(0, 1) });
    const reason = Object.assign(new Error("enough"), { syscall: "read" });
    const wtmp = new Wtmp({ path: directory.path, signal: AbortSignal.abort(reason) });
    expect(() => [...wtmp]).toThrow(reason);
  });
});

describe("a tree of another system", () => {
  test("has its rotated files where its links lead, and no FIFO is waited for", () => {
    using directory = directoryOf({
      "root/data/log/wtmp": records(3, 2),
      "root/data/log/wtmp.1": records(2, 1),
      "root/archive/two.gz": gzipSync(records(1, 1)),
      "root/data/log/wtmp.4.gz": gzipSync(records(0, 1)),
      "outside/wtmp": records(70, 1),
    });
    mkdirSync(directory.at("root/var"));
    symlinkSync("/data/log", directory.at("root/var/log"));
    symlinkSync("/archive/two.gz", directory.at("root/data/log/wtmp.2.gz"));
    Bun.spawnSync(["mkfifo", directory.at("root/data/log/wtmp.3")]);
    symlinkSync("../../../../outside/wtmp", directory.at("root/data/log/wtmp.5"));
    const root = directory.at("root");
    const fifo = directory.at("root/data/log/wtmp.3");
    for (const options of [{ rotated: true }, { path: "/var/log" }]) {
      const wtmp = new Wtmp({ root, ...options });
      expect(users(wtmp)).toEqual(names(0, 5));
      expect(problemsOf(wtmp)).toEqual([
        // The link leads to a file of the tree, which is not there.
        ["read", directory.at("root/outside/wtmp"), expect.stringContaining("ENOENT")],
        ["read", fifo, `Cannot read "${fifo}": it is a FIFO, and a file of records is wanted`],
      ]);
      expect(wtmp.path).toBe(directory.at("root/data/log/wtmp"));
    }
    expect(users(new Wtmp({ root }))).toEqual(names(3, 2));
  });

  test("without what is written now has what was rotated", () => {
    using directory = directoryOf({ "var/adm/wtmpx.0": records(0, 2), "var/adm/wtmp": "" });
    expect(users(new Wtmp({ root: directory.path, rotated: true }))).toEqual(names(0, 2));
  });
});

describe("a pipe", () => {
  const wtmp = import.meta.resolve("../../src/views/wtmp.ts");

  test("may hold compressed records", () => {
    const script = `
      import { Wtmp } from ${JSON.stringify(wtmp)};
      const view = new Wtmp("/dev/stdin");
      console.log(view.layout, [...view].length, view.problems.length);`;
    for (const stdin of [gzipSync(WTMP), zstdCompressSync(WTMP)]) {
      const child = Bun.spawnSync([process.execPath, "-e", script], { stdin });
      expect(child.stdout.toString()).toBe("linux-glibc-384-le 28 0\n");
    }
  });

  test.each([
    ["[...view]", names(0, 5)],
    ["(view.layout, [...view.reversed()])", names(0, 5).reverse()],
    ["[...view.newest(4)]", names(1, 4)],
  ])("may be one of several files: %s", (read, wanted) => {
    using directory = directoryOf({ wtmp: records(3, 2), other: records(0, 1) });
    const script = `
      import { Wtmp } from ${JSON.stringify(wtmp)};
      const view = new Wtmp({ path: ["${directory.at("wtmp")}", "/dev/stdin", "${directory.at("other")}"] });
      console.log(JSON.stringify(${read}.map(({ user }) => user)), view.problems.length);`;
    for (const stdin of [records(1, 2), gzipSync(records(1, 2))]) {
      const child = Bun.spawnSync([process.execPath, "-e", script], { stdin });
      expect([child.stdout.toString(), child.stderr.toString()]).toEqual([
        `${JSON.stringify(wanted)} 0\n`,
        "",
      ]);
    }
  });
});

describe.skipIf(!canBeLive || process.platform !== "linux")("the live system", () => {
  test("gives with `rotated` all it has, and knows who is still there", () => {
    using directory = directoryOf({
      "var/log/wtmp": records(3, 2),
      "var/log/wtmp.1.gz": gzipSync(records(0, 3)),
    });
    const script = `
      import { Wtmp } from ${JSON.stringify(import.meta.resolve("../../src/views/wtmp.ts"))};
      for (const options of [{}, { rotated: true }, { rotated: true, source: "libc" }]) {
        const view = new Wtmp(options);
        console.log([...view].map(({ user }) => user).join(), view.path);
        console.log(view.sessions().map(({ user, end, loginAt }) => [user, end, loginAt?.path].join(" ").trim()).join());
      }`;
    const lines = runLive(directory.path, [process.execPath, "-e", script]).trim().split("\n");
    const sessions = (from: number, place: boolean): string =>
      names(from, 5 - from)
        .map((user, i) => {
          const path = i + from < 3 ? "/var/log/wtmp.1.gz" : "/var/log/wtmp";
          return `${user} ${user === "user4" ? "gone" : "replaced"}${place ? ` ${path}` : ""}`;
        })
        .join();
    expect(lines).toEqual([
      `${names(3, 2).join()} /var/log/wtmp`,
      sessions(3, true),
      `${names(0, 5).join()} /var/log/wtmp`,
      sessions(0, true),
      `${names(0, 5).join()} /var/log/wtmp`,
      sessions(0, false),
    ]);
  });
});
