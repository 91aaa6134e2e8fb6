import { expect, test } from "bun:test";
import { closeSync, openSync } from "node:fs";
import { hostPlatform } from "../../platforms/index.ts";
import { questionCommand, run } from "./library-process.ts";

test("a terminal's path is the one that tty(1) says", () => {
  const ask = questionCommand(({ terminalOf }) => [0, 1, 2].map((fd) => terminalOf(fd)), null);
  const quoted = ask.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
  const said = run(["script", "--quiet", "--return", "--command", `tty; ${quoted}`, "/dev/null"]);
  const [path = "", answer = ""] = said.trim().split(/\r?\n/);
  expect(path).toMatch(/^\/dev\/pts\/\d+$/);
  expect(JSON.parse(answer)).toEqual([path, path, path]);
});

test("what is no terminal, or not open, has none", () => {
  const { terminalOf } = hostPlatform().openLibrary();
  const fd = openSync("/dev/null", "r");
  try {
    expect(terminalOf(fd)).toBeNull();
  } finally {
    closeSync(fd);
  }
  expect([terminalOf(1_000_000), terminalOf(-1)]).toEqual([null, null]);
});
