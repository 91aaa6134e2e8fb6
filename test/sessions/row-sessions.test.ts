import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { ProblemList } from "../../src/problems.ts";
import { AsOf } from "../../src/sessions/as-of.ts";
import {
  rowSessions,
  type HistoryRows,
  type RowPresence,
} from "../../src/sessions/row-sessions.ts";
import { Session, type SessionFields } from "../../src/sessions/session.ts";
import { readWtmpdb, type WtmpdbRow } from "../../src/stores/wtmpdb.ts";
import { textOf } from "../../src/text.ts";

const SEED = 20261128;
const NO_MOMENT = new AsOf(undefined, false);

type TestRow = Partial<Omit<WtmpdbRow, "user" | "line" | "host">> & {
  readonly user?: string;
  readonly line?: string;
  readonly host?: string;
};

function row({ user = "alice", line = "pts/0", host = "", ...more }: TestRow): WtmpdbRow {
  const texts = { user: textOf(user), line: textOf(line), host: textOf(host) };
  return { id: 1, type: 3, service: null, loginMicros: 0, logoutMicros: null, ...more, ...texts };
}

function boot(loginMicros: number, logoutMicros: number | null = null): WtmpdbRow {
  return row({ type: 1, user: "reboot", line: "~", host: "6.1.0", loginMicros, logoutMicros });
}

function databaseOf(rows: readonly WtmpdbRow[], path = "wtmp.db"): HistoryRows {
  return { path, rows, source: "wtmpdb" };
}

function ends(sessions: readonly SessionFields[]): unknown[] {
  return sessions.map(({ user, end, logoutMicros }) => [user, end, logoutMicros]);
}

function endsOf(rows: readonly WtmpdbRow[], presence: RowPresence | null = null): unknown[] {
  const present = presence && { ofRows: () => presence };
  return ends(rowSessions([databaseOf(rows)], NO_MOMENT, present));
}

function fixture(path: string): HistoryRows {
  const problems = new ProblemList();
  const { rows } = readWtmpdb(`test/fixtures/${path}`, true, problems);
  expect(problems.list()).toEqual([]);
  return databaseOf(rows, path);
}

