import { expect, test } from "bun:test";
import { renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { FileMemory } from "../../src/files/file-memory.ts";
import { TemporaryDirectory } from "../temporary.ts";

test("what was found out is remembered until the file is written, replaced or gone", () => {
  using directory = new TemporaryDirectory();
  const path = directory.at("wtmp");
  const memory = new FileMemory<number>();
  let asked = 0;
  const look = (): number => memory.of(path, () => ++asked);
  writeFileSync(path, "a");
  utimesSync(path, 1, 1);
  expect([look(), look()]).toEqual([1, 1]);
  writeFileSync(path, "ab");
  utimesSync(path, 1, 1);
  expect([look(), look()]).toEqual([2, 2]);
  utimesSync(path, 2, 2);
  expect([look(), look()]).toEqual([3, 3]);
  writeFileSync(directory.at("new"), "ab");
  utimesSync(directory.at("new"), 2, 2);
  renameSync(directory.at("new"), path);
  expect([look(), look()]).toEqual([4, 4]);
  // What is no file is not remembered.
  rmSync(path);
  expect([look(), look()]).toEqual([5, 6]);
  const device = new FileMemory<number>();
  expect([1, 2].map((value) => device.of("/dev/null", () => value))).toEqual([1, 2]);
});

test("an error is passed on, and not remembered", () => {
  const memory = new FileMemory<number>();
  const failing = (): number => {
    throw new Error("no");
  };
  expect(() => memory.of("package.json", failing)).toThrow("no");
  expect(memory.of("package.json", () => 7)).toBe(7);
});
