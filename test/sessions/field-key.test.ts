import { expect, test } from "bun:test";
import { bytesOfKey, fieldKey, textOfKey } from "../../src/sessions/field-key.ts";

test.each([
  ["root", undefined, [0x72, 0x6f, 0x6f, 0x74]],
  ["", undefined, []],
  ["a\ufffd", "61ff", [0x61, 0xff]],
  ["a\ufffd", undefined, [0x61, 0xef, 0xbf, 0xbd]],
])("the key of %p, %p has its text and bytes", (text, hex, bytes) => {
  const key = fieldKey(text, hex);
  expect(textOfKey(key)).toEqual({ text, ...(hex !== undefined && { hex }) });
  expect([...bytesOfKey(key)]).toEqual(bytes);
});

test("a text is not the bytes that are shown as it", () => {
  expect(fieldKey("a\ufffd", "61ff")).not.toBe(fieldKey("a\ufffd", undefined));
});