describe("sessions of wtmpdb", () => {
  test("end as their rows say, or with the system", () => {
    const sessions = rowSessions([fixture("wtmpdb/wtmp.db")], NO_MOMENT, null);
    expect(sessions.map(({ id, user, end, pairedBy }) => [id, user, end, pairedBy])).toEqual([
      ["1", "reboot", "shutdown", "store"],
      ["2", "alice", "logout", "store"],
      ["3", "bob", "logout", "store"],
      ["4", "reboot", "crash", null],
      ["5", "alice", "logout", "store"],
      ["6", "bob", "logout", "store"],
      ["7", "carol", "logout", "store"],
      ["8", "dave", "logout", "store"],
      ["9", "bob", "crash", null],
      ["10", "reboot", "crash", null],
      ["11", "root", "logout", "store"],
      ["12", "soft-reboot", "shutdown", "store"],
      ["13", "averyveryverylongusername", "logout", "store"],
      ["14", "carol", "logout", "store"],
      ["15", "reboot", "unknown", null],
      ["16", "alice", "unknown", null],
      ["17", "carol", "logout", "store"],
      ["18", "dave", "unknown", null],
    ]);
    const [crashed] = sessions.filter(({ id }) => id === "9");
    // The upper bound is the next boot.
    expect(crashed?.logoutMicros).toBe(1_794_733_157_516_083);
  });

  test("have what the store knows, and null for what it does not", () => {
    const [, , bob, , , , , dave] = rowSessions([fixture("wtmpdb/wtmp.db")], NO_MOMENT, null).map(
      (fields) => new Session(fields),
    );
    expect(JSON.parse(JSON.stringify(bob))).toEqual({
      kind: "user",
      user: "bob",
      line: "ftp",
      host: "198.51.100.23",
      address: "198.51.100.23",
      pid: null,
      id: "3",
      service: "vsftpd",
      login: "2026-09-01T09:30:01.140867Z",
      logout: "2026-09-01T09:50:04.000753Z",
      durationSeconds: 1202.859886,
      correctedSeconds: 1202.859886,
      end: "logout",
      pairedBy: "store",
      source: "wtmpdb",
      loginAt: null,
      logoutAt: null,
    });
    expect(dave?.address).toBe("2001:db8::17");
  });

  test.each([
    [
      "a shutdown ends what it has no logout of",
      [boot(10, 50), row({ loginMicros: 20 }), boot(60)],
      [
        ["reboot", "shutdown", 50],
        ["alice", "shutdown", 50],
        ["reboot", "unknown", null],
      ],
    ],
    [
      "so does the last one, if no boot came after it",
      [boot(10, 50), row({ loginMicros: 20 })],
      [
        ["reboot", "shutdown", 50],
        ["alice", "shutdown", 50],
      ],
    ],
    [
      "a shutdown before a login is none of its",
      [boot(10, 15), row({ loginMicros: 20 }), boot(60)],
      [
        ["reboot", "shutdown", 15],
        ["alice", "crash", 60],
        ["reboot", "unknown", null],
      ],
    ],
    [
      "a session before all boots has crashed",
      [row({ loginMicros: 5 }), boot(10)],
      [
        ["alice", "crash", 10],
        ["reboot", "unknown", null],
      ],
    ],
    [
      "a logout stands, whatever boots say",
      [boot(10), row({ loginMicros: 20, logoutMicros: 99 }), boot(60)],
      [
        ["reboot", "crash", 60],
        ["alice", "logout", 99],
        ["reboot", "unknown", null],
      ],
    ],
    [
      "a clock that was set back moves no logout",
      [row({ loginMicros: 20, logoutMicros: 10 })],
      [["alice", "logout", 10]],
    ],
    [
      "a row without a login is the oldest",
      [row({ loginMicros: 20 }), row({ user: "bob", loginMicros: null })],
      [
        ["bob", "unknown", null],
        ["alice", "unknown", null],
      ],
    ],
    [
      "what is neither a session nor a boot is none",
      [row({ type: 2 }), row({ type: 0 }), row({ type: 7 })],
      [],
    ],
  ] as const)("%s", (_name, rows, wanted) => {
    expect(endsOf(rows)).toEqual(wanted.map((one) => [...one]));
  });

  test("of several databases are one history, though their ids are the same", () => {
    const [old, live] = ["wtmp.db.1", "wtmp.db"].map((name) =>
      fixture(`logrotate/var/log/${name}`),
    );
    if (old === undefined || live === undefined) throw new Error("no fixtures");
    const sessions = rowSessions([old, live], NO_MOMENT, null);
    expect(sessions.map(({ id, user, line, end }) => [id, user, line, end])).toEqual([
      ["1", "bob", "tty1", "logout"],
      ["2", "carol", "tty1", "logout"],
      ["3", "alice", "pts/7", "unknown"],
      ["1", "dave", "tty2", "logout"],
      ["2", "dave", "tty2", "logout"],
      ["3", "bob", "pts/9", "logout"],
    ]);
    const booted = [old, databaseOf([boot(1_795_363_300_000_000)])];
    expect(rowSessions(booted, NO_MOMENT, null)[2]?.end).toBe("crash");
  });

  test("are as they were at a moment: what came later had not happened", () => {
    const rows = [boot(10e6), row({ loginMicros: 20e6, logoutMicros: 40e6 }), boot(50e6)];
    const at = (seconds: number): unknown[] =>
      ends(rowSessions([databaseOf(rows)], new AsOf(new Date(seconds * 1000), false), null));
    expect(at(5)).toEqual([]);
    expect(at(30)).toEqual([
      ["reboot", "unknown", null],
      ["alice", "unknown", null],
    ]);
    expect(at(45)).toEqual([
      ["reboot", "unknown", null],
      ["alice", "logout", 40e6],
    ]);
  });

  test("reach to the last time on record, in whatever row that is", () => {
    const asOf = new AsOf(undefined, false);
    const rows = [row({ loginMicros: 10, logoutMicros: 90 }), row({ loginMicros: 50 })];
    rowSessions([databaseOf(rows)], asOf, null);
    expect(asOf.reach).toBe(90);
  });

  test("of the running system are asked for if nothing ends them", () => {
    const asked: string[] = [];
    const presence: RowPresence = {
      openEnd: ({ row: { user } }) => (
        asked.push(user.text),
        user.text === "bob" ? "gone" : "open"
      ),
      isStillThere: ({ row: { user } }) => user.text === "victim",
    };
    const rows = [
      row({ user: "old", loginMicros: 1 }),
      boot(10),
      row({ loginMicros: 20 }),
      row({ user: "bob", loginMicros: 30 }),
      row({ user: "victim", loginMicros: 40, logoutMicros: 50 }),
    ];
    expect(endsOf(rows, presence)).toEqual([
      ["old", "crash", 10],
      ["reboot", "open", null],
      ["alice", "open", null],
      ["bob", "gone", null],
      ["victim", "open", null],
    ]);
    expect(asked.sort()).toEqual(["alice", "bob", "reboot", "victim"]);
    // A system that was shut down, and runs all the same, has not recorded its boot.
    expect(
      endsOf(
        [boot(10, 20), row({ loginMicros: 15 }), row({ user: "bob", loginMicros: 16 })],
        presence,
      ),
    ).toEqual([
      ["reboot", "shutdown", 20],
      ["alice", "open", null],
      ["bob", "shutdown", 20],
    ]);
  });

  test("agree with the rows before and behind each of them, whatever the rows", () => {
    const time = fc.integer({ min: 0, max: 30 });
    const anyRow = fc.record({ isBoot: fc.boolean(), login: time, logout: fc.option(time) });
    const history = fc.array(anyRow, { maxLength: 12 });
    fc.assert(
      fc.property(history, (given) => {
        const rows = given.map(({ isBoot, login, logout }, id) =>
          row({ id, type: isBoot ? 1 : 3, loginMicros: login, logoutMicros: logout }),
        );
        const sessions = rowSessions([databaseOf(rows)], NO_MOMENT, null);
        const found: unknown[][] = sessions.map(({ id, end, logoutMicros }) => [
          Number(id),
          end,
          logoutMicros,
        ]);
        expect(found.sort((a, b) => Number(a[0]) - Number(b[0]))).toEqual(
          rows.map((one) => endIn(rows, one)),
        );
      }),
      { seed: SEED, numRuns: 3000 },
    );
  });
});

/** How a row ends, by looking at all others. Of rows of the same time the later id is the newer. */
function endIn(rows: readonly WtmpdbRow[], one: WtmpdbRow): unknown[] {
  const { id, loginMicros, logoutMicros } = one;
  const isBoot = (other: WtmpdbRow): boolean => other.type === 1;
  const place = (other: WtmpdbRow): number => Number(other.loginMicros) * 1000 + other.id;
  if (logoutMicros !== null) return [id, isBoot(one) ? "shutdown" : "logout", logoutMicros];
  const boots = rows.filter(isBoot).sort((a, b) => place(a) - place(b));
  const before = isBoot(one) ? one : boots.findLast((other) => place(other) < place(one));
  const after = boots.find((other) => place(other) > place(one));
  const down = before?.logoutMicros ?? null;
  if (down !== null && down >= Number(loginMicros)) return [id, "shutdown", down];
  return after === undefined ? [id, "unknown", null] : [id, "crash", after.loginMicros];
}
