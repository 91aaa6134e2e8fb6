import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { AsOf } from "../../src/sessions/as-of.ts";
import { selectSessions } from "../../src/sessions/select-sessions.ts";
import { Session, type SessionEnd, type SessionFields } from "../../src/sessions/session.ts";
import type { SessionOptions } from "../../src/sessions/session-options.ts";

const SEED = 20261125;
/** 2026-11-20T12:00:00Z, from which the times below count, in seconds. */
const NOON = 1_795_176_000;

const OPEN_ENDS: readonly SessionEnd[] = ["open", "gone", "unknown"];

function sessionOf(fields: Partial<SessionFields>): Session {
  return new Session({
    kind: "user",
    user: "alice",
    line: "pts/0",
    host: "",
    address: null,
    pid: 1,
    id: "",
    service: null,
    loginMicros: micros(0),
    logoutMicros: micros(60),
    clockMicros: 0,
    end: "logout",
    pairedBy: null,
    source: "file",
    loginAt: null,
    logoutAt: null,
    ...fields,
  });
}

function micros(second: number): number {
  return (NOON + second) * 1e6;
}

function date(second: number): Date {
  return new Date((NOON + second) * 1000);
}

function select(sessions: readonly Session[], options: SessionOptions, asOf = 100): Session[] {
  const parts = [sessions.slice(0, 1), [], sessions.slice(1)];
  return selectSessions(parts, "user", options, new AsOf(date(asOf), false));
}

function isSelected(fields: Partial<SessionFields>, options: SessionOptions): boolean {
  return select([sessionOf(fields)], options).length === 1;
}

describe("sessions are chosen by overlap", () => {
  test.each([
    [{}, true],
    [{ since: date(-10), until: date(-1) }, false],
    [{ since: date(-10), until: date(0) }, true],
    [{ since: date(10), until: date(20) }, true],
    [{ since: date(60) }, true],
    [{ since: new Date(date(60).getTime() + 1) }, false],
    [{ until: new Date(date(0).getTime() - 1) }, false],
    [{ until: date(500) }, true],
  ])("from 0 to 60 s with %j: %p", (options, isWithin) => {
    expect(isSelected({}, options)).toBe(isWithin);
  });

  test("to the microsecond", () => {
    const late = { loginMicros: micros(0) + 1, logoutMicros: micros(60) - 1 };
    expect(isSelected(late, { until: date(0) })).toBe(false);
    expect(isSelected(late, { since: date(60) })).toBe(false);
    expect(isSelected(late, { since: date(59), until: date(1 + 59) })).toBe(true);
  });

  test("up to the moment that is looked at, where there is no logout", () => {
    for (const end of OPEN_ENDS) {
      expect(isSelected({ end, logoutMicros: null }, { since: date(100) })).toBe(true);
      expect(isSelected({ end, logoutMicros: null }, { since: date(101) })).toBe(false);
    }
  });

  test("between both of its times, where the clock was set back", () => {
    const back = { loginMicros: micros(60), logoutMicros: micros(0) };
    expect(isSelected(back, { since: date(20), until: date(30) })).toBe(true);
    expect(isSelected(back, { since: date(61) })).toBe(false);
    expect(isSelected(back, { until: date(-1) })).toBe(false);
  });

  test("whenever it can't be excluded, where a time is not known", () => {
    expect(isSelected({ loginMicros: null }, { until: date(-500) })).toBe(true);
    expect(isSelected({ loginMicros: null }, { since: date(61) })).toBe(false);
    expect(isSelected({ logoutMicros: null }, { since: date(500) })).toBe(true);
    expect(isSelected({ logoutMicros: null }, { until: date(-1) })).toBe(false);
  });
});

describe("sessions are chosen by what their login says", () => {
  test.each([
    [{ user: "alice" }, true],
    [{ user: "ALICE" }, false],
    [{ user: "al" }, false],
    [{ host: "gate" }, true],
    [{ host: "" }, false],
    [{ line: "pts/0" }, true],
    [{ line: "/dev/pts/0" }, true],
    [{ line: "pts" }, false],
    [{ address: "192.0.2.0/24" }, true],
    [{ address: "::ffff:192.0.2.1" }, true],
    [{ address: "198.51.100.0/24" }, false],
    [{ user: "alice", host: "gate", line: "pts/1" }, false],
  ])("%j: %p", (options, isWithin) => {
    expect(isSelected({ host: "gate", address: "192.0.2.1" }, options)).toBe(isWithin);
  });

  test("also by a host that is an address, unless the record has one", () => {
    const options = { address: "192.0.2.0/24" };
    expect(isSelected({ host: "192.0.2.9" }, options)).toBe(true);
    expect(isSelected({ host: "192.0.2.9", address: "203.0.113.1" }, options)).toBe(false);
    expect(isSelected({ host: "gate" }, options)).toBe(false);
    expect(isSelected({}, { address: "0.0.0.0/0" })).toBe(false);
  });

  test("a line that has the directory with it is the same", () => {
    expect(isSelected({ line: "/dev/pts/0" }, { line: "pts/0" })).toBe(true);
  });

  test("bytes that are no text are not what stands for them", () => {
    const invalid = { user: "\ufffd", userBytes: "ff", line: "\ufffd", lineBytes: "fe" };
    expect(isSelected(invalid, { user: "\ufffd" })).toBe(false);
    expect(isSelected(invalid, { line: "\ufffd" })).toBe(false);
    expect(isSelected({ host: "\ufffd", hostBytes: "ff" }, { host: "\ufffd" })).toBe(false);
  });
});

