import { expect, test } from "bun:test";
import { symlinkSync } from "node:fs";
import { recordBytes } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { runUtmpx } from "./run-utmpx.ts";

const MAIN = Bun.fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const isLinux = process.platform === "linux";
if (!isLinux) console.log("skipping tests of links: only Linux tells by which name it was started");

/** Runs a link to the command as a shell does, by its first line. */
function runLink(name: string, args: readonly string[]): ReturnType<typeof runUtmpx> {
  using directory = new TemporaryDirectory();
  symlinkSync(MAIN, directory.at(name));
  symlinkSync(process.execPath, directory.at("bun"));
  const env = { ...process.env, TZ: "UTC", PATH: `${directory.at(".")}:/usr/bin:/bin` };
  const child = Bun.spawnSync([directory.at(name), ...args], { env, stdin: "ignore" });
  return { code: child.exitCode, out: child.stdout.toString(), err: child.stderr.toString() };
}

test.if(isLinux).each(["last", "lastb"])("a link named %s is that tool", async (name) => {
  using directory = new TemporaryDirectory();
  const file = directory.at("records");
  await Bun.write(
    file,
    recordBytes([{ type: "USER_PROCESS", user: "alice", line: "pts/0", seconds: 1e9 }]),
  );
  for (const args of [
    ["-f", file],
    ["-f", file, "--", "alice"],
    ["--bogus"],
    ["-F", "-f", file, ""],
  ]) {
    expect(runLink(name, args)).toEqual(runUtmpx([name, ...args]));
  }
  expect(runLink(name, ["-f", file]).out).toContain("alice");
});

test.if(isLinux).each(["utmpx", "blast", "last2"])("a link named %s is none", (name) => {
  expect(runLink(name, ["--help"])).toEqual(runUtmpx(["--help"]));
});
