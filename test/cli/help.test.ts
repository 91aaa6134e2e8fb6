import { expect, test } from "bun:test";
import { runUtmpx } from "./run-utmpx.ts";

const COMMANDS = [
  "report",
  "sessions",
  "failed",
  "last",
  "lastb",
  "who",
  "users",
  "lastlog",
  "ac",
  "dump",
  "sources",
];

test.each(COMMANDS)("%s refuses an unknown option with its usage", (command) => {
  const { code, out, err } = runUtmpx([command, "--nonsense"]);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  const [first, second] = err.split("\n");
  expect(first).toBe(`utmpx ${command}: Unknown option "--nonsense"`);
  expect(second).toStartWith(`Usage: utmpx ${command} [OPTIONS]`);
});

test.each(COMMANDS)("%s --help lists every option it takes", (command) => {
  const { code, out } = runUtmpx([command, "--help"]);
  expect(code).toBe(0);
  const listed = [...out.matchAll(/--([a-z-]+)/g)].map(([, name]) => name);
  expect(listed).toEqual(
    expect.arrayContaining(["root", "layout", "json", "ndjson", "tz", "help", "version"]),
  );
  expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
});
