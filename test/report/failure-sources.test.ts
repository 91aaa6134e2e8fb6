import { describe, expect, test } from "bun:test";
import { layoutNamed } from "../../platforms/index.ts";
import { linuxGlibc384 } from "../../platforms/linux-glibc.ts";
import { Chunk } from "../../src/chunk.ts";
import { UtmpReader } from "../../src/reader.ts";
import { knownBy } from "../../src/redaction.ts";
import { countSources, type FailureSources } from "../../src/report/failure-sources.ts";
import { recordBytes, type TestRecord } from "../records.ts";
import { entriesOf, randomFailures, type Failure } from "../sessions/failure-records.ts";

const SEED = 20261129;
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

  test.each([100, 1024, 3000])("of %p at random the names are those tried most", (many) => {
    const failures = randomFailures(many, SEED);
    const { size } = linuxGlibc384;
    const chunk = new Chunk(recordBytes(failures.map(({ record }) => record)), size, 0, "file");
    const reader = new UtmpReader(linuxGlibc384, "little");
    const records = failures.map((_, i) => reader.read(chunk, i * size));
    const counted = countSources(records, ALL, { isKnown, redact: false });
    const sourceOf = ({ address, host, line }: Failure): string =>
      address ?? (host === "" ? line : Buffer.from(host, "hex").toString());
    expect(counted.count).toBe(many);
    const expected = Object.entries(Object.groupBy(failures, sourceOf)).map(([source, of = []]) => {
      const tries = Object.entries(Object.groupBy(of, ({ user }) => user));
      const most = tries.sort(([, a = []], [, b = []]) => b.length - a.length);
      return { source, count: of.length, tries: most.map(([, tried = []]) => tried.length) };
    });
    const usersOf = new Map(expected.map(({ source, ...rest }) => [source, rest]));
    const bySource = counted.bySource.filter(({ keyBytes }) => keyBytes === undefined);
    expect(bySource.length).toBeGreaterThan(10);
    for (const { key, count, users, names, namesBytes } of bySource) {
      const of = failures.filter((failure) => sourceOf(failure) === key);
      const triesOf = (name: string, hex: string | null): number =>
        of.filter(({ user }) => user === (hex ?? Buffer.from(name).toHex())).length;
      const model = usersOf.get(key);
      expect({ count, users }).toEqual({ count: of.length, users: model?.tries.length ?? 0 });
      expect(names.map((name, i) => triesOf(name, namesBytes?.[i] ?? null))).toEqual(
        model?.tries.slice(0, 3) ?? [],
      );
    }
  });

  test("records that count tell how often a name was tried", () => {
    const { layout, endian } = layoutNamed("openbsd-badlogin-312-le", "utmp");
    const tries = Array.from({ length: 2500 }, (_, i) => {
      return { host: `h${i % 900}`, user: `u${i % 7}`, count: i === 0 ? 2 ** 33 : (i % 11) + 1 };
    });
    const records = tries.map(({ host, user }) => ({ user, line: "ttyp0", host, seconds: NOON }));
    const bytes = recordBytes(records, layout, endian);
    for (const [i, { count }] of tries.entries()) {
      new DataView(bytes.buffer).setBigUint64(i * layout.size + 304, BigInt(count), true);
    }
    const chunk = new Chunk(bytes, layout.size, 0, "file");
    const reader = new UtmpReader(layout, endian);
    const read = tries.map((_, i) => reader.read(chunk, i * layout.size));
    const counted = countSources(read, ALL, { isKnown, redact: false });
    expect(counted.count).toBe(tries.reduce((sum, { count }) => sum + count, 0));
    const namesOf = Map.groupBy(tries, ({ host }) => host);
    expect(counted.bySource).toHaveLength(namesOf.size);
    for (const { key, names } of counted.bySource) {
      // No name is tried twice from one host.
      const of = namesOf.get(key) ?? [];
      const most = of.toSorted((a, b) => b.count - a.count || (a.user < b.user ? -1 : 1));
      expect(names).toEqual(most.map(({ user }) => user));
    }
  });
});
