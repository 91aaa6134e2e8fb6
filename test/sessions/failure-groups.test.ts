import { expect, test } from "bun:test";
import { NONE, WORDS, type CodeKind } from "../../src/sessions/code-numbers.ts";
import { FailureBatch } from "../../src/sessions/failure-batch.ts";
import { FailureGroups, groupsIn, type Group } from "../../src/sessions/failure-groups.ts";
import { groupings, modelGroups, randomBatches } from "./failure-batches.ts";

const SEED = 20261129;

function grouped(groups: FailureGroups, top: number = Number.POSITIVE_INFINITY): Group[] {
  return [...groupsIn(groups.counts(top))];
}

test.each(groupings)("counts as maps and sets do: %o", (grouping) => {
  const batches = randomBatches(grouping, 30, SEED);
  const groups = new FailureGroups(grouping);
  for (const batch of batches) groups.add(batch);
  const model = modelGroups(grouping, batches);
  expect(grouped(groups)).toEqual(model);
  expect(model.length).toBeGreaterThan(500);
  const most = model.toSorted((a, b) => b.count - a.count).slice(0, 10);
  const top = grouped(groups, 10);
  expect(top).toEqual(model.filter(({ count }) => count >= (most.at(-1)?.count ?? 0)));
});

test.each(groupings)("what was counted can be counted again: %o", (grouping) => {
  const batches = randomBatches(grouping, 20, SEED);
  const [groups, again] = [new FailureGroups(grouping), new FailureGroups(grouping)];
  for (const batch of batches.slice(0, 12)) groups.add(batch);
  groups.repeat((batch) => again.add(batch));
  expect(grouped(again)).toEqual(grouped(groups));
  for (const batch of batches.slice(12)) again.add(batch);
  expect(grouped(again)).toEqual(modelGroups(grouping, batches));
});

test("nothing makes no groups", () => {
  const groups = new FailureGroups({ keys: "word", users: true, addresses: true });
  groups.add(new FailureBatch());
  groups.repeat(() => {
    throw new Error("There is nothing to repeat");
  });
  expect([groups.size, grouped(groups), grouped(groups, 0)]).toEqual([0, [], []]);
});

test.each<[CodeKind, number]>([
  ["number", 3],
  ["word", WORDS - 1],
])("a key without a time or values has none: %s", (keys, code) => {
  const groups = new FailureGroups({ keys, users: true, addresses: true });
  const batch = new FailureBatch();
  batch.add(code, 7, Number.NaN, NONE, NONE);
  groups.add(batch);
  const [group] = grouped(groups).slice(-1);
  const never = { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };
  expect(group).toEqual({ code, count: 7, ...never, users: 0, addresses: 0 });
});

test("the size is that of the larger table", () => {
  const groups = new FailureGroups({ keys: "number", users: true, addresses: true });
  const batch = new FailureBatch();
  for (let i = 0; i < 100; i++) batch.add(i % 10, 1, i, 500, i);
  groups.add(batch);
  expect(groups.size).toBe(100);
});
