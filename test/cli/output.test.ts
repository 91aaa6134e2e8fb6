import { describe, expect, test } from "bun:test";
import { closeSync, openSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { Output, Piece, plainBytes } from "../../src/cli/output.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { written } from "./written.ts";

const SEED = 20261129;

/** What each write adds to a file. */
function writtenAtOnce(write: (output: Output) => void): string[] {
  using directory = new TemporaryDirectory();
  const path = directory.at("out");
  const fd = openSync(path, "w");
  const states: string[] = [];
  const output = new Output(() => {
    states.push(readFileSync(path, "utf8"));
    return fd;
  }, path);
  write(output);
  output.flush();
  closeSync(fd);
  states.push(readFileSync(path, "utf8"));
  return states.slice(1).map((state, i) => state.slice(states[i]?.length));
}

const text = fc.oneof(
  fc.string({ maxLength: 100 }),
  fc.string({ unit: "binary", maxLength: 100 }),
  fc.integer({ min: 60, max: 70 }).map((length) => "x".repeat(length)),
  fc.integer({ min: 20_000, max: 200_000 }).map((length) => "é".repeat(length)),
);

describe("Output", () => {
  test("texts and pieces come out whole and in order, whatever their length", () => {
    const part = fc.record({ text, isPiece: fc.boolean() });
    const check = fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      const out = written((output) => {
        for (const { text, isPiece } of parts) {
          if (isPiece) output.put(new Piece(text));
          else output.write(text);
        }
      });
      expect(out).toBe(parts.map(({ text }) => text.toWellFormed()).join(""));
    });
    fc.assert(check, { seed: SEED, numRuns: 200 });
  });

  test("what is written before the end is whole lines, if there are any", () => {
    const line = fc.record({ length: fc.integer({ min: 1, max: 30_000 }), isPiece: fc.boolean() });
    const check = fc.property(fc.array(line, { minLength: 1, maxLength: 40 }), (lines) => {
      const writes = writtenAtOnce((output) => {
        for (const { length, isPiece } of lines) {
          output.write("a");
          const rest = `${"b".repeat(length)}\n`;
          if (isPiece) output.put(new Piece(rest));
          else for (let i = 0; i < rest.length; i += 40) output.write(rest.slice(i, i + 40));
        }
      });
      expect(writes.every((write) => write.endsWith("b\n"))).toBe(true);
      expect(writes.join("")).toBe(lines.map(({ length }) => `a${"b".repeat(length)}\n`).join(""));
    });
    fc.assert(check, { seed: SEED, numRuns: 200 });
  });

  test("text is copied up to its NUL, filled and cut, or not at all", () => {
    const byte = fc.oneof(
      { arbitrary: fc.integer({ min: 0x20, max: 0x7e }), weight: 20 },
      fc.constantFrom(0, 0x1f, 0x5b, 0x7f, 0x80, 0xff),
    );
    const bytes = fc.array(byte, { maxLength: 300 });
    const column = fc
      .record({
        width: fc.nat(20),
        cut: fc.nat(40),
        more: fc.constantFrom(null, 0x2a),
        separator: fc.constantFrom("", " ", "] ["),
      })
      .map(({ width, cut, ...rest }) => ({ width, most: Math.max(1, width + cut), ...rest }));
    const fields = fc.array(fc.tuple(bytes, column), { maxLength: 500 });
    const check = fc.property(fields, (all) => {
      let expected = "";
      const out = written((output) => {
        for (const [field, { width, most, more, separator }] of all) {
          const memory = Uint8Array.from([1, 2, 3, ...field, 4]);
          const [text = ""] = Buffer.from(field).toString("latin1").split("\0", 1);
          const isPlain = /^[ -Z\\-~]*$/.test(text);
          const shown = {
            width,
            most,
            more,
            separator: new Piece(separator),
            isPlain: plainBytes("["),
          };
          expect(output.putText(memory, 3, field.length, shown)).toBe(isPlain);
          if (!isPlain) continue;
          const cut = text.length > most && more !== null ? `${text.slice(0, most - 1)}*` : text;
          expected += cut.slice(0, most).padEnd(width) + separator;
        }
      });
      expect(out).toBe(expected);
    });
    fc.assert(check, { seed: SEED, numRuns: 100 });
  });

  test("the blanks at the end of a line can be taken back, and nothing before them", () => {
    const out = written((output) => {
      output.dropBlanks();
      output.put(new Piece("a b  "));
      output.write("   ");
      output.dropBlanks();
      output.write("\n ");
      output.dropBlanks();
      output.write("\t ");
      output.dropBlanks();
    });
    expect(out).toBe("a b\n\t");
  });

  test("so can they where other lines were written just before", () => {
    for (let before = 65_500; before <= 65_540; before++) {
      const out = written((output) => {
        output.write(`${"a".repeat(before)}\n`);
        output.put(new Piece("b  "));
        output.write(" ".repeat(60));
        output.dropBlanks();
      });
      expect(out).toBe(`${"a".repeat(before)}\nb`);
    }
  });

  test("what fills the buffer to its end is not lost", () => {
    for (let before = 65_520; before <= 65_540; before++) {
      const out = written((output) => {
        output.write("a".repeat(before));
        output.put(new Piece("bcdef"));
        output.writeNumber(7, 3);
        output.write("end");
      });
      expect(out).toBe(`${"a".repeat(before)}bcdef007end`);
    }
  });

  test.each([
    0,
    1,
    9,
    10,
    99,
    100,
    4_194_304,
    2 ** 31 - 1,
    2 ** 31,
    2 ** 32 - 1,
    2 ** 53 - 1,
    9_007_199_253_999_999,
  ])("the number %p has its digits, and zeros up to a width", (value) => {
    const out = written((output) => {
      output.writeNumber(value);
      output.write(" ");
      output.writeNumber(value, 12);
    });
    expect(out).toBe(`${value} ${String(value).padStart(12, "0")}`);
  });

  test("so does every number below a million, whatever the width", () => {
    const numbers = [...Array(1100).keys(), ...Array.from({ length: 3000 }, (_, i) => i * 347)];
    for (const width of [1, 2, 3, 4, 5, 6]) {
      const out = written((output) => {
        for (const number of numbers) {
          output.writeNumber(number, width);
          output.write(" ");
        }
      });
      const expected = numbers.map((number) => `${String(number).padStart(width, "0")} `);
      expect(out).toBe(expected.join(""));
    }
  });
});
