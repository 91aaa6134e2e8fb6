import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { macosUtmpx640 } from "../../platforms/darwin-utmpx.ts";
import { macosUtmpx628 } from "../../platforms/darwin.ts";
import { freebsdUtmpx280 } from "../../platforms/freebsd-utmpx.ts";
import { freebsdFutx197, freebsdUtxLog } from "../../platforms/freebsd.ts";
import { illumosFutmpx372 } from "../../platforms/illumos.ts";
import { linuxGlibc384 } from "../../platforms/linux-glibc.ts";
import { Chunk } from "../../src/chunk.ts";
import { entryOf, type UtmpEntry } from "../../src/entry.ts";
import type { UtmpLayout, WritingRules } from "../../src/layout.ts";
import type { RecordType } from "../../src/record-types.ts";
import { UtmpReader } from "../../src/reader.ts";
import { Session } from "../../src/sessions/session.ts";
import { SessionPairer, type OpenEnd } from "../../src/sessions/session-pairer.ts";
import { recordBytes, type TestRecord } from "../records.ts";

const SEED = 20261122;
const PATH = "/var/log/wtmp";
/** 2026-11-20T12:00:00Z: the seconds of the records below count from here. */
const NOON = 1_795_176_000;
const SIZE = linuxGlibc384.size;

/** Of systems that go by the id. */
const BY_ID: WritingRules = { sessionKey: "id", writers: "other" };

const HALT = 0x30;
const REBOOT = 0x36;

function entriesOf(records: readonly TestRecord[]): UtmpEntry[] {
  const chunk = new Chunk(recordBytes(records), SIZE, 0, "file");
  const reader = new UtmpReader(linuxGlibc384, "little");
  return records.map((_, i) => entryOf(reader.read(chunk, i * SIZE)));
}

function pair(
  records: readonly TestRecord[],
  openEnd: OpenEnd = () => "unknown",
  rules: WritingRules = linuxGlibc384,
): { sessions: readonly Session[]; unmatched: number } {
  const pairer = new SessionPairer();
  const ended = entriesOf(records).flatMap((entry) => pairer.add(entry, PATH, rules));
  const sessions = [...ended, ...pairer.end(openEnd)].map((fields) => new Session(fields));
  return { sessions, unmatched: pairer.unmatched };
}

