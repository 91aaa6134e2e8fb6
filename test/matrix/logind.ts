// What holds where a real systemd-logind has the sessions of test/fixtures/make/logind.sh. logind.sh
// runs it; `bun test` does not find it by its name.

import { describe, expect, test } from "bun:test";
import { statSync } from "node:fs";
import { findBootTime } from "../../platforms/linux-boot-time.ts";
import { hasLoginManager, openLibsystemd } from "../../platforms/linux-login-manager.ts";
import { linuxStores } from "../../platforms/linux-stores.ts";
import { guessTerminals } from "../../platforms/linux-terminals.ts";
import { ProblemList } from "../../src/problems.ts";
import { logindEntries } from "../../src/stores/logind-entries.ts";
import { isUserSession, readLogind, type LogindSession } from "../../src/stores/logind.ts";
import type { WtmpdbRow } from "../../src/stores/wtmpdb.ts";
import { bytesOf, textOf } from "../../src/text.ts";
import { LivePresence } from "../../src/views/live-presence.ts";
import { run } from "../platforms/library-process.ts";

const [directory = ""] = linuxStores.logind.paths;
const library = openLibsystemd();
const problems = new ProblemList();
const sessions = readLogind(directory, library, problems);
const entries = logindEntries(sessions, findBootTime(), guessTerminals());

test("the login manager is found, and so is its library", () => {
  expect(hasLoginManager()).toBe(true);
  expect(library).not.toBeNull();
});

test("all is read without a problem, and all of it is in the files", () => {
  expect(problems.list()).toEqual([]);
  expect(readLogind(directory, null, problems)).toEqual(sessions);
  expect(sessions.length).toBeGreaterThanOrEqual(10);
});

test("the library gives the same sessions in the same order", () => {
  expect(library?.sessions()).toEqual(sessions.map(({ id }) => id));
});

test("loginctl lists the same sessions", () => {
  const rows = run(["loginctl", "--no-legend", "list-sessions"]).trimEnd().split("\n");
  const ids = rows.map((row) => row.trim().split(/ +/)[0] ?? "");
  expect(ids.toSorted()).toEqual(sessions.map(({ id }) => id).toSorted());
});

/** What the manager itself says of a session, in the words of our fields. */
function told(id: string): Omit<LogindSession, "id"> {
  const path = `/org/freedesktop/login1/session/${objectName(id)}`;
  const call = ["call", "org.freedesktop.login1", path, "org.freedesktop.DBus.Properties"];
  const properties = ["GetAll", "s", "org.freedesktop.login1.Session"];
  const answer: { data: [Record<string, { data: unknown }>] } = JSON.parse(
    run(["busctl", "--json=short", "--system", ...call, ...properties]),
  );
  const text = (name: string): string => String([answer.data[0][name]?.data].flat()[0]);
  const field = (name: string) => expect.objectContaining({ text: text(name), hex: null });
  return {
    uid: Number(text("User")),
    user: field("Name"),
    startMicros: Number(text("Timestamp")),
    leader: Number(text("Leader")),
    tty: field("TTY"),
    seat: field("Seat"),
    display: field("Display"),
    service: field("Service"),
    type: text("Type"),
    sessionClass: text("Class"),
    state: text("State"),
    remoteHost: field("RemoteHost"),
    remoteUser: field("RemoteUser"),
  };
}

/** sd_bus_path_encode(3), of letters and digits. */
function objectName(id: string): string {
  return id.replace(/^[0-9]/, (digit) => `_${digit.charCodeAt(0).toString(16)}`);
}

/** As libraries before systemd 262 have text: they lose the backslashes of escapes. */
function withoutEscapes(text: string): string {
  return [...bytesOf(text)]
    .map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : byte.toString(8)))
    .join("");
}

describe.each(sessions.map((session) => [`${session.id} (${session.service.text})`, session]))(
  "session %s",
  (_, session) => {
    test("is as the manager says", () => {
      expect({ ...session }).toEqual({ id: session.id, ...told(session.id) });
    });

    test("is as the library says", () => {
      const fields = library?.sessionOf(session.id);
      const known = Object.entries(fields ?? {}).flatMap(([name, value]) => {
        if (value === null) return [];
        return [
          [name, typeof value === "number" ? value : new TextDecoder().decode(value)] as const,
        ];
      });
      // systemd 252 can't tell the user, the time and the leader.
      expect(known.length).toBeGreaterThanOrEqual(5);
      const ours = new Map(Object.entries(session));
      for (const [name, theirs] of known) {
        const value = ours.get(name);
        const text = typeof value === "object" && value !== null ? value.text : value;
        const lossy = typeof text === "string" ? withoutEscapes(text) : text;
        expect({ name, theirs: [text, lossy] }).toEqual({
          name,
          theirs: expect.arrayContaining([theirs]),
        });
      }
    });
  },
);

test("what is no user's session is no login", () => {
  const others = sessions.filter((session) => !isUserSession(session));
  const services = new Set(others.map(({ service }) => service.text));
  const managers = sessions.some(({ service }) => service.text === "systemd-user");
  const wanted = ["gdm-launch-environment", "lab-bg", ...(managers ? ["systemd-user"] : [])];
  expect([...services].toSorted()).toEqual(wanted);
  const greeter = entries.find(({ line, user }) => line === "seat0" && user === "dave");
  expect(greeter?.type).toBe("LOGIN_PROCESS");
});

