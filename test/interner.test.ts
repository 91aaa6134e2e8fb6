import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { Interner, WordInterner } from "../src/interner.ts";

const SEED = 20261122;
/** More different values than are kept at once. */
const BEYOND_CAPACITY = 10_000;

/** What is made of a field: an object, so that "the same" can be told from "equal". */
interface Made {
  readonly hex: string;
}

class TestInterner {
  made = 0;
  readonly #length: number;
  readonly #interner: Interner<Made>;

  constructor(length: number, toNul: boolean) {
    this.#length = length;
    this.#interner = new Interner(length, toNul, (bytes, start, end) => {
      this.made++;
      return { hex: bytes.subarray(start, end).toHex() };
    });
  }

  /** Looks a field up that stands between bytes of others. */
  get(field: Uint8Array, before = 0): Made {
    const memory = new Uint8Array(before + this.#length + 5).fill(0xa5);
    memory.set(field, before);
    return this.#interner.get(memory, new DataView(memory.buffer), before);
  }
}

function madeAfresh(field: Uint8Array, toNul: boolean): Made {
  const nul = field.indexOf(0);
  return { hex: (toNul && nul !== -1 ? field.subarray(0, nul) : field).toHex() };
}

/** Fields of one length that are much alike: few letters, often equal in their first 24 bytes. */
const fields = fc
  .record({ length: fc.integer({ min: 1, max: 40 }), toNul: fc.boolean() })
  .chain(({ length, toNul }) => {
    const letter = fc.constantFrom(0, 0x61, 0x62, 0x80, 0xff);
    const anywhere = fc.uint8Array({ minLength: length, maxLength: length });
    const alike = fc
      .tuple(letter, fc.array(fc.tuple(fc.nat(length - 1), letter), { maxLength: 3 }))
      .map(([fill, changes]) => {
        const field = new Uint8Array(length).fill(fill);
        for (const [at, value] of changes) field[at] = value;
        return field;
      });
    return fc.record({
      length: fc.constant(length),
      toNul: fc.constant(toNul),
      list: fc.array(fc.oneof({ weight: 3, arbitrary: alike }, anywhere), { maxLength: 60 }),
      before: fc.nat(7),
    });
  });

function fieldOf(text: string, length: number): Uint8Array {
  const field = new Uint8Array(length);
  field.set(new TextEncoder().encode(text));
  return field;
}

describe("WordInterner", () => {
  test("looks for nothing while hardly anything is met twice, and finds again what then is", () => {
    const words = new WordInterner((word) => ({ word }));
    for (let i = 0; i < 5000; i++) expect(words.get(i)).toEqual({ word: i });
    expect(words.get(7)).not.toBe(words.get(7));
    for (let i = 0; i < 65_536; i++) words.get(7);
    expect(words.get(7)).toBe(words.get(7));
    expect(words.get(-7)).toEqual({ word: -7 });
  });
});

