import { expect, test } from "bun:test";
import { begun } from "../../src/cli/begun.ts";

/** Numbers from 1, and what was done with them. */
function* counted(most: number, log: string[]): Generator<number, undefined> {
  try {
    log.push("begun");
    for (let i = 1; i <= most; i++) yield i;
  } finally {
    log.push("ended");
  }
}

test("all is given, and the first is known before", () => {
  const log: string[] = [];
  const numbers = begun(counted(3, log));
  expect(numbers.first).toBe(1);
  expect(log).toEqual(["begun"]);
  expect([...numbers]).toEqual([1, 2, 3]);
  expect(log).toEqual(["begun", "ended"]);
});

test("there can be none", () => {
  const none = begun(counted(0, []));
  expect(none.first).toBeNull();
  expect([...none]).toEqual([]);
});

test("what can't be read fails at once", () => {
  const failing = {
    // oxlint-disable-next-line require-yield
    *[Symbol.iterator](): Generator<number, undefined> {
      throw new Error("broken");
    },
  };
  expect(() => begun(failing)).toThrow("broken");
});

test.each([1, 2])("who stops at %d leaves nothing open", (last) => {
  const log: string[] = [];
  for (const number of begun(counted(3, log))) if (number === last) break;
  expect(log).toEqual(["begun", "ended"]);
});
