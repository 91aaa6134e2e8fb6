import { expect, test } from "bun:test";
import { PairSet } from "../../src/sessions/pair-set.ts";
import { randomFrom } from "./failure-records.ts";

test("tells which pairs are new, as a set of texts does", () => {
  const random = randomFrom(20261122);
  const pairs = new PairSet();
  const model = new Set<string>();
  for (let i = 0; i < 100_000; i++) {
    const [first, second] = [Math.floor(random() * 300), Math.floor(random() * 300)];
    const isNew = !model.has(`${first} ${second}`);
    model.add(`${first} ${second}`);
    if (pairs.add(first, second) !== isNew) throw new Error(`${first} ${second} is told wrong`);
  }
  expect(model.size).toBeGreaterThan(40_000);
});

test("order matters, and no number is too small or too large", () => {
  const most = 2 ** 32 - 2;
  const pairs = new PairSet();
  const all = [0, 1, most].flatMap((first) => [0, 1, most].map((second) => [first, second]));
  expect(all.map(([first = 0, second = 0]) => pairs.add(first, second))).toEqual(
    Array(9).fill(true),
  );
  expect(all.map(([first = 0, second = 0]) => pairs.add(first, second))).toEqual(
    Array(9).fill(false),
  );
});

test("rows of numbers, as they are counted up, stay apart", () => {
  const pairs = new PairSet();
  for (const times of [1, 2]) {
    let added = 0;
    for (let i = 0; i < 200_000; i++) if (pairs.add(i, 0)) added++;
    for (let i = 1; i < 200_000; i++) if (pairs.add(0, i)) added++;
    expect(added).toBe(times === 1 ? 399_999 : 0);
  }
});
