import { expect, test } from "bun:test";
import { BatchRing } from "../../src/sessions/batch-ring.ts";
import { FailureBatch } from "../../src/sessions/failure-batch.ts";
import { endOf } from "./script-end.ts";

function batchOf(...keys: number[]): FailureBatch {
  const batch = new FailureBatch();
  for (const key of keys) batch.add(key, 1, 2, 3, 4);
  return batch;
}

function keysOf(ring: BatchRing): number[] | null {
  let keys: number[] | null = null;
  ring.take((batch) => {
    keys = [...batch.keys.subarray(0, batch.length)];
  });
  return keys;
}

test("batches come out in their order, through the same memory", () => {
  const one = new BatchRing();
  const other = new BatchRing(one.memory);
  expect(other.begin()).toBe(true);
  expect([one.state, other.state]).toEqual(["ready", "ready"]);
  for (let i = 0; i < 30; i++) {
    one.put(batchOf(i, i + 1));
    one.put(batchOf());
    expect([keysOf(other), keysOf(other)]).toEqual([[i, i + 1], []]);
  }
  for (let i = 0; i < 8; i++) one.put(batchOf(i));
  expect(Array.from({ length: 8 }, () => keysOf(other))).toEqual(
    Array.from({ length: 8 }, (_, i) => [i]),
  );
});

test("all columns of a batch come along", () => {
  const one = new BatchRing();
  const other = new BatchRing(one.memory);
  other.begin();
  const batch = new FailureBatch();
  batch.add(5, 6, Number.NaN, 2 ** 32, 2 ** 32 + 7);
  one.put(batch);
  let found: (number | undefined)[] = [];
  other.take(({ keys, counts, micros, users, addresses }) => {
    found = [keys[0], counts[0], micros[0], users[0], addresses[0]];
  });
  expect(found).toEqual([5, 6, Number.NaN, 2 ** 32, 2 ** 32 + 7]);
});

test("behind the last batch there is none, and what is wanted of all", () => {
  const one = new BatchRing();
  const other = new BatchRing(one.memory);
  other.begin();
  one.put(batchOf(1));
  one.put(batchOf());
  one.end(20);
  expect([keysOf(other), keysOf(other), keysOf(other), other.top]).toEqual([[1], [], null, 20]);
  one.end(Number.POSITIVE_INFINITY);
  expect(other.top).toBe(2 ** 31 - 1);
});

test("nothing is taken any more when it is closed", () => {
  const one = new BatchRing();
  const other = new BatchRing(one.memory);
  other.begin();
  one.put(batchOf(1));
  one.state = "closed";
  expect(keysOf(other)).toBe(null);
});

const IMPORTS = `
  import { BatchRing } from "./src/sessions/batch-ring.ts";
  import { FailureBatch } from "./src/sessions/failure-batch.ts";
  const one = new BatchRing();
  const other = new BatchRing(one.memory);
  const batch = new FailureBatch();
  const put = (key) => {
    batch.length = 0;
    batch.add(key, 1, 2, 3, 4);
    one.put(batch);
  };
  const keys = [];
  const take = () => other.take((batch) => keys.push(batch.keys[0]));
`;

test("what nobody takes is not waited for", () => {
  const end = endOf(`${IMPORTS}
    other.begin();
    for (let i = 0; i < 8; i++) put(i);
    other.state = "failed";
    put(8);
    other.state = "ready";
    for (let i = 0; i < 8; i++) take();
    put(9);
    take();
    console.log(keys.join(" "));
  `);
  expect(end).toEqual({ exitCode: 0, stdout: "0 1 2 3 4 5 6 7 9\n", stderr: "" });
});

test("what nobody wants is not waited for", () => {
  const end = endOf(`${IMPORTS}
    one.state = "closed";
    console.log(other.begin(), take(), keys.length);
  `);
  expect(end).toEqual({ exitCode: 0, stdout: "false false 0\n", stderr: "" });
});
