import { expect, test } from "bun:test";
import { WordMap } from "../../src/sessions/word-map.ts";
import { randomFrom } from "./failure-records.ts";

const SEED = 20261129;

test.each([
  ["any words", 32],
  ["few words", 10],
])("knows what a Map knows: %s", (_, bits) => {
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
});

test("takes any word and number", () => {
  const words = new WordMap();
  const all = [0, 1, -1, 2 ** 31 - 1, -(2 ** 31)];
  expect(all.map((word) => words.get(word))).toEqual(all.map(() => undefined));
  for (const [i, word] of all.entries()) words.add(word, i === 0 ? 2 ** 31 - 2 : i);
  expect(all.map((word) => words.get(word))).toEqual([2 ** 31 - 2, 1, 2, 3, 4]);
});
