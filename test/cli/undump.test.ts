import { afterAll, describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { TemporaryDirectory } from "../temporary.ts";
import { runUtmpx, type Run } from "./run-utmpx.ts";

const MAIN = Bun.fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const SAID = "Utmp undump of /dev/stdin\n";

/** Runs the command as if this were Windows, which keeps no login records. */
function runOnWindows(args: readonly string[], stdin: string): Run {
  using directory = new TemporaryDirectory();
  const preload = directory.at("windows.js");
  writeFileSync(preload, 'Object.defineProperty(process, "platform", { value: "win32" });');
  const child = Bun.spawnSync([process.execPath, "--preload", preload, MAIN, ...args], {
    stdin: Buffer.from(stdin),
  });
  return { code: child.exitCode, out: child.stdout.toString(), err: child.stderr.toString() };
}

const directory = new TemporaryDirectory();
afterAll(() => directory[Symbol.dispose]());

describe("dump -r", () => {
  const RECORD = {
    ...{ type: "USER_PROCESS", typeCode: 7, micros: 9_000_010, pid: 7, sid: null, exit: null },
    ...{ id: "ts/1", user: "alice", line: "pts/1", host: "", address: null },
  };

  test("says of each record what is wrong, makes the others, and gives 1", () => {
    const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
    const lines = [
      JSON.stringify(RECORD),
      "nonsense",
      '{"raw":"?"}',
      '{"pid":}',
      "null",
      "[]",
      `{"type":${deep}}`,
      JSON.stringify({ ...RECORD, pid: -1.5, offset: -1 }),
      JSON.stringify({ ...RECORD, micros: 2 ** 70 }),
      JSON.stringify({ ...RECORD, micros: Number.NaN }),
      JSON.stringify({ ...RECORD, user: "\x1b[2J\0" }),
      JSON.stringify({ ...RECORD, user: "u".repeat(33), sid: 2 ** 40 }),
      ` \t${JSON.stringify({ ...RECORD, offset: -1 })}\r`,
      "",
    ];
    const copy = directory.at("copy");
    const { code, out, err } = runUtmpx(
      ["dump", "-r", "--layout", "linux-glibc-384-be", "-o", copy],
      {
        stdin: lines.join("\n"),
      },
    );
    const number = "a whole number below 2^53 is wanted";
    expect(err.split("\n")).toEqual([
      "Utmp undump of /dev/stdin",
      'utmpx: Cannot understand line 2 of "/dev/stdin": it is neither a line of dump nor JSON',
      'utmpx: Cannot understand line 3 of "/dev/stdin": its raw is "?", and a record in base64 is wanted',
      'utmpx: Cannot understand line 4 of "/dev/stdin": it is neither a line of dump nor JSON',
      'utmpx: Cannot understand line 5 of "/dev/stdin": it is null, and an object is wanted',
      'utmpx: Cannot understand line 6 of "/dev/stdin": it is an array, and an object is wanted',
      'utmpx: Cannot understand line 7 of "/dev/stdin": its type is an array, and the word for a type is wanted',
      `utmpx: Cannot understand line 8 of "/dev/stdin": its pid is -1.5, and ${number}`,
      `utmpx: Cannot understand line 9 of "/dev/stdin": its micros is 1.1805916207174113e+21, and ${number}`,
      `utmpx: Cannot understand line 10 of "/dev/stdin": its micros is null, and ${number}`,
      'utmpx: Cannot understand line 11 of "/dev/stdin": its user is "\\x1b[2J\\x00", and text without a zero byte is wanted',
      'utmpx: Cannot make the record of line 12 of "/dev/stdin": linux-glibc-384-be has no room for its sid, user',
      "",
    ]);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    const shown = runUtmpx(["dump"], { stdin: readFileSync(copy) }).out;
    const line =
      "[7] [00007] [ts/1] [alice   ] [pts/1       ] [                    ] [0.0.0.0        ] [1970-01-01T00:00:09,000010+00:00]\n";
    expect(shown).toBe(line + line);
  });

  test.each([
    "null",
    "[null]",
    "[[{}]]",
    `[${"[".repeat(9999)}${"]".repeat(9999)}]`,
    "[5]",
    '["x"]',
  ])("%s is no record, and nothing is made", (stdin) => {
    const kind = /^\[?null/.test(stdin) ? "null" : (/"x"|5/.exec(stdin)?.[0] ?? "an array");
    const err = `utmpx: Cannot understand record 1 of "/dev/stdin": it is ${kind}, and an object is wanted\n`;
    expect(runUtmpx(["dump", "-r"], { stdin })).toEqual({ code: 1, out: "", err: SAID + err });
  });

  test.each(["", "\n \n", "[]"])("of nothing makes nothing: %j", (stdin) => {
    expect(runUtmpx(["dump", "-r"], { stdin })).toEqual({ code: 0, out: "", err: SAID });
  });

  test("a single record, and text behind a byte order mark, are taken too", () => {
    const { out } = runUtmpx(["dump", "--ndjson", "test/fixtures/debian12/run/utmp"]);
    const [first = ""] = out.split("\n");
    const stdin = `\ufeff${JSON.stringify(JSON.parse(first), null, 2)}`;
    const copy = directory.at("copy");
    const layout = ["--layout", "linux-glibc-384-le"];
    const { code, err } = runUtmpx(["dump", "-r", ...layout, "-o", copy], { stdin });
    expect({ code, err }).toEqual({ code: 0, err: SAID });
    const wtmp = readFileSync("test/fixtures/debian12/run/utmp");
    expect(readFileSync(copy)).toEqual(wtmp.subarray(0, 384));
  });

  test.each([
    ["linux-glibc-384-le", "/0  "],
    ["cygwin-utmp-320", "/0"],
    ["freebsd-utx-log", "/0"],
    ["openbsd-utmp-304-le", ""],
  ])("takes the blanks of text for an id's where utmpdump(1) does: %s", (layout, id) => {
    const text = readFileSync("test/fixtures/debian12/run/utmp.txt", "utf8").split("\n")[1] ?? "";
    const line = text
      .replace("[00209]", "[00000]")
      .replaceAll("2001:db8::99", "")
      .replace(",555467", "");
    const stdin = id === "" ? line.replace("/0  ", "    ") : line;
    const copy = runUtmpx(["dump", "-r", "--layout", layout, "-o", directory.at(layout)], {
      stdin: stdin.replace("[7]", layout.startsWith("freebsd") ? "[4]" : "[7]"),
    });
    expect(copy).toEqual({ code: 0, out: "", err: SAID });
    const { out } = runUtmpx(["dump", "--json", "--layout", layout, directory.at(layout)]);
    expect(JSON.parse(out)).toMatchObject([
      { type: "USER_PROCESS", id, user: "alice", line: "pts/0" },
    ]);
  });

  test("waits for a pipe that is empty for now", () => {
    const path = directory.at("text");
    writeFileSync(path, readFileSync("test/fixtures/debian12/run/utmp.txt"));
    const copy = directory.at("copy");
    const inject = ["-e", "inject=read:error=EAGAIN:when=1+2", "-P", path];
    const command = ["strace", "-f", "-o", "/dev/null", ...inject, process.execPath, MAIN];
    const child = Bun.spawnSync([...command, "dump", "-r", "-o", copy], { stdin: Bun.file(path) });
    expect({ code: child.exitCode, err: child.stderr.toString() }).toEqual({ code: 0, err: SAID });
    expect(readFileSync(copy)).toHaveLength(768);
  });

  test("needs no system that has records, if each has its bytes", () => {
    const { out } = runUtmpx(["dump", "--json", "--raw", "test/fixtures/debian12/run/utmp"]);
    const copy = directory.at("copy");
    expect(runOnWindows(["dump", "-r", "-o", copy], out)).toEqual({ code: 0, out: "", err: SAID });
    expect(readFileSync(copy)).toEqual(readFileSync("test/fixtures/debian12/run/utmp"));
    const err = `${SAID}utmpx: Cannot find login records on "win32": name a file, or another system's tree\n`;
    expect(runOnWindows(["dump", "-r"], JSON.stringify(RECORD))).toEqual({ code: 3, out: "", err });
  });

  test("what can't be read is said, with 3", () => {
    const itself = runUtmpx(["dump", "-r", "/"]);
    const refusal = 'utmpx: Cannot read "/": it is a directory, and a file of records is wanted\n';
    expect(itself).toEqual({ code: 3, out: "", err: refusal });
    const missing = runUtmpx(["dump", "-r", "/nonexistent"]);
    const message = "utmpx: ENOENT: no such file or directory, open '/nonexistent'\n";
    expect(missing).toEqual({ code: 3, out: "", err: message });
  });

  test("last logins are no records that are dumped or made", () => {
    for (const args of [["-r"], []]) {
      const { code, out, err } = runUtmpx(["dump", ...args, "--layout", "linux-lastlog-292-le"]);
      const message =
        'utmpx dump: Cannot take "linux-lastlog-292-le" for logins: its records are last logins';
      expect([code, out, err.split("\n")[0]]).toEqual([2, "", message]);
    }
  });
});
