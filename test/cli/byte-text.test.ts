import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { byteText, fit, visible } from "../../src/cli/byte-text.ts";

const SEED = 20261122;

describe("byteText", () => {
  test("has a character for each byte", () => {
    expect(byteText("tty1")).toBe("tty1");
    expect(byteText("é")).toBe("\xc3\xa9");
    expect(byteText("�x", "ff78")).toBe("\xffx");
  });
});

describe("fit", () => {
  test("cuts and fills by bytes", () => {
    expect(fit("root", 6)).toBe("root  ");
    expect(fit("administrator", 8)).toBe("administ");
    expect(fit(byteText("éé"), 3)).toBe("\xc3\xa9\xc3");
  });
});

describe("visible", () => {
  test.each([
    ["plain text ~ \\ *", "plain text ~ \\ *"],
    ["\x1b[2J", "*[[2J"],
    ["a\nb\rc\td\x07\0", "a*Jb*Mc*Id*G*@"],
    ["\x7f", "*?"],
    ["Grüße, 世界 🦊", "Grüße, 世界 🦊"],
    ["\u202eevil", "\\342\\200\\256evil"],
    ["a\u200bb\u0085", "a\\342\\200\\213b\\302\\205"],
    ["\u2028\ufeff\u{e0001}", "\\342\\200\\250\\357\\273\\277\\363\\240\\200\\201"],
  ])("%j is %j where characters are shown", (text, shown) => {
    expect(visible(byteText(text), true)).toBe(shown);
  });

  test("bytes that are no character are octal, and do not hide the next", () => {
    expect(visible("\xff\xc3\xa9\xe2\x80x\xc3", true)).toBe("\\377é\\342\\200x\\303");
    expect(visible("\xed\xa0\x80", true)).toBe("\\355\\240\\200");
  });

  test("every byte beyond ASCII is octal where they are not", () => {
    expect(visible(byteText("Grü\x1b"), false)).toBe("Gr\\303\\274*[");
  });

  test("no byte is lost, and nothing that deceives is left", () => {
    const byte = fc.integer({ min: 0, max: 255 }).filter((code) => code !== 0x5c && code !== 0x2a);
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 40 }), fc.boolean(), (bytes, isUtf8) => {
        const shown = visible(String.fromCharCode(...bytes), isUtf8);
        expect(shown).not.toMatch(
          /[\p{Cc}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/u,
        );
        expect([...bytesBehind(shown)]).toEqual(bytes);
      }),
      { seed: SEED, numRuns: 2000 },
    );
  });
});

/** Undoes the escapes of text that has no backslash and no asterisk of its own. */
function bytesBehind(shown: string): Uint8Array {
  const parts = shown.match(/\\[0-7]{3}|\*[?-_]|[^]/gu) ?? [];
  return Buffer.concat(
    parts.map((part) => {
      if (part.length === 4) return Buffer.of(Number.parseInt(part.slice(1), 8));
      return part.startsWith("*") ? Buffer.of(part.charCodeAt(1) ^ 0x40) : Buffer.from(part);
    }),
  );
}
