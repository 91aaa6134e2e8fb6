// Directories that have a database under more than one name.

import { expect, test } from "bun:test";
import { symlinkSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { Wtmp } from "../../src/views/wtmp.ts";
import type { ViewOptions } from "../../src/views/view-options.ts";
import { directoryOf, names, records, users } from "./rotated-files.ts";

const TEXT = "text, and no records\n";
const EMPTY = new Uint8Array();

/** What is read of a directory with these files, and what is said, without the directory's name. */
function read(
  files: Readonly<Record<string, Uint8Array | string>>,
  options: (path: string) => ViewOptions = (path) => ({ path }),
): { readonly users: string[]; readonly problems: (string | undefined)[][] } {
  using directory = directoryOf(files);
  const view = new Wtmp(options(directory.path));
  const given = users(view);
  const problems = view.problems.map(({ kind, message, path }) =>
    [kind, message, path].map((text) => text?.replaceAll(directory.path, "DIR")),
  );
  expect(view.paths.length).toBeGreaterThan(0);
  return { users: given, problems };
}

/** What is said of a log with records that is left out. */
function leftOut(log: string, chosen: string): (string | undefined)[] {
  const message = `Left out "${log}": "${chosen}" is the newer log of the same logins`;
  return ["read", message, log];
}

test("the newer log is read, and it is said that the older one is not", () => {
  const files = {
    wtmpx: records(5, 1),
    "wtmpx.0": records(4, 1),
    wtmp: records(1, 1),
    "wtmp.0.gz": gzipSync(records(0, 1)),
  };
  const said = { users: names(4, 2), problems: [leftOut("DIR/wtmp", "DIR/wtmpx")] };
  expect(read(files)).toEqual(said);
  expect(read({ wtmpx: records(4, 2), "wtmp.3": records(0, 1) })).toEqual(said);
});

test.each([
  ["empty", { wtmpx: EMPTY }],
  ["empty and compressed", { wtmpx: EMPTY, "wtmpx.0.gz": gzipSync(EMPTY), "wtmpx.1.gz": EMPTY }],
])("a newer log that is %s is not taken before one with records", (_, newer) => {
  const files = { ...newer, wtmp: records(1, 1), "wtmp.0": records(0, 1) };
  expect(read(files)).toEqual({ users: names(0, 2), problems: [] });
});

test("of two logs without records nothing is said", () => {
  expect(read({ wtmpx: EMPTY, wtmp: EMPTY })).toEqual({ users: [], problems: [] });
  const files = { wtmpx: records(0, 1), wtmp: EMPTY };
  expect(read(files)).toEqual({ users: names(0, 1), problems: [] });
});

test("a newer log that can't be decoded is left out, and it is said why", () => {
  const message = `Left out "DIR/wtmpx": Cannot decode "DIR/wtmpx": it looks like text, and records of logins are wanted`;
  const problems = [["read", message, "DIR/wtmpx"]];
  expect(read({ wtmpx: TEXT, wtmp: records(0, 2) })).toEqual({ users: names(0, 2), problems });
});

test("a newer log of which one file has records is read", () => {
  const files = { wtmpx: EMPTY, "wtmpx.0": records(0, 1), wtmp: records(3, 1) };
  const problems = [leftOut("DIR/wtmp", "DIR/wtmpx")];
  expect(read(files)).toEqual({ users: names(0, 1), problems });
});

test("two names of the same files are one log", () => {
  using directory = directoryOf({ wtmpx: records(0, 2) });
  symlinkSync("wtmpx", directory.at("wtmp"));
  const view = new Wtmp(directory.path);
  expect([users(view), view.problems]).toEqual([names(0, 2), []]);
});

test("a tree's rotated files are chosen in the same way", () => {
  const tree = (path: string): ViewOptions => ({ root: path, rotated: true });
  const both = { "var/log/wtmpx": records(4, 1), "var/log/wtmpx.0": records(3, 1) };
  expect(read({ ...both, "var/log/wtmp": records(0, 1) }, tree)).toEqual({
    users: names(3, 2),
    problems: [leftOut("DIR/var/log/wtmp", "DIR/var/log/wtmpx")],
  });
  const older = { "var/log/wtmp": records(1, 1), "var/log/wtmp.0": records(0, 1) };
  expect(read({ ...older, "var/log/wtmpx": EMPTY }, tree)).toEqual({
    users: names(0, 2),
    problems: [],
  });
});

test("what is left out is said whatever is read of the others", () => {
  using directory = directoryOf({ wtmpx: records(4, 1), wtmp: records(0, 1) });
  const view = new Wtmp({ path: [directory.path] });
  for (const look of [
    (): unknown => [...view.reversed()],
    (): unknown => [...view.newest(1)],
    (): unknown => view.sessions(),
    (): unknown => view.extent(),
  ]) {
    look();
    expect(view.problems.map(({ path }) => path)).toEqual([directory.at("wtmp")]);
  }
});
