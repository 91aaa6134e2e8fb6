import { describe, expect, test } from "bun:test";
import { logindSessions } from "../../src/sessions/logind-sessions.ts";
import type { LogindSession } from "../../src/stores/logind.ts";
import { textOf } from "../../src/text.ts";
import { fixtureSessions, HOSTS, session } from "../stores/logind-records.ts";

const nobody = () => null;

function sessionsOf(sessions: readonly LogindSession[], terminals = nobody, isPresent = true) {
  return logindSessions({ sessions, terminals, isPresent });
}

describe("sessions of a login manager", () => {
  test.each(HOSTS)("of %s are those of users", (host) => {
    const lines = sessionsOf(fixtureSessions(host)).map(({ user, line, host, service }) =>
      [user, line, host, service].join(),
    );
    expect(lines.toSorted()).toEqual(
      [
        "alice,,2001:db8::17,cockpit",
        'alice,pts/78,h\\xst "q" höst,lab-tty',
        "bob,pts/77,203.0.113.7,lab-tty",
        "carol,seat0,:0,gdm-password",
        "dave,pts/1,,su-l",
        ...(host === "logind-252"
          ? [
              "alice,pts/0,telnet.example.org,login",
              "bob,,198.51.100.7,lab-ssh",
              "carol,pts/2,,login",
            ]
          : ["alice,pts/2,telnet.example.org,remote", "bob,,127.0.0.1,sshd", "carol,pts/0,,login"]),
      ].toSorted(),
    );
  });

  test("have what it knows", () => {
    const remote = {
      tty: textOf("pts/3"),
      remoteHost: textOf("192.0.2.7"),
      service: textOf("sshd"),
    };
    const [found] = sessionsOf([session(remote)]);
    expect(JSON.parse(JSON.stringify(found))).toEqual({
      kind: "user",
      user: "alice",
      line: "pts/3",
      host: "192.0.2.7",
      address: "192.0.2.7",
      pid: 42,
      id: "c1",
      service: "sshd",
      login: "2026-11-28T21:06:40.000123Z",
      logout: null,
      durationSeconds: null,
      correctedSeconds: null,
      end: "open",
      pairedBy: null,
      source: "logind",
      loginAt: null,
      logoutAt: null,
    });
  });

  test.each([
    ["active", true, "open"],
    ["online", true, "open"],
    ["opening", true, "open"],
    ["closing", true, "gone"],
    ["closing", false, "unknown"],
    ["active", false, "unknown"],
  ])("that are %s, asked about now: %p, are %s", (state, isPresent, end) => {
    expect(sessionsOf([session({ state })], nobody, isPresent).map((one) => one.end)).toEqual([
      end as "open",
    ]);
  });

  test.each(["greeter", "manager", "manager-early", "background", "lock-screen", "none"])(
    "that are a %s are no logins",
    (sessionClass) => {
      expect(sessionsOf([session({ sessionClass })])).toEqual([]);
    },
  );

  test("of sshd are on the terminal that is guessed, others are not guessed", () => {
    const asked: unknown[][] = [];
    const guess = (...question: unknown[]) => (asked.push(question), "pts/9");
    const lines = (fields: Partial<LogindSession>): string[] =>
      logindSessions({ sessions: [session(fields)], terminals: guess, isPresent: true }).map(
        ({ line }) => line,
      );
    expect(lines({})).toEqual(["pts/9"]);
    expect(asked).toEqual([[1001, 1_795_900_000_000_123]]);
    expect(lines({ tty: textOf("tty2") })).toEqual(["tty2"]);
    expect(lines({ type: "web" })).toEqual([""]);
    expect(lines({ type: "x11", seat: textOf("seat0") })).toEqual(["seat0"]);
    expect(lines({ uid: null })).toEqual([""]);
    expect(lines({ startMicros: null })).toEqual([""]);
    expect(asked).toHaveLength(1);
  });

  test("keep the bytes of what is no text", () => {
    const bad = { text: "a\ufffd", hex: "61ff", device: null };
    const [found] = sessionsOf([session({ user: bad, tty: bad, remoteHost: bad })]);
    expect(found).toMatchObject({ userBytes: "61ff", lineBytes: "61ff", hostBytes: "61ff" });
  });
});
