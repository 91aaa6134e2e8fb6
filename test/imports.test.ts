// The parts of the project point one way: a part knows those before it, and none behind it.

import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = Bun.fileURLToPath(new URL("..", import.meta.url));
const ORDER = [
  "src",
  "platforms",
  "src/files",
  "src/stores",
  "src/sessions",
  "src/views",
  "src/report",
  "src/cli",
];

/** The part that a file belongs to; the package's entry point is behind the library's parts. */
function partOf(path: string): number {
  if (path === "src/index.ts") return ORDER.indexOf("src/report");
  const folder = path.slice(0, path.lastIndexOf("/"));
  return ORDER.indexOf(folder);
}

const files = ["src", "platforms"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}/${name}`),
);

function importsOf(path: string): string[] {
  const text = readFileSync(join(ROOT, path), "utf8");
  const names = [...text.matchAll(/(?:^(?:import|export|}).* from |import\()"([^"]+)"/gm)].map(
    ([, name = ""]) => name,
  );
  return names.map((name) => (name.startsWith(".") ? join(path, "..", name) : name));
}

test("every file belongs to a part", () => {
  expect(files.filter((path) => partOf(path) === -1)).toEqual([]);
  expect(files.length).toBeGreaterThan(40);
});

test.each(files)("%s knows no part behind its own", (path) => {
  const behind = importsOf(path).filter(
    (name) => name.endsWith(".ts") && partOf(name) > partOf(path),
  );
  expect(behind).toEqual([]);
});

test("nothing is imported from a package but Bun and Node", () => {
  const names = files.flatMap((path) => importsOf(path)).filter((name) => !name.endsWith(".ts"));
  const known = /^(bun:|node:|package\.json$|bun-utmpx$)/;
  expect(names.filter((name) => !known.test(name))).toEqual([]);
});

test("only platforms and the loader of libraries know of FFI", () => {
  const users = files.filter((path) => importsOf(path).includes("bun:ffi"));
  expect(users.every((path) => /^(src\/library|platforms\/.*)\.ts$/.test(path))).toBe(true);
  expect(users).toContain("platforms/libc-memory.ts");
});
