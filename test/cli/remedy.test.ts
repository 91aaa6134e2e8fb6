import { expect, test } from "bun:test";
import { hostPlatform } from "../../platforms/index.ts";
import { StoreError } from "../../src/errors.ts";
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

test("more is unpacked of what is too large, not of what is damaged", () => {
  const advice = "a larger --max-unpacked takes more";
  const said = (detail: string): string | null =>
    remedyOf(new StoreError(`Cannot unpack "/var/log/wtmp.1.gz": ${detail}`));
  expect(said("it has more than 5 bytes in it, and no more are wanted")).toBe(advice);
  expect(said("it takes more than 5 bytes, and at most 9 unpacked ones are wanted")).toBe(advice);
  expect(said("its last frame is not whole")).toBeNull();
});
