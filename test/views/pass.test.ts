import { describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { Btmp } from "../../src/views/btmp.ts";
import { Utmp } from "../../src/views/utmp.ts";
import type { UtmpView } from "../../src/views/utmp-view.ts";
import { recordBytes } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";

const LAYOUT = { layout: "linux-glibc-384-le" } as const;
const RECORDS = recordBytes([
  { type: "LOGIN_PROCESS", user: "root", line: "ssh:notty", seconds: 1.7e9 },
  { type: "LOGIN_PROCESS", user: "admin", line: "ssh:notty", seconds: 1.7e9 + 1 },
]);

function problemsOf(view: UtmpView): [kind: string, path: string | undefined][] {
  return view.problems.map(({ kind, path }) => [kind, path]);
}

describe("a file that is named and not there is told of, reached or not", () => {
  const missing = (directory: TemporaryDirectory, name: string): [string, Btmp] => {
    writeFileSync(directory.at("btmp"), RECORDS);
    const path = directory.at(name);
    return [path, new Btmp({ path: [path, directory.at("btmp")], ...LAYOUT })];
  };

  test.each(["nope", "btmp.1"])("%s, which sorts before the others", (name) => {
    using directory = new TemporaryDirectory();
    const [path, btmp] = missing(directory, name);
    const expected: [string, string][] = [["read", path]];
    expect([...btmp.failures({ limit: 1 })].map(({ user }) => user)).toEqual(["admin"]);
    expect(problemsOf(btmp)).toEqual(expected);
    expect([...btmp.newest(1)]).toHaveLength(1);
    expect(problemsOf(btmp)).toEqual(expected);
    expect(btmp.reversed().next().value?.user).toBe("admin");
    expect(problemsOf(btmp)).toEqual(expected);
    expect([...btmp]).toHaveLength(2);
    expect(problemsOf(btmp)).toEqual(expected);
    expect(btmp.problems[0]?.message).toContain("ENOENT");
  });

  test("and no longer once it is there", () => {
    using directory = new TemporaryDirectory();
    const [path, btmp] = missing(directory, "nope");
    expect([...btmp.failures({ limit: 1 })]).toHaveLength(1);
    expect(btmp.problems).toHaveLength(1);
    writeFileSync(path, RECORDS.subarray(0, 384));
    expect([...btmp.failures({ limit: 1 })]).toHaveLength(1);
    expect(btmp.problems).toEqual([]);
  });

  test("behind what was found in the first", () => {
    using directory = new TemporaryDirectory();
    mkdirSync(directory.at("a"));
    writeFileSync(
      directory.at("a/utmp"),
      recordBytes([{ type: "USER_PROCESS", user: "al", line: "pts/0", seconds: 1.7e9 }]),
    );
    const nope = directory.at("a/utmp.0");
    const utmp = new Utmp({
      path: [directory.at("a/utmp"), directory.at("nope"), nope],
      ...LAYOUT,
    });
    expect(utmp.findByLine("pts/0")?.user).toBe("al");
    expect(problemsOf(utmp)).toEqual([
      ["read", nope],
      ["read", directory.at("nope")],
    ]);
  });
});

test("a file that can't be read is told of where its place among others is not known", () => {
  using directory = new TemporaryDirectory();
  const packed = Bun.gzipSync(RECORDS);
  writeFileSync(directory.at("other"), packed.subarray(0, 10));
  writeFileSync(directory.at("btmp"), RECORDS);
  const btmp = new Btmp({ path: [directory.at("other"), directory.at("btmp")], ...LAYOUT });
  expect([...btmp.failures({ limit: 1 })]).toHaveLength(1);
  expect(problemsOf(btmp)).toEqual([["read", directory.at("other")]]);
  writeFileSync(directory.at("other"), packed);
  expect([...btmp.failures({ limit: 1 })]).toHaveLength(1);
  expect(btmp.problems).toEqual([]);
});
