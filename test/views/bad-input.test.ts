import { describe, expect, test } from "bun:test";
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { linuxGlibc400 } from "../../platforms/linux-glibc.ts";
import { StoreError } from "../../src/errors.ts";
import { Btmp } from "../../src/views/btmp.ts";
import { Lastlog } from "../../src/views/lastlog.ts";
import { Utmp } from "../../src/views/utmp.ts";
import { Wtmp } from "../../src/views/wtmp.ts";
import { canBeLive } from "../live-system.ts";
import { recordBytes } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";

// Only root can be somebody else.
const liveTest = canBeLive ? test : test.skip;
const LAYOUT = "linux-glibc-384-le";
const VIEWS = [Utmp, Wtmp, Btmp, Lastlog] as const;

/** A view of a file with these bytes, and what it gives. */
function read(bytes: Uint8Array, layout: string = LAYOUT) {
  using directory = new TemporaryDirectory();
  const path = directory.at("wtmp");
  writeFileSync(path, bytes);
  const view = new Wtmp({ path, layout });
  const entries = [...view];
  const problems = view.problems.map(({ message, ...rest }) => ({
    ...rest,
    message: message.replace(path, "PATH"),
  }));
  return { entries, problems };
}

describe.each(VIEWS)("%p", (View) => {
  test("a missing file is the file system's error", () => {
    const error = { code: "ENOENT", syscall: "open", path: "/nonexistent/wtmp" };
    expect(() => [...new View("/nonexistent/wtmp")]).toThrow(expect.objectContaining(error));
    const message = "ENOENT: no such file or directory, open '/nonexistent/wtmp'";
    expect(() => [...new View("/nonexistent/wtmp")]).toThrow(message);
  });

  test("a directory is refused", () => {
    using directory = new TemporaryDirectory();
    const message = `Cannot read "${directory.path}": it is a directory, and a file of records is wanted`;
    expect(() => [...new View(directory.path)]).toThrow(new StoreError(message));
  });

  test("an empty file has no entries and no problems", () => {
    using directory = new TemporaryDirectory();
    writeFileSync(directory.at("file"), "");
    const view = new View(directory.at("file"));
    expect([...view]).toEqual([]);
    expect(view.problems).toEqual([]);
  });

  test("a FIFO where a store is expected is refused, not waited for", () => {
    using directory = new TemporaryDirectory();
    for (const path of ["run/utmp", "var/log/wtmp", "var/log/btmp", "var/log/lastlog"]) {
      mkdirSync(directory.at(path.slice(0, path.lastIndexOf("/"))), { recursive: true });
      Bun.spawnSync(["mkfifo", directory.at(path)]);
    }
    symlinkSync("/run", directory.at("var/run"));
    const view = new View({ root: directory.path });
    const message = `Cannot read "${view.path}": it is a FIFO, and a file of records is wanted`;
    expect(() => [...view]).toThrow(new StoreError(message));
  });
});

