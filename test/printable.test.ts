import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  inspectAsJson,
  isPrintable,
  printableBytes,
  printableJson,
  printableText,
} from "../src/printable.ts";

const SEED = 20261122;

/** Ranges of what must never be shown, written down apart from the source. */
const DECEIVING: readonly (readonly [number, number])[] = [
  [0x00, 0x1f], // C0
  [0x7f, 0x9f], // DEL and C1
  [0xad, 0xad], // soft hyphen
  [0x034f, 0x034f], // combining grapheme joiner
  [0x061c, 0x061c], // Arabic letter mark
  [0x115f, 0x1160], // Hangul fillers
  [0x180e, 0x180e], // Mongolian vowel separator
  [0x200b, 0x200f], // zero width and directional marks
  [0x2028, 0x202e], // separators, embeddings and overrides
  [0x2060, 0x206f], // word joiner, isolates
  [0x2800, 0x2800], // blank of braille
  [0x3164, 0x3164], // Hangul filler
  [0xd800, 0xdfff], // lone surrogates
  [0xfdd0, 0xfdef], // no characters
  [0xfe00, 0xfe0f], // variation selectors
  [0xfeff, 0xfeff], // byte order mark
  [0xffa0, 0xffa0],
  [0xfff9, 0xfffb], // interlinear annotation
  [0xfffe, 0xffff],
  [0x1d173, 0x1d17a], // musical controls
  [0xe0000, 0xe007f], // tags
  [0xe0100, 0xe01ef],
  [0x10fffe, 0x10ffff],
];

function isDeceiving(code: number): boolean {
  return DECEIVING.some(([first, last]) => code >= first && code <= last);
}

function deceivingIn(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0) ?? 0).filter(isDeceiving);
}

const deceiving = fc
  .constantFrom(...DECEIVING)
  .chain(([first, last]) => fc.integer({ min: first, max: last }));
const lookalike = fc.constantFrom("\\", "\\x", "1b", "\\x1b", "\\u{", "202e", "}", "\\\\", "c");
const texts = fc
  .array(
    fc.oneof(
      deceiving.map((code) => String.fromCodePoint(code)),
      lookalike,
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.string({ unit: "binary", maxLength: 3 }),
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(""));

/** What printableText says, read back. */
function undo(text: string): string {
  return text.replace(/\\x([0-9a-f]{2})|\\u\{([0-9a-f]+)\}/g, (_, short?: string, long?: string) =>
    String.fromCodePoint(Number.parseInt(short ?? long ?? "", 16)),
  );
}

describe("printableText", () => {
  test("leaves no character that deceives", () => {
    const check = fc.property(texts, (text) => {
      expect(deceivingIn(printableText(text))).toEqual([]);
    });
    fc.assert(check, { seed: SEED, numRuns: 5000 });
  });

  test("makes every single deceiving character visible", () => {
    for (let code = 0; code <= 0x10ffff; code++) {
      if (!isDeceiving(code)) continue;
      const shown = printableText(String.fromCodePoint(code));
      const hex = code.toString(16);
      const wanted = code < 0x80 ? `\\x${hex.padStart(2, "0")}` : `\\u{${hex}}`;
      if (shown !== wanted) expect(shown).toBe(wanted);
    }
    expect(printableText("\x1b\u202e")).toBe("\\x1b\\u{202e}");
  });

  test("can be undone", () => {
    const check = fc.property(texts, (text) => {
      expect(undo(printableText(text))).toBe(text);
    });
    fc.assert(check, { seed: SEED, numRuns: 5000 });
  });

  test("shows a text that looks like an escape as another than the escape", () => {
    expect(printableText("\\x1b")).toBe("\\x5cx1b");
    expect(printableText("\\u{202e}")).toBe("\\x5cu{202e}");
    expect(printableText("C:\\users")).toBe("C:\\users");
  });

  test("leaves ordinary text of all scripts as it is", () => {
    const text = "Zoë 山田 Ωμέγα שלום नमस्ते 👩🏽 ½ €";
    expect(printableText(text)).toBe(text);
  });
});

test("a character is printable unless it deceives, or is none yet", () => {
  for (const [first, last] of DECEIVING) {
    for (const code of [first, last]) {
      expect([code, isPrintable(String.fromCodePoint(code))]).toEqual([code, false]);
    }
  }
  expect(isPrintable("\u0378")).toBe(false);
  for (const character of ["a", " ", "é", "山", "\u2801", "👩"]) {
    expect([character, isPrintable(character)]).toEqual([character, true]);
  }
});

describe("printableBytes", () => {
  test("can be undone to the very bytes", () => {
    const part = fc.oneof(
      fc.uint8Array({ maxLength: 3 }),
      fc
        .constantFrom("\\x1b", "\\", "\u0085", "\x9b", "é", "\\u{85}", "x85")
        .map((text) => Buffer.from(text)),
    );
    const check = fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const bytes = Buffer.concat(parts);
      const shown = printableBytes(bytes);
      expect(deceivingIn(shown)).toEqual([]);
      const escapes = shown.match(/\\x[0-9a-f]{2}|\\u\{[0-9a-f]+\}|[^]/gu) ?? [];
      const back = escapes.map((escape) => {
        if (/^\\x/.test(escape)) return Buffer.from(escape.slice(2), "hex");
        const [, code] = /^\\u\{(.*)\}$/.exec(escape) ?? [];
        return Buffer.from(
          code === undefined ? escape : String.fromCodePoint(Number.parseInt(code, 16)),
        );
      });
      expect(Buffer.concat(back).toHex()).toBe(bytes.toHex());
    });
    fc.assert(check, { seed: SEED, numRuns: 3000 });
  });
});

describe("printableJson", () => {
  test("leaves no character that deceives, and parses to the equal value", () => {
    const check = fc.property(fc.dictionary(texts, fc.array(texts, { maxLength: 3 })), (value) => {
      const json = printableJson(JSON.stringify(value));
      expect(deceivingIn(json)).toEqual([]);
      expect(JSON.parse(json) as unknown).toEqual({ ...value });
    });
    fc.assert(check, { seed: SEED, numRuns: 2000 });
  });

  test("writes escapes of four digits, two of them beyond U+FFFF", () => {
    expect(printableJson(JSON.stringify("\x7f\u202e\u{e0041}"))).toBe(
      String.raw`"\u007f\u202e\udb40\udc41"`,
    );
  });

  test("leaves the line feeds of indented JSON", () => {
    const json = JSON.stringify({ user: "alice" }, null, 2);
    expect(printableJson(json)).toBe(json);
  });
});

describe("inspectAsJson", () => {
  test("shows an instance as its safe JSON behind the class's name", () => {
    class Shown {
      toJSON(): object {
        return { user: "\u202eroot", line: "\x1b[2J" };
      }
      static {
        inspectAsJson(this);
      }
    }
    const wanted = String.raw`Shown {
  "user": "\u202eroot",
  "line": "\u001b[2J"
}`;
    expect(Bun.inspect(new Shown())).toBe(wanted);
  });
});
