import { expect, test } from "bun:test";
import { titleText } from "../../src/cli/title-text.ts";

test("a title is bold where text has colors", () => {
  expect(titleText("USER", true)).toBe("\x1b[1mUSER\x1b[0m");
  expect(titleText("USER", false)).toBe("USER");
});