describe("bytes", () => {
  test("one record is a file", () => {
    const { entries, problems } = read(recordBytes([{ type: "USER_PROCESS", user: "alice" }]));
    expect(entries.map(({ user, offset }) => [user, offset])).toEqual([["alice", 0]]);
    expect(problems).toEqual([]);
  });

  test("a torn tail is named by its offset, and the records before it are given", () => {
    const whole = recordBytes([{ user: "alice" }, { user: "bob" }, { user: "carol" }]);
    const { entries, problems } = read(whole.subarray(0, 2 * 384 + 200));
    expect(entries.map(({ user }) => user)).toEqual(["alice", "bob"]);
    const message = 'Cannot decode "PATH" at byte 768: 200 bytes remain and a record takes 384';
    expect(problems).toEqual([{ kind: "torn-tail", offset: 768, bytes: 200, message }]);
  });

  test("less than a record is all tail", () => {
    const { entries, problems } = read(new Uint8Array(3));
    expect(entries).toEqual([]);
    const message = 'Cannot decode "PATH" at byte 0: 3 bytes remain and a record takes 384';
    expect(problems).toEqual([{ kind: "torn-tail", offset: 0, bytes: 3, message }]);
  });

  test("all zeros are empty records of 1970", () => {
    const { entries, problems } = read(new Uint8Array(2 * 384));
    const empty = {
      type: "EMPTY",
      typeCode: 0,
      pid: 0,
      user: "",
      line: "",
      host: "",
      address: null,
    };
    expect(entries).toMatchObject([empty, { ...empty, offset: 384, time: new Date(0), micros: 0 }]);
    expect(problems).toEqual([]);
  });

  test("random bytes decode, and what is impossible in them is named", () => {
    const bytes = new Uint8Array(1000 * 384);
    let state = 20261122;
    for (let i = 0; i < bytes.length; i++) {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      bytes[i] = state >>> 16;
    }
    const { entries, problems } = read(bytes);
    expect(entries).toHaveLength(1000);
    const impossible = entries.filter((entry) => {
      const microseconds = new DataView(entry.raw()?.buffer ?? new ArrayBuffer(384)).getInt32(
        344,
        true,
      );
      return microseconds < 0 || microseconds >= 1e6;
    });
    expect(problems.map(({ offset }) => offset)).toEqual(
      impossible.map(({ offset }) => offset ?? -1),
    );
    expect(new Set(entries.map(({ type }) => type))).toContain("UNKNOWN");
    expect(
      entries.every(
        (entry) =>
          Buffer.compare(
            entry.raw() ?? bytes,
            bytes.subarray(entry.offset ?? 0, (entry.offset ?? 0) + 384),
          ) === 0,
      ),
    ).toBe(true);
  });

  test("names that fill their fields end where the fields end", () => {
    const [user, line, host, id] = ["u".repeat(32), "l".repeat(32), "h".repeat(256), "idid"];
    const { entries } = read(
      recordBytes([{ user, line, host, id, termination: 0x4141 }, { user: "x" }]),
    );
    expect(entries[0]).toMatchObject({ user, line, host, id });
  });

  test("bytes behind a NUL are no part of a text, and are kept in the raw record", () => {
    const { entries } = read(recordBytes([{ user: "root\0evil", host: "a\0b" }]));
    expect(entries[0]).toMatchObject({ user: "root", host: "a" });
    expect(Buffer.from(entries[0]?.raw() ?? []).toString("latin1")).toContain("root\0evil");
  });

  test("invalid UTF-8 is replaced, and its bytes are there as hex", () => {
    const user = Uint8Array.of(0x61, 0xff, 0x62);
    const [entry, valid] = read(recordBytes([{ user, line: "pts/0" }, { user: "é" }])).entries;
    expect(entry).toMatchObject({ user: "a\ufffdb", userBytes: "61ff62", line: "pts/0" });
    expect(Object.keys(entry ?? {})).not.toContain("lineBytes");
    expect(valid?.user).toBe("é");
    expect(Object.keys(valid ?? {})).not.toContain("userBytes");
  });

  test("times after 2038 are read to 2106 from 32 bits", () => {
    const seconds = [2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];
    const { entries } = read(recordBytes(seconds.map((s) => ({ seconds: s, microseconds: 7 }))));
    expect(entries.map((entry) => entry.toJSON().time)).toEqual([
      "2038-01-19T03:14:07.000007Z",
      "2038-01-19T03:14:08.000007Z",
      "2106-02-07T06:28:15.000007Z",
    ]);
  });

  test("times before 1970 and beyond all dates are read from 64 bits", () => {
    const seconds = [-1, -(2 ** 40), 2n ** 62n];
    const bytes = recordBytes(
      seconds.map((s) => ({ seconds: s, microseconds: 500_000 })),
      linuxGlibc400,
    );
    const { entries, problems } = read(bytes, "linux-glibc-400-le");
    expect(entries.map(({ micros }) => micros)).toEqual([-500_000, null, null]);
    expect(entries.map((entry) => entry.toJSON().time)).toEqual([
      "1969-12-31T23:59:59.500000Z",
      "-032873-11-12T23:23:44.500000Z",
      null,
    ]);
    expect(problems).toEqual([]);
  });

  test("impossible microseconds are taken as 0 and named", () => {
    const { entries, problems } = read(
      recordBytes([{ seconds: 5 }, { seconds: 6, microseconds: 1_000_000 }]),
    );
    expect(entries.map(({ micros }) => micros)).toEqual([5_000_000, 6_000_000]);
    const message =
      'Impossible time in "PATH" at byte 384: 1000000 microseconds are no part of a second and taken as 0';
    expect(problems).toEqual([{ kind: "microseconds", offset: 384, bytes: 384, message }]);
  });

  test("unknown types keep their number", () => {
    const { entries } = read(recordBytes([{ type: 10 }, { type: -1 }, { type: 32767 }]));
    expect(entries.map(({ type, typeCode }) => [type, typeCode])).toEqual([
      ["UNKNOWN", 10],
      ["UNKNOWN", -1],
      ["UNKNOWN", 32767],
    ]);
  });
});

