import { describe, expect, test } from "bun:test";
import { mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { readSystemText, resolveInRoot } from "../src/root.ts";
import { TemporaryDirectory } from "./temporary.ts";

/** Makes symbolic links, by name, in a directory that becomes a root. */
function makeTree(directory: TemporaryDirectory, links: Readonly<Record<string, string>>): string {
  for (const [name, target] of Object.entries(links)) {
    mkdirSync(dirname(directory.at(name)), { recursive: true });
    symlinkSync(target, directory.at(name));
  }
  return directory.path;
}

/** The error that a function throws. */
function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("resolveInRoot", () => {
  test("a path without links is that path below the root", () => {
    using directory = new TemporaryDirectory();
    mkdirSync(directory.at("var/log"), { recursive: true });
    expect(resolveInRoot(directory.path, "/var/log/wtmp")).toBe(directory.at("var/log/wtmp"));
    expect(resolveInRoot(directory.path, "var//./log/wtmp")).toBe(directory.at("var/log/wtmp"));
    expect(resolveInRoot(`${directory.path}/var/..//`, "/x")).toBe(directory.at("x"));
  });

  test("the root itself is the root", () => {
    using directory = new TemporaryDirectory();
    expect(resolveInRoot(directory.path, "/")).toBe(directory.path);
    expect(resolveInRoot(directory.path, "../../..")).toBe(directory.path);
  });

  test("absolute links stay inside, first and last components alike", () => {
    using directory = new TemporaryDirectory();
    const root = makeTree(directory, { "var/run": "/run", "run/utmp": "/data/utmp" });
    mkdirSync(directory.at("data"));
    writeFileSync(directory.at("data/utmp"), "inside");
    const path = resolveInRoot(root, "/var/run/utmp");
    expect(path).toBe(directory.at("data/utmp"));
    expect(readFileSync(path, "utf8")).toBe("inside");
  });

  test("an absolute link to what only this system has is looked for inside", () => {
    using directory = new TemporaryDirectory();
    const root = makeTree(directory, { "etc/passwd": "/etc/passwd.real", x: "/usr/bin/env" });
    expect(resolveInRoot(root, "/etc/passwd")).toBe(directory.at("etc/passwd.real"));
    expect(resolveInRoot(root, "/x")).toBe(directory.at("usr/bin/env"));
  });

  test("a link that names the tree from outside does not find it", () => {
    using directory = new TemporaryDirectory();
    const root = makeTree(directory, { utmp: directory.at("real") });
    expect(resolveInRoot(root, "/utmp")).toBe(`${directory.path}${directory.at("real")}`);
  });

  test("two dots do not lead out, in the path or in a link", () => {
    using directory = new TemporaryDirectory();
    const root = makeTree(directory, { "var/run": "../../../../../run", up: ".." });
    expect(resolveInRoot(root, "../../etc/passwd")).toBe(directory.at("etc/passwd"));
    expect(resolveInRoot(root, "/var/run/utmp")).toBe(directory.at("run/utmp"));
    expect(resolveInRoot(root, "/up/up/up/etc")).toBe(directory.at("etc"));
  });

  test("two dots behind a link lead from where it points to", () => {
    using directory = new TemporaryDirectory();
    const root = makeTree(directory, { "var/log": "/data/one/two" });
    expect(resolveInRoot(root, "/var/log/../wtmp")).toBe(directory.at("data/one/wtmp"));
  });

  test("a relative link leads from where it stands", () => {
    using directory = new TemporaryDirectory();
    const root = makeTree(directory, { "var/log/wtmp": "wtmp.1", "var/tmp": "log/../lib" });
    expect(resolveInRoot(root, "/var/log/wtmp")).toBe(directory.at("var/log/wtmp.1"));
    expect(resolveInRoot(root, "/var/tmp/x")).toBe(directory.at("var/lib/x"));
  });

  test("the root may itself be a link", () => {
    using directory = new TemporaryDirectory();
    mkdirSync(directory.at("real/etc"), { recursive: true });
    const root = directory.at("root");
    symlinkSync("real", root);
    expect(resolveInRoot(root, "/etc/passwd")).toBe(`${root}/etc/passwd`);
  });

  test("this system's own root works like any other", () => {
    expect(resolveInRoot("/", "/proc/../proc/version")).toBe("/proc/version");
    expect(resolveInRoot("/", "..")).toBe("/");
  });

  test("what stands behind a file or nothing is left as it is", () => {
    using directory = new TemporaryDirectory();
    writeFileSync(directory.at("file"), "");
    expect(resolveInRoot(directory.path, "/file/x/y")).toBe(directory.at("file/x/y"));
    expect(resolveInRoot(directory.path, "/none/x")).toBe(directory.at("none/x"));
  });

  test("forty links are followed, as the kernel does", () => {
    using directory = new TemporaryDirectory();
    const links = Array.from({ length: 41 }, (_, i) => [`l${i}`, `l${i + 1}`] as const);
    const root = makeTree(directory, Object.fromEntries(links));
    expect(resolveInRoot(root, "/l1")).toBe(directory.at("l41"));
    const error = thrownBy(() => resolveInRoot(root, "/l0"));
    expect(error).toMatchObject({ code: "ELOOP", syscall: "open", path: directory.at("l0") });
  });

  test.each<{ name: string; links: Record<string, string> }>([
    { name: "to itself", links: { "a/b": "b" } },
    { name: "in a circle", links: { "a/b": "/c", c: "a/b" } },
    { name: "that grows", links: { "a/b": "b/b/b" } },
  ])("a link $name is a loop", ({ links }) => {
    using directory = new TemporaryDirectory();
    const root = makeTree(directory, links);
    const error = thrownBy(() => resolveInRoot(root, "/a/b/wtmp"));
    const path = directory.at("a/b/wtmp");
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      code: "ELOOP",
      syscall: "open",
      path,
      message: `ELOOP: too many symbolic links encountered, open '${path}'`,
    });
  });

  test("a tree that is not there is ENOENT", () => {
    using directory = new TemporaryDirectory();
    const root = directory.at("none");
    const error = thrownBy(() => resolveInRoot(root, "/etc/passwd"));
    expect(error).toMatchObject({
      code: "ENOENT",
      syscall: "open",
      path: root,
      message: `ENOENT: no such file or directory, open '${root}'`,
    });
  });

  test("a tree that is a file is ENOTDIR", () => {
    using directory = new TemporaryDirectory();
    const root = directory.at("file");
    writeFileSync(root, "");
    const error = thrownBy(() => resolveInRoot(root, "/etc/passwd"));
    expect(error).toMatchObject({
      code: "ENOTDIR",
      syscall: "open",
      path: root,
      message: `ENOTDIR: not a directory, open '${root}'`,
    });
  });
});

