// What a command loads before it prints takes most of its time: what it has no use for is not loaded.

import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { hostPlatform } from "../../platforms/index.ts";
import { recordBytes } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";

const ROOT = Bun.fileURLToPath(new URL("../..", import.meta.url));
const SCRIPT = `
  const [name, ...args] = process.argv.slice(1);
  const { Output } = await import("./src/cli/output.ts");
  const { default: command } = await import("./src/cli/" + name + ".ts");
  command.run(args, new Output(() => 1, "nowhere"));
  process.stderr.write(Object.keys(require.cache).join("\\n"));
`;

/** What is of other systems, of stores, of other files than records, of several, or of whole trees. */
const OTHERS =
  /^(?:platforms\/(?:all|netbsd|aix|linux-(?:notes|services)|libsystemd|libc-names|file-holes)|src\/(?:iana-zone|stores\/(?:logind|wtmpdb|wtmpdbd|lastlog2|utmps|sqlite-table)|files\/(?:recognise|sample|data-extents|libc-chunks|tree-order|db-hash.*|utx-log|unpack.*|doubles|rotated-logs|layout-fit|record-cost|byte-table)|views\/(?:sources|own-source|find-entry|live-rows)))\.ts$/;
const FORMATS = /^src\/cli\/(?:format|field-.*|json-values|csv-.*|entry-fields|last-record)\.ts$/;
const PAIRING = /^src\/sessions\/(?:pair-sessions|session-pairer|records-beside)\.ts$/;

function loadedBy(name: string, ...args: readonly string[]): string[] {
  const child = Bun.spawnSync([process.execPath, "-e", SCRIPT, "--", name, ...args], { cwd: ROOT });
  expect(child.exitCode).toBe(0);
  const paths = child.stderr.toString().split("\n");
  return paths.filter((path) => path.startsWith(ROOT)).map((path) => path.slice(ROOT.length));
}

function others(loaded: readonly string[], ...kinds: readonly RegExp[]): string[] {
  return loaded.filter((path) => kinds.some((kind) => kind.test(path)));
}

/** A file as this system writes it. */
function withFile<Result>(use: (path: string) => Result): Result {
  using directory = new TemporaryDirectory();
  const path = join(directory.path, "wtmp");
  const seconds = Math.floor(Date.UTC(2026, 10, 20) / 1000);
  const login = { type: "USER_PROCESS", user: "ada", host: "192.0.2.7", pid: 700 } as const;
  const records = ["pts/0", "pts/1"].map((line, i) => ({ ...login, line, seconds: seconds + i }));
  writeFileSync(path, recordBytes(records, hostPlatform().files.wtmp));
  return use(path);
}

describe("a file of this system is read without what is of others", () => {
  test.each([
    ["who", []],
    ["last", ["-f"]],
    ["ac", ["-f"]],
    ["dump", []],
  ] as const)("%s", (name, options) => {
    const loaded = withFile((path) => loadedBy(name, ...options, path));
    expect(loaded).toContain("src/views/record-member.ts");
    expect(others(loaded, OTHERS, PAIRING, FORMATS)).toEqual([]);
  });

  test.each(["failed", "sessions"])("%s", (name) => {
    const loaded = withFile((path) => loadedBy(name, path));
    expect(loaded).toContain("src/views/record-member.ts");
    expect(others(loaded, OTHERS)).toEqual([]);
  });
});
