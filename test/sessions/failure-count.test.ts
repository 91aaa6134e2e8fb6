import { describe, expect, test } from "bun:test";
import { linuxGlibc400 } from "../../platforms/linux-glibc.ts";
import { openbsdBadlogin312 } from "../../platforms/openbsd.ts";
import { Chunk } from "../../src/chunk.ts";
import { UtmpReader } from "../../src/reader.ts";
import { knownBy } from "../../src/redaction.ts";
import { countFailures } from "../../src/sessions/failure-count.ts";
import type { FailureKey } from "../../src/sessions/failure-options.ts";
import type { JudgedCount } from "../../src/sessions/failure-tally.ts";
import { recordBytes, type TestRecord } from "../records.ts";
import {
  entriesOf,
  modelCounts,
  randomFailures,
  type Failure,
  type ModelCount,
} from "./failure-records.ts";

const SEED = 20261122;
/** 2026-11-20T12:00:00Z */
const NOON = 1_795_176_000;
/** 2026-10-25T01:00:00Z: Berlin's clocks are set back from 3 to 2. */
const SET_BACK = 1_792_890_000;
const berlin = { offsetAt: (seconds: number): number => (seconds < SET_BACK ? 7200 : 3600) };

const failures = randomFailures(4000, SEED);
const entries = entriesOf(failures.map(({ record }) => record));

/** The hour in Berlin as the runtime's own data has it. */
const hours = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Europe/Berlin",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
});
function berlinHour({ micros }: Failure): string {
  return hours.format(new Date(micros / 1000)).replace(" ", "T");
}

const MODEL: Readonly<Record<FailureKey, (failure: Failure) => string | null>> = {
  user: ({ user }) => user,
  host: ({ host }) => host,
  address: ({ address }) => address,
  network: ({ network }) => network,
  hour: berlinHour,
  day: (failure) => berlinHour(failure).slice(0, 10),
};

const hexOf = (text: string): string => Buffer.from(text).toString("hex");

/** A count's key as the model has it: bytes of names and hosts, else text. */
function modelKey(by: FailureKey, { key, keyBytes }: JudgedCount): string | null {
  if (key === null || (by !== "user" && by !== "host")) return key;
  return keyBytes ?? hexOf(key);
}

function microsOf(time: string | null): number {
  return Date.parse(`${time?.slice(0, 19)}Z`) * 1000 + Number(time?.slice(20, 26));
}

describe.each(["user", "host", "address", "network", "hour", "day"] as const)("by %s", (by) => {
  const counts = countFailures(entries, by, { zone: berlin });
  const model = modelCounts(failures, MODEL[by]);

  test("every number is that of the model", () => {
    const counted = new Map(
      counts.map((row) => {
        const { count, first, last, users, addresses } = row;
        const span = { first: microsOf(first), last: microsOf(last) };
        const value: ModelCount = { count, ...span, users, addresses };
        return [modelKey(by, row), value];
      }),
    );
    expect(counted).toEqual(model);
    expect(counts).toHaveLength(model.size);
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(failures.length);
  });

  test("most come first, and what is as many is in the order of keys", () => {
    const top = countFailures(entries, by, { zone: berlin, top: counts.length });
    const pairs = top.slice(1).map((row, i) => [top[i] ?? row, row] as const);
    expect(pairs.filter(([a, b]) => a.count < b.count)).toEqual([]);
    const sortable = (row: JudgedCount): string =>
      row.keyBytes === undefined ? (row.key ?? "") : `\0${row.keyBytes}`;
    const tied = pairs.filter(([a, b]) => a.count === b.count);
    expect(tied.filter(([a, b]) => sortable(a) > sortable(b))).toEqual([]);
    const isTime = by === "hour" || by === "day";
    if (!isTime) expect(counts).toEqual(top);
    else expect(counts.map(({ key }) => key)).toEqual(top.map(({ key }) => key).sort());
  });

  test("top gives the first of them", () => {
    const all = countFailures(entries, by, { zone: berlin, top: Number.POSITIVE_INFINITY });
    for (const top of [0, 1, 5]) {
      expect(countFailures(entries, by, { zone: berlin, top })).toEqual(all.slice(0, top));
    }
  });
});

function failure(rest: TestRecord): TestRecord {
  return { type: "LOGIN_PROCESS", line: "ssh:notty", user: "root", seconds: NOON, ...rest };
}

function count(by: FailureKey, ...records: readonly TestRecord[]): JudgedCount[] {
  return countFailures(entriesOf(records), by);
}

