import { describe, expect, test } from "bun:test";
import { checkOptions } from "../src/options.ts";

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
