// Batches of codes, and what maps and sets make of them.

import { NONE, WORDS } from "../../src/sessions/code-numbers.ts";
import { FailureBatch } from "../../src/sessions/failure-batch.ts";
import type { Group, Grouping } from "../../src/sessions/failure-groups.ts";
import { randomFrom } from "./failure-records.ts";

/** By address, by network, by user, and by what is neither. */
export const groupings: readonly Grouping[] = [
  { keys: "word", users: true, addresses: false },
  { keys: "word", users: true, addresses: true },
  { keys: "number", users: false, addresses: true },
  { keys: "number", users: true, addresses: true },
];

const VALUES = 5000;

interface Counted {
  count: number;
  first: number;
  last: number;
  readonly users: Set<number>;
  readonly addresses: Set<number>;
}

/** @param values how many different keys, users and addresses there are */
export function randomBatches(
  { keys, users, addresses }: Grouping,
  count: number,
  seed: number,
  values: number = VALUES,
): FailureBatch[] {
  const random = randomFrom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const [nextNumber, nextUser] = [numbersFrom(below, values), numbersFrom(below, values)];
  const wordOf = (number: number): number => {
    if (number % 50 === 0) return WORDS + number / 50;
    return Math.imul(number, 0x9e3779b1) >>> 0;
  };
  return Array.from({ length: count }, () => {
    const batch = new FailureBatch();
    // Some are not full.
    const records = 1 + below(1024);
    for (let i = 0; i < records; i++) {
      const key = keys === "word" ? wordOf(below(values)) : nextNumber();
      const micros = below(10) === 0 ? Number.NaN : below(2 ** 50);
      const [user, address] = [nextUser(), wordOf(below(values))];
      batch.add(key, 1 + below(3), micros, users ? user : NONE, addresses ? address : NONE);
    }
    return batch;
  });
}

/** Numbers of which none comes before a lower one has come. */
function numbersFrom(below: (limit: number) => number, values: number): () => number {
  let known = 0;
  return () => {
    const isNew = known < values && below(3) === 0;
    return isNew || known === 0 ? known++ : below(known);
  };
}

/** In the order in which the keys are met. */
export function modelGroups(
  { users, addresses }: Grouping,
  batches: readonly FailureBatch[],
): Group[] {
  const groups = new Map<number, Counted>();
  for (const batch of batches) {
    for (let i = 0; i < batch.length; i++) {
      const key = batch.keys[i] ?? 0;
      const group = groups.get(key) ?? {
        count: 0,
        first: Number.POSITIVE_INFINITY,
        last: Number.NEGATIVE_INFINITY,
        users: new Set(),
        addresses: new Set(),
      };
      groups.set(key, group);
      group.count += batch.counts[i] ?? 0;
      const micros = batch.micros[i] ?? 0;
      if (!Number.isNaN(micros)) {
        group.first = Math.min(group.first, micros);
        group.last = Math.max(group.last, micros);
      }
      group.users.add(batch.users[i] ?? 0);
      if (batch.addresses[i] !== NONE) group.addresses.add(batch.addresses[i] ?? 0);
    }
  }
  return Array.from(groups, ([code, group]) => ({
    ...group,
    code,
    users: users ? group.users.size : 1,
    addresses: addresses ? group.addresses.size : Number(code !== NONE),
  }));
}
