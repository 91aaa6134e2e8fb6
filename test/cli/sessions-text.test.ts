import { describe, expect, test } from "bun:test";
import { writeSessions } from "../../src/cli/sessions-text.ts";
import type { SessionFields } from "../../src/sessions/session.ts";
import type { Zone } from "../../src/zone.ts";
import { written } from "./written.ts";

const LOGIN = Date.parse("2026-11-20T12:00:00Z") * 1000;
const HOUR = 3_600_000_000;

function zoneAhead(hours: number | null): Zone {
  const offset = hours === null ? null : hours * 3600;
  return { name: "test", offsetAt: () => offset, instantOf: () => null };
}

const UTC = zoneAhead(0);

function sessionOf(fields: Partial<SessionFields>): SessionFields {
  return {
    kind: "user",
    user: "alice",
    line: "pts/0",
    host: "gate",
    address: null,
    pid: 1,
    id: "",
    service: null,
    loginMicros: LOGIN,
    logoutMicros: LOGIN + HOUR,
    clockMicros: 0,
    end: "logout",
    pairedBy: null,
    source: "file",
    loginAt: null,
    logoutAt: null,
    ...fields,
  };
}

/** What is written of sessions, and whether the clock was set during one. */
function shown(list: readonly Partial<SessionFields>[], zone: Zone): [string[], boolean] {
  const kind = list[0]?.kind ?? "user";
  let isCorrected = false;
  const text = written((output) => {
    isCorrected = writeSessions(output, list.map(sessionOf), kind, zone, (titles) => titles);
  });
  return [text.split("\n").slice(0, -1), isCorrected];
}

function linesOf(list: readonly Partial<SessionFields>[], zone: Zone = UTC): string[] {
  return shown(list, zone)[0];
}

/** The cells of a row, which two blanks part. */
function cellsOf(fields: Partial<SessionFields>, zone?: Zone): string[] {
  return linesOf([fields], zone)[1]?.split(/ {2,}/) ?? [];
}

