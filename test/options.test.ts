import { describe, expect, test } from "bun:test";
import { checkCount, checkOptions, checkText } from "../src/options.ts";

describe("checkOptions", () => {
  test("takes known options, and none", () => {
    expect(() => checkOptions({ path: "/x", limit: 1 }, ["path", "limit", "root"])).not.toThrow();
    expect(() => checkOptions({}, [])).not.toThrow();
  });

  test("takes a known option that is undefined", () => {
    expect(() => checkOptions({ path: undefined }, ["path"])).not.toThrow();
  });

  test("refuses an unknown option, and names the known ones", () => {
    const check = (): void => checkOptions({ path: "/x", limmit: 1 }, ["path", "limit"]);
    expect(check).toThrow(TypeError);
    expect(check).toThrow(new TypeError('Unknown option "limmit": known are path, limit'));
  });

  test("refuses an unknown option that is undefined", () => {
    const check = (): void => checkOptions({ users: undefined }, ["user"]);
    expect(check).toThrow(new TypeError('Unknown option "users": known are user'));
  });

  test("refuses names that every object inherits", () => {
    const check = (): void => checkOptions({ constructor: 1 }, ["user"]);
    expect(check).toThrow(new TypeError('Unknown option "constructor": known are user'));
  });
});

describe("values of options", () => {
  test.each([
    [{ redact: "x" }, 'Cannot take "x" as redact: true or false is wanted'],
    [{ rotated: 1 }, "Cannot take 1 as rotated: true or false is wanted"],
    [{ signal: {} }, "Cannot take {} as signal: an AbortSignal is wanted"],
    [{ signal: null }, "Cannot take null as signal: an AbortSignal is wanted"],
    [{ signal: "stop" }, 'Cannot take "stop" as signal: an AbortSignal is wanted'],
  ])("of the wrong kind are refused: %p", (options, message) => {
    expect(() => checkOptions(options, Object.keys(options))).toThrow(new TypeError(message));
  });

  test("may be what does as a signal does", () => {
    for (const signal of [AbortSignal.abort(), { throwIfAborted: (): void => {} }, undefined]) {
      expect(() => checkOptions({ signal, redact: false }, ["signal", "redact"])).not.toThrow();
    }
  });
});

describe("counts", () => {
  test("are whole numbers, or no end", () => {
    for (const count of [1, 2 ** 40, Number.POSITIVE_INFINITY, undefined]) {
      expect(() => checkCount("limit", count, 1)).not.toThrow();
    }
    for (const count of [0, -1, 1.5, Number.NaN, Number.NEGATIVE_INFINITY]) {
      const message = `Cannot take ${count} as limit: it must be a whole number from 1`;
      expect(() => checkCount("limit", count, 1)).toThrow(new RangeError(message));
    }
  });

  test.each([
    ["5", '"5"'],
    [null, "null"],
    [5n, "5n"],
  ])("are no %p", (count, shown) => {
    const message = `Cannot take ${shown} as limit: a whole number is wanted`;
    expect(() => checkCount("limit", count, 0)).toThrow(new TypeError(message));
  });
});

test("what is a text may be empty, and must be there", () => {
  expect(() => checkText("user", "")).not.toThrow();
  for (const [value, shown] of [
    [5, "5"],
    [undefined, "undefined"],
  ]) {
    const message = `Cannot take ${shown} as user: a text is wanted`;
    expect(() => checkText("user", value)).toThrow(new TypeError(message));
  }
});
