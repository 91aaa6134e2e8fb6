import { expect, test } from "bun:test";
import { WordMap } from "../../src/sessions/word-map.ts";
import { randomFrom } from "./failure-records.ts";

const SEED = 20261129;

test.each([
  ["any words", 32, 0.5],
  // A multiplier can have many of them want the same slot.
  ["few words", 10, 0],
])("knows what a Map knows: %s", (_, bits, leastAtOnce) => {
  const random = randomFrom(SEED);
  const words = new WordMap();
  const model = new Map<number, number>();
  for (let i = 0; i < 50_000; i++) {
    const word = Math.floor(random() * 2 ** bits) | 0;
    if (words.get(word) !== model.get(word)) throw new Error(`${word} is told wrong`);
    if (model.has(word)) continue;
    words.add(word, model.size);
    model.set(word, model.size);
  }
  for (const [word, number] of model) expect(words.get(word)).toBe(number);
  expect(model.size).toBeGreaterThan(900);
  const atOnce = glance(words, model.keys()).filter((number, i) => {
    if (number !== -1 && number !== i) throw new Error(`The word ${i} is told wrong`);
    return number === i;
  });
  expect(atOnce.length).toBeGreaterThanOrEqual(leastAtOnce * model.size);
});

test("takes any word and number", () => {
  const words = new WordMap();
  const all = [0, 1, -1, 2 ** 31 - 1, -(2 ** 31)];
  expect(all.map((word) => words.get(word))).toEqual(all.map(() => undefined));
  for (const [i, word] of all.entries()) words.add(word, i === 0 ? 2 ** 31 - 2 : i);
  expect(all.map((word) => words.get(word))).toEqual([2 ** 31 - 2, 1, 2, 3, 4]);
  for (const [i, number] of glance(words, all).entries()) {
    expect([-1, words.get(all[i] ?? 0)]).toContain(number);
  }
  const unsigned = all.map((word) => word >>> 0);
  expect(glance(words, unsigned)).toEqual(glance(words, all));
  expect(glance(words, [2, 3, 4, 2 ** 32 + 5])).toEqual([-1, -1, -1, -1]);
});

/** What is told of words at once. */
function glance(words: WordMap, of: Iterable<number>): number[] {
  const all = Float64Array.from(of);
  const numbers = new Int32Array(all.length);
  words.glance(all, all.length, numbers);
  return [...numbers];
}
