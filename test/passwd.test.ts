import { describe, expect, test } from "bun:test";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LibraryError } from "../src/errors.ts";
import { readAccounts, systemAccounts, type Accounts } from "../src/passwd.ts";
import { TemporaryDirectory } from "./temporary.ts";

function treeWith(passwd: string): TemporaryDirectory {
  const directory = new TemporaryDirectory();
  mkdirSync(directory.at("etc"));
  writeFileSync(directory.at("etc/passwd"), passwd);
  return directory;
}

describe("readAccounts", () => {
  test("knows names and uids", () => {
    using tree = treeWith(
      "root:x:0:0:root:/root:/bin/bash\nalice:x:1001:1001::/home/alice:/bin/sh\n",
    );
    const { nameOf, uidOf } = readAccounts(tree.path);
    expect([nameOf(0), nameOf(1001), nameOf(1002)]).toEqual(["root", "alice", null]);
    expect([uidOf("root"), uidOf("alice"), uidOf("bob")]).toEqual([0, 1001, null]);
  });

  test("the first line with a uid or a name wins", () => {
    using tree = treeWith("root:x:0:0\ntoor:x:0:0\nalice:x:7:7\nalice:x:8:8\n");
    const { nameOf, uidOf } = readAccounts(tree.path);
    expect([nameOf(0), nameOf(7), nameOf(8)]).toEqual(["root", "alice", "alice"]);
    expect([uidOf("root"), uidOf("toor"), uidOf("alice")]).toEqual([0, 0, 7]);
  });

  test("passes over what is no account", () => {
    using tree = treeWith(
      "#ann:x:1:1\n\n:x:2:2\nbob\ncarl:x\ndan:x::\nerik:x:abc:1\nfay:x:-6:1\n+::::::\nlast:x:9:9",
    );
    const { nameOf, uidOf } = readAccounts(tree.path);
    expect([0, 1, 2, -6].map(nameOf)).toEqual([null, null, null, null]);
    for (const name of ["#ann", "ann", "", "bob", "carl", "dan", "erik", "fay", "+"]) {
      expect([name, uidOf(name)]).toEqual([name, null]);
    }
    expect(nameOf(9)).toBe("last");
  });

  test("names of JavaScript's own are no accounts", () => {
    using tree = treeWith("alice:x:1001:1001\n");
    const { uidOf } = readAccounts(tree.path);
    expect([uidOf("constructor"), uidOf("__proto__")]).toEqual([null, null]);
  });

  test("reads the tree's file where an absolute link leads out of it", () => {
    using tree = new TemporaryDirectory();
    mkdirSync(tree.at("etc"));
    mkdirSync(tree.at("data"));
    symlinkSync("/data/passwd", tree.at("etc/passwd"));
    writeFileSync(tree.at("data/passwd"), "inside:x:0:0\n");
    expect(readAccounts(tree.path).nameOf(0)).toBe("inside");
  });

  test("a tree without the file, or with a directory in its place, names nobody", () => {
    using tree = new TemporaryDirectory();
    expect(readAccounts(tree.path).nameOf(0)).toBeNull();
    mkdirSync(tree.at("etc/passwd"), { recursive: true });
    expect(readAccounts(tree.path).nameOf(0)).toBeNull();
  });

  test("a file whose links lead in a circle can't be read, and names nobody", () => {
    using tree = new TemporaryDirectory();
    mkdirSync(tree.at("etc"));
    symlinkSync("passwd", tree.at("etc/passwd"));
    expect(readAccounts(tree.path).nameOf(0)).toBeNull();
  });

  test("a FIFO in its place is not waited for, and names nobody", () => {
    using tree = new TemporaryDirectory();
    mkdirSync(tree.at("etc"));
    Bun.spawnSync(["mkfifo", tree.at("etc/passwd")]);
    const source = join(import.meta.dir, "../src/passwd.ts");
    const program = `
      import { readAccounts } from ${JSON.stringify(source)};
      console.log(readAccounts(${JSON.stringify(tree.path)}).nameOf(0));`;
    // Nobody writes into it: a reader that opens it waits until it is ended.
    const { stdout, exitCode } = Bun.spawnSync([process.execPath, "-e", program], {
      timeout: 4000,
    });
    expect({ exitCode, stdout: stdout.toString() }).toEqual({
      exitCode: 0,
      stdout: "null\n",
    });
  });

  test("a tree that is not there names nobody", () => {
    using directory = new TemporaryDirectory();
    expect(readAccounts(directory.at("none")).nameOf(0)).toBeNull();
  });

  test("without a tree knows this system's accounts", () => {
    const { nameOf, uidOf } = readAccounts();
    expect({ name: nameOf(0), uid: uidOf("root") }).toEqual({ name: "root", uid: 0 });
  });
});

describe("systemAccounts", () => {
  const everybody: Accounts = {
    accounts: () => [{ name: "kept-elsewhere", uid: 7 }],
    nameOf: () => "kept-elsewhere",
    uidOf: () => 7,
  };
  const refuse = (): never => {
    throw new LibraryError("Cannot be asked");
  };

  test("of another tree asks nothing of this machine", () => {
    using tree = treeWith("ann:x:5:5\n");
    const { accounts, nameOf, uidOf } = systemAccounts(tree.path, () => everybody);
    expect(accounts()).toEqual([{ name: "ann", uid: 5 }]);
    expect([nameOf(5), nameOf(7), uidOf("ann"), uidOf("x")]).toEqual(["ann", null, 5, null]);
  });

  test("of this system are those that libc knows, and is asked for when they are wanted", () => {
    let asked = 0;
    const { accounts, nameOf, uidOf } = systemAccounts(undefined, () => {
      asked++;
      return everybody;
    });
    expect(asked).toBe(0);
    const answers = [accounts(), nameOf(0), uidOf("root")];
    expect(answers).toEqual([everybody.accounts(), "kept-elsewhere", 7]);
    expect(asked).toBe(3);
  });

  test.each([
    ["can't be opened", refuse],
    ["fails", () => ({ accounts: refuse, nameOf: refuse, uidOf: refuse })],
  ])("are those of passwd where libc %s", (_, openLibrary) => {
    const { accounts, nameOf, uidOf } = systemAccounts(undefined, openLibrary);
    expect(accounts()).toContainEqual({ name: "root", uid: 0 });
    expect([nameOf(0), uidOf("root"), uidOf("no such user")]).toEqual(["root", 0, null]);
  });

  test("an error that is none of reading is not hidden", () => {
    const { uidOf } = systemAccounts(undefined, () => {
      throw new TypeError("Wrong");
    });
    expect(() => uidOf("root")).toThrow(TypeError);
  });
});
