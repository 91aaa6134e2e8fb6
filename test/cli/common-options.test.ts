import { expect, test } from "bun:test";
import { layoutValue } from "../../src/cli/common-options.ts";
import { UsageError } from "../../src/cli/usage-error.ts";

test("a layout is one of the records that are read", () => {
  expect(layoutValue({})).toEqual({});
  expect(layoutValue({ layout: "auto" }, "utmp")).toEqual({});
  expect(layoutValue({ layout: "linux-lastlog-292" })).toEqual({ layout: "linux-lastlog-292" });
  expect(layoutValue({ layout: "linux-glibc-384" }, "utmp")).toEqual({ layout: "linux-glibc-384" });
  expect(() => layoutValue({ layout: "none" }, "utmp")).toThrow(UsageError);
  expect(() => layoutValue({ layout: "linux-lastlog-292" }, "utmp")).toThrow(
    'Cannot take "linux-lastlog-292" for logins: its records are last logins',
  );
  expect(() => layoutValue({ layout: "linux-glibc-384" }, "lastlog")).toThrow(
    'Cannot take "linux-glibc-384" for last logins: its records are logins',
  );
});
