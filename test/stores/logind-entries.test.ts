import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import type { UtmpEntry } from "../../src/entry.ts";
import { logindEntries } from "../../src/stores/logind-entries.ts";
import type { LogindSession } from "../../src/stores/logind.ts";
import type { TerminalGuess } from "../../src/platform.ts";
import { bytesOf, textOf } from "../../src/text.ts";
import { fixtureSessions, pathOf, session } from "./logind-records.ts";

const SEED = 20261128;

const none: TerminalGuess = () => null;

function entriesOf(sessions: readonly LogindSession[], terminals = none): UtmpEntry[] {
  return logindEntries(sessions, null, terminals);
}

type Shown = Pick<UtmpEntry, "user" | "line" | "pid" | "host">;

/** Rows of `who -a`, but the boot's. */
function shownByWho(host: "logind-252" | "logind-262"): Shown[] {
  const rows = readFileSync(pathOf(host, "who.txt"), "utf8").trimEnd().split("\n").slice(1);
  return rows.map((row) => {
    const pattern = /^(\S+) +[-+?] (\S+(?: \S+)?) +[0-9]{4}-\S+ \S+ +\S+ +([0-9]+)(?: \((.*)\))?$/;
    const [, user = "", line = "", pid, origin = ""] = pattern.exec(row) ?? [];
    return { user, line, pid: Number(pid), host: origin };
  });
}

const byPid = (a: Shown, b: Shown): number => (a.pid ?? 0) - (b.pid ?? 0);

test("are what who of coreutils 9.10 shows of the same sessions", () => {
  const started = 1_795_363_486_890_816;
  const terminals: TerminalGuess = (uid, micros) =>
    uid === 1002 && micros === started ? "pts/3" : null;
  const entries = entriesOf(fixtureSessions("logind-262"), terminals);
  const rows = entries.map(({ user, line, pid, host }) => ({ user, line, pid, host }));
  expect(rows.toSorted(byPid)).toEqual(shownByWho("logind-262").toSorted(byPid));
  const others = entries.filter(({ type }) => type !== "USER_PROCESS");
  // 9.11 shows the greeter as it shows a terminal without a login.
  expect(others.map(({ user, line, type }) => [user, line, type])).toEqual([
    ["dave", "seat0", "LOGIN_PROCESS"],
  ]);
});

test("have the logins that login(1) wrote into utmp at the same time", () => {
  // login(1) writes its child's pid, and logind has its own.
  const withoutPid = ({ user, line, host }: Shown): object => ({ user, line, host });
  const rows = entriesOf(fixtureSessions("logind-252")).map(withoutPid);
  const shown = shownByWho("logind-252").map(withoutPid);
  expect(shown).toHaveLength(2);
  for (const row of shown) expect(rows).toContainEqual(row);
});

test("begin with the boot, if it is known", () => {
  const [boot, ...rest] = logindEntries([session({ seat: textOf("seat0") })], 7, none);
  expect(boot?.toJSON()).toEqual({
    type: "BOOT_TIME",
    typeCode: 2,
    pid: 0,
    sid: 0,
    id: "",
    user: "reboot",
    line: "~",
    host: "",
    device: null,
    time: "1970-01-01T00:00:00.000007Z",
    micros: 7,
    exit: null,
    address: null,
    isUserProcess: false,
    source: "logind",
    offset: null,
  });
  expect(rest).toHaveLength(1);
  expect(logindEntries([], null, none)).toEqual([]);
});

test("have all that is known of a session", () => {
  const [entry] = entriesOf([session({ tty: textOf("pts/1"), remoteHost: textOf("192.0.2.1") })]);
  expect(entry?.toJSON()).toEqual({
    type: "USER_PROCESS",
    typeCode: 7,
    pid: 42,
    sid: 42,
    id: "c1",
    user: "alice",
    line: "pts/1",
    host: "192.0.2.1",
    device: "/dev/pts/1",
    time: "2026-11-28T21:06:40.000123Z",
    micros: 1_795_900_000_000_123,
    exit: null,
    address: "192.0.2.1",
    isUserProcess: true,
    source: "logind",
    offset: null,
  });
  expect(entry?.raw()).toBeNull();
});

test("have null where a session does not tell", () => {
  const fields = { startMicros: null, leader: null, uid: null, tty: textOf("pts/1") };
  const [entry] = entriesOf([session(fields)]);
  expect(entry).toMatchObject({ pid: null, sid: null, time: null, micros: null });
});

