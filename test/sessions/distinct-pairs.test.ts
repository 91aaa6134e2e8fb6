import { expect, test } from "bun:test";
import { DistinctPairs } from "../../src/sessions/distinct-pairs.ts";
import { randomFrom } from "./failure-records.ts";

const SEED = 20261129;

/** How many second numbers there are to each first number. */
function countsOf(distinct: DistinctPairs, size: number): number[] {
  return [...distinct.counts(new Uint8Array(size).fill(1))];
}

test.each([
  [100, 100_000],
  [3000, 100_000],
  [100_000, 100_000],
  [10, 1024],
  [1000, 0],
])("counts as sets do: numbers below %d, %d pairs", (below, pairs) => {
  const random = randomFrom(SEED);
  const distinct = new DistinctPairs();
  const model = Array.from({ length: below }, () => new Set<number>());
  for (let i = 0; i < pairs; i++) {
    const [first, second] = [Math.floor(random() * below), Math.floor(random() * below)];
    model[first]?.add(second);
    distinct.add(first, second);
  }
  expect(countsOf(distinct, below)).toEqual(model.map(({ size }) => size));
});

test("can be counted and added to again", () => {
  const distinct = new DistinctPairs();
  for (const times of [1, 2, 3]) {
    for (let i = 0; i < 2000; i++) distinct.add(times % 2, i);
    expect(countsOf(distinct, 2)).toEqual(times === 1 ? [0, 2000] : [2000, 2000]);
  }
});

test("order matters, and no second number is too large", () => {
  const distinct = new DistinctPairs();
  const numbers = [0, 1, 2 ** 31, 2 ** 32 - 1];
  for (const second of [...numbers, ...numbers]) distinct.add(1, second);
  for (const second of [0, 2]) distinct.add(2, second);
  distinct.add(0, 1);
  expect(countsOf(distinct, 4)).toEqual([1, 4, 2, 0]);
});

test("of numbers that are wanted it is told, wherever they are", () => {
  const choices = [[], [0], [4095], [4096], [8191], [8192], [20_000], [4095, 4096, 12_287]];
  const distinct = new DistinctPairs();
  for (let first = 0; first <= 20_000; first++) {
    for (let second = 0; second <= first % 7; second++) distinct.add(first, second);
  }
  for (const wanted of choices) {
    const isWanted = new Uint8Array(20_001);
    for (const first of wanted) isWanted[first] = 1;
    const counts = distinct.counts(isWanted);
    expect(wanted.map((first) => counts[first])).toEqual(wanted.map((first) => (first % 7) + 1));
  }
  expect(countsOf(distinct, 20_001).every((count, first) => count === (first % 7) + 1)).toBe(true);
});
