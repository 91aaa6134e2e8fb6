import { expect, test } from "bun:test";
import { fieldKey } from "../../src/sessions/field-key.ts";
import { HashOrder } from "../../src/sessions/hash-order.ts";

function orderOf(keys: readonly string[]): string {
  const table = new HashOrder<string>();
  for (const key of keys) table.set(key, key);
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
  for (const key of ["1", "2", "3", "4", "5"]) table.set(key, key);
  for (const key of ["1", "2", "3"]) table.delete(key);
  expect(table.values()).toEqual(["4", "5"]);
  table.clear();
  for (const key of ["u7", "u2"]) table.set(key, key);
  const fresh = orderOf(["u7", "u2"]);
  expect({ kept: table.values().join(" "), fresh }).toEqual({ kept: "u2 u7", fresh: "u7 u2" });
});

test("has one value for a key, whose place is that of the first", () => {
  const table = new HashOrder<number>();
  table.set("n15", 1);
  table.set("n0", 2);
  table.set("n15", 3);
  expect(table.get("n15")).toBe(3);
  expect(table.get("u1")).toBeUndefined();
  expect(table.values()).toEqual([2, 3]);
});

test("bytes that are no text are another key than what they are shown as", () => {
  const table = new HashOrder<string>();
  table.set(fieldKey("a\ufffd", "61ff"), "bytes");
  table.set(fieldKey("a\ufffd", undefined), "text");
  expect(table.values().toSorted()).toEqual(["bytes", "text"]);
});
