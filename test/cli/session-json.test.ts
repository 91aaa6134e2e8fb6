import { expect, test } from "bun:test";
import { closeSync, openSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { jsonOf } from "../../src/cli/format.ts";
import { Output } from "../../src/cli/output.ts";
import { isWritable, writeSessionJson } from "../../src/cli/session-json.ts";
import { Session, type SessionFields } from "../../src/sessions/session.ts";
import { TemporaryDirectory } from "../temporary.ts";

const SEED = 20261129;

/** What is written of sessions, a line each. */
function written(sessions: readonly SessionFields[]): string[] {
  using directory = new TemporaryDirectory();
  const fd = openSync(directory.at("out"), "w");
  const output = new Output(() => fd, "a file");
  for (const session of sessions) {
    writeSessionJson(output, session);
    output.write("\n");
  }
  output.flush();
  closeSync(fd);
  return readFileSync(directory.at("out"), "utf8").split("\n").slice(0, -1);
}

const text = fc.oneof(
  fc.constantFrom("", "alice", "pts/0", 'a"b', "a\\b", "\x1b]0;x\x07", "\u202e", "é", "\x7f"),
  fc.string({ maxLength: 80 }),
  fc.string({ unit: "binary", maxLength: 80 }),
);

const safe = { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER };

/** Times of any year, and such whose difference has few digits, or many zeros at its end. */
const micros = fc.oneof(
  fc.integer(safe),
  fc.integer({ min: -5, max: 2_000_000 }),
  fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => seconds * 1e6),
  fc.integer({ min: 1_700_000_000_000, max: 1_700_000_099_000 }).map((ms) => ms * 1000 + 7),
);

const place = fc.record({
  path: fc.oneof(fc.constantFrom("/var/log/wtmp", '/a"b'), text),
  offset: fc.oneof(fc.nat(1e6), fc.integer({ min: 0, max: safe.max })),
});

const or = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
  fc.option(value, { freq: 4 });

const session: fc.Arbitrary<SessionFields> = fc.record({
  kind: fc.constantFrom("user", "boot"),
  user: text,
  line: text,
  host: text,
  address: or(fc.constantFrom("192.0.2.1", "2001:db8::1")),
  pid: or(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
  id: text,
  service: or(text),
  loginMicros: or(micros),
  logoutMicros: or(micros),
  clockMicros: fc.oneof(fc.constant(0), fc.integer({ min: -1e10, max: 1e10 })),
  end: fc.constantFrom("logout", "replaced", "shutdown", "crash", "open", "gone", "unknown"),
  pairedBy: or(fc.constantFrom("line+id+pid", "line+pid", "line", "id", "store")),
  source: fc.constantFrom("file", "libc", "wtmpdb"),
  loginAt: or(place),
  logoutAt: or(place),
});

test("a session is written as its JSON, safe to show", () => {
  const check = fc.property(fc.array(session, { maxLength: 20 }), (sessions) => {
    const expected = sessions.map((fields) => jsonOf(new Session(fields), null));
    expect(written(sessions)).toEqual(expected);
  });
  fc.assert(check, { seed: SEED, numRuns: 1000 });
});

test.each(["userBytes", "lineBytes", "hostBytes", "idBytes"])("not with %s", (name) => {
  const [fields] = fc.sample(session, { seed: SEED, numRuns: 1 });
  if (fields === undefined) throw new Error("There is no session to look at");
  expect(isWritable(fields)).toBe(true);
  expect(isWritable({ ...fields, [name]: "ff" })).toBe(false);
});