test("what a hostile client is called stays as it is", () => {
  const hosts = entries.filter(({ line }) => line === "pts/78").map(({ host }) => host);
  expect(hosts).toEqual(['h\\xst "q" höst']);
});

test("the terminal that nobody told of is found by its owner and time", () => {
  const lines = entries.map(({ line }) => line).filter((line) => line.startsWith("lab-ssh "));
  const [, number] = /^lab-ssh pts\/([0-9]+)$/.exec(lines.join()) ?? [];
  expect(statSync(`/dev/pts/${number}`).uid).toBe(1002);
});

test("who shows no login that is no entry", () => {
  const rows = run(["who"]).trimEnd().split("\n");
  const shown = rows.map((row) => {
    const [, user = "", line = "", host = ""] =
      /^(\S+) +(\S+(?: \S+)?) +[0-9]{4}-\S+ [0-9:]{5}(?: \((.*)\))?$/.exec(row) ?? [];
    return { user, line, host };
  });
  const ours = entries.map(({ user, line, host }) => ({ user, line, host: withoutEscapes(host) }));
  expect(shown.length).toBeGreaterThanOrEqual(2);
  for (const row of shown) expect(ours).toContainEqual({ ...row, host: withoutEscapes(row.host) });
});

describe("rows of wtmpdb, asked about", () => {
  const users = sessions.filter(isUserSession);
  const { database, rowOf } = historyOf();

  /** A row with its logout, or without. */
  function historyOf() {
    const rows: WtmpdbRow[] = [];
    const history = { path: "wtmp.db", rows, source: "wtmpdb" } as const;
    const add = (
      { user, startMicros, tty }: LogindSession,
      more: Partial<WtmpdbRow>,
    ): WtmpdbRow => {
      const times = { loginMicros: startMicros, logoutMicros: null };
      const texts = { user, line: tty, host: textOf("") };
      const row = { id: rows.length + 1, type: 3, service: null, ...texts, ...times, ...more };
      rows.push(row);
      return row;
    };
    return { database: history, rowOf: add };
  }

  function presenceOf(rows: readonly WtmpdbRow[]) {
    const list = new ProblemList();
    const placed = rows.map((row) => ({ row, database }));
    const presence = new LivePresence(list).ofRows(placed);
    return { placed, presence, list };
  }

  test("each session of the manager is one that is open", () => {
    const rows = users.map((session) => rowOf(session, {}));
    const { placed, presence } = presenceOf(rows);
    expect(placed.map((one) => presence.openEnd(one))).toEqual(
      users.map(({ state }) => (state === "closing" ? "gone" : "open")),
    );
  });

  test("what nobody has a session of is gone", () => {
    const [session] = users;
    if (session === undefined) throw new Error("there is no session");
    const lost = { line: textOf("pts/4000"), loginMicros: (session.startMicros ?? 0) - 3600e6 };
    const su = { ...lost, service: "su-l" };
    const ended = rowOf(session, lost);
    const [within, before] = [rowOf(session, su), rowOf(session, { ...su, loginMicros: 1 })];
    const { placed, presence } = presenceOf([
      ended,
      { ...within, loginMicros: Date.now() * 1000 },
      before,
    ]);
    // su has no session of its own, but has not outlived the system.
    expect(placed.map((one) => presence.openEnd(one))).toEqual(["gone", "open", "gone"]);
  });

  test("what has no logout is gone where its line was taken anew", () => {
    const session = users.find(({ tty, state }) => tty.text !== "" && state !== "closing");
    if (session === undefined) throw new Error("no session has a terminal");
    const [lost, su] = [60e6, 50e6].map((before) => (session.startMicros ?? 0) - before);
    const rows = [
      rowOf(session, { loginMicros: lost ?? null }),
      rowOf(session, { loginMicros: su ?? null, service: "su-l" }),
      rowOf(session, {}),
      // su in the session that is there is no login on its line.
      rowOf(session, { loginMicros: Date.now() * 1000, service: "su-l" }),
    ];
    const { placed, presence } = presenceOf(rows);
    expect(placed.map((one) => presence.openEnd(one))).toEqual(["gone", "gone", "open", "open"]);
  });

  test("a logout of what is still there is another's", () => {
    const session = users.find(({ tty, state }) => tty.text !== "" && state !== "closing");
    if (session === undefined) throw new Error("no session has a terminal");
    const logoutMicros = (session.startMicros ?? 0) + 7e6;
    const wrong = rowOf(session, { logoutMicros });
    const other = rowOf(session, { logoutMicros, line: textOf("pts/4000") });
    const { placed, presence, list } = presenceOf([wrong, other]);
    expect(placed.map((one) => presence.isStillThere(one))).toEqual([true, false]);
    expect(list.list().map(({ message }) => message)).toEqual([
      `Impossible logout in "wtmp.db", row ${wrong.id}: session ${session.id} of the login manager is still there, and the logout is another's`,
    ]);
  });

  test("a logout is right if the line was taken anew within seconds", () => {
    const session = users.find(({ tty, state }) => tty.text !== "" && state !== "closing");
    if (session === undefined) throw new Error("no session has a terminal");
    const start = session.startMicros ?? 0;
    const first = rowOf(session, { loginMicros: start - 1e6, logoutMicros: start - 5e5 });
    const second = rowOf(session, {});
    const { placed, presence, list } = presenceOf([first, second]);
    expect(placed.map((one) => presence.isStillThere(one))).toEqual([false, true]);
    expect(list.list()).toHaveLength(1);
  });
});
