import { expect, test } from "bun:test";
import { chownSync, mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { guessTerminals } from "../../platforms/linux-terminals.ts";
import { TemporaryDirectory } from "../temporary.ts";

const OWN = process.getuid?.() ?? 0;

/** Makes files one after the other, so that no two are changed at the same time; gives when, in microseconds. */
function make(directory: TemporaryDirectory, ...names: string[]): number[] {
  return names.map((name) => {
    Bun.sleepSync(12);
    writeFileSync(directory.at(name), "");
    return Number(statSync(directory.at(name), { bigint: true }).ctimeNs / 1000n);
  });
}

test("the terminal is the first to be changed since the session began", () => {
  using directory = new TemporaryDirectory();
  const [second = 0, first = 0, third = 0] = make(directory, "2", "10", "3");
  const guess = guessTerminals(directory.path);
  expect(guess(OWN, second - 1)).toBe("pts/2");
  expect(guess(OWN, second)).toBe("pts/2");
  expect(guess(OWN, second + 1)).toBe("pts/10");
  expect(guess(OWN, first + 1)).toBe("pts/3");
  expect(guess(OWN, third + 1)).toBeNull();
});

test("it was changed within five seconds", () => {
  using directory = new TemporaryDirectory();
  const [changed = 0] = make(directory, "0");
  const guess = guessTerminals(directory.path);
  expect(guess(OWN, changed - 5_000_000)).toBe("pts/0");
  expect(guess(OWN, changed - 5_000_001)).toBeNull();
});

test("when it was read or written does not count", () => {
  using directory = new TemporaryDirectory();
  make(directory, "0");
  utimesSync(directory.at("0"), 1000, 1000);
  expect(guessTerminals(directory.path)(OWN, 1_000_000_000)).toBeNull();
});

// Files can be given to others by root only.
test.skipIf(OWN !== 0)("it is the user's", () => {
  using directory = new TemporaryDirectory();
  const [start = 0] = make(directory, "0", "1", "2");
  chownSync(directory.at("1"), 1001, 0);
  const guess = guessTerminals(directory.path);
  expect(guess(1001, start)).toBe("pts/1");
  expect(guess(0, start)).toBe("pts/0");
  expect(guess(1002, start)).toBeNull();
});

test("what has no number is no terminal", () => {
  using directory = new TemporaryDirectory();
  const [start = 0] = make(directory, "ptmx", ".0", "0x1", "1 ", "12345678901", "é");
  expect(guessTerminals(directory.path)(OWN, start)).toBeNull();
});

test("they are looked at when the first guess is made, and once", () => {
  using directory = new TemporaryDirectory();
  const guess = guessTerminals(directory.path);
  const [start = 0] = make(directory, "0");
  expect(guess(OWN, start)).toBe("pts/0");
  rmSync(directory.at("0"));
  expect(guess(OWN, start)).toBe("pts/0");
  expect(guessTerminals(directory.path)(OWN, start)).toBeNull();
});

test("where there are none, none is guessed", () => {
  using directory = new TemporaryDirectory();
  mkdirSync(directory.at("pts"));
  expect(guessTerminals(directory.at("pts"))(OWN, 0)).toBeNull();
  expect(guessTerminals(directory.at("none"))(OWN, 0)).toBeNull();
});
