import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { StoreError } from "../../src/errors.ts";
import { OrderedSessions, type ReadSessions } from "../../src/sessions/ordered-sessions.ts";
import type { SessionFields } from "../../src/sessions/session.ts";
import { randomNumbers } from "../bench/random.ts";

const SEED = 20261129;
/** More than are kept. */
const MANY = 10_000;

function session(ordinal: number, loginMicros: number | null, logoutMicros: number): SessionFields {
  return {
    kind: "user",
    user: `user${ordinal}`,
    line: "pts/0",
    host: "",
    address: null,
    pid: 1,
    id: "",
    service: null,
    loginMicros,
    logoutMicros,
    clockMicros: 0,
    end: "logout",
    pairedBy: "line",
    source: "file",
    loginAt: null,
    logoutAt: null,
    ordinal,
  };
}

/** As they end. */
function ended(sessions: readonly SessionFields[]): SessionFields[] {
  return sessions.toSorted((a, b) => (a.logoutMicros ?? 0) - (b.logoutMicros ?? 0));
}

/** Their numbers in order, as sorting all of them would have it. */
function sorted(sessions: readonly SessionFields[]): (number | undefined)[] {
  const time = ({ loginMicros }: SessionFields): number => loginMicros ?? -1e15;
  return sessions
    .toSorted((a, b) => time(a) - time(b) || (a.ordinal ?? 0) - (b.ordinal ?? 0))
    .map(({ ordinal }) => ordinal);
}

function given(list: Iterable<SessionFields>): (number | undefined)[] {
  return [...list].map(({ ordinal }) => ordinal);
}

const ALWAYS = (): boolean => true;

/** Some at a time, and none. */
function* inParts(
  sessions: readonly SessionFields[],
): Generator<readonly SessionFields[], undefined, undefined> {
  for (let i = 0; i < sessions.length; i += 300) yield sessions.slice(i, i + 300);
  yield [];
}

describe("many sessions", () => {
  test("are given as sorting all of them would give them, whatever the clock says", () => {
    const history = fc.record({
      seed: fc.nat(),
      count: fc.integer({ min: 1, max: MANY }).map((count) => MANY - (count % 4000)),
      /** How many logins come while a usual session lasts. */
      usual: fc.constantFrom(1, 30, 600),
      long: fc.constantFrom(0, 0.001, 0.02),
      /** How often the clock is set, and how far. */
      isSet: fc.constantFrom(0, 0.0005, 0.01),
      change: fc.constantFrom(-100, -5000, 50_000),
      limit: fc.constantFrom(Number.POSITIVE_INFINITY, 9000, 5000),
    });
    const check = fc.property(history, ({ seed, count, usual, long, isSet, change, limit }) => {
      const below = randomNumbers(seed);
      const isOneOf = (share: number): boolean => below(1e6) < share * 1e6;
      let clock = 0;
      const sessions = Array.from({ length: count }, (_, i) => {
        if (isOneOf(isSet)) clock += Math.sign(change) * below(Math.abs(change));
        const length = below(isOneOf(long) ? count : usual);
        const login = isOneOf(isSet) ? null : Math.floor((i + clock) / 3);
        return session(i, login, i + length);
      });
      const stream = ended(sessions);
      const wanted = sorted(sessions).slice(Math.max(0, count - limit));
      const list = new OrderedSessions(() => inParts(stream), ALWAYS, limit);
      expect(list.length).toBe(wanted.length);
      // Each time they are gone through.
      expect(given(list)).toEqual(wanted);
      expect(given(list)).toEqual(wanted);
    });
    fc.assert(check, { seed: SEED, numRuns: 60 });
  });

  test("wait for none that ends last, though its login was the first", () => {
    const sessions = Array.from({ length: MANY }, (_, i) => session(i, i, i + 1));
    const first = session(MANY, -1, MANY + 1);
    const list = new OrderedSessions(() => inParts([...sessions, first]), ALWAYS, MANY + 1);
    expect(given(list)).toEqual([MANY, ...sessions.keys()]);
  });

  test("are read again when they are gone through, and few are not", () => {
    let reads = 0;
    const listOf = (count: number, canRepeat: boolean): OrderedSessions => {
      reads = 0;
      const sessions = Array.from({ length: count }, (_, i) => session(i, i, i + 1));
      const read: ReadSessions = () => {
        reads++;
        return inParts(sessions);
      };
      return new OrderedSessions(read, () => canRepeat, Number.POSITIVE_INFINITY);
    };
    const readsOf = (count: number, canRepeat: boolean): number => {
      const list = listOf(count, canRepeat);
      expect(given(list)).toHaveLength(count);
      return reads;
    };
    expect(readsOf(MANY, true)).toBe(2);
    // All of a pipe is kept.
    expect(readsOf(MANY, false)).toBe(1);
    expect(readsOf(1000, true)).toBe(1);
    expect(readsOf(0, true)).toBe(1);
  });

  test.each([-1, 1])("that are others when they are read again are an error: %p more", (more) => {
    let count = MANY;
    const read: ReadSessions = () =>
      inParts(Array.from({ length: count }, (_, i) => session(i, i, i + 1)));
    const list = new OrderedSessions(read, ALWAYS, Number.POSITIVE_INFINITY);
    count += more;
    expect(() => given(list)).toThrow(
      new StoreError("Cannot give all sessions: what they are read from has changed meanwhile"),
    );
  });
});
