import { expect, test } from "bun:test";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  filesInDirectory,
  logsInDirectory,
  ownFiles,
  rotatedFrom,
  type ChooseLog,
} from "../../src/files/rotated-logs.ts";
import { TemporaryDirectory } from "../temporary.ts";

const first: ChooseLog = ([log]) => log;

/** A directory, or a tree, with empty files. */
function directoryWith(...names: string[]): TemporaryDirectory {
  const directory = new TemporaryDirectory();
  for (const name of names) {
    const path = directory.at(name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, "");
  }
  return directory;
}

function pathsOf(files: readonly { readonly path: string | null }[] | null): unknown {
  return files?.map(({ path }) => path).toSorted();
}

test("a directory stands for the files of a database in it", () => {
  const names = ["wtmp", "wtmp.1", "wtmp.2.gz", "wtmp-20260101.xz"];
  using directory = directoryWith(...names, "wtmp.bak", "btmp", "wtmp.1~", "lastlog");
  const files = filesInDirectory("wtmp", directory.path, undefined, first);
  expect(pathsOf(files)).toEqual(names.map((name) => directory.at(name)).toSorted());
  expect(files?.every(({ isNamed, error }) => !isNamed && error === null)).toBe(true);
  expect(pathsOf(filesInDirectory("btmp", directory.path, undefined, first))).toEqual([
    directory.at("btmp"),
  ]);
});

test("a directory without any has none, and one that is not there neither", () => {
  using directory = directoryWith("messages", "wtmp.old.bak");
  expect(filesInDirectory("wtmp", directory.path, undefined, first)).toBe(null);
  expect(logsInDirectory("wtmp", directory.at("none"), undefined)).toEqual([]);
});

test("one that can't be listed is told with its error", () => {
  using directory = directoryWith("file");
  const path = directory.at("file");
  // ENOTDIR says that it is not there; a loop of links does not.
  const loop = directory.at("loop");
  symlinkSync(loop, loop);
  expect(logsInDirectory("wtmp", path, undefined)).toEqual([]);
  const [log, ...others] = logsInDirectory("wtmp", loop, undefined);
  expect(others).toEqual([]);
  expect(log?.files).toMatchObject([{ path: loop, isNamed: false, error: { code: "ELOOP" } }]);
});

test("of several logs of the same logins one is chosen, the newest name first", () => {
  using directory = directoryWith("wtmp", "wtmpx", "wtmpx.1");
  let places: readonly string[] = [];
  const files = filesInDirectory("wtmp", directory.path, undefined, (logs) => {
    places = logs.map(({ place }) => place);
    return logs[0];
  });
  expect(places).toEqual([directory.at("wtmpx"), directory.at("wtmp")]);
  expect(pathsOf(files)).toEqual([directory.at("wtmpx"), directory.at("wtmpx.1")]);
});

test("what a file was rotated to is all of its log but itself", () => {
  using directory = directoryWith("wtmp", "wtmp.1", "wtmp.2.gz", "btmp.1", "mine", "mine.3");
  const rotated = (name: string): unknown => pathsOf(rotatedFrom(directory.at(name), undefined));
  expect(rotated("wtmp")).toEqual([directory.at("wtmp.1"), directory.at("wtmp.2.gz")]);
  expect(rotated("wtmp.1")).toEqual([directory.at("wtmp"), directory.at("wtmp.2.gz")]);
  expect(rotated("mine")).toEqual([directory.at("mine.3")]);
});

test("the files of a tree are those at one of its system's paths", () => {
  using root = directoryWith("var/log/wtmp", "var/log/wtmp.1", "var/log/btmp.1");
  expect(ownFiles("wtmp", root.path, first).map(({ path }) => path)).toEqual(
    expect.arrayContaining([null, "/var/log/wtmp.1"]),
  );
  expect(ownFiles("wtmp", root.path, first)).toHaveLength(2);
  expect(pathsOf(ownFiles("btmp", root.path, first))).toEqual(["/var/log/btmp.1"]);
  expect(ownFiles("utmp", root.path, first)).toEqual([{ path: null, isNamed: false, error: null }]);
});
