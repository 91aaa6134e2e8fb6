import { expect, test } from "bun:test";
import { HashOrder } from "../../src/sessions/hash-order.ts";
import { FieldText, type TextMaker } from "../../src/text.ts";
import { randomFrom } from "./failure-records.ts";

const SEED = 20261129;

function text(key: string): FieldText {
  return new FieldText(key, null, null);
}

function orderOf(keys: readonly string[]): string {
  const table = new HashOrder<string>();
  for (const key of keys) table.set(text(key), key);
  return table.values().join(" ");
}

test("comes in the order that ac(8) 6.6.4 has", () => {
  expect(orderOf(["bob", "ann"])).toBe("ann bob");
  expect(orderOf(["bob", "ann", "carl", "dora", "e", "f", "g"])).toBe("e f g carl dora bob ann");
});

test("a bucket has the newest first, and the other way round when it was moved", () => {
  expect(orderOf(["n0", "n15"])).toBe("n15 n0");
  expect(orderOf(["n15", "n0"])).toBe("n0 n15");
  expect(orderOf(["n0", "n15", "x", "y", "z"])).toBe("x y z n0 n15");
});

test("keeps its size when elements go", () => {
  const table = new HashOrder<string>();
  for (const key of ["1", "2", "3", "4", "5"]) table.set(text(key), key);
  for (const key of ["1", "2", "3"]) table.delete(text(key));
  expect(table.values()).toEqual(["4", "5"]);
  table.clear();
  for (const key of ["u7", "u2"]) table.set(text(key), key);
  const fresh = orderOf(["u7", "u2"]);
  expect({ kept: table.values().join(" "), fresh }).toEqual({ kept: "u2 u7", fresh: "u7 u2" });
});

test("has none of those that were there before all went", () => {
  const keys = ["n0", "n15", "x", "y", "z"];
  const table = new HashOrder<string>();
  for (const key of ["n0", "n15"]) table.set(text(key), key);
  expect(table.values()).toEqual(["n15", "n0"]);
  table.clear();
  expect([table.values(), table.get(text("n0"))]).toEqual([[], undefined]);
  table.delete(text("n0"));
  // One more than fit: a table that counted others would grow sooner, or not now.
  for (const key of keys) table.set(text(key), key);
  expect(table.values().join(" ")).toBe(orderOf(keys));
});

/** A text that notes for whom something was made of it. */
class NotedText extends FieldText {
  readonly makers = new Set<object>();

  override made<Result>(maker: TextMaker<Result>): Result {
    this.makers.add(maker);
    return super.made(maker);
  }
}

test.each([
  [200, 1],
  [300, 2],
])("of %d texts that all went a known one is made something %d times", (count, times) => {
  const table = new HashOrder<number>();
  const noted = new NotedText("noted", null, null);
  table.set(noted, 0);
  for (let i = 1; i < count; i++) table.set(text(`k${i}`), i);
  table.clear();
  expect(table.get(noted)).toBeUndefined();
  table.set(noted, 1);
  expect([table.values(), noted.makers.size]).toEqual([[1], times]);
});

test("has one value for a key, whose place is that of the first", () => {
  const table = new HashOrder<number>();
  table.set(text("n15"), 1);
  table.set(text("n0"), 2);
  table.set(text("n15"), 3);
  expect(table.get(text("n15"))).toBe(3);
  expect(table.get(text("u1"))).toBeUndefined();
  expect(table.values()).toEqual([2, 3]);
});

test("bytes that are no text are another key than what they are shown as", () => {
  const table = new HashOrder<string>();
  table.set(new FieldText("a\ufffd", "61ff", null), "bytes");
  table.set(text("a\ufffd"), "text");
  expect(table.values().toSorted()).toEqual(["bytes", "text"]);
});

test.each([10, 300, 100_000])("knows what a Map knows, of %d keys that come and go", (below) => {
  const random = randomFrom(SEED);
  const table = new HashOrder<number>();
  const model = new Map<string, number>();
  // The same texts again and again, as records have them, and others of the same key.
  const known = Array.from({ length: below }, (_, i) => text(`k${i}`));
  for (let i = 0; i < 20_000; i++) {
    const number = Math.floor(random() * below);
    const key = `k${number}`;
    const its = i % 3 === 0 ? text(key) : (known[number] ?? text(key));
    if (table.get(its) !== model.get(key)) throw new Error(`${key} is told wrong`);
    if (model.has(key) || model.size > 200) {
      table.delete(its);
      model.delete(key);
    } else {
      table.set(its, i);
      model.set(key, i);
    }
    if (i % 1999 === 0) {
      expect(table.values().toSorted()).toEqual([...model.values()].toSorted());
    }
    if (i % 7001 === 7000) {
      table.clear();
      model.clear();
    }
  }
});