describe("countFailures", () => {
  test("without failures counts none", () => {
    expect(count("user")).toEqual([]);
  });

  test("a row has these fields in this order", () => {
    const record = failure({ address: [192, 0, 2, 1], microseconds: 5 });
    const time = "2026-11-20T12:00:00.000005Z";
    expect(JSON.stringify(count("network", record))).toBe(
      `[{"key":"192.0.2.0/24","count":1,"first":"${time}","last":"${time}","users":1,"addresses":1}]`,
    );
  });

  test("names that differ only in bytes that are no text are different names", () => {
    const names = [[0x61, 0xff], [0x61, 0xfe], [0x61, 0xff], "a\ufffd"] as const;
    const records = names.map((user) =>
      failure({ user: typeof user === "string" ? user : Uint8Array.from(user) }),
    );
    const rows = count("user", ...records);
    expect(rows.map(({ key, keyBytes, count: n }) => [key, keyBytes, n])).toEqual([
      ["a\ufffd", "61ff", 2],
      ["a\ufffd", "61fe", 1],
      ["a\ufffd", undefined, 1],
    ]);
    expect(count("day", ...records)).toMatchObject([{ count: 4, users: 3 }]);
  });

  test("hours and days are in UTC unless another zone is given", () => {
    const record = failure({ seconds: NOON + 12 * 3600 - 1 });
    expect(count("hour", record)[0]?.key).toBe("2026-11-20T23");
    expect(count("day", record)[0]?.key).toBe("2026-11-20");
    const [row] = countFailures(entriesOf([record]), "day", { zone: berlin });
    expect(row?.key).toBe("2026-11-21");
  });

  test("an hour ends with its last microsecond", () => {
    const record = failure({ seconds: NOON + 3599, microseconds: 999_999 });
    expect(count("hour", record)[0]?.key).toBe("2026-11-20T12");
    const before1970 = failure({ seconds: -1n, microseconds: 999_999 });
    const entry = new UtmpReader(linuxGlibc400, "little").read(
      new Chunk(recordBytes([before1970], linuxGlibc400), linuxGlibc400.size, 0, "file"),
      0,
    );
    expect(countFailures([entry], "hour")[0]?.key).toBe("1969-12-31T23");
  });

  test("an hour that is shown twice is one", () => {
    const records = [-3600, -1, 0, 3599, 3600].map((at) => failure({ seconds: SET_BACK + at }));
    const rows = countFailures(entriesOf(records), "hour", { zone: berlin });
    expect(rows.map(({ key, count: n }) => [key, n])).toEqual([
      ["2026-10-25T02", 4],
      ["2026-10-25T03", 1],
    ]);
  });

  test("a time that a zone can't show has no hour", () => {
    const zone = { offsetAt: () => null };
    expect(countFailures(entriesOf([failure({})]), "hour", { zone })).toMatchObject([
      { key: null, count: 1, first: "2026-11-20T12:00:00.000000Z" },
    ]);
    const far = { offsetAt: () => 1e15 };
    expect(countFailures(entriesOf([failure({})]), "day", { zone: far })[0]?.key).toBe(null);
  });

  test("a record that counts stands for as many", () => {
    const { size } = openbsdBadlogin312;
    const bytes = Buffer.alloc(2 * size);
    for (const [at, user, times] of [
      [0, "alice", 7n],
      [size, "bob", 2n ** 40n],
    ] as const) {
      bytes.write("ttyp0", at);
      bytes.write(user, at + 8);
      bytes.writeBigInt64LE(BigInt(NOON), at + 296);
      bytes.writeBigUInt64LE(times, at + 304);
    }
    const reader = new UtmpReader(openbsdBadlogin312, "little");
    const chunk = new Chunk(Uint8Array.from(bytes), openbsdBadlogin312.size, 0, "file");
    const rows = countFailures([reader.read(chunk, 0), reader.read(chunk, size)], "user");
    expect(rows.map(({ key, count: n }) => [key, n])).toEqual([
      ["bob", 2 ** 40],
      ["alice", 7],
    ]);
  });
});

describe("names that no account has", () => {
  const isKnown = knownBy((name) => (name === "root" ? 0 : null));
  const users = ["zzzzz", "root", "aaaaa", "mmmmm", "mmmmm", Uint8Array.of(0xff)];
  const tried = entriesOf(users.map((user, i) => failure({ user, seconds: NOON + i })));

  test("are told from others", () => {
    const rows = countFailures(tried, "user", { names: { isKnown, redact: false } });
    expect(rows.map(({ key, keyBytes, knownUser }) => [key, keyBytes, knownUser])).toEqual([
      ["mmmmm", undefined, false],
      ["\ufffd", "ff", false],
      ["aaaaa", undefined, false],
      ["root", undefined, true],
      ["zzzzz", undefined, false],
    ]);
  });

  test("are hidden one by one, and their order tells nothing of them", () => {
    const rows = countFailures(tried, "user", { names: { isKnown, redact: true } });
    expect(rows.map(({ key, count: n, users: m }) => [key, n, m])).toEqual([
      ["<unknown:5>", 2, 1],
      ["<unknown:5>", 1, 1],
      ["root", 1, 1],
      ["<unknown:5>", 1, 1],
      ["<unknown:1>", 1, 1],
    ]);
    expect(JSON.stringify(rows)).not.toContain("keyBytes");
    expect(rows.map(({ knownUser }) => knownUser)).toEqual([false, false, true, false, false]);
  });

  test("are counted where they are no key", () => {
    const names = { isKnown, redact: true };
    const [row] = countFailures(tried, "day", { names });
    expect(row).toMatchObject({ key: "2026-11-20", count: 6, users: 5 });
    expect(row).not.toHaveProperty("knownUser");
  });
});
