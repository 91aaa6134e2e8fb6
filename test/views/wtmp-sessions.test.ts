import { describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { freebsdUtxLog } from "../../platforms/freebsd.ts";
import { linuxGlibc384 } from "../../platforms/linux-glibc.ts";
import type { Presence } from "../../src/sessions/pair-sessions.ts";
import type { Session, SessionJSON } from "../../src/sessions/session.ts";
import type { SessionOptions } from "../../src/sessions/session-options.ts";
import { Wtmp } from "../../src/views/wtmp.ts";
import { recordBytes, type TestRecord } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { utxLogFile } from "../utx-log-file.ts";

const SEED = 20261126;
const SERVER = "test/fixtures/server/var/log/wtmp";
/** 2026-11-20T12:00:00Z: the seconds of the records below count from here. */
const NOON = 1_795_176_000;
const SIZE = linuxGlibc384.size;

function date(second: number): Date {
  return new Date((NOON + second) * 1000);
}

function login(user: string, line: string, pid: number, at: number): TestRecord {
  return { type: "USER_PROCESS", user, line, id: line.slice(-4), pid, seconds: NOON + at };
}

function dead(line: string, pid: number, at: number): TestRecord {
  return { type: "DEAD_PROCESS", line, id: line.slice(-4), pid, seconds: NOON + at };
}

function boot(at: number): TestRecord {
  return { type: "BOOT_TIME", user: "reboot", line: "~", host: "6.1.0", seconds: NOON + at };
}

function layoutOfFile(path: string | readonly string[]): Wtmp {
  return new Wtmp({ path, layout: "linux-glibc-384-le" });
}

/** A view of this system's own records, as though they were in a file. */
class LiveWtmp extends Wtmp {
  protected override get isLive(): boolean {
    return true;
  }

  protected override presence(): Presence {
    return {
      recordEnd: ({ user }) => (user === "ghost" ? "gone" : "open"),
      ofRows: () => ({
        openEnd: ({ row }) => (row.user.text === "ghost" ? "gone" : "open"),
        isStillThere: () => false,
      }),
    };
  }
}

function ends(sessions: readonly Session[]): string[] {
  return sessions.map(({ user, end }) => `${user} ${end}`);
}

describe("sessions that have not ended", () => {
  const records = [boot(0), login("alice", "pts/0", 1, 10), login("ghost", "pts/1", 2, 20)];

  function views(directory: TemporaryDirectory): readonly [Wtmp, Wtmp] {
    const path = directory.at("wtmp");
    writeFileSync(path, recordBytes(records));
    return [new Wtmp(path), new LiveWtmp(path)];
  }

  test("are unknown in a file, whatever moment is asked for", () => {
    using directory = new TemporaryDirectory();
    const [file] = views(directory);
    for (const options of [{}, { asOf: new Date() }, { asOf: date(100) }]) {
      expect(ends(file.sessions(options))).toEqual(["alice unknown", "ghost unknown"]);
      expect(ends(file.boots(options))).toEqual(["reboot unknown"]);
    }
  });

  test("are open or gone on the live system, if it is asked about now", () => {
    using directory = new TemporaryDirectory();
    const [, live] = views(directory);
    for (const options of [{}, { asOf: new Date() }, { asOf: new Date(Date.now() + 3_600_000) }]) {
      expect(ends(live.sessions(options))).toEqual(["alice open", "ghost gone"]);
      expect(ends(live.boots(options))).toEqual(["reboot open"]);
    }
    expect(ends(live.sessions({ asOf: date(30) }))).toEqual(["alice unknown", "ghost unknown"]);
    expect(ends(live.sessions({ asOf: date(15) }))).toEqual(["alice unknown"]);
  });

  test("reach to the last record of a file, to now on the live system, or to the moment asked", () => {
    using directory = new TemporaryDirectory();
    const [file, live] = views(directory);
    expect(file.sessions({ since: date(20) })).toHaveLength(2);
    expect(file.sessions({ since: date(21) })).toHaveLength(0);
    expect(live.sessions({ since: new Date(Date.now() - 60_000) })).toHaveLength(2);
    expect(live.sessions({ since: new Date(Date.now() + 60_000) })).toHaveLength(0);
    for (const view of [file, live]) {
      expect(view.sessions({ since: date(90), asOf: date(90) })).toHaveLength(2);
      expect(view.sessions({ since: date(91), asOf: date(90) })).toHaveLength(0);
    }
  });
});

describe("options of sessions", () => {
  test("are checked before anything is opened", () => {
    const missing = new Wtmp("/nonexistent/wtmp");
    const wrong: readonly object[] = [{ limit: -1 }, { since: new Date("x") }, { address: "gate" }];
    for (const options of wrong) {
      expect(() => missing.sessions(options)).toThrow(RangeError);
      expect(() => missing.boots(options)).toThrow(RangeError);
    }
    expect(() => missing.sessions({ users: "alice" } as object)).toThrow(TypeError);
    expect(() => missing.sessions({})).toThrow("ENOENT");
  });

  test("choose of sessions that were paired before, so that logouts behind them count", () => {
    const wtmp = new Wtmp(SERVER);
    const until = new Date("2026-11-13T12:00:00Z");
    const last = wtmp.sessions({ until, limit: 1 });
    expect(last.map(({ user, end, logout }) => [user, end, logout?.toISOString()])).toEqual([
      ["alice", "crash", "2026-11-14T03:17:55.953Z"],
    ]);
    expect(
      wtmp.sessions({ asOf: until, limit: 1 }).map(({ end, logout }) => [end, logout]),
    ).toEqual([["unknown", null]]);
  });

  test("have a limit of the newest, as the view has", () => {
    const all = new Wtmp(SERVER).sessions();
    const same = (sessions: readonly Session[], expected: readonly Session[]): void =>
      expect(sessions.map((one) => one.toJSON())).toEqual(expected.map((one) => one.toJSON()));
    same(new Wtmp(SERVER).sessions({ limit: 3 }), all.slice(-3));
    same(new Wtmp({ path: SERVER, limit: 3 }).sessions(), all.slice(-3));
    same(new Wtmp({ path: SERVER, limit: 3 }).sessions({ limit: 5 }), all.slice(-5));
    same(new Wtmp({ path: SERVER, limit: 3 }).sessions({ reverse: true }), all.slice(-3).reverse());
    expect([...new Wtmp({ path: SERVER, limit: 3 })]).toEqual([...new Wtmp(SERVER)].slice(0, 3));
  });

  test("do not keep the view's signal from ending it", () => {
    const aborted = new Wtmp({ path: SERVER, signal: AbortSignal.abort(new Error("enough")) });
    expect(() => aborted.sessions({ limit: 1 })).toThrow("enough");
    expect(() => aborted.boots()).toThrow("enough");
  });

  test("leave the problems of the file to be seen", () => {
    const torn = new Wtmp("test/fixtures/torn/wtmp");
    expect(torn.boots({ user: "nobody" })).toEqual([]);
    expect(torn.problems.map(({ kind }) => kind)).toEqual(["torn-tail"]);
  });
});

describe("a history in several files", () => {
  test("is paired across them, and says where each record is", () => {
    using directory = new TemporaryDirectory();
    const bytes = new Uint8Array(readFileSync(SERVER));
    const [old, current] = [directory.at("wtmp.1"), directory.at("wtmp")];
    // Within the session of carol on pts/0, of two minutes.
    const cut = 10 * SIZE;
    writeFileSync(old, bytes.subarray(0, cut));
    writeFileSync(current, bytes.subarray(cut));
    const whole = new Wtmp(SERVER);
    const parts = new Wtmp({ path: [current, old] });
    const moved = (place: SessionJSON["loginAt"]): SessionJSON["loginAt"] => {
      if (place === null) return null;
      const isOld = place.offset < cut;
      return { path: isOld ? old : current, offset: isOld ? place.offset : place.offset - cut };
    };
    for (const list of ["sessions", "boots"] as const) {
      const expected = whole[list]().map((session) => session.toJSON());
      const found = parts[list]().map((session) => session.toJSON());
      expect(found).toEqual(
        expected.map((json) => ({
          ...json,
          loginAt: moved(json.loginAt),
          logoutAt: moved(json.logoutAt),
        })),
      );
      expect(found.some((one) => one.loginAt?.path === old && one.logoutAt?.path === current)).toBe(
        true,
      );
    }
    expect(parts.unmatchedLogouts).toBe(0);
    const alone = new Wtmp(current);
    expect(alone.sessions()).toHaveLength(9);
    expect(alone.unmatchedLogouts).toBe(1);
  });
});

test("sessions of FreeBSD's log go by their ids", () => {
  using directory = new TemporaryDirectory();
  const records = [
    { ...login("alice", "pts/0", 1, 0), id: "A" },
    { ...login("bob", "pts/0", 2, 10), id: "B" },
    { ...dead("", 1, 20), id: "A" },
  ].map((record) => ({
    ...record,
    type: freebsdUtxLog.types.indexOf(record.type as "USER_PROCESS"),
    microseconds: Number(record.seconds) * 1e6,
  }));
  const path = directory.at("utx.log");
  const frames = records.map((record) => recordBytes([record], freebsdUtxLog, "big"));
  writeFileSync(path, utxLogFile(frames));
  const sessions = new Wtmp({ path, layout: "freebsd-utx-log" }).sessions();
  expect(sessions.map(({ user, end, pairedBy }) => [user, end, pairedBy])).toEqual([
    ["alice", "logout", "id"],
    ["bob", "unknown", null],
  ]);
});

/** Records of a few users on few lines, with a clock that is set back now and then. */
const history: fc.Arbitrary<TestRecord[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        type: fc.constantFrom("USER_PROCESS" as const, "DEAD_PROCESS" as const),
        line: fc.constantFrom("pts/0", "pts/1", "tty1"),
        user: fc.constantFrom("alice", "bob", "carol"),
        id: fc.constantFrom("0", "1"),
        host: fc.constantFrom("", "gate", "192.0.2.1", "2001:db8::1"),
        address: fc.constantFrom([], [192, 0, 2, 1], [198, 51, 100, 7]),
        pid: fc.constantFrom(1, 2, 3),
        seconds: fc.nat(100).map((second) => NOON + second),
        microseconds: fc.constantFrom(0, 1, 999_999),
      }),
    },
    { weight: 1, arbitrary: fc.nat(100).map(boot) },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constantFrom("OLD_TIME" as const, "NEW_TIME" as const),
        seconds: fc.nat(100).map((second) => NOON + second),
      }),
    },
  ),
  { minLength: 1, maxLength: 40 },
);