/** What most tests ask of a session. */
function briefly(session: Session): object {
  const { user, end, pairedBy, durationSeconds, logoutAt } = session;
  return { user, end, pairedBy, durationSeconds, by: logoutAt && logoutAt.offset / SIZE };
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

function runLevel(user: string, level: number, at: number): TestRecord {
  // The level before it stands in the next byte.
  return { type: "RUN_LVL", user, line: "~", pid: level | (0x35 << 8), seconds: NOON + at };
}

describe("a session", () => {
  test("has the fields of its login, and the places of both records", () => {
    const { sessions, unmatched } = pair([
      { ...login("alice", "pts/0", 41, 0), host: "gate", microseconds: 5, address: [192, 0, 2, 1] },
      { ...dead("pts/0", 41, 60), microseconds: 7 },
    ]);
    expect(sessions.map((session) => session.toJSON())).toEqual([
      {
        kind: "user",
        user: "alice",
        line: "pts/0",
        host: "gate",
        address: "192.0.2.1",
        pid: 41,
        id: "ts/0",
        service: null,
        login: "2026-11-20T12:00:00.000005Z",
        logout: "2026-11-20T12:01:00.000007Z",
        durationSeconds: 60.000002,
        correctedSeconds: 60.000002,
        end: "logout",
        pairedBy: "line+id+pid",
        source: "file",
        loginAt: { path: PATH, offset: 0 },
        logoutAt: { path: PATH, offset: SIZE },
      },
    ]);
    expect(unmatched).toBe(0);
  });

  test("of a boot ends with the system", () => {
    const { sessions } = pair([boot(0), runLevel("shutdown", HALT, 100)]);
    expect(sessions[0]).toMatchObject({ kind: "boot", user: "reboot", line: "~", host: "6.1.0" });
    expect(sessions.map(briefly)).toEqual([
      { user: "reboot", end: "shutdown", pairedBy: null, durationSeconds: 100, by: 1 },
    ]);
  });

  test.each([
    { by: "line+id+pid", record: dead("pts/0", 41, 60) },
    { by: "line+pid", record: { ...dead("pts/0", 41, 60), id: "" } },
    { by: "line", record: dead("pts/0", 99, 60) },
  ])("is paired by $by", ({ by, record }) => {
    const { sessions, unmatched } = pair([login("alice", "pts/0", 41, 0), record]);
    expect(sessions.map(briefly)).toEqual([
      { user: "alice", end: "logout", pairedBy: by, durationSeconds: 60, by: 1 },
    ]);
    expect(unmatched).toBe(0);
  });

  test("is ended by a USER_PROCESS without a user on its line", () => {
    const { sessions } = pair([login("alice", "pts/0", 41, 0), login("", "pts/0", 41, 60)]);
    expect(sessions.map(briefly)).toEqual([
      { user: "alice", end: "logout", pairedBy: "line+id+pid", durationSeconds: 60, by: 1 },
    ]);
  });

  test("is not ended by what happens on another line", () => {
    const { sessions, unmatched } = pair([
      login("alice", "pts/0", 41, 0),
      login("bob", "pts/1", 42, 1),
      dead("pts/1", 41, 60),
    ]);
    expect(sessions.map((session) => [session.user, session.end])).toEqual([
      ["bob", "logout"],
      ["alice", "unknown"],
    ]);
    expect(unmatched).toBe(0);
  });

  test("is not ended by records of other kinds on its line", () => {
    const types = ["EMPTY", "INIT_PROCESS", "LOGIN_PROCESS", "ACCOUNTING", 77] as const;
    const others = types.map((type): TestRecord => ({ ...login("", "pts/0", 41, 9), type }));
    const { sessions } = pair([login("alice", "pts/0", 41, 0), ...others]);
    expect(sessions.map((session) => session.end)).toEqual(["unknown"]);
  });

  test("on a line that is text is apart from one whose bytes spell it in hex", () => {
    const invalid = { ...login("bob", "", 42, 1), line: Uint8Array.of(0xff) };
    const { sessions } = pair([login("alice", "ff", 41, 0), invalid]);
    expect(sessions.map((session) => [session.user, session.end])).toEqual([
      ["alice", "unknown"],
      ["bob", "unknown"],
    ]);
  });
});

describe("a login on an occupied line", () => {
  test("ends the session there as replaced, at its own time", () => {
    const { sessions } = pair([login("alice", "pts/0", 41, 0), login("bob", "pts/0", 42, 30)]);
    expect(sessions.map(briefly)).toEqual([
      { user: "alice", end: "replaced", pairedBy: "line", durationSeconds: 30, by: 1 },
      { user: "bob", end: "unknown", pairedBy: null, durationSeconds: null, by: null },
    ]);
  });

  test("keeps the late logout of the replaced session from ending the new one", () => {
    const { sessions, unmatched } = pair([
      login("alice", "pts/0", 41, 0),
      login("bob", "pts/0", 42, 30),
      dead("pts/0", 41, 31),
      dead("pts/0", 42, 90),
    ]);
    expect(sessions.map(briefly)).toEqual([
      { user: "alice", end: "replaced", pairedBy: "line", durationSeconds: 30, by: 1 },
      { user: "bob", end: "logout", pairedBy: "line+id+pid", durationSeconds: 60, by: 3 },
    ]);
    expect(unmatched).toBe(1);
  });

  test("keeps the late logouts of all sessions replaced there from ending the last", () => {
    const { sessions, unmatched } = pair([
      login("alice", "pts/0", 41, 0),
      login("bob", "pts/0", 42, 30),
      login("carl", "pts/0", 43, 60),
      dead("pts/0", 42, 61),
      dead("pts/0", 41, 62),
    ]);
    expect(sessions.map((session) => session.end)).toEqual(["replaced", "replaced", "unknown"]);
    expect(unmatched).toBe(2);
  });

  test("is ended by no logout of a process that was replaced there, not by its second either", () => {
    const { sessions, unmatched } = pair([
      login("alice", "pts/0", 41, 0),
      login("bob", "pts/0", 42, 30),
      dead("pts/0", 41, 31),
      dead("pts/0", 41, 32),
    ]);
    expect(sessions.map((session) => session.end)).toEqual(["replaced", "unknown"]);
    expect(unmatched).toBe(2);
  });

  test("by the same process is ended by that process", () => {
    const { sessions, unmatched } = pair([
      login("alice", "pts/0", 41, 0),
      login("bob", "pts/0", 41, 30),
      dead("pts/0", 41, 60),
    ]);
    expect(sessions.map((session) => session.end)).toEqual(["replaced", "logout"]);
    expect(unmatched).toBe(0);
  });
});

describe("a logout that ends nothing", () => {
  test("is counted", () => {
    const { sessions, unmatched } = pair([
      dead("pts/0", 41, 0),
      login("", "pts/1", 42, 1),
      login("alice", "pts/0", 43, 2),
      dead("pts/0", 43, 3),
      dead("pts/0", 43, 4),
    ]);
    expect(sessions).toHaveLength(1);
    expect(unmatched).toBe(3);
  });

  test("is counted where the system has ended the session before it", () => {
    const { sessions, unmatched } = pair([
      login("alice", "pts/0", 41, 0),
      boot(10),
      dead("pts/0", 41, 11),
    ]);
    expect(sessions.map((session) => session.end)).toEqual(["crash", "unknown"]);
    expect(unmatched).toBe(1);
  });
});

describe("the end of the system", () => {
  test.each([
    { record: runLevel("runlevel", HALT, 60), end: "shutdown", name: "run level 0" },
    { record: runLevel("runlevel", REBOOT, 60), end: "reboot", name: "run level 6" },
    { record: runLevel("shutdown", 0, 60), end: "shutdown", name: "a shutdown record" },
    { record: boot(60), end: "crash", name: "a boot without either" },
  ])("$name ends the boot and every session as $end", ({ record, end }) => {
    const { sessions } = pair([
      boot(0),
      login("alice", "pts/0", 41, 10),
      login("bob", "tty1", 42, 20),
      record,
    ]);
    const ended = sessions.filter((session) => session.end !== "unknown");
    expect(ended.map(briefly)).toEqual([
      { user: "reboot", end, pairedBy: null, durationSeconds: 60, by: 3 },
      { user: "alice", end, pairedBy: null, durationSeconds: 50, by: 3 },
      { user: "bob", end, pairedBy: null, durationSeconds: 40, by: 3 },
    ]);
  });

  test("counts once: the first record of it says how", () => {
    const { sessions } = pair([
      boot(0),
      login("alice", "pts/0", 41, 10),
      runLevel("runlevel", REBOOT, 60),
      runLevel("shutdown", 0, 61),
      boot(90),
    ]);
    expect(sessions.map((session) => [session.user, session.end, session.durationSeconds])).toEqual(
      [
        ["reboot", "reboot", 60],
        ["alice", "reboot", 50],
        ["reboot", "unknown", null],
      ],
    );
  });

  test("is no other run level", () => {
    for (const level of [0x31, 0x35, 0x53]) {
      const { sessions } = pair([login("alice", "pts/0", 41, 0), runLevel("runlevel", level, 60)]);
      expect(sessions.map((session) => session.end)).toEqual(["unknown"]);
    }
  });

  test("lets go of the processes that were replaced before it", () => {
    const { sessions, unmatched } = pair([
      login("alice", "pts/0", 41, 0),
      login("bob", "pts/0", 42, 1),
      boot(2),
      login("carl", "pts/0", 43, 3),
      dead("pts/0", 41, 4),
    ]);
    const carl = sessions.find(({ user }) => user === "carl");
    expect([carl?.end, carl?.pairedBy]).toEqual(["logout", "line"]);
    expect(unmatched).toBe(0);
  });
});

describe("the end of the records", () => {
  test.each(["open", "gone", "unknown"] as const)("leaves sessions %s as it is told", (end) => {
    const asked: string[] = [];
    const { sessions } = pair([boot(0), login("alice", "pts/0", 41, 1)], (entry) => {
      asked.push(entry.user);
      return end;
    });
    expect(asked).toEqual(["reboot", "alice"]);
    for (const session of sessions) {
      const { logout, durationSeconds, correctedSeconds, logoutAt, pairedBy } = session;
      expect(session.end).toBe(end);
      expect([logout, durationSeconds, correctedSeconds, logoutAt, pairedBy]).toEqual([
        null,
        null,
        null,
        null,
        null,
      ]);
    }
  });

  test("gives every session only once", () => {
    const pairer = new SessionPairer();
    for (const entry of entriesOf([boot(0), login("alice", "pts/0", 41, 1)])) {
      pairer.add(entry, PATH, linuxGlibc384);
    }
    expect(pairer.end(() => "unknown")).toHaveLength(2);
    expect(pairer.end(() => "unknown")).toEqual([]);
  });
});

describe("a change of the clock", () => {
  const oldTime = (at: number): TestRecord => ({ type: "OLD_TIME", line: "|", seconds: NOON + at });
  const newTime = (at: number): TestRecord => ({ type: "NEW_TIME", line: "{", seconds: NOON + at });
  const seconds = ({ durationSeconds, correctedSeconds }: Session): object => ({
    durationSeconds,
    correctedSeconds,
  });

  test("is taken out of the sessions it falls into, and of no others", () => {
    const { sessions } = pair([
      login("before", "pts/1", 41, 0),
      dead("pts/1", 41, 10),
      login("during", "pts/2", 42, 10),
      oldTime(20),
      newTime(3620),
      login("after", "pts/3", 43, 3620),
      dead("pts/2", 42, 3630),
      dead("pts/3", 43, 3640),
    ]);
    expect(sessions.map(seconds)).toEqual([
      { durationSeconds: 10, correctedSeconds: 10 },
      { durationSeconds: 3620, correctedSeconds: 20 },
      { durationSeconds: 20, correctedSeconds: 20 },
    ]);
  });

  test("can set the clock back, and several add up", () => {
    const { sessions } = pair([
      login("alice", "pts/0", 41, 1000),
      oldTime(1010),
      newTime(10),
      oldTime(20),
      newTime(50),
      dead("pts/0", 41, 60),
    ]);
    expect(sessions.map(seconds)).toEqual([{ durationSeconds: -940, correctedSeconds: 30 }]);
  });

  test("that is only half on record changes nothing", () => {
    const { sessions } = pair([
      login("alice", "pts/0", 41, 0),
      newTime(500),
      oldTime(510),
      dead("pts/0", 41, 600),
    ]);
    expect(sessions.map(seconds)).toEqual([{ durationSeconds: 600, correctedSeconds: 600 }]);
  });
});

describe("a change of the clock amid boots", () => {
  const oldTime = (at: number): TestRecord => ({ type: "OLD_TIME", line: "|", seconds: NOON + at });
  const newTime = (at: number): TestRecord => ({ type: "NEW_TIME", line: "{", seconds: NOON + at });
  const corrected = (records: readonly TestRecord[]): object[] =>
    pair(records).sessions.map(({ user, correctedSeconds }) => [user, correctedSeconds]);

  test("is taken out of the time that the system was up", () => {
    const records = [boot(0), oldTime(100), newTime(3700), runLevel("shutdown", 0, 3800)];
    expect(corrected(records)).toEqual([["reboot", 200]]);
  });

  test("belongs to the boot that it is in, crashed or not", () => {
    const records = [boot(0), boot(1000), oldTime(1100), newTime(1050), boot(1150)];
    expect(corrected(records)).toEqual([
      ["reboot", 1000],
      ["reboot", 200],
      ["reboot", null],
    ]);
  });

  test("has both records before the system ends, or neither counts", () => {
    const up = (end: TestRecord): TestRecord[] => [
      boot(0),
      oldTime(100),
      end,
      login("alice", "pts/0", 41, 300),
      newTime(5000),
      dead("pts/0", 41, 5100),
    ];
    for (const end of [
      runLevel("shutdown", 0, 200),
      runLevel("runlevel", REBOOT, 200),
      boot(200),
    ]) {
      expect(corrected(up(end))).toContainEqual(["alice", 4800]);
    }
  });

  test("has the last old time before the new one, where a new one is missing", () => {
    const records = [
      login("alice", "pts/0", 41, 0),
      oldTime(10),
      login("bob", "pts/1", 42, 20),
      oldTime(30),
      newTime(1030),
      dead("pts/0", 41, 1040),
      dead("pts/1", 42, 1050),
    ];
    expect(corrected(records)).toEqual([
      ["alice", 40],
      ["bob", 30],
    ]);
  });
});

describe("systems that go by the id", () => {
  const withId = (record: TestRecord, id: string): TestRecord => ({ ...record, id });

  test("have one open session for each id, whatever its line", () => {
    const { sessions, unmatched } = pair(
      [
        withId(login("alice", "pts/0", 41, 0), "A"),
        withId(login("bob", "pts/1", 42, 10), "A"),
        withId(dead("", 41, 20), "A"),
        withId(dead("", 42, 30), "A"),
      ],
      undefined,
      BY_ID,
    );
    expect(sessions.map(briefly)).toEqual([
      { user: "alice", end: "replaced", pairedBy: "id", durationSeconds: 10, by: 1 },
      { user: "bob", end: "logout", pairedBy: "id", durationSeconds: 20, by: 3 },
    ]);
    expect(unmatched).toBe(1);
  });

  test("can have sessions of two ids on one line", () => {
    const { sessions, unmatched } = pair(
      [
        withId(login("alice", "pts/0", 41, 0), "A"),
        withId(login("bob", "pts/0", 42, 10), "B"),
        withId(dead("", 41, 20), "A"),
        withId(dead("pts/0", 99, 30), "B"),
      ],
      undefined,
      BY_ID,
    );
    expect(sessions.map(briefly)).toEqual([
      { user: "alice", end: "logout", pairedBy: "id", durationSeconds: 20, by: 2 },
      { user: "bob", end: "logout", pairedBy: "id", durationSeconds: 20, by: 3 },
    ]);
    expect(unmatched).toBe(0);
  });

  test("are paired by lines where a record has no id", () => {
    const { sessions } = pair(
      [
        withId(login("alice", "pts/0", 41, 0), ""),
        withId(login("bob", "pts/1", 42, 10), ""),
        withId(dead("pts/0", 99, 20), ""),
      ],
      undefined,
      BY_ID,
    );
    expect(sessions.map(({ user, end, pairedBy }) => [user, end, pairedBy])).toEqual([
      ["alice", "logout", "line"],
      ["bob", "unknown", null],
    ]);
  });

  test.each([
    [freebsdUtxLog, "id"],
    [freebsdFutx197, "id"],
    [freebsdUtmpx280, "id"],
    [macosUtmpx640, "id"],
    [macosUtmpx628, "id"],
    [linuxGlibc384, "line"],
  ] as const)("are told by their layout: $0.id", (layout: UtmpLayout, key) => {
    expect(layout.sessionKey).toBe(key);
  });
});

describe("other systems", () => {
  test("a logout without a line ends no session that has come to the line of its id since", () => {
    const { sessions, unmatched } = pair([
      { ...login("alice", "pts/0", 7, 0), id: "a" },
      { ...dead("pts/0", 7, 10), id: "a" },
      { ...login("bob", "pts/0", 8, 20), id: "b" },
      { ...dead("", 7, 30), id: "a" },
    ]);
    expect(sessions.map(({ user, end }) => [user, end])).toEqual([
      ["alice", "logout"],
      ["bob", "unknown"],
    ]);
    expect(unmatched).toBe(1);
  });

  test("a logout without a line ends the session of its id, as FreeBSD writes them", () => {
    const id = Uint8Array.of(0xe5, 0xff, 1, 2);
    const { sessions, unmatched } = pair([
      { ...login("alice", "pts/0", 7, 0), id },
      { ...login("bob", "pts/1", 8, 5), id: "b" },
      { ...dead("", 7, 60), id },
      { ...dead("", 9, 70), id: "b" },
      { ...dead("", 9, 80), id: "b" },
    ]);
    expect(sessions.map(briefly)).toEqual([
      { user: "alice", end: "logout", pairedBy: "id", durationSeconds: 60, by: 2 },
      { user: "bob", end: "logout", pairedBy: "id", durationSeconds: 65, by: 3 },
    ]);
    expect(unmatched).toBe(1);
  });

  test("an id ends no session from before a boot", () => {
    const { unmatched } = pair([
      login("alice", "pts/0", 7, 0),
      boot(10),
      { ...dead("", 7, 60), id: "ts/0" },
    ]);
    expect(unmatched).toBe(1);
  });

  test("NetBSD's records of the system have the types of others", () => {
    const system = { line: "~", seconds: NOON } as const;
    const { sessions } = pair([
      { ...system, type: "INIT_PROCESS", user: "reboot" },
      login("alice", "pts/0", 7, 10),
      { ...system, type: "EMPTY", user: "shutdown", seconds: NOON + 30 },
      { ...system, type: "INIT_PROCESS", user: "reboot", seconds: NOON + 40 },
    ]);
    expect(sessions.map((session) => [session.kind, briefly(session)])).toEqual([
      ["boot", { user: "reboot", end: "shutdown", pairedBy: null, durationSeconds: 30, by: 2 }],
      ["user", { user: "alice", end: "shutdown", pairedBy: null, durationSeconds: 20, by: 2 }],
      ["boot", { user: "reboot", end: "unknown", pairedBy: null, durationSeconds: null, by: null }],
    ]);
  });

  test("illumos has the run level in the exit status, and a count in the pid", () => {
    const level = (termination: number, at: number): TestRecord => ({
      ...runLevel("", HALT, at),
      termination,
    });
    const records = [boot(0), level(0x33, 10), level(REBOOT, 20)];
    const { sessions } = pair(records, undefined, illumosFutmpx372);
    expect(sessions.map(briefly)).toEqual([
      { user: "reboot", end: "reboot", pairedBy: null, durationSeconds: 20, by: 2 },
    ]);
  });

  test("Linux has the run level in the pid, whatever the exit status says", () => {
    const level = (pid: number, termination: number, at: number): TestRecord => ({
      ...runLevel("runlevel", pid, at),
      termination,
    });
    const { sessions } = pair([boot(0), level(0x35, REBOOT, 10), level(REBOOT, 1, 20)]);
    expect(sessions.map(briefly)).toEqual([
      { user: "reboot", end: "reboot", pairedBy: null, durationSeconds: 20, by: 2 },
    ]);
  });

  test("a boot is named, where its record has no name", () => {
    const { sessions } = pair([{ type: "BOOT_TIME", seconds: NOON }]);
    expect(sessions.map(({ kind, user }) => [kind, user])).toEqual([["boot", "reboot"]]);
  });
});

describe("over any records", () => {
  const types = fc.constantFrom<RecordType[]>(
    ...(["RUN_LVL", "BOOT_TIME", "NEW_TIME", "OLD_TIME", "LOGIN_PROCESS", "ACCOUNTING"] as const),
    ...(["USER_PROCESS", "USER_PROCESS", "DEAD_PROCESS", "DEAD_PROCESS"] as const),
  );
  const records: fc.Arbitrary<TestRecord[]> = fc.array(
    fc.record({
      type: types,
      line: fc.constantFrom("pts/0", "pts/1", "tty1", "~"),
      user: fc.constantFrom("", "alice", "bob", "shutdown"),
      id: fc.constantFrom("", "1", "2"),
      pid: fc.constantFrom(1, 2, 3, HALT, REBOOT, 0x31),
      seconds: fc.nat(1000),
    }),
    { maxLength: 40 },
  );
  const numberOf = (place: { offset: number } | null): number =>
    place === null ? Number.POSITIVE_INFINITY : place.offset / SIZE;

  test("every login belongs to one session, every boot to one, and there are no others", () => {
    const check = fc.property(records, (list) => {
      const { sessions } = pair(list);
      const starts = entriesOf(list).filter(
        (entry) => entry.isUserProcess || entry.type === "BOOT_TIME",
      );
      const expected = starts.map(({ offset, type }) => ({
        at: (offset ?? 0) / SIZE,
        kind: type === "BOOT_TIME" ? "boot" : "user",
      }));
      const found: { at: number; kind: string }[] = sessions.map(({ loginAt, kind }) => ({
        at: numberOf(loginAt),
        kind,
      }));
      expect(found.toSorted((a, b) => a.at - b.at)).toEqual(expected);
    });
    fc.assert(check, { seed: SEED, numRuns: 2000 });
  });

  test("sessions on one line do not overlap, nor do boots", () => {
    const check = fc.property(records, (list) => {
      const { sessions } = pair(list);
      const places = Map.groupBy(sessions, ({ kind, line }) =>
        kind === "boot" ? "boot" : `.${line}`,
      );
      for (const group of places.values()) {
        const spans = group
          .map(({ loginAt, logoutAt }) => [numberOf(loginAt), numberOf(logoutAt)] as const)
          .toSorted(([a], [b]) => a - b);
        spans.forEach(([start, end], i) => {
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(spans[i + 1]?.[0] ?? Number.POSITIVE_INFINITY);
        });
      }
    });
    fc.assert(check, { seed: SEED, numRuns: 2000 });
  });

  test("every logout ends one session or is counted", () => {
    const check = fc.property(records, (list) => {
      const { sessions, unmatched } = pair(list);
      const ended = sessions.filter(({ end }) => end === "logout").length;
      const logouts = list.filter(
        ({ type, user }) => type === "DEAD_PROCESS" || (type === "USER_PROCESS" && user === ""),
      );
      expect(ended + unmatched).toBe(logouts.length);
    });
    fc.assert(check, { seed: SEED, numRuns: 2000 });
  });
});