describe("the order of sessions", () => {
  const at = (user: string, login: number | null, ordinal = 0): Session =>
    sessionOf({ user, loginMicros: login === null ? null : micros(0) + login, ordinal });
  const names = (sessions: readonly Session[]): string => sessions.map(({ user }) => user).join("");

  test("is that of the logins, to the microsecond, and then of the records", () => {
    const list = [at("e", 2), at("d", 1, 9), at("c", 1, 8), at("b", 0), at("a", null)];
    expect(names(select(list, {}))).toBe("abcde");
    expect(names(select(list, { reverse: true }))).toBe("edcba");
  });

  test("a limit keeps the newest, in either order", () => {
    const list = [at("c", 3), at("a", 1), at("d", 4), at("b", 2)];
    expect(names(select(list, { limit: 2 }))).toBe("cd");
    expect(names(select(list, { limit: 2, reverse: true }))).toBe("dc");
    expect(names(select(list, { limit: 0 }))).toBe("");
    expect(names(select(list, { limit: 9 }))).toBe("abcd");
  });

  test("the other kind is not among them", () => {
    const boot = sessionOf({ kind: "boot", user: "reboot" });
    expect(select([boot], {})).toEqual([]);
    const asOf = new AsOf(undefined, true);
    expect(selectSessions([[boot]], "boot", {}, asOf)).toEqual([boot]);
  });
});

test("any filters give what a filter of the whole list gives", () => {
  const second = fc.integer({ min: -20, max: 130 });
  const hosts = ["", "gate", "192.0.2.1", "192.0.2.200", "2001:db8::1"];
  const session = fc
    .record({
      user: fc.constantFrom("alice", "bob"),
      line: fc.constantFrom("pts/0", "/dev/pts/0", "tty1"),
      host: fc.constantFrom(...hosts),
      address: fc.constantFrom(null, "192.0.2.1", "192.0.2.200", "2001:db8::1"),
      login: second,
      logout: second,
      end: fc.constantFrom<SessionEnd[]>("logout", "replaced", "crash", ...OPEN_ENDS),
    })
    .map(({ login, logout, ...fields }) =>
      sessionOf({
        ...fields,
        loginMicros: micros(login),
        logoutMicros: OPEN_ENDS.includes(fields.end) ? null : micros(logout),
      }),
    );
  const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
    fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
  const filters = fc.record({
    from: maybe(second),
    length: maybe(fc.nat(60)),
    user: maybe(fc.constantFrom("alice", "carol")),
    host: maybe(fc.constantFrom("gate", "")),
    address: maybe(fc.constantFrom("192.0.2.0/25", "192.0.2.128/25", "2001:db8::/32")),
    line: maybe(fc.constantFrom("pts/0", "/dev/tty1")),
    limit: maybe(fc.nat(5)),
    reverse: maybe(fc.boolean()),
  });
  /** What is in each range, of all addresses there are. */
  const members = new Map([
    ["192.0.2.0/25", "192.0.2.1"],
    ["192.0.2.128/25", "192.0.2.200"],
    ["2001:db8::/32", "2001:db8::1"],
  ]);
  let given = 0;
  const check = fc.property(fc.array(session, { maxLength: 12 }), filters, (sessions, filter) => {
    const { from, length, user, host, address, line, limit, reverse } = filter;
    const since = from === undefined ? undefined : date(from);
    const until = length === undefined ? undefined : date((from ?? 0) + length);
    const wanted = sessions
      .filter((one) => user === undefined || one.user === user)
      .filter((one) => host === undefined || one.host === host)
      .filter((one) => address === undefined || (one.address ?? one.host) === members.get(address))
      .filter(
        (one) =>
          line === undefined || `/dev/${one.line}`.endsWith(`/${line.split("/dev/").at(-1)}`),
      )
      .filter((one) => {
        const ends = [one.login, one.logout ?? date(100)].map((time) => time?.getTime() ?? NaN);
        const isLate = since !== undefined && Math.max(...ends) < since.getTime();
        const isEarly = until !== undefined && Math.min(...ends) > until.getTime();
        return !isLate && !isEarly;
      })
      .toSorted((a, b) => (a.login?.getTime() ?? NaN) - (b.login?.getTime() ?? NaN));
    const newest = wanted.slice(Math.max(0, wanted.length - (limit ?? 99)));
    const options = Object.fromEntries(
      Object.entries({ since, until, user, host, address, line, limit, reverse }).filter(
        ([, value]) => value !== undefined,
      ),
    );
    expect(select(sessions, options)).toEqual(reverse === true ? newest.toReversed() : newest);
    given += newest.length;
  });
  fc.assert(check, { seed: SEED, numRuns: 2000 });
  expect(given).toBeGreaterThan(1000);
});
