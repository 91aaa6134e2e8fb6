import { expect, test } from "bun:test";
import { fileValue, layoutValue, loginsPlace } from "../../src/cli/common-options.ts";
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

test("logins are where all three options say", () => {
  expect(loginsPlace({})).toEqual({});
  const values = { root: "/mnt", layout: "linux-glibc-384", source: "file", other: true };
  expect(loginsPlace(values)).toEqual({
    root: "/mnt",
    layout: "linux-glibc-384",
    source: "file",
  });
  expect(() => loginsPlace({ root: "" })).toThrow("Cannot read an empty --root");
  expect(() => loginsPlace({ layout: "linux-lastlog-292" })).toThrow("for logins");
  expect(() => loginsPlace({ source: "wtmpdb" })).toThrow('Unknown source "wtmpdb"');
});

test("a file has a name", () => {
  expect(fileValue("wtmp")).toBe("wtmp");
  expect(() => fileValue("")).toThrow(
    new UsageError("Cannot read an empty name: a file is wanted"),
  );
});
