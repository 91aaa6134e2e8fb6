import { expect, test } from "bun:test";
import { DistinctPairs } from "../../src/sessions/distinct-pairs.ts";
import { randomFrom } from "./failure-records.ts";

const SEED = 20261129;

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
  expect([...distinct.counts(below)]).toEqual(model.map(({ size }) => size));
});

test("can be counted and added to again", () => {
  const distinct = new DistinctPairs();
  for (const times of [1, 2, 3]) {
    for (let i = 0; i < 2000; i++) distinct.add(times % 2, i);
    expect([...distinct.counts(2)]).toEqual(times === 1 ? [0, 2000] : [2000, 2000]);
  }
});

test("order matters, and no second number is too large", () => {
  const distinct = new DistinctPairs();
  const numbers = [0, 1, 2 ** 31, 2 ** 32 - 1];
  for (const second of [...numbers, ...numbers]) distinct.add(1, second);
  for (const second of [0, 2]) distinct.add(2, second);
  distinct.add(0, 1);
  expect([...distinct.counts(4)]).toEqual([1, 4, 2, 0]);
});
