import { describe, expect, test } from "bun:test";
import { checkSessionOptions, type SessionOptions } from "../../src/sessions/session-options.ts";

const MORNING = new Date("2026-11-20T06:00:00Z");
const NOON = new Date("2026-11-20T12:00:00Z");

/** Takes what a caller without types can give. */
function check(options: object): void {
  checkSessionOptions(options as SessionOptions);
}

describe("options of sessions", () => {
  test.each([
    {},
    { since: MORNING, until: NOON, asOf: MORNING },
    { since: NOON, until: NOON },
    { user: "alice", host: "", address: "2001:db8::/32", line: "/dev/pts/0" },
    { limit: 0 },
    { limit: Number.POSITIVE_INFINITY },
    { reverse: false, limit: 10, user: undefined },
  ])("can be %j", (options) => {
    expect(() => check(options)).not.toThrow();
  });

  test.each([
    [{ users: "alice" }, 'Unknown option "users": known are since, until, asOf, user, host'],
    [{ since: "2026-11-20" }, 'Cannot take "2026-11-20" as since: a Date is wanted'],
    [{ until: 1_795_176_000 }, "Cannot take 1795176000 as until: a Date is wanted"],
    [{ asOf: null }, "Cannot take null as asOf: a Date is wanted"],
    [{ user: 7 }, "Cannot take 7 as user: a text is wanted"],
    [{ host: /gate/ }, "Cannot take /gate/ as host: a text is wanted"],
    [{ line: null }, "Cannot take null as line: a text is wanted"],
    [{ address: 7 }, "Cannot take 7 as address: a text is wanted"],
    [{ reverse: "no" }, 'Cannot take "no" as reverse: true or false is wanted'],
  ])("of the wrong kind are refused: %p", (options, message) => {
    expect(() => check(options)).toThrow(TypeError);
    expect(() => check(options)).toThrow(message);
  });

  test.each([
    [{ since: new Date("soon") }, "Cannot take an invalid Date as since: it must be a time"],
    [
      { since: NOON, until: MORNING },
      "Cannot end before the beginning: until is 2026-11-20T06:00:00.000Z, since 2026-11-20T12:00:00.000Z",
    ],
    [
      { address: "192.0.2.1/24" },
      'Cannot take "192.0.2.1/24" as a range of addresses: bits behind the prefix must be zero, as in 192.0.2.0/24',
    ],
    [{ limit: -1 }, "Cannot take -1 as limit: it must be a whole number from 0"],
    [{ limit: 1.5 }, "Cannot take 1.5 as limit: it must be a whole number from 0"],
    [{ limit: Number.NaN }, "Cannot take NaN as limit: it must be a whole number from 0"],
  ])("that can't be meant are refused: %p", (options, message) => {
    expect(() => check(options)).toThrow(new RangeError(message));
  });
});
