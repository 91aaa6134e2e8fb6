import { readFileSync } from "node:fs";
import { ProblemList } from "../../src/problems.ts";
import { readLogind, type LogindSession } from "../../src/stores/logind.ts";
import { textOf } from "../../src/text.ts";

/** Trees of hosts that have sessions. */
export const HOSTS = ["logind-252", "logind-262"] as const;

export const pathOf = (host: string, path: string): string => `test/fixtures/${host}/${path}`;

/** The sessions of a fixture. */
export function fixtureSessions(host: (typeof HOSTS)[number]): readonly LogindSession[] {
  return readLogind(pathOf(host, "run/systemd/sessions"), null, new ProblemList());
}

/** What `loginctl show-session` said of the sessions of a fixture, by name of the property. */
export function shownSessions(host: (typeof HOSTS)[number]): ReadonlyMap<string, string>[] {
  const text = readFileSync(pathOf(host, "run/systemd/sessions.txt"), "utf8");
  return text
    .trimEnd()
    .split("\n\n")
    .map((block) => {
      const lines = block.split("\n").map((line): [string, string] => {
        const [name = "", ...value] = line.split("=");
        return [name, value.join("=")];
      });
      return new Map(lines);
    });
}

const NONE = textOf("");

/** A login by ssh of which nothing more is known than what is given. */
export function session(fields: Partial<LogindSession>): LogindSession {
  return {
    id: "c1",
    uid: 1001,
    user: textOf("alice"),
    startMicros: 1_795_900_000_000_123,
    leader: 42,
    tty: NONE,
    seat: NONE,
    display: NONE,
    service: NONE,
    type: "tty",
    sessionClass: "user",
    state: "active",
    remoteHost: NONE,
    remoteUser: NONE,
    ...fields,
  };
}
