import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { canBeLive, runLive } from "./live-system.ts";
import packageJson from "../package.json" with { type: "json" };

const ROOT = Bun.fileURLToPath(new URL("..", import.meta.url));
const README = readFileSync(`${ROOT}README.md`, "utf8");

interface Block {
  readonly language: string;
  readonly text: string;
}

const blocks: readonly Block[] = [...README.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(
  ([, language = "", text = ""]) => ({ language, text }),
);
const [report, tests, ...rest] = blocks;

/** Runs a command line as a person at a shell in the checkout, with bun and utmpx on the PATH. */
function shell(line: string): string {
  const script = `
    bun() { "$BUN" "$@"; }
    utmpx() { "$BUN" src/cli/main.ts "$@"; }
    sudo() { env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"; }
    command() { if [ "$1 $2" = "-v bun" ]; then echo "$BUN"; else builtin command "$@"; fi; }
    ${line}`;
  const env = { ...process.env, BUN: process.execPath, TZ: "UTC" };
  const child = Bun.spawnSync(["bash", "-c", script], { cwd: ROOT, env });
  expect({ code: child.exitCode, err: child.stderr.toString() }).toMatchObject({ code: 0 });
  return child.stdout.toString();
}

/** Runs an example where the records of a fixture are the live system's. */
function runTypeScript(text: string): string {
  return runLive(`${ROOT}test/fixtures/debian12`, [process.execPath, "-e", text], ROOT);
}

const liveTest = canBeLive ? test : test.skip;

describe("README", () => {
  test("begins with a report and the tests, by the Bun that the project pins", () => {
    const bun = `npx --yes bun@${packageJson.devDependencies.bun}`;
    expect(report).toEqual({ language: "sh", text: `${bun} run report\n` });
    expect(tests).toEqual({ language: "sh", text: `${bun} ci && ${bun} run test\n` });
  });

  test("has only blocks that run, and what they print", () => {
    const languages = new Set(rest.map(({ language }) => language));
    expect([...languages].sort()).toEqual(["console", "sh root", "text output", "ts"]);
  });

  liveTest.each(rest.filter(({ language }) => language === "sh root"))(
    "as root: %p",
    ({ text }) => {
      expect(shell(text)).toContain("\nSources\n");
    },
  );

  const examples = rest.flatMap(({ language, text }, i) => {
    const next = rest[i + 1];
    const output = next?.language === "text output" ? next.text : null;
    return language === "ts" ? [{ text, output }] : [];
  });
  liveTest.each(examples)("example %#", ({ text, output }) => {
    const printed = runTypeScript(text);
    if (output !== null) expect(printed).toBe(output);
    expect(printed).not.toBe("");
  });

  const commands = rest
    .filter(({ language }) => language === "console")
    .flatMap(({ text }) => text.split(/^\$ /m).slice(1))
    .map((run) => run.split(/\n([\s\S]*)/).slice(0, 2));
  test.each(commands)("%s", (line, output) => {
    expect(shell(line ?? "")).toBe(output ?? "");
  });
});

describe("the examples of the documentation", () => {
  const files = readdirSync(`${ROOT}src`, { recursive: true, encoding: "utf8" });
  const examples = files
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => {
      const text = readFileSync(`${ROOT}src/${name}`, "utf8");
      return [...text.matchAll(/^ \* ```ts\n([\s\S]*?)^ \* ```$/gm)].map(([, code = ""]) => {
        return [name, code.replace(/^ \* ?/gm, "")] as const;
      });
    });

  test("are there for every class and function that is public", () => {
    expect(examples.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        "entry.ts",
        "errors.ts",
        "lastlog-entry.ts",
        "files/utmp-file.ts",
        "report/report.ts",
        "sessions/session.ts",
        "views/utmp.ts",
        "views/wtmp.ts",
        "views/btmp.ts",
        "views/lastlog.ts",
        "views/sources.ts",
      ]),
    );
  });

  liveTest.each(examples)("%s", (_name, code) => {
    expect(runTypeScript(code)).not.toBe("");
  });
});
