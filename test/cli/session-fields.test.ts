import { expect, test } from "bun:test";
import fc from "fast-check";
import type { Format } from "../../src/cli/common-options.ts";
import { FieldPrinter } from "../../src/cli/field-printer.ts";
import { RecordPrinter } from "../../src/cli/format.ts";
import { isAllText, SESSION_FIELDS } from "../../src/cli/session-fields.ts";
import { IanaZone } from "../../src/iana-zone.ts";
import { Session, type SessionFields } from "../../src/sessions/session.ts";
import type { Zone } from "../../src/zone.ts";
import { written } from "./written.ts";

const SEED = 20261129;

/** What is printed of sessions. */
function printed(sessions: readonly SessionFields[], format: Format, zone: Zone | null): string {
  return written((output) => {
    const printer = new FieldPrinter(format, output, zone, () => SESSION_FIELDS);
    for (const session of sessions) printer.print(session);
    printer.end();
  });
}

/** What is printed of their JSON. */
function expected(sessions: readonly SessionFields[], format: Format, zone: Zone | null): string {
  return written((output) => {
    const printer = new RecordPrinter(format, output, zone, COLUMNS);
    for (const session of sessions) printer.print(new Session(session).toJSON());
    printer.end();
  });
}

const COLUMNS = [
  ..."kind user line host address pid id service login logout".split(" "),
  ..."durationSeconds correctedSeconds end pairedBy source".split(" "),
  ..."loginAtPath loginAtOffset logoutAtPath logoutAtOffset".split(" "),
];

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

test.each(["json", "ndjson", "csv"] as const)(
  "sessions are printed as their JSON: %s",
  (format) => {
    const check = fc.property(fc.array(session, { maxLength: 20 }), (sessions) => {
      expect(printed(sessions, format, null)).toBe(expected(sessions, format, null));
    });
    fc.assert(check, { seed: SEED, numRuns: 700 });
  },
);

test("in a zone, too", () => {
  const zone = new IanaZone("America/St_Johns");
  const check = fc.property(fc.array(session, { maxLength: 20 }), (sessions) => {
    expect(printed(sessions, "ndjson", zone)).toBe(expected(sessions, "ndjson", zone));
    expect(printed(sessions, "csv", zone)).toBe(expected(sessions, "csv", zone));
  });
  fc.assert(check, { seed: SEED, numRuns: 100 });
});

test.each(["userBytes", "lineBytes", "hostBytes", "idBytes"])("not with %s", (name) => {
  const [fields] = fc.sample(session, { seed: SEED, numRuns: 1 });
  if (fields === undefined) throw new Error("There is no session to look at");
  expect(isAllText(fields)).toBe(true);
  expect(isAllText({ ...fields, [name]: "ff" })).toBe(false);
});
