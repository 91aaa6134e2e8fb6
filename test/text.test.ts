import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { decodeText } from "../src/text.ts";

const SEED = 20261122;

function decode(bytes: Uint8Array): ReturnType<typeof decodeText> {
  const memory = Uint8Array.of(0x78, ...bytes, 0x78);
  return decodeText(memory, 1, 1 + bytes.length);
}

function decodeString(text: string): ReturnType<typeof decodeText> {
  return decode(new TextEncoder().encode(text));
}

describe("decodeText", () => {
  test("valid UTF-8 is its text, without hex", () => {
    const check = fc.property(fc.string({ unit: "binary" }), (text) => {
      const { text: decoded, hex } = decodeString(text);
      expect({ decoded, hex }).toEqual({ decoded: text, hex: null });
    });
    fc.assert(check, { seed: SEED, numRuns: 2000 });
  });

  test("any bytes decode, and either the text or the hex gives them back", () => {
    const check = fc.property(fc.uint8Array(), (bytes) => {
      const { text, hex } = decode(bytes);
      expect(hex === null ? Buffer.from(text).toHex() : hex).toBe(bytes.toHex());
    });
    fc.assert(check, { seed: SEED, numRuns: 2000 });
  });

  test.each([
    { name: "a lone continuation byte", bytes: [0x61, 0x80, 0x62], text: "a\ufffdb" },
    { name: "an overlong slash", bytes: [0xc0, 0xaf], text: "\ufffd\ufffd" },
    { name: "a surrogate", bytes: [0xed, 0xa0, 0x80], text: "\ufffd\ufffd\ufffd" },
    { name: "a sequence cut at the end", bytes: [0x61, 0xe2, 0x82], text: "a\ufffd" },
    {
      name: "a code point beyond the last",
      bytes: [0xf4, 0x90, 0x80, 0x80],
      text: "\ufffd".repeat(4),
    },
  ])("$name becomes U+FFFD, with hex", ({ bytes, text }) => {
    const hex = Uint8Array.from(bytes).toHex();
    expect(decode(Uint8Array.from(bytes))).toMatchObject({ text, hex, device: null });
  });

  test("U+FFFD that the field itself holds is no invalid text", () => {
    expect(decodeString("\ufffd")).toMatchObject({ text: "\ufffd", hex: null, device: null });
  });

  test("a byte order mark stays", () => {
    expect(decodeString("\ufeffroot").text).toBe("\ufeffroot");
    expect(decode(Uint8Array.of(0xef, 0xbb, 0xbf, 0xff)).text).toBe("\ufeff\ufffd");
  });

  test.each(["pts/0", "tty1", "console", "ttyS0", "pts/2_a-b", "a"])(
    "%j can be a terminal",
    (line) => {
      expect(decodeString(line).device).toBe(`/dev/${line}`);
    },
  );

  test.each([
    "",
    "~",
    ":0",
    "ssh:notty",
    "../etc/passwd",
    "pts/../../etc/passwd",
    "pts/0.",
    "pts 0",
    "pts/0\n",
    "\npts/0",
    "ttý1",
    "pts/0\u0301",
    "ＴＴＹ",
  ])("%j can be no terminal", (line) => {
    expect(decodeString(line).device).toBeNull();
  });
});