function maybe<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: value },
  );
}

/** The options that are given at all. */
function given(options: {
  [Name in keyof SessionOptions]: SessionOptions[Name] | undefined;
}): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function microsOf(iso: string | null): bigint | null {
  return iso === null ? null : BigInt(Date.parse(iso)) * 1000n + BigInt(iso.slice(-4, -1));
}

describe("over any history", () => {
  const second = fc.integer({ min: -5, max: 110 });

  test("filters give what a filter of all that the records say gives", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp");
    const filters = fc.record({
      from: maybe(second),
      length: maybe(fc.nat(50)),
      user: maybe(fc.constantFrom("alice", "reboot")),
      host: maybe(fc.constantFrom("gate", "192.0.2.1")),
      address: maybe(fc.constantFrom("192.0.2.0/24", "198.51.100.7", "2001:db8::/32", "::/0")),
      line: maybe(fc.constantFrom("/dev/pts/0", "pts/1", "~")),
      limit: maybe(fc.nat(4)),
      reverse: maybe(fc.boolean()),
      kind: fc.constantFrom("sessions" as const, "sessions" as const, "boots" as const),
    });
    const within: Readonly<Record<string, RegExp>> = {
      "192.0.2.0/24": /^192\.0\.2\./,
      "198.51.100.7": /^198\.51\.100\.7$/,
      "2001:db8::/32": /^2001:db8:/,
      "::/0": /:/,
    };
    let count = 0;
    const check = fc.property(history, filters, (records, { from, length, kind, ...filter }) => {
      writeFileSync(path, recordBytes(records));
      const view = layoutOfFile(path);
      const all = view[kind]().map((session) => session.toJSON());
      const since = from === undefined ? undefined : date(from);
      const until = length === undefined ? undefined : date((from ?? 0) + length);
      const { user, host, address, line, limit = 99, reverse } = filter;
      const last = [...view].map(({ micros }) => BigInt(micros ?? 0)).at(-1) ?? 0n;
      const expected = all.filter((one) => {
        const times = [microsOf(one.login) ?? 0n, microsOf(one.logout) ?? last];
        const [begin = 0n, end = 0n] = times.toSorted((a, b) => (a < b ? -1 : 1));
        return (
          (since === undefined || end >= BigInt(since.getTime()) * 1000n) &&
          (until === undefined || begin <= BigInt(until.getTime()) * 1000n) &&
          (user === undefined || one.user === user) &&
          (host === undefined || one.host === host) &&
          (address === undefined || within[address]?.test(one.address ?? one.host) === true) &&
          (line === undefined || one.line === line.replace("/dev/", ""))
        );
      });
      const newest = expected.slice(Math.max(0, expected.length - limit));
      const found = view[kind](given({ ...filter, since, until })).map((one) => one.toJSON());
      expect(found).toEqual(reverse === true ? newest.toReversed() : newest);
      count += found.length;
    });
    fc.assert(check, { seed: SEED, numRuns: 1000 });
    expect(count).toBeGreaterThan(500);
  });

  test("a moment gives what a history without later records gives", () => {
    using directory = new TemporaryDirectory();
    const [whole, shortened] = [directory.at("wtmp"), directory.at("wtmp-then")];
    const check = fc.property(history, second, (records, moment) => {
      const earlier = records.filter(
        ({ seconds, microseconds = 0 }) => Number(seconds) + microseconds / 1e6 <= NOON + moment,
      );
      writeFileSync(whole, recordBytes(records));
      writeFileSync(shortened, recordBytes(earlier));
      const places = { loginAt: null, logoutAt: null };
      for (const kind of ["sessions", "boots"] as const) {
        const then = layoutOfFile(whole)[kind]({ asOf: date(moment) });
        const before = layoutOfFile(shortened)[kind]();
        expect(then.map((one) => ({ ...one.toJSON(), ...places }))).toEqual(
          before.map((one) => ({ ...one.toJSON(), ...places })),
        );
      }
    });
    fc.assert(check, { seed: SEED, numRuns: 300 });
  });

  test("every login of a user belongs to one session, and they come oldest first", () => {
    using directory = new TemporaryDirectory();
    const path = directory.at("wtmp");
    const check = fc.property(history, (records) => {
      writeFileSync(path, recordBytes(records));
      const sessions = layoutOfFile(path).sessions();
      const offsets = sessions.map(({ loginAt }) => (loginAt?.offset ?? NaN) / SIZE);
      const logins = records.flatMap(({ type }, i) => (type === "USER_PROCESS" ? [i] : []));
      expect(offsets.toSorted((a, b) => a - b)).toEqual(logins);
      const byTime = logins.toSorted((a, b) => timeOf(records, a) - timeOf(records, b));
      expect(offsets).toEqual(byTime);
    });
    fc.assert(check, { seed: SEED, numRuns: 300 });
  });
});

/** In microseconds. */
function timeOf(records: readonly TestRecord[], i: number): number {
  const { seconds = 0, microseconds = 0 } = records[i] ?? {};
  return Number(seconds) * 1e6 + microseconds;
}