describe("readSystemText", () => {
  test("reads the tree's file where an absolute link leads out of it", () => {
    using directory = new TemporaryDirectory();
    const root = makeTree(directory, { "etc/hostname": "/hostname" });
    writeFileSync(directory.at("hostname"), "gate\n");
    expect(readSystemText(root, "/etc/hostname")).toBe("gate\n");
  });

  test("reads this system's file where no tree is given", () => {
    using directory = new TemporaryDirectory();
    writeFileSync(directory.at("hostname"), "gate\n");
    expect(readSystemText(undefined, directory.at("hostname"))).toBe("gate\n");
  });

  test("is empty where there is no tree, no file, or a loop", () => {
    using directory = new TemporaryDirectory();
    const root = makeTree(directory, { loop: "loop" });
    mkdirSync(directory.at("directory"));
    expect(readSystemText(directory.at("none"), "/x")).toBe("");
    for (const path of ["/none", "/loop", "/directory"])
      expect(readSystemText(root, path)).toBe("");
  });

  test("is empty for a file too large to be a text of a system", () => {
    using directory = new TemporaryDirectory();
    writeFileSync(directory.at("passwd"), "root:x:0:0\n");
    truncateSync(directory.at("passwd"), 2 ** 24);
    expect(readSystemText(directory.path, "/passwd")).toHaveLength(2 ** 24);
    truncateSync(directory.at("passwd"), 2 ** 24 + 1);
    expect(readSystemText(directory.path, "/passwd")).toBe("");
  });
});
