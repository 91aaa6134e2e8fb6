import { describe, expect, test } from "bun:test";
import { linuxGlibc384 } from "../../platforms/linux-glibc.ts";
import { Chunk } from "../../src/chunk.ts";
import { entryOf, type UtmpEntry } from "../../src/entry.ts";
import { UtmpReader } from "../../src/reader.ts";
import { Doubles } from "../../src/sessions/doubles.ts";
import type { WtmpdbRow } from "../../src/stores/wtmpdb.ts";
import { textOf } from "../../src/text.ts";
import { recordBytes, type TestRecord } from "../records.ts";

const NOON = 1_795_176_000;
const LONG = "averyveryveryveryverylongusername-andmore";

function entriesOf(records: readonly TestRecord[]): UtmpEntry[] {
  const chunk = new Chunk(recordBytes(records), linuxGlibc384.size, 0, "file");
  const reader = new UtmpReader(linuxGlibc384, "little");
  return records.map((_, i) => entryOf(reader.read(chunk, i * linuxGlibc384.size)));
}

function login(user: string | Uint8Array, line: string, seconds: number): TestRecord {
  return { type: "USER_PROCESS", user, line, seconds: NOON + seconds, pid: 5 };
}

function logout(line: string, seconds: number): TestRecord {
  return { type: "DEAD_PROCESS", line, seconds: NOON + seconds };
}

function boot(seconds: number): TestRecord {
  return { type: "BOOT_TIME", user: "reboot", line: "~", seconds: NOON + seconds };
}

function row(user: string, line: string, seconds: number, type = 3): WtmpdbRow {
  const texts = { user: textOf(user), line: textOf(line), host: textOf("") };
  const loginMicros = (NOON + seconds) * 1e6;
  return { id: 1, type, ...texts, service: null, loginMicros, logoutMicros: null };
}

function up(from: number, until: number): WtmpdbRow {
  return { ...row("reboot", "~", from, 1), logoutMicros: (NOON + until) * 1e6 };
}

function shutdown(seconds: number): TestRecord {
  return { type: "RUN_LVL", user: "shutdown", line: "~", seconds: NOON + seconds };
}

function doubles(rows: readonly WtmpdbRow[], records: readonly TestRecord[]): boolean[] {
  const found = new Doubles(rows);
  return entriesOf(records).map((entry) => found.rowOf(entry) !== null);
}

describe("a record is a double", () => {
  test.each([
    ["of the very time", [row("alice", "pts/0", 0)], [login("alice", "pts/0", 0)], [true]],
    ["of two seconds", [row("alice", "pts/0", 2)], [login("alice", "pts/0", 0)], [true]],
    ["not of more", [row("alice", "pts/0", 2.1)], [login("alice", "pts/0", 0)], [false]],
    ["before it as well", [row("alice", "pts/0", -2)], [login("alice", "pts/0", 0)], [true]],
    ["not of another user", [row("bob", "pts/0", 0)], [login("alice", "pts/0", 0)], [false]],
    ["not on another line", [row("alice", "pts/1", 0)], [login("alice", "pts/0", 0)], [false]],
    ["if its name was cut", [row(LONG, "pts/0", 0)], [login(LONG, "pts/0", 0)], [true]],
    [
      "not if it only begins so",
      [row("alice2", "pts/0", 0)],
      [login("alice", "pts/0", 0)],
      [false],
    ],
    [
      "once for a row",
      [row("alice", "pts/0", 0)],
      [login("alice", "pts/0", 0), login("alice", "pts/0", 1)],
      [true, false],
    ],
    [
      "of the nearest row",
      [row("alice", "pts/0", 0), row("alice", "pts/0", 1)],
      [login("alice", "pts/0", 1), login("alice", "pts/0", 0)],
      [true, true],
    ],
    [
      "if it is the logout of one",
      [row("alice", "pts/0", 0)],
      [login("alice", "pts/0", 0), logout("pts/0", 9), logout("pts/0", 9)],
      [true, true, false],
    ],
    [
      "also a logout of an older kind",
      [row("alice", "pts/0", 0)],
      [login("alice", "pts/0", 0), login("", "pts/0", 9)],
      [true, true],
    ],
    [
      "not the logout of the next login",
      [row("alice", "pts/0", 0)],
      [login("alice", "pts/0", 0), login("bob", "pts/0", 5), logout("pts/0", 9)],
      [true, false, false],
    ],
    [
      "not a logout of another line",
      [row("alice", "pts/0", 0)],
      [login("alice", "pts/0", 0), logout("pts/1", 9)],
      [true, false],
    ],
    ["a boot a minute before", [row("reboot", "~", 60, 1)], [boot(0), boot(1)], [true, false]],
    ["no boot of more before", [row("reboot", "~", 61, 1)], [boot(0)], [false]],
    ["a boot that waited for a passphrase", [row("reboot", "~", 0, 1)], [boot(900)], [true]],
    ["no boot of more behind", [row("reboot", "~", 0, 1)], [boot(901)], [false]],
    [
      "a boot of the nearest row",
      [row("reboot", "~", 0, 1), row("reboot", "~", 300, 1)],
      [boot(310), boot(320)],
      [true, true],
    ],
    ["a shutdown", [up(0, 500)], [shutdown(560), shutdown(561)], [true, false]],
    ["no shutdown of a boot without one", [row("reboot", "~", 0, 1)], [shutdown(0)], [false]],
    ["no run level", [up(0, 500)], [{ ...shutdown(500), user: "runlevel" }], [false]],
    ["no session for a boot", [row("reboot", "~", 0, 1)], [login("reboot", "~", 0)], [false]],
    [
      "nothing else",
      [row("alice", "pts/0", 0)],
      [{ type: "RUN_LVL", user: "alice", line: "pts/0", seconds: NOON }],
      [false],
    ],
  ] as const)("%s", (_name, rows, records, wanted) => {
    expect(doubles(rows, records)).toEqual([...wanted]);
  });

  test("by its bytes where they are no text", () => {
    const bytes = Uint8Array.of(0x61, 0xff);
    const user = { text: "a\ufffd", hex: "61ff", device: null };
    expect(doubles([{ ...row("", "pts/0", 0), user }], [login(bytes, "pts/0", 0)])).toEqual([true]);
    expect(doubles([row("a\ufffd", "pts/0", 0)], [login(bytes, "pts/0", 0)])).toEqual([false]);
  });

  test("of none of the rows without a time", () => {
    const rows = [{ ...row("alice", "pts/0", 0), loginMicros: null }];
    expect(doubles(rows, [login("alice", "pts/0", -NOON)])).toEqual([false]);
  });
});
