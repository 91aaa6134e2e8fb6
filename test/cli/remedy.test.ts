import { expect, test } from "bun:test";
import { hostPlatform } from "../../platforms/index.ts";
import { remedyOf } from "../../src/cli/remedy.ts";

function fileError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: open '${path}'`), { code, path, syscall: "open" });
}

test("what may not be read is for root and the file's group", () => {
  const advice = "run as root, or as a member of the file's group";
  expect(remedyOf(fileError("EACCES", "/var/log/btmp"))).toBe(advice);
  expect(remedyOf(fileError("EPERM", "/x"))).toBe(advice);
});

test("a database that this system does not keep is explained, another file is not", () => {
  const { paths, notes } = hostPlatform();
  for (const database of ["utmp", "wtmp", "btmp", "lastlog"] as const) {
    const [path = ""] = paths[database];
    expect(remedyOf(fileError("ENOENT", path))).toBe(notes[database].absent);
    expect(remedyOf(fileError("EIO", path))).toBeNull();
  }
  expect(remedyOf(fileError("ENOENT", "/x"))).toBeNull();
  expect(remedyOf(new Error("none"))).toBeNull();
});