describe("the lines of a session", () => {
  const seat = textOf("seat0");
  const tty = textOf("tty2");
  const sshd = textOf("sshd");
  const guess: TerminalGuess = (uid, micros) =>
    uid === 1001 && micros === 1_795_900_000_000_123 ? "pts/7" : null;

  test.each<[string, Partial<LogindSession>, string[]]>([
    ["with a seat", { seat, type: "wayland" }, ["seat0"]],
    ["with a terminal", { tty }, ["tty2"]],
    ["with a seat and a terminal", { seat, tty }, ["seat0", "tty2"]],
    ["with neither", { type: "unspecified" }, []],
    ["of X without a seat", { type: "x11", service: sshd }, []],
    ["whose terminal can be guessed", { service: sshd }, ["sshd pts/7"]],
    ["whose terminal can't be guessed", { service: sshd, uid: 1002 }, ["sshd"]],
    ["of nobody who is known", { service: sshd, uid: null }, ["sshd"]],
    ["of no known time", { service: sshd, startMicros: null }, ["sshd"]],
    ["without a service", {}, ["pts/7"]],
    ["without a service and a terminal", { uid: 1002 }, []],
    ["with a seat, whose terminal is guessed", { seat, service: sshd }, ["seat0", "sshd pts/7"]],
    ["of the web", { type: "web", service: textOf("cockpit") }, ["cockpit"]],
    ["of the web with a terminal", { type: "web", service: textOf("cockpit"), tty }, ["tty2"]],
    ["of the web without a service", { type: "web" }, []],
  ])("%s", (_, fields, lines) => {
    const entries = entriesOf([session(fields)], guess);
    expect(entries.map(({ line }) => line)).toEqual(lines);
  });

  test("are terminals if they can be", () => {
    const lines = ["pts/1", ":0", "sshd pts/7", "../x"];
    const entries = entriesOf(lines.map((line) => session({ tty: textOf(line) })));
    expect(entries.map(({ device }) => device)).toEqual(["/dev/pts/1", null, null, null]);
  });

  test("are no devices if they are a seat or a service", () => {
    const known = { seat: textOf("seat0"), service: textOf("sshd") };
    const devices = (guess: TerminalGuess): unknown[] =>
      entriesOf([session(known)], guess).map(({ line, device }) => [line, device]);
    expect(devices(() => null)).toEqual([
      ["seat0", null],
      ["sshd", null],
    ]);
    expect(devices(() => "pts/3")).toEqual([
      ["seat0", null],
      ["sshd pts/3", "/dev/pts/3"],
    ]);
  });
});

describe("the host of a session", () => {
  const six = "2001:DB8:0::17";
  test.each<
    [
      Partial<Record<"remoteHost" | "remoteUser" | "display" | "type", string>>,
      string,
      string | null,
    ]
  >([
    [{}, "", null],
    [{ remoteHost: "example.org" }, "example.org", null],
    [{ remoteHost: "example.org", remoteUser: "bob" }, "bob@example.org", null],
    [{ remoteHost: "192.0.2.1", remoteUser: "bob" }, "bob@192.0.2.1", "192.0.2.1"],
    [{ remoteHost: six }, six, "2001:db8::17"],
    [{ remoteHost: six, remoteUser: "b@c" }, `b@c@${six}`, "2001:db8::17"],
    [{ remoteHost: "::ffff:192.0.2.1" }, "::ffff:192.0.2.1", "192.0.2.1"],
    [{ remoteUser: "bob" }, "", null],
    [{ display: ":0", type: "x11" }, ":0", null],
    [{ display: "::1", type: "x11" }, "::1", null],
    [{ display: ":0", type: "wayland" }, "", null],
    [{ display: ":0", type: "x11", remoteHost: "example.org" }, "example.org", null],
  ])("of %j", ({ remoteHost = "", remoteUser = "", display = "", type = "tty" }, host, address) => {
    const [entry] = entriesOf([
      session({
        tty: textOf("pts/1"),
        type,
        remoteHost: textOf(remoteHost),
        remoteUser: textOf(remoteUser),
        display: textOf(display),
      }),
    ]);
    expect(entry).toMatchObject({ host, address });
  });
});

test("have the bytes of text that is not valid UTF-8", () => {
  const bad = (byte: number) => textOf(Uint8Array.of(0x61, byte));
  const fields = {
    user: bad(0xff),
    service: bad(0xfe),
    remoteHost: bad(0xfd),
    remoteUser: bad(0xfc),
  };
  const [entry] = entriesOf([session(fields)], () => "pts/7");
  expect(entry).toMatchObject({
    user: "a\ufffd",
    userBytes: "61ff",
    line: "a\ufffd pts/7",
    lineBytes: "61fe207074732f37",
    host: "a\ufffd@a\ufffd",
    hostBytes: "61fc4061fd",
    device: "/dev/pts/7",
  });
  const valid = entriesOf([session({ tty: textOf("pts/1") })]);
  expect(Object.keys(valid[0] ?? {}).filter((key) => key.endsWith("Bytes"))).toEqual([]);
});

test("of any text have that text, and no address but of its own", () => {
  const any = fc
    .oneof(fc.string(), fc.uint8Array({ maxLength: 9 }), fc.ipV4(), fc.ipV6())
    .map(textOf);
  const check = fc.property(any, any, any, (tty, remoteHost, remoteUser) => {
    const [entry] = entriesOf([session({ tty, remoteHost, remoteUser })]);
    if (tty.text === "") return;
    const raw = ({ text, hex }: { text: string; hex: string | null }) =>
      hex === null ? bytesOf(text) : Uint8Array.fromHex(hex);
    const parts = [
      ...(remoteUser.text === "" ? [] : [raw(remoteUser), bytesOf("@")]),
      raw(remoteHost),
    ];
    const wanted = remoteHost.text === "" ? new Uint8Array() : Buffer.concat(parts);
    expect(entry).toMatchObject({ line: tty.text, host: textOf(wanted).text });
    expect(entry?.hostBytes ?? null).toBe(textOf(wanted).hex);
    const alone = entriesOf([session({ tty, remoteHost })]);
    expect(entry?.address).toBe(alone[0]?.address ?? null);
  });
  fc.assert(check, { seed: SEED, numRuns: 1000 });
});
