import { expect, test } from "bun:test";
import { codeNumbers, NONE, WORDS, type CodeNumbers } from "../../src/sessions/code-numbers.ts";

function told(numbers: CodeNumbers, codes: readonly number[]): number[] {
  const into = new Int32Array(codes.length + 1);
  numbers.tell(Float64Array.of(...codes, 77), codes.length, into);
  expect(into.at(-1)).toBe(0);
  return [...into].slice(0, codes.length);
}

test("words, and what is none, are numbered as they are met", () => {
  const numbers = codeNumbers("word");
  const codes = [7, WORDS - 1, NONE, 7, 0, WORDS + 3, 2 ** 31, NONE, WORDS + 1, WORDS + 3];
  expect(told(numbers, codes)).toEqual([0, 1, 2, 0, 3, 4, 5, 2, 6, 4]);
  expect(told(numbers, codes)).toEqual([0, 1, 2, 0, 3, 4, 5, 2, 6, 4]);
  expect(numbers.size).toBe(7);
  expect([0, 1, 2, 3, 4, 5, 6].map((number) => numbers.codeOf(number))).toEqual([
    7,
    WORDS - 1,
    NONE,
    0,
    WORDS + 3,
    2 ** 31,
    WORDS + 1,
  ]);
});

test("many words keep their numbers", () => {
  const numbers = codeNumbers("word");
  const codes = Array.from({ length: 20_000 }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 0);
  const all = codes.map((_, i) => i);
  expect(told(numbers, codes)).toEqual(all);
  expect(told(numbers, codes.toReversed())).toEqual(all.toReversed());
  expect(all.map((number) => numbers.codeOf(number))).toEqual(codes);
});

test("what is a number keeps it, and nothing counts as none", () => {
  const numbers = codeNumbers("number");
  expect(told(numbers, [0, 1, 0, 2])).toEqual([0, 1, 0, 2]);
  numbers.tell(Float64Array.of(NONE), 1, new Int32Array(1));
  expect([numbers.size, numbers.codeOf(2)]).toEqual([3, 2]);
});