describe("Interner", () => {
  test("gives what would be made of the field afresh", () => {
    const check = fc.property(fields, ({ length, toNul, list, before }) => {
      const interner = new TestInterner(length, toNul);
      for (const field of [...list, ...list]) {
        expect(interner.get(field, before)).toEqual(madeAfresh(field, toNul));
      }
    });
    fc.assert(check, { seed: SEED, numRuns: 1000 });
  });

  test.each([
    { length: 4, toNul: true },
    { length: 7, toNul: false },
    { length: 32, toNul: true },
    { length: 256, toNul: true },
  ])("is right beyond its capacity, with $length bytes", ({ length, toNul }) => {
    const interner = new TestInterner(length, toNul);
    for (let i = 0; i < BEYOND_CAPACITY; i++) {
      const text = i
        .toString(36)
        .padStart(length, length > 24 ? "x" : "0")
        .slice(-length);
      const field = fieldOf(text, length);
      expect(interner.get(field)).toEqual(madeAfresh(field, toNul));
      const first = fieldOf("x".repeat(length), length);
      expect(interner.get(first)).toEqual(madeAfresh(first, toNul));
    }
  });

  test("gives the same value for the same field, and makes it once", () => {
    const interner = new TestInterner(32, true);
    const texts = ["alice", "bob", "a".repeat(32), "a".repeat(31), "pts/0", "été", "ev\0garbage"];
    const values = texts.map((text) => interner.get(fieldOf(text, 32)));
    const made = interner.made;
    texts.forEach((text, i) => expect(interner.get(fieldOf(text, 32), 3)).toBe(values[i] as Made));
    expect(interner.made).toBe(made);
  });

  test("looks for nothing while hardly anything is met twice, and finds again what then is", () => {
    const interner = new TestInterner(8, true);
    const fieldFor = (i: number): Uint8Array => fieldOf(`n${i}`, 8);
    for (let i = 0; i < 5000; i++) interner.get(fieldFor(i));
    // The first that did not fit has shown that none of those before it came again.
    const value = interner.get(fieldFor(4999));
    expect(interner.get(fieldFor(4999))).not.toBe(value);
    expect(interner.get(fieldFor(4999))).toEqual(madeAfresh(fieldFor(4999), true));
    for (let i = 0; i < 65_536; i++) interner.get(fieldFor(1));
    expect(interner.get(fieldFor(1))).toBe(interner.get(fieldFor(1)));
  });

  test("finds nearly all of many values again, whatever was met since", () => {
    const interner = new TestInterner(32, true);
    const texts = Array.from({ length: 3000 }, (_, i) => fieldOf(`host-${i}.example.net`, 32));
    for (const field of texts) interner.get(field);
    const { made } = interner;
    for (const field of texts) interner.get(field);
    // Those that lost their slot to others are made again.
    expect(interner.made - made).toBeLessThan(30);
  });

  test("goes on to look where values are met twice", () => {
    const interner = new TestInterner(8, true);
    for (let i = 0; i < 5000; i++) {
      const field = fieldOf(`n${i}`, 8);
      const value = interner.get(field);
      if (i !== 4096) expect(interner.get(field)).toBe(value);
    }
  });

  test("an empty field is made once for all", () => {
    const interner = new TestInterner(8, true);
    expect(interner.made).toBe(1);
    expect(interner.get(new Uint8Array(8))).toBe(interner.get(fieldOf("\0garbage", 8)));
    expect(interner.made).toBe(1);
  });

  test("tells a key from one that begins with it", () => {
    const interner = new TestInterner(8, true);
    const texts = ["a", "ab", "abc", "abcd", "abcde", "abcdefg", "abcdefgh", "abcdefgi", "abce"];
    for (const text of [...texts, ...texts.toReversed()]) {
      expect(interner.get(fieldOf(text, 8)).hex).toBe(Buffer.from(text).toHex());
    }
  });

  test("tells fields apart that differ behind what is hashed", () => {
    const interner = new TestInterner(40, false);
    const texts = Array.from({ length: 20 }, (_, i) => "x".repeat(38) + String(i).padStart(2, "0"));
    for (const text of [...texts, ...texts]) {
      expect(interner.get(fieldOf(text, 40)).hex).toBe(Buffer.from(text).toHex());
    }
  });

  test("tells fields apart that differ only in a word before their last", () => {
    const interner = new TestInterner(30, false);
    const zeros = new Uint8Array(30);
    const nearly = zeros.with(26, 1);
    expect(interner.get(zeros).hex).toBe(zeros.toHex());
    expect(interner.get(nearly).hex).toBe(nearly.toHex());
  });

  test("garbage behind the NUL makes no difference", () => {
    const interner = new TestInterner(32, true);
    for (let i = 0; i < 50; i++) {
      const field = new Uint8Array(32).fill(i);
      field.set(new TextEncoder().encode("alice\0"));
      expect(interner.get(field)).toEqual({ hex: "616c696365" });
    }
  });

  test("without an end at NUL, zeros belong to the field", () => {
    const interner = new TestInterner(5, false);
    expect(interner.get(Uint8Array.of(0, 0, 0, 0, 0)).hex).toBe("0000000000");
    expect(interner.get(Uint8Array.of(0, 0, 0, 0, 1)).hex).toBe("0000000001");
    expect(interner.get(Uint8Array.of(0, 0, 0, 0, 0)).hex).toBe("0000000000");
  });
});
