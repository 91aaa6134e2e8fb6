import { expect, test } from "bun:test";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import { BatchRing } from "../../src/sessions/batch-ring.ts";
import { FailureBatch } from "../../src/sessions/failure-batch.ts";
import { FailureCounter } from "../../src/sessions/failure-counter.ts";
import { groupsIn, type Grouping } from "../../src/sessions/failure-groups.ts";
import { countBatches } from "../../src/sessions/failure-thread.ts";
import { groupings, modelGroups, randomBatches } from "./failure-batches.ts";
import { endOf } from "./script-end.ts";

const SEED = 20261130;
const MANY = 300;
const OF_USERS: Grouping = { keys: "number", users: false, addresses: true };

/** Adds batches until the thread counts, and gives how many that took. */
function addUntilElsewhere(counter: FailureCounter, batches: readonly FailureBatch[]): number {
  for (const [i, batch] of batches.entries()) {
    if (counter.isElsewhere) return i;
    counter.add(batch);
    // The thread begins meanwhile.
    if (i > 2) Bun.sleepSync(5);
  }
  throw new Error("No thread has begun to count");
}

test.each(groupings)("a thread counts what was counted here, too: %o", (grouping) => {
  const batches = randomBatches(grouping, 2000, SEED, 3000);
  using counter = new FailureCounter(grouping, MANY);
  const here = addUntilElsewhere(counter, batches);
  // More than are on their way at a time.
  const end = here + 40;
  for (const batch of batches.slice(here, end)) counter.add(batch);
  const model = modelGroups(grouping, batches.slice(0, end));
  expect(here).toBeGreaterThan(2);
  expect([...groupsIn(counter.counts())]).toEqual(model);
});

test.each(groupings)("a batch of nothing ends nothing: %o", (grouping) => {
  const batches = randomBatches(grouping, 2000, SEED, 3000);
  using counter = new FailureCounter(grouping, MANY);
  const here = addUntilElsewhere(counter, batches);
  counter.add(new FailureBatch());
  const end = here + 10;
  for (const batch of batches.slice(here, end)) counter.add(batch);
  counter.add(new FailureBatch());
  expect([...groupsIn(counter.counts())]).toEqual(modelGroups(grouping, batches.slice(0, end)));
});

test("the highest of many are told by a thread, too", () => {
  const batches = randomBatches(OF_USERS, 2000, SEED, 3000);
  using counter = new FailureCounter(OF_USERS, MANY);
  const here = addUntilElsewhere(counter, batches);
  const model = modelGroups(OF_USERS, batches.slice(0, here));
  const tenth = model.toSorted((a, b) => b.count - a.count)[9]?.count ?? 0;
  expect([...groupsIn(counter.counts(10))]).toEqual(model.filter(({ count }) => count >= tenth));
});

test("few keys are counted here", () => {
  const batches = randomBatches(OF_USERS, 100, SEED, MANY);
  using counter = new FailureCounter(OF_USERS, MANY);
  for (const batch of batches) counter.add(batch);
  // Time enough for a thread to begin.
  Bun.sleepSync(300);
  counter.add(new FailureBatch());
  expect(counter.isElsewhere).toBe(false);
  const [top] = groupsIn(counter.counts(1));
  const [most] = modelGroups(OF_USERS, batches).toSorted((a, b) => b.count - a.count);
  expect(top).toEqual(most);
});

test("a thread tells what it fails with", () => {
  const { port1, port2 } = new MessageChannel();
  const ring = new BatchRing();
  const grouping = {
    ...OF_USERS,
    get keys(): never {
      throw new RangeError("Out of memory");
    },
  };
  countBatches({ grouping, memory: ring.memory, port: port2 });
  expect(ring.state).toBe("failed");
  expect(receiveMessageOnPort(port1)?.message).toEqual(new RangeError("Out of memory"));
  port1.close();
});

const IMPORTS = `
  import { FailureBatch } from "./src/sessions/failure-batch.ts";
  import { FailureCounter } from "./src/sessions/failure-counter.ts";
  import { FailureThread } from "./src/sessions/failure-thread.ts";
  const grouping = ${JSON.stringify(OF_USERS)};
  const batch = new FailureBatch();
  for (let i = 0; i < 1000; i++) batch.add(i, 1, i, 0, i);
  const counter = new FailureCounter(grouping, 10);
`;

test.each([
  ["before it has begun", "counter.add(batch); counter[Symbol.dispose]();"],
  [
    "while it waits",
    "while (!counter.isElsewhere) counter.add(batch); counter[Symbol.dispose](); await Bun.sleep(50);",
  ],
  ["without being told so", "while (!counter.isElsewhere) counter.add(batch);"],
  [
    "after it has counted",
    "while (!counter.isElsewhere) counter.add(batch); counter.counts(); counter[Symbol.dispose]();",
  ],
])("a thread ends with the process: %s", (_, script) => {
  const end = endOf(`${IMPORTS} ${script} console.log("end");`);
  expect(end).toEqual({ exitCode: 0, stdout: "end\n", stderr: "" });
});

test("what a thread fails with is thrown where it counts", () => {
  const end = endOf(`${IMPORTS}
    const thread = new FailureThread(grouping, new URL("file://${import.meta.dir}/failing.worker.ts"));
    while (!thread.isReady) Bun.sleepSync(5);
    // More than are on their way at a time: what nobody takes is not waited for.
    for (let i = 0; i < 40; i++) thread.add(batch);
    try {
      thread.counts(10);
    } catch (error) {
      console.log(error instanceof RangeError, error.message);
    }
    thread[Symbol.dispose]();
  `);
  expect(end).toEqual({ exitCode: 0, stdout: "true Out of memory\n", stderr: "" });
});

test("a thread that is left ends in a process that goes on", () => {
  const end = endOf(`${IMPORTS}
    import { readdirSync } from "node:fs";
    const threads = () => readdirSync("/proc/self/task").length;
    const rounds = async () => {
      for (let i = 0; i < 5; i++) {
        const one = new FailureCounter(grouping, 10);
        while (!one.isElsewhere) one.add(batch);
        one[Symbol.dispose]();
      }
      await Bun.sleep(1000);
      return threads();
    };
    const first = await rounds();
    console.log(await rounds() < first + 5);
  `);
  expect(end).toEqual({ exitCode: 0, stdout: "true\n", stderr: "" });
});

test("without a module for the thread all is counted here", () => {
  const end = endOf(`${IMPORTS}
    const thread = new FailureThread(grouping, new URL("file:///nonexistent/worker.ts"));
    await Bun.sleep(300);
    console.log(thread.isReady);
    thread[Symbol.dispose]();
  `);
  expect(end).toEqual({ exitCode: 0, stdout: "false\n", stderr: "" });
});
