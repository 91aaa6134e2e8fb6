import { describe, expect, test } from "bun:test";
import { entryFrom } from "../../src/entry.ts";
import { failureTest, type FailureFilter } from "../../src/sessions/failure-filter.ts";
import { addressOf } from "../../src/sessions/login-filter.ts";
import type { TestRecord } from "../records.ts";
import { entriesOf, randomFailures, randomFrom, type Failure } from "./failure-records.ts";

const SEED = 20261123;
/** 2026-11-20T12:00:00Z */
const NOON = 1_795_176_000;

const failures = randomFailures(2000, SEED);
const entries = entriesOf(failures.map(({ record }) => record));

function matching(filter: FailureFilter): Failure[] {
  const fits = failureTest(filter);
  return failures.filter((_, i) => {
    const entry = entries[i];
    return entry !== undefined && fits(entry);
  });
}

const hexOf = (text: string): string => Buffer.from(text).toString("hex");

describe("against the model", () => {
  const times = failures.map(({ micros }) => micros).sort((a, b) => a - b);
  const at = (part: number): number =>
    Math.floor((times[Math.floor(times.length * part)] ?? 0) / 1e3);

  test.each([
    ["since", { since: new Date(at(0.3)) }, ({ micros }: Failure) => micros >= at(0.3) * 1e3],
    ["until", { until: new Date(at(0.3)) }, ({ micros }: Failure) => micros <= at(0.3) * 1e3],
    ["user", { user: "Summer2026!" }, ({ user }: Failure) => user === hexOf("Summer2026!")],
    ["no user", { user: "" }, ({ user }: Failure) => user === ""],
    ["host", { host: "gate.example" }, ({ host }: Failure) => host === hexOf("gate.example")],
    ["line", { line: "/dev/tty1" }, ({ line }: Failure) => line === "tty1"],
    ["address", { address: "192.0.2.9" }, ({ address }: Failure) => address === "192.0.2.9"],
    ["range", { address: "2001:db8::/64" }, (f: Failure) => f.network === "2001:db8::/64"],
  ] as const)("%s", (_, filter, wanted) => {
    const found = matching(filter);
    expect(found).toEqual(failures.filter(wanted));
    expect(found.length).toBeGreaterThan(10);
    expect(found.length).toBeLessThan(failures.length);
  });

  test("all filters at once", () => {
    const random = randomFrom(SEED);
    let found = 0;
    for (let i = 0; i < 300; i++) {
      const [from = 0, to = 0] = [random(), random()].sort((a, b) => a - b).map(at);
      const line = ["ssh:notty", "tty1"][Math.floor(random() * 2)] ?? "";
      const user = hexOf(["root", "Summer2026!"][Math.floor(random() * 2)] ?? "");
      const filter = { since: new Date(from), until: new Date(to), line };
      const given = matching({ ...filter, user: Buffer.from(user, "hex").toString() });
      const wanted = failures.filter(
        (f) => f.micros >= from * 1e3 && f.micros <= to * 1e3 && f.line === line && f.user === user,
      );
      expect(given).toEqual(wanted);
      found += given.length;
    }
    expect(found).toBeGreaterThan(100);
  });
});

function fits(filter: FailureFilter, ...records: readonly TestRecord[]): boolean[] {
  return entriesOf(
    records.map((record) => ({ type: "LOGIN_PROCESS" as const, user: "root", ...record })),
  ).map(failureTest(filter));
}

describe("failureTest", () => {
  test("free slots and wiped records are no logins; records of other types are", () => {
    const types = ["EMPTY", "USER_PROCESS", "DEAD_PROCESS", "BOOT_TIME", 77] as const;
    expect(fits({}, ...types.map((type) => ({ type })))).toEqual([false, true, true, true, true]);
  });

  test("what says that a file is one of records is no login", () => {
    const entries = entriesOf([{ type: "LOGIN_PROCESS", user: "utmpx-1.00" }]);
    const signatures = entries.map((entry) => {
      return entryFrom({ ...entry, type: "SIGNATURE" }, null);
    });
    expect([...entries, ...signatures].map(failureTest({}))).toEqual([true, false]);
  });

  test("a time that is not known is left out by none", () => {
    const fits = failureTest({ since: new Date(NOON * 1000), until: new Date(NOON * 1000) });
    const [entry] = entriesOf([{ type: "LOGIN_PROCESS", user: "root" }]);
    const at = (time: Date | null): boolean =>
      entry !== undefined && fits(entryFrom({ ...entry, time, micros: null }, null));
    expect([at(null), at(new Date(8.64e15)), at(new Date(-8.64e15))]).toEqual([true, false, false]);
  });

  test("both ends of a span are within, to the microsecond", () => {
    const span = { since: new Date(NOON * 1000), until: new Date(NOON * 1000 + 1) };
    const at = (seconds: number, microseconds: number): TestRecord => ({ seconds, microseconds });
    const records = [at(NOON - 1, 999_999), at(NOON, 0), at(NOON, 1000), at(NOON, 1001)];
    expect(fits(span, ...records)).toEqual([false, true, true, false]);
  });

  test("a range that is none is refused", () => {
    expect(() => failureTest({ address: "192.0.2.0/33" })).toThrow(RangeError);
  });

  test("what is not valid UTF-8 is no text that can be asked for", () => {
    const bytes = Uint8Array.of(0x61, 0xff);
    expect(fits({ user: "a\ufffd" }, { user: bytes }, { user: "a\ufffd" })).toEqual([false, true]);
    expect(fits({ host: "a\ufffd" }, { host: bytes }, { host: "a\ufffd" })).toEqual([false, true]);
    expect(fits({ line: "a\ufffd" }, { line: bytes }, { line: "a\ufffd" })).toEqual([false, true]);
  });

  test("a line is found with and without its directory", () => {
    const records = ["tty1", "/dev/tty1", "dev/tty1"].map((line) => ({ line }));
    expect(fits({ line: "tty1" }, ...records)).toEqual([true, true, false]);
    expect(fits({ line: "/dev/tty1" }, ...records)).toEqual([true, true, false]);
  });
});

describe("addressOf", () => {
  test.each([
    [{ address: [192, 0, 2, 1], host: "198.51.100.1" }, "192.0.2.1"],
    [{ host: "198.51.100.1" }, "198.51.100.1"],
    [{ host: "::ffff:198.51.100.1" }, "198.51.100.1"],
    [{ host: "2001:DB8:0:0::1" }, "2001:db8::1"],
    [{ host: "::1" }, "::1"],
    [{ host: "fe80::1%eth0" }, "fe80::1"],
    [{ host: "198.51.100.1.example" }, null],
    [{ host: "198.51.100" }, null],
    [{ host: "dead.beef" }, null],
    [{ host: ":0" }, null],
    [{ host: ":0.0" }, null],
    [{ host: "" }, null],
  ] as const)("%j is %p", (record, address) => {
    expect(entriesOf([record]).map(addressOf)).toEqual([address]);
  });
});
