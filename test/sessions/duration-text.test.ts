import { expect, test } from "bun:test";
import { durationText } from "../../src/sessions/duration-text.ts";

test.each([
  [0, "00:00"],
  [59.999999, "00:00"],
  [60, "00:01"],
  [13_371.27, "03:42"],
  [86_399, "23:59"],
  [86_400, "1+00:00"],
  [10_000 * 86_400 + 3660, "10000+01:01"],
  [-30, "00:00"],
  [-59.9, "00:00"],
  [-60, "-00:01"],
  [-600, "-00:10"],
  [-90_000, "-1+01:00"],
])("%d seconds are %s", (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});
