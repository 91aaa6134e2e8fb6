// The pairer against the rule of pairing as a second hand wrote it: pairing-model.ts.

import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { illumosFutmpx372 } from "../../platforms/illumos.ts";
import { linuxGlibc384 } from "../../platforms/linux-glibc.ts";
import { freebsdUtmpx280 } from "../../platforms/freebsd-utmpx.ts";
import { Chunk } from "../../src/chunk.ts";
import { entryOf, type UtmpEntry } from "../../src/entry.ts";
import type { UtmpLayout, WritingRules } from "../../src/layout.ts";
import { UtmpReader } from "../../src/reader.ts";
import type { RecordType } from "../../src/record-types.ts";
import { SessionPairer } from "../../src/sessions/session-pairer.ts";
import { Session } from "../../src/sessions/session.ts";
import { Wtmp } from "../../src/views/wtmp.ts";
import { recordBytes, type TestRecord } from "../records.ts";
import { pairByModel, type ModelSession } from "./pairing-model.ts";

const SEED = 20261124;
const RUNS = 3000;

function entriesOf(records: readonly TestRecord[], layout: UtmpLayout): UtmpEntry[] {
  const numbered = records.map((record) => ({
    ...record,
    type: layout.types.indexOf(record.type as RecordType),
  }));
  const chunk = new Chunk(recordBytes(numbered, layout, "little"), layout.size, 0, "file");
  const reader = new UtmpReader(layout, "little");
  return records.map((_, i) => entryOf(reader.read(chunk, i * layout.size)));
}

/** What the pairer made of records, told as the model tells it. */
function told(sessions: readonly Session[], size: number): ModelSession[] {
  const list = sessions.map((session): ModelSession => {
    const { kind, loginAt, logoutAt, end, pairedBy, durationSeconds, correctedSeconds } = session;
    const clock =
      durationSeconds === null || correctedSeconds === null
        ? 0
        : Math.round((durationSeconds - correctedSeconds) * 1e6);
    const logout = logoutAt && logoutAt.offset / size;
    return { kind, login: (loginAt?.offset ?? NaN) / size, logout, end, pairedBy, clock };
  });
  return list.toSorted((a, b) => a.login - b.login);
}

function expectSame(entries: readonly UtmpEntry[], layout: UtmpLayout): void {
  const pairer = new SessionPairer();
  const ended = entries.flatMap((entry) => pairer.add(entry, "wtmp", layout));
  const sessions = [...ended, ...pairer.end(() => "open")].map((fields) => new Session(fields));
  const model = pairByModel(entries, layout);
  // How long a session lasts that has not ended is nowhere said.
  const expected = model.sessions.map((session) =>
    session.logout === null ? { ...session, clock: 0 } : session,
  );
  expect(told(sessions, layout.size)).toEqual(expected);
  expect(pairer.unmatched).toBe(model.unmatched);
}

const SYSTEM = ["BOOT_TIME", "RUN_LVL", "OLD_TIME", "NEW_TIME", "EMPTY", "INIT_PROCESS"] as const;
const PROCESS = ["USER_PROCESS", "USER_PROCESS", "DEAD_PROCESS", "DEAD_PROCESS"] as const;

function recordsOf(types: readonly RecordType[]): fc.Arbitrary<TestRecord[]> {
  const process = fc.record({
    type: fc.constantFrom(...PROCESS),
    line: fc.constantFrom("pts/0", "pts/1", "tty1", ""),
    user: fc.constantFrom("", "alice", "bob"),
    id: fc.constantFrom("", "1", "2", "3"),
    pid: fc.constantFrom(1, 2, 3),
    seconds: fc.nat(1000),
  });
  const system = fc.record({
    type: fc.constantFrom(...types),
    line: fc.constant("~"),
    user: fc.constantFrom("", "reboot", "shutdown", "runlevel"),
    pid: fc.constantFrom(0, 0x30, 0x35, 0x36, 0x3530),
    termination: fc.constantFrom(0, 0, 1, 0x30, 0x33, 0x36, 0x53, 0x136),
    seconds: fc.nat(1000),
  });
  const change = fc.record({
    type: fc.constantFrom("OLD_TIME" as const, "NEW_TIME" as const),
    seconds: fc.nat(1000),
  });
  const any = fc.oneof(
    { weight: 8, arbitrary: process },
    { weight: 1, arbitrary: system },
    { weight: 2, arbitrary: change },
  );
  return fc.array<TestRecord>(any, { maxLength: 60 });
}

