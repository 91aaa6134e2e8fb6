import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import packageJson from "../package.json" with { type: "json" };
import { TemporaryDirectory } from "./temporary.ts";

const ROOT = Bun.fileURLToPath(new URL("..", import.meta.url));
const directory = new TemporaryDirectory();
const consumer = directory.at("consumer");

function run(command: readonly string[], cwd: string): { code: number | null; out: string } {
  const child = Bun.spawnSync([...command], { cwd, env: { ...process.env, TZ: "UTC" } });
  return { code: child.exitCode, out: child.stdout.toString() + child.stderr.toString() };
}

/** Uses what an app would use, in ordinary code. */
const APP = `
import { BOOT_TIME, LibraryError, Lastlog, readReport, sources, Utmp, UtmpFile, Wtmp, wtmp, type Session, type UtmpEntry } from "bun-utmpx";
const entries: UtmpEntry[] = [...new Wtmp({ path: "x", limit: 3 })];
const time: Date | null = entries[0]?.time ?? null;
const address: Uint8Array | null = entries[0]?.addressBytes() ?? null;
const sessions: Session[] = wtmp.sessions();
const file = new UtmpFile("x");
const found: UtmpEntry | null = file.findById(BOOT_TIME, "~~") ?? new Utmp().findByLine("tty1");
const uids: (number | null)[] = [...new Lastlog()].map((entry) => entry.uid);
const states: string[] = sources().map(({ status }) => status);
export { address, found, sessions, states, time, uids, LibraryError, readReport };
`;

beforeAll(() => {
  const copy = directory.at("copy");
  for (const name of [
    "src",
    "platforms",
    "package.json",
    "tsconfig.json",
    "tsconfig.types.json",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
  ]) {
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  }
  cpSync(join(ROOT, "node_modules"), join(copy, "node_modules"), {
    recursive: true,
    verbatimSymlinks: true,
  });
  const packed = run([process.execPath, "pm", "pack", "--destination", directory.path], copy);
  expect(packed).toMatchObject({ code: 0 });
  mkdirSync(consumer);
  writeFileSync(join(consumer, "package.json"), '{ "type": "module" }\n');
  const tarball = readdirSync(directory.path).find((name) => name.endsWith(".tgz")) ?? "";
  expect(run([process.execPath, "add", directory.at(tarball)], consumer)).toMatchObject({
    code: 0,
  });
  writeFileSync(join(consumer, "app.ts"), APP);
}, 60_000);

afterAll(() => {
  directory[Symbol.dispose]();
});

const STRICT = { strict: true, noEmit: true, skipLibCheck: false, types: [] };
const CONSUMERS: Record<string, object> = {
  "as bun init makes it": {
    ...STRICT,
    target: "ESNext",
    lib: ["ESNext"],
    module: "Preserve",
    moduleResolution: "bundler",
    allowImportingTsExtensions: true,
    verbatimModuleSyntax: true,
    noUncheckedIndexedAccess: true,
  },
  "of the strictest flags": {
    ...STRICT,
    target: "ESNext",
    lib: ["ESNext"],
    module: "NodeNext",
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noPropertyAccessFromIndexSignature: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    isolatedModules: true,
    erasableSyntaxOnly: true,
  },
  "of an old lib, with Disposable": {
    ...STRICT,
    target: "ES2022",
    lib: ["ES2022", "ESNext.Disposable"],
    module: "NodeNext",
  },
  "of the condition bun": {
    ...STRICT,
    target: "ESNext",
    lib: ["ESNext"],
    module: "Preserve",
    moduleResolution: "bundler",
    customConditions: ["bun"],
  },
};

describe("the packed package", () => {
  test("has what it needs and nothing else", () => {
    const installed = join(consumer, "node_modules/bun-utmpx");
    const names = readdirSync(installed)
      .filter((name) => !name.startsWith("."))
      .sort();
    expect(names).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "package.json",
      "platforms",
      "src",
      "types",
    ]);
    expect(
      readdirSync(join(consumer, "node_modules")).filter((name) => !name.startsWith(".")),
    ).toEqual(["bun-utmpx"]);
    expect(Object.keys(packageJson)).not.toContain("dependencies");
  });

  test.each(Object.keys(CONSUMERS))("has types for a consumer %s", (name) => {
    const config = { compilerOptions: CONSUMERS[name], files: ["app.ts"] };
    writeFileSync(join(consumer, "tsconfig.json"), JSON.stringify(config));
    const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
    expect(run([process.execPath, tsc, "-p", "."], consumer)).toEqual({ code: 0, out: "" });
  });

  test("has types that a consumer gets wrong use told by", () => {
    writeFileSync(
      join(consumer, "wrong.ts"),
      'import { Wtmp } from "bun-utmpx";\nfor (const { user } of new Wtmp()) user.toFixed();\n',
    );
    writeFileSync(
      join(consumer, "tsconfig.json"),
      JSON.stringify({ compilerOptions: CONSUMERS["as bun init makes it"], files: ["wrong.ts"] }),
    );
    const { code, out } = run(
      [process.execPath, join(ROOT, "node_modules/typescript/bin/tsc"), "-p", "."],
      consumer,
    );
    expect(out).toContain(
      "wrong.ts(2,41): error TS2551: Property 'toFixed' does not exist on type 'string'.",
    );
    expect(code).not.toBe(0);
  });

  test("names no type of bun:ffi where a consumer looks", () => {
    const types = join(consumer, "node_modules/bun-utmpx/types");
    const seen = new Set<string>();
    const visit = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      const text = readFileSync(path, "utf8");
      for (const [, name = ""] of text.matchAll(/^(?:import|export) .*from "([^"]+)"/gm)) {
        expect(name).toStartWith(".");
        visit(join(path, "..", name.replace(/\.ts$/, ".d.ts")));
      }
    };
    visit(join(types, "src/index.d.ts"));
    expect(seen.size).toBeGreaterThan(10);
  });

  test("runs: the library by import, the command by its name", () => {
    const fixture = join(ROOT, "test/fixtures/server");
    const script = `import { Utmp } from "bun-utmpx"; console.log([...new Utmp({ root: ${JSON.stringify(fixture)} })].length)`;
    expect(run([process.execPath, "-e", script], consumer)).toEqual({ code: 0, out: "4\n" });
    const bin = join(consumer, "node_modules/.bin/utmpx");
    const shown = run([process.execPath, bin, "report", "--root", fixture], consumer);
    expect(shown).toEqual({
      code: 0,
      out: readFileSync(join(ROOT, "test/golden/report-server.txt"), "utf8"),
    });
  });
});
