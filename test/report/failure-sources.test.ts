import { describe, expect, test } from "bun:test";
import { knownBy } from "../../src/redaction.ts";
import { countSources, type FailureSources } from "../../src/report/failure-sources.ts";
import type { TestRecord } from "../records.ts";
import { entriesOf } from "../sessions/failure-records.ts";

/** 2026-11-20T12:00:00Z */
const NOON = 1_795_176_000;
const ALL = Number.POSITIVE_INFINITY;
const isKnown = knownBy((name) => (name === "root" ? 0 : null));

function failure(user: string, at: number, rest: TestRecord = {}): TestRecord {
  return { type: "LOGIN_PROCESS", line: "ssh:notty", user, seconds: NOON + at, ...rest };
}

function count(...records: readonly TestRecord[]): FailureSources {
  return countSources(entriesOf(records), ALL, { isKnown, redact: false });
}

function keysOf(...records: readonly TestRecord[]): string[] {
  return count(...records).bySource.map(({ key }) => key);
}

describe("countSources", () => {
  test("without failures counts none", () => {
    expect(count()).toEqual({ count: 0, bySource: [] });
  });

  test("counts by source, most first", () => {
    const near = { host: "gate", address: [192, 0, 2, 1] };
    const far = { host: "far.example", address: [198, 51, 100, 7] };
    const counted = count(
      failure("root", 0, near),
      failure("admin", 10, far),
      failure("alice", 20, { ...far, host: "198.51.100.7", microseconds: 5 }),
    );
    expect(counted).toEqual({
      count: 3,
      bySource: [
        {
          key: "198.51.100.7",
          count: 2,
          first: "2026-11-20T12:00:10.000000Z",
          last: "2026-11-20T12:00:20.000005Z",
          users: 2,
          addresses: 1,
          names: ["admin", "alice"],
        },
        {
          key: "192.0.2.1",
          count: 1,
          first: "2026-11-20T12:00:00.000000Z",
          last: "2026-11-20T12:00:00.000000Z",
          users: 1,
          addresses: 1,
          names: ["root"],
        },
      ],
    });
  });

  test("the source is the address, else the host, else the line", () => {
    const everything = { host: "gate", address: [192, 0, 2, 1] };
    expect(keysOf(failure("root", 0, everything))).toEqual(["192.0.2.1"]);
    expect(keysOf(failure("root", 0, { host: "gate" }))).toEqual(["gate"]);
    expect(keysOf(failure("root", 0, { line: "tty1" }))).toEqual(["tty1"]);
    expect(keysOf(failure("root", 0, { line: "" }))).toEqual([""]);
  });

  test("counts no address where there is none", () => {
    const [counted] = count(failure("root", 0), failure("root", 1)).bySource;
    expect(counted).toMatchObject({ key: "ssh:notty", count: 2, users: 1, addresses: 0 });
  });

  test("sources with as many failures are in order of their keys", () => {
    const records = ["c", "a", "b"].map((host) => failure("root", 0, { host }));
    expect(keysOf(...records)).toEqual(["a", "b", "c"]);
  });

  test("first and last are by time, not by place", () => {
    const [counted] = count(
      failure("a", 50),
      failure("b", 10),
      failure("c", 90),
      failure("d", 20),
    ).bySource;
    expect(counted).toMatchObject({
      first: "2026-11-20T12:00:10.000000Z",
      last: "2026-11-20T12:01:30.000000Z",
    });
  });

  test("shows the three names tried most, in order of the names where as many", () => {
    const users = ["e", "d", "c", "b", "d", "e", "e", "a"];
    const [counted] = count(...users.map((user, i) => failure(user, i))).bySource;
    expect(counted).toMatchObject({ users: 5, names: ["e", "d", "a"] });
  });

  test("hides names that no account has, and counts the names themselves", () => {
    const users = ["hunter2", "secret1", "root", Uint8Array.of(0xff)];
    const records = users.map((user) => failure("", 0, { user }));
    const names = { isKnown, redact: true };
    const [counted] = countSources(entriesOf(records), ALL, names).bySource;
    expect(counted?.names).toEqual(["<unknown:1>", "<unknown:7>", "root"]);
    expect(counted).not.toHaveProperty("namesBytes");
    expect(counted?.users).toBe(4);
  });

  test("names and hosts that are not valid UTF-8 are told apart by their bytes", () => {
    const [a, b] = [Uint8Array.of(0x61, 0xff), Uint8Array.of(0x61, 0xfe)];
    const records = [a, b, b, "root"].map((user) => failure("", 0, { user }));
    expect(count(...records).bySource[0]).toMatchObject({
      users: 3,
      names: ["a\ufffd", "a\ufffd", "root"],
      namesBytes: ["61fe", "61ff", null],
    });
    const hosts = [a, b].map((host) => failure("root", 0, { host }));
    expect(count(...hosts).bySource).toMatchObject([
      { key: "a\ufffd", keyBytes: "61fe", count: 1, names: ["root"] },
      { key: "a\ufffd", keyBytes: "61ff", count: 1, names: ["root"] },
    ]);
  });

  test("gives no more sources than wanted, and counts all", () => {
    const hosts = ["c", "a", "b", "b"].map((host) => failure("root", 0, { host }));
    const counted = countSources(entriesOf(hosts), 2, { isKnown, redact: true });
    expect(counted.bySource.map(({ key }) => key)).toEqual(["b", "a"]);
    expect(counted.count).toBe(4);
  });

  test("the total counts every source", () => {
    const hosts = Array.from({ length: 30 }, (_, i) => failure("root", i, { host: `h${i % 7}` }));
    const { count: total, bySource } = count(...hosts);
    expect(total).toBe(30);
    expect(bySource.map((source) => source.count)).toEqual([5, 5, 4, 4, 4, 4, 4]);
  });
});
