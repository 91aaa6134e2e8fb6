import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { parseSpan } from "../../src/cli/time-span.ts";

const SEED = 20261122;
const SECOND = 1e6;

describe("parseSpan", () => {
  test.each([
    ["1s", 1],
    ["1sec", 1],
    ["1second", 1],
    ["2 seconds", 2],
    ["1m", 60],
    ["1min", 60],
    ["1minute", 60],
    ["2minutes", 120],
    ["1h", 3600],
    ["1hr", 3600],
    ["1hour", 3600],
    ["2hours", 7200],
    ["1d", 86_400],
    ["1day", 86_400],
    ["2days", 172_800],
    ["1w", 604_800],
    ["1week", 604_800],
    ["2weeks", 1_209_600],
    ["1month", 2_629_800],
    ["2months", 5_259_600],
    ["1y", 31_557_600],
    ["1year", 31_557_600],
    ["2years", 63_115_200],
    ["3ms", 0.003],
    ["3msec", 0.003],
    ["3us", 0.000003],
    ["3usec", 0.000003],
    ["5", 5],
    ["0", 0],
  ])("%s is %d seconds", (text, seconds) => {
    expect(parseSpan(text)).toBe(Math.round(seconds * SECOND));
  });

  test.each([
    ["1h30min", 5400],
    ["1h 30min", 5400],
    [" 1 h  30 min ", 5400],
    ["1d1d", 172_800],
    ["1 2 3", 6],
    [".5h", 1800],
    ["1.5h", 5400],
    ["1.25.5s", 1.75],
    ["+1h", 3600],
    ["-0s", 0],
    ["1. 5s", 1.05],
    ["1.+5s", 1.05],
  ])("%j is a sum: %d seconds", (text, seconds) => {
    expect(parseSpan(text)).toBe(seconds * SECOND);
  });

  test.each([
    "",
    " ",
    "s",
    ".",
    "1.",
    "1.h",
    "1x",
    "1mo",
    "1 M",
    "1,5s",
    "-1s",
    "1.-5s",
    "1s -1s",
    "1h ago",
    "0x10",
    "1e3",
    "\u00a01h",
    "١h",
  ])("%j is none", (text) => {
    expect(parseSpan(text)).toBeNull();
  });

  test("cuts off what is less than a microsecond", () => {
    expect(parseSpan("0.0000019s")).toBe(1);
    expect(parseSpan("1.9us")).toBe(1);
  });

  test("is none or at least nothing, whatever the text", () => {
    const text = fc.string({ unit: fc.constantFrom(..."0129 .+-smhdwy\t"), maxLength: 12 });
    const check = fc.property(text, (given) => {
      expect(parseSpan(given) ?? 0).toBeGreaterThanOrEqual(0);
    });
    fc.assert(check, { seed: SEED, numRuns: 2000 });
  });
});
