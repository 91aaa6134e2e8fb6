// What callers without types can give.

import { describe, expect, test } from "bun:test";
import { detect } from "../../src/files/detect.ts";
import { readReport } from "../../src/report/report.ts";
import { Lastlog } from "../../src/views/lastlog.ts";
import { Utmp } from "../../src/views/utmp.ts";
import { Wtmp } from "../../src/views/wtmp.ts";

const SERVER = "test/fixtures/server";

/** Calls a function with arguments that its types forbid. */
function call(target: object, name: string, ...args: readonly unknown[]): unknown {
  const method: unknown = Reflect.get(target, name);
  if (typeof method !== "function") throw new Error(`${name} is no function`);
  return Reflect.apply(method, target, args);
}

const utmp = new Utmp({ root: SERVER });
const lastlog = new Lastlog({ root: SERVER });

test.each([-1, 1.5, Number.NaN])("the newest %p records can't be asked for", (count) => {
  const message = `Cannot take ${count} as count: it must be a whole number from 0`;
  expect(() => new Wtmp({ root: SERVER }).newest(count)).toThrow(new RangeError(message));
});

test("the newest records that there are, and none, can be asked for", () => {
  const wtmp = new Wtmp({ root: SERVER });
  expect([0, 3, Number.POSITIVE_INFINITY].map((count) => [...wtmp.newest(count)].length)).toEqual([
    0, 3, 28,
  ]);
});

describe("arguments of the wrong kind are refused at once", () => {
  test.each<[string, () => unknown, string]>([
    [
      "newest",
      () => call(utmp, "newest", "5"),
      'Cannot take "5" as count: a whole number is wanted',
    ],
    [
      "newest",
      () => call(utmp, "newest"),
      "Cannot take undefined as count: a whole number is wanted",
    ],
    ["findByLine", () => call(utmp, "findByLine", 5), "Cannot take 5 as line: a text is wanted"],
    ["findByUser", () => call(lastlog, "findByUser", 5), "Cannot take 5 as user: a text is wanted"],
    [
      "findById",
      () => call(utmp, "findById", "USER_PROCESS", 5),
      "Cannot take 5 as id: a text or its bytes are wanted",
    ],
    [
      "detect",
      () => call({ detect }, "detect", 5),
      "Cannot take 5 as file: a path or bytes are wanted",
    ],
    [
      "readReport",
      () => call({ readReport }, "readReport", { root: SERVER, redact: "x" }),
      'Cannot take "x" as redact: true or false is wanted',
    ],
    [
      "a signal",
      () => Reflect.construct(Wtmp, [{ root: SERVER, signal: {} }]),
      "Cannot take {} as signal: an AbortSignal is wanted",
    ],
    [
      "a limit",
      () => call(new Wtmp({ root: SERVER }), "sessions", { limit: "5" }),
      'Cannot take "5" as limit: a whole number is wanted',
    ],
  ])("%s", (_, wrong, message) => {
    expect(wrong).toThrow(new TypeError(message));
  });
});
