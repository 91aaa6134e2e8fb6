import { describe, expect, test } from "bun:test";
import { matchRows, type PresentSession } from "../../src/sessions/match-rows.ts";
import type { PlacedRow } from "../../src/sessions/row-sessions.ts";
import { textOf } from "../../src/text.ts";

const T = 1_795_900_000e6;

interface TestRow {
  readonly id: number;
  readonly user?: string;
  readonly line?: string;
  /** Seconds after the first session. */
  readonly at?: number | null;
  readonly isEnded?: boolean;
  readonly type?: number;
}

function placed(rows: readonly TestRow[]): PlacedRow[] {
  const built = rows.map(({ id, user = "ana", line = "pts/0", at = 0, isEnded, type = 3 }) => ({
    id,
    type,
    user: textOf(user),
    line: textOf(line),
    host: textOf(""),
    service: null,
    loginMicros: at === null ? null : T + at * 1e6,
    logoutMicros: isEnded === true ? T + 60e6 : null,
  }));
  const database = { path: "wtmp.db", rows: built, source: "wtmpdb" } as const;
  return built.map((row) => ({ row, database }));
}

function session(
  id: string,
  fields: Partial<PresentSession> & { readonly at?: number } = {},
): PresentSession {
  const { at = 0, ...more } = fields;
  const known = { lines: ["pts/0"], isLineKnown: true, isClosing: false };
  return { id, user: "ana", startMicros: T + at * 1e6, ...known, ...more };
}

/** `row: session`, with `?` where the line did not tell. */
function matches(rows: readonly TestRow[], ...sessions: readonly PresentSession[]): string[] {
  const found = matchRows(placed(rows), sessions);
  const list = [...found].map(
    ([
      row,
      {
        session: { id },
        isSameLine,
      },
    ]) => `${row.id}: ${id}${isSameLine ? "" : "?"}`,
  );
  return list.toSorted();
}

const UNKNOWN = { lines: [], isLineKnown: false };

describe("a login manager's session", () => {
  test("is of the row with its user, line and time", () => {
    expect(matches([{ id: 1 }], session("c1"))).toEqual(["1: c1"]);
    expect(matches([{ id: 1, user: "bob" }], session("c1"))).toEqual([]);
    expect(matches([{ id: 1, line: "pts/1" }], session("c1"))).toEqual([]);
    expect(matches([{ id: 1, type: 1 }], session("c1"))).toEqual([]);
    expect(matches([{ id: 1, line: ":0" }], session("c1", { lines: ["tty2", ":0"] }))).toEqual([
      "1: c1",
    ]);
  });

  test.each([
    [-5, ["1: c1"]],
    [5, ["1: c1"]],
    [-5.000001, []],
    [5.000001, []],
    [null, []],
  ])("%p seconds from a row's login: %p", (at, expected) => {
    expect(matches([{ id: 1, at }], session("c1"))).toEqual(expected);
  });

  test("is one row's only: a second login within seconds has its own", () => {
    const rows = [
      { id: 1, at: 0, isEnded: true },
      { id: 2, at: 3 },
    ];
    expect(matches(rows, session("c2", { at: 3 }))).toEqual(["2: c2"]);
    // Even if the first row is the nearer one.
    expect(matches(rows, session("c2", { at: 1 }))).toEqual(["2: c2"]);
  });

  test("of two, each has its own row", () => {
    const rows = [
      { id: 1, at: 0 },
      { id: 2, at: 2 },
    ];
    const both = [session("c2", { at: 2.1 }), session("c1", { at: 0.9 })];
    expect(matches(rows, ...both)).toEqual(["1: c1", "2: c2"]);
    expect(matches([{ id: 1 }], ...both)).toEqual(["1: c1"]);
  });

  test("whose terminal is not known can be an open row's, and no ended one's", () => {
    expect(matches([{ id: 1 }], session("c1", UNKNOWN))).toEqual(["1: c1?"]);
    expect(matches([{ id: 1, isEnded: true }], session("c1", UNKNOWN))).toEqual([]);
  });

  test("whose terminal is guessed is first that line's, ended or not", () => {
    const guessed = { isLineKnown: false };
    const rows = [
      { id: 1, line: "pts/0", isEnded: true },
      { id: 2, line: "pts/1" },
    ];
    expect(matches(rows, session("c1", guessed))).toEqual(["1: c1"]);
    expect(matches(rows, session("c1", { ...guessed, lines: ["pts/9"] }))).toEqual(["2: c1?"]);
  });

  test("that has no time is no row's", () => {
    expect(matches([{ id: 1 }], session("c1", { startMicros: null }))).toEqual([]);
  });
});