describe("a file that changes", () => {
  test("what is appended while it is read is not given", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp");
    writeFileSync(path, recordBytes([{ user: "a" }, { user: "b" }]));
    const view = new Wtmp({ path, layout: LAYOUT });
    const users: string[] = [];
    for (const { user } of view) {
      users.push(user);
      if (users.length === 1) appendFileSync(path, recordBytes([{ user: "c" }]));
    }
    expect(users).toEqual(["a", "b"]);
    expect(view.problems).toEqual([]);
    expect([...view].map(({ user }) => user)).toEqual(["a", "b", "c"]);
  });

  test("that it shrank while it was read is said, with what is missing", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp");
    writeFileSync(path, recordBytes(Array.from({ length: 2000 }, () => ({ user: "a" }))));
    const view = new Wtmp({ path, layout: LAYOUT });
    let count = 0;
    for (const _ of view) {
      if (count === 0) truncateSync(path, 1000 * 384 + 10);
      count++;
    }
    expect(count).toBe(1000);
    expect(view.problems.map(({ kind, offset, bytes }) => [kind, offset, bytes])).toEqual([
      ["torn-tail", 384_000, 10],
      ["shrunk", 384_010, 383_990],
    ]);
    const message = `Cannot read "${path}" at byte 384010: it had 768000 bytes when it was opened and shrank`;
    expect(view.problems[1]?.message).toBe(message);
  });

  test("reading leaves its time of access alone", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp");
    writeFileSync(path, recordBytes([{ user: "a" }]));
    Bun.spawnSync(["touch", "-a", "-d", "2001-01-01T00:00:00Z", path]);
    expect([...new Wtmp({ path, layout: LAYOUT })]).toHaveLength(1);
    expect(statSync(path).atime).toEqual(new Date("2001-01-01"));
  });
});

test("a pipe that is named is read forward to its end", () => {
  const script = `
    import { Wtmp } from ${JSON.stringify(Bun.fileURLToPath(new URL("../../src/index.ts", import.meta.url)))};
    const view = new Wtmp({ path: "/dev/stdin", layout: "${LAYOUT}" });
    console.log([...view].map(({ user, offset }) => user + offset).join(), view.problems.length);`;
  const stdin = recordBytes([{ user: "a" }, { user: "b" }]);
  const child = Bun.spawnSync([process.execPath, "-e", script], { stdin });
  expect(child.stdout.toString()).toBe("a0,b384 0\n");
});

test("a FIFO that is named is read forward to its end", () => {
  using directory = new TemporaryDirectory();
  const path = directory.at("fifo");
  Bun.spawnSync(["mkfifo", path]);
  writeFileSync(directory.at("wtmp"), recordBytes([{ user: "a" }, { user: "b" }]).subarray(0, 500));
  const writer = Bun.spawn(["sh", "-c", `cat "$1" > "$2"`, "sh", directory.at("wtmp"), path]);
  const view = new Wtmp({ path, layout: LAYOUT });
  expect([...view].map(({ user }) => user)).toEqual(["a"]);
  expect(view.problems.map(({ kind, offset, bytes }) => [kind, offset, bytes])).toEqual([
    ["torn-tail", 384, 116],
  ]);
  writer.kill();
});

liveTest("a file that may not be read is the file system's error", () => {
  using directory = new TemporaryDirectory();
  const path = directory.at("btmp");
  writeFileSync(path, recordBytes([{ user: "a" }]));
  chmodSync(path, 0o600);
  chmodSync(directory.path, 0o755);
  const bun = directory.at("bun");
  writeFileSync(bun, readFileSync(process.execPath), { mode: 0o755 });
  Bun.spawnSync([
    "cp",
    "-r",
    Bun.fileURLToPath(new URL("../../src", import.meta.url)),
    Bun.fileURLToPath(new URL("../../platforms", import.meta.url)),
    directory.path,
  ]);
  Bun.spawnSync(["chmod", "-R", "a+rX", directory.at("src"), directory.at("platforms")]);
  const script = `
    import { Btmp } from ${JSON.stringify(directory.at("src/index.ts"))};
    try { [...new Btmp(${JSON.stringify(path)})]; } catch (error) { console.log(error.code, error.message); }`;
  const nobody = Bun.spawnSync(
    ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", bun, "-e", script],
    { cwd: "/" },
  );
  expect(nobody.stderr.toString()).toBe("");
  expect(nobody.stdout.toString()).toBe(`EACCES EACCES: permission denied, open '${path}'\n`);
});
