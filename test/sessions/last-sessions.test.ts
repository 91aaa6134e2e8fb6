import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { LastSessions } from "../../src/sessions/last-sessions.ts";
import { Session } from "../../src/sessions/session.ts";

const SEED = 20261122;

function sessionOf(user: string, loginMicros: number | null): Session {
  return new Session({
    kind: "user",
    user,
    line: "pts/0",
    host: "",
    address: null,
    pid: 1,
    id: "",
    service: null,
    loginMicros,
    logoutMicros: null,
    clockMicros: 0,
    end: "unknown",
    pairedBy: null,
    source: "file",
    loginAt: null,
    logoutAt: null,
  });
}

function lastOf(count: number, logins: readonly (number | null)[]): string[] {
  const last = new LastSessions<Session>(count);
  logins.forEach((login, i) => last.add(sessionOf(String(i), login && login * 1000)));
  return last.list().map(({ user }) => user);
}

describe("LastSessions", () => {
  test("gives the last by login, oldest first", () => {
    expect(lastOf(3, [50, 10, 40, 20, 30])).toEqual(["4", "2", "0"]);
  });

  test("gives all where there are fewer than it keeps", () => {
    expect(lastOf(3, [2, 1])).toEqual(["1", "0"]);
    expect(lastOf(3, [])).toEqual([]);
  });

  test("takes a login that is not known for the oldest", () => {
    expect(lastOf(2, [null, 5, null, 3])).toEqual(["3", "1"]);
    expect(lastOf(3, [null, 5, null, 3])).toEqual(["2", "3", "1"]);
  });

  test("keeps none when it is to keep none", () => {
    expect(lastOf(0, [1, 2, 3])).toEqual([]);
  });

  test("gives what sorting all of them would give, however many there were", () => {
    const logins = fc.array(fc.oneof(fc.nat(50), fc.constant(null)), { maxLength: 200 });
    const check = fc.property(fc.integer({ min: 1, max: 12 }), logins, (count, list) => {
      const sorted = list
        .map((login, i) => ({ user: String(i), login: login ?? -1 }))
        .toSorted((a, b) => a.login - b.login);
      expect(lastOf(count, list)).toEqual(sorted.slice(-count).map(({ user }) => user));
    });
    fc.assert(check, { seed: SEED, numRuns: 500 });
  });

  test("can be asked before all are added", () => {
    const last = new LastSessions<Session>(2);
    for (let i = 0; i < 20; i++) {
      last.add(sessionOf(String(i), i));
      expect(last.list().map(({ user }) => user)).toEqual(
        i === 0 ? ["0"] : [String(i - 1), String(i)],
      );
    }
  });
});