describe("sessions for a person", () => {
  test("stand in columns under their titles", () => {
    const lines = linesOf([
      {},
      { user: "bartholomew", line: "tty1", host: "", address: "2001:db8::1", end: "replaced" },
      { user: "ed", host: "", logoutMicros: null, end: "open" },
    ]);
    expect(lines).toEqual([
      "USER         LINE   LOGIN             LOGOUT    TIME   END       FROM",
      "alice        pts/0  2026-11-20 12:00  13:00     01:00  logout    gate",
      "bartholomew  tty1   2026-11-20 12:00  13:00     01:00  replaced  2001:db8::1",
      "ed           pts/0  2026-11-20 12:00  still on  -      open      -",
    ]);
  });

  test("fit 80 columns with long logouts and addresses of IPv4", () => {
    const far = {
      logoutMicros: LOGIN + 40 * 24 * HOUR,
      end: "shutdown",
      host: "198.51.100.23",
    } as const;
    for (const line of linesOf([far, {}])) expect(line.length).toBeLessThanOrEqual(80);
  });

  test("are aligned by what is seen, not by how it is encoded", () => {
    const lines = linesOf([{ user: "山田" }, { user: "zoé" }, { user: "ab" }]);
    const widths = lines.map((line) => Bun.stringWidth(line.slice(0, line.indexOf("pts/0"))));
    expect(widths.slice(1)).toEqual([6, 6, 6]);
    expect(lines[1]).toStartWith("山田  pts/0");
  });

  test("have their whole names, however long: only their own row moves", () => {
    const lines = linesOf([{ user: "u".repeat(300), line: "l".repeat(32) }, {}]);
    expect(lines[1]).toStartWith(`${"u".repeat(300)}  ${"l".repeat(32)}  2026-11-20 12:00  13:00`);
    expect(lines[2]).toStartWith(`${"alice".padEnd(16)}  ${"pts/0".padEnd(12)}  2026`);
  });

  test("have nothing from a record unescaped", () => {
    const cells = cellsOf({ user: "\x1b[2J", line: "\u202etty", host: "a\tb\r\n", kind: "user" });
    expect(cells).toEqual([
      "\\x1b[2J",
      "\\u{202e}tty",
      "2026-11-20 12:00",
      "13:00",
      "01:00",
      "logout",
      "a\\x09b\\x0d\\x0a",
    ]);
    const invalid = { user: "\ufffd", userBytes: "ff", line: "\ufffd", lineBytes: "6cfe" };
    expect(cellsOf({ ...invalid, host: "\ufffd", hostBytes: "80" })).toMatchObject({
      0: "\\xff",
      1: "l\\xfe",
      6: "\\x80",
    });
  });

  test.each([
    [LOGIN + HOUR, "13:00"],
    [LOGIN + 12 * HOUR, "11-21 00:00"],
    [LOGIN + 42 * 24 * HOUR, "2027-01-01 12:00"],
    [LOGIN - HOUR, "11:00"],
    [LOGIN - 13 * HOUR, "11-19 23:00"],
  ])("have of a logout only what the login does not say: %d", (logoutMicros, text) => {
    expect(cellsOf({ logoutMicros })[3]).toBe(text);
  });

  test("have the minute in which they end, to the last microsecond of it", () => {
    const times = { loginMicros: LOGIN + 59_999_999, logoutMicros: LOGIN + HOUR - 1 };
    expect(cellsOf(times).slice(2, 5)).toEqual(["2026-11-20 12:00", "12:59", "00:59"]);
  });

  test("have the day of the zone", () => {
    const late = { logoutMicros: LOGIN + 2 * HOUR };
    expect(cellsOf(late, zoneAhead(11)).slice(2, 4)).toEqual(["2026-11-20 23:00", "11-21 01:00"]);
    expect(cellsOf(late, zoneAhead(12)).slice(2, 4)).toEqual(["2026-11-21 00:00", "02:00"]);
  });

  test.each([
    ["user", "open", "still on"],
    ["boot", "open", "still up"],
    ["user", "gone", "no record"],
    ["user", "unknown", "no record"],
    ["boot", "unknown", "no record"],
  ] as const)("of kind %s that are %s have no logout: %s", (kind, end, text) => {
    const cells = cellsOf({ kind, end, logoutMicros: null });
    expect(cells).toContain(text);
    expect(cells).toContain(end);
  });

  test("have no time where none is known", () => {
    const [, row = ""] = linesOf([{ loginMicros: null, user: "alice" }]);
    expect(row).toBe("alice  pts/0  -      2026-11-20 13:00  -     logout  gate");
    expect(cellsOf({ logoutMicros: null })).toEqual([
      "alice",
      "pts/0",
      "2026-11-20 12:00",
      "-",
      "-",
      "logout",
      "gate",
    ]);
  });

  test("show the length that no clock has changed, and say so", () => {
    const changed = { clockMicros: HOUR / 2 };
    expect(cellsOf(changed)[4]).toBe("00:30*");
    const isCorrected = (fields: Partial<SessionFields>): boolean => shown([fields], UTC)[1];
    expect(isCorrected(changed)).toBe(true);
    expect(isCorrected({})).toBe(false);
    expect(isCorrected({ ...changed, logoutMicros: null, end: "open" })).toBe(false);
    expect(isCorrected({ ...changed, loginMicros: null })).toBe(false);
    expect(shown([{}, changed, {}], UTC)[1]).toBe(true);
  });

  test("can't have columns of their own making", () => {
    expect(linesOf([{ user: "a  b", line: " tty", host: "-" }])[1]).toBe(
      "a\\x20 b  \\x20tty  2026-11-20 12:00  13:00   01:00  logout  \\x2d",
    );
  });

  test("have times of any year", () => {
    const last = {
      loginMicros: 8_640_000_000_000_000,
      logoutMicros: null,
      end: "unknown",
    } as const;
    expect(cellsOf(last)[2]).toBe("2243-10-17 00:00");
    const old = { loginMicros: -62_200_000_000_000_000, logoutMicros: -62_199_000_000_000_000 };
    expect(cellsOf(old).slice(2, 4)).toEqual(["-000002-12-17 14:13", "12-29 04:00"]);
  });
});

test("boots have neither user nor line, and a kernel for a host", () => {
  expect(
    linesOf([{ kind: "boot", user: "reboot", line: "~", host: "6.1.0\x07", end: "crash" }]),
  ).toEqual([
    "UP                DOWN   TIME   END    KERNEL",
    "2026-11-20 12:00  13:00  01:00  crash  6.1.0\\x07",
  ]);
});