describe("the pairer does what the model does", () => {
  test("with records of a system that goes by lines", () => {
    const check = fc.property(recordsOf(SYSTEM), (records) => {
      expectSame(entriesOf(records, linuxGlibc384), linuxGlibc384);
    });
    fc.assert(check, { seed: SEED, numRuns: RUNS });
  });

  test("with records of a system that goes by ids", () => {
    const types = ["BOOT_TIME", "SHUTDOWN_TIME"] as const;
    const check = fc.property(recordsOf(types), (records) => {
      expectSame(entriesOf(records, freebsdUtmpx280), freebsdUtmpx280);
    });
    fc.assert(check, { seed: SEED, numRuns: RUNS });
  });

  test("with records of a system that has the run level in the exit status", () => {
    const types = ["BOOT_TIME", "RUN_LVL", "DOWN_TIME"] as const;
    const check = fc.property(recordsOf(types), (records) => {
      expectSame(entriesOf(records, illumosFutmpx372), illumosFutmpx372);
    });
    fc.assert(check, { seed: SEED, numRuns: RUNS });
  });

  test.each([
    "test/fixtures/server/var/log/wtmp",
    "test/fixtures/debian12/var/log/wtmp",
    "test/fixtures/arm64/wtmp",
    "test/fixtures/torn/wtmp",
  ])("with %s", (path) => {
    const wtmp = new Wtmp(path);
    const entries = [...wtmp];
    const size = (entries[1]?.offset ?? 0) - (entries[0]?.offset ?? 0);
    const model = pairByModel(entries, linuxGlibc384);
    const all = [...wtmp.sessions(), ...wtmp.boots()];
    expect(told(all, size)).toEqual(
      model.sessions.map((session) =>
        session.logout === null ? { ...session, end: "unknown", clock: 0 } : session,
      ),
    );
    expect(wtmp.unmatchedLogouts).toBe(model.unmatched);
    expect(all.length).toBeGreaterThan(0);
  });
});

describe("on one line, or of one id", () => {
  test("sessions do not overlap in the order of the records, whatever the clock says", () => {
    const check = fc.property(recordsOf(SYSTEM), fc.boolean(), (records, isById) => {
      const spans = spansByKey(records, isById ? "id" : "line");
      for (const { record } of spans)
        for (const [a, b] of pairs(record)) {
          expect(a[1]).toBeLessThanOrEqual(b[0]);
        }
    });
    fc.assert(check, { seed: SEED, numRuns: RUNS / 2 });
  });

  test("they do not overlap in time either, where no clock was set back", () => {
    const check = fc.property(recordsOf(SYSTEM), fc.boolean(), (records, isById) => {
      const seconds = records.map((record) => Number(record.seconds)).toSorted((a, b) => a - b);
      const forward = records.map((record, i) => ({ ...record, seconds: seconds[i] ?? 0 }));
      const spans = spansByKey(forward, isById ? "id" : "line");
      for (const { time } of spans)
        for (const [a, b] of pairs(time)) {
          expect(a[1]).toBeLessThanOrEqual(b[0]);
        }
    });
    fc.assert(check, { seed: SEED, numRuns: RUNS / 2 });
  });
});

type Span = readonly [number, number];

function pairs(spans: readonly Span[]): [Span, Span][] {
  return spans.slice(1).map((span, i) => [spans[i] ?? span, span]);
}

/** From login to logout by the numbers of the records, and by the clock, in the records' order. */
function spansByKey(
  records: readonly TestRecord[],
  by: "line" | "id",
): { record: Span[]; time: Span[] }[] {
  const pairer = new SessionPairer();
  const rules: WritingRules = { sessionKey: by, writers: "linux" };
  const ended = entriesOf(records, linuxGlibc384).flatMap((entry) => pairer.add(entry, "", rules));
  const sessions = [...ended, ...pairer.end(() => "open")].map((fields) => new Session(fields));
  const keyOf = ({ kind, line, id }: Session): string =>
    kind === "boot" ? "boot" : `user ${by === "id" && id !== "" ? id : line}`;
  return [...Map.groupBy(sessions, keyOf).values()].map((group) => {
    const inOrder = group.toSorted((a, b) => (a.loginAt?.offset ?? 0) - (b.loginAt?.offset ?? 0));
    return {
      record: inOrder.map(({ loginAt, logoutAt }): Span => [
        loginAt?.offset ?? NaN,
        logoutAt?.offset ?? Number.POSITIVE_INFINITY,
      ]),
      time: inOrder.map(({ login, logout }): Span => [
        login?.getTime() ?? NaN,
        logout?.getTime() ?? Number.POSITIVE_INFINITY,
      ]),
    };
  });
}
