// What holds where a real systemd-logind has the sessions of test/fixtures/make/logind.sh. logind.sh
// runs it; `bun test` does not find it by its name.

import { describe, expect, test } from "bun:test";
import { statSync } from "node:fs";
import { hasLoginManager, openLibsystemd } from "../../platforms/linux-login-manager.ts";
import { linuxStores } from "../../platforms/linux-stores.ts";
import { ProblemList } from "../../src/problems.ts";
import { findBootTime } from "../../src/stores/boot-time.ts";
import { logindEntries } from "../../src/stores/logind-entries.ts";
import { isLogin, readLogind, type LogindSession } from "../../src/stores/logind.ts";
import { guessTerminals } from "../../src/stores/pts-guess.ts";
import { bytesOf } from "../../src/text.ts";
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
  const others = sessions.filter((session) => !isLogin(session));
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
