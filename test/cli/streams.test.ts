import { describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { recordBytes, type TestRecord } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { runUtmpx, type Run } from "./run-utmpx.ts";

const LAYOUT = ["--layout", "linux-glibc-384-le"];
/** Several chunks of records. */
const COUNT = 1000;

const records: TestRecord[] = Array.from({ length: COUNT }, (_, i) => ({
  type: "USER_PROCESS",
  user: `user${i}`,
  line: `pts/${i % 7}`,
  host: `host${i % 90}`,
  address: [192, 0, 2, i % 90],
  seconds: 1_795_176_000 + 60 * i,
}));

/** The same command with the file named, through a pipe, and from where it was opened. */
function runEach(args: readonly string[], named: (path: string) => readonly string[]): Run[] {
  using directory = new TemporaryDirectory();
  const path = directory.at("records");
  writeFileSync(path, recordBytes(records));
  const onStdin = [...args, ...LAYOUT, ...named("/dev/stdin")];
  return [
    runUtmpx([...args, ...LAYOUT, ...named(path)]),
    runUtmpx(onStdin, { stdin: readFileSync(path) }),
    runUtmpx(onStdin, { stdin: Bun.file(path) }),
  ];
}

/** What is printed, but for what is said of the file itself. */
function shown(run: Run | undefined): string | undefined {
  return run?.out.replaceAll(/"path":"[^"]*"|^\w+ begins .*$/gm, "");
}

describe("what is read of a stream is what is in the file", () => {
  test.each([
    ["last", ["last", "--fulltimes"]],
    ["last, a few", ["last", "-n", "300"]],
    ["lastb", ["lastb", "--fulltimes"]],
  ])("%s", (_, args) => {
    const [file, pipe, redirected] = runEach(args, (path) => ["-f", path]);
    expect(file?.out.split("\n").length).toBeGreaterThan(300);
    expect([pipe, redirected].map((run) => run?.err)).toEqual(["", ""]);
    expect([pipe, redirected].map(shown)).toEqual([shown(file), shown(file)]);
  });

  test.each([
    [["dump", "--ndjson"]],
    [["sessions", "--ndjson"]],
    [["failed", "--ndjson"]],
    [["failed", "--ndjson", "--reverse"]],
    [["failed", "--ndjson", "--limit", "900"]],
    [["failed", "--by", "address", "--limit", "900"]],
    [["failed", "--by", "user", "--json", "--limit", "900"]],
  ])("%j", (args) => {
    const [file, pipe, redirected] = runEach(args, (path) => [path]);
    expect(file?.code).toBe(0);
    expect([pipe, redirected].map((run) => run?.err)).toEqual(["", ""]);
    expect([pipe, redirected].map(shown)).toEqual([shown(file), shown(file)]);
  });
});
