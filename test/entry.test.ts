import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import type { UtmpEntry } from "../src/entry.ts";
import { Wtmp } from "../src/views/wtmp.ts";
import { recordBytes, type TestRecord } from "./records.ts";
import { TemporaryDirectory } from "./temporary.ts";

function entriesOf(records: readonly TestRecord[]): UtmpEntry[] {
  using directory = new TemporaryDirectory();
  writeFileSync(directory.at("wtmp"), recordBytes(records));
  return [...new Wtmp({ path: directory.at("wtmp"), layout: "linux-glibc-384-le" })];
}

const LOGIN: TestRecord = {
  type: "USER_PROCESS",
  pid: 1234,
  sid: 1200,
  id: "ts/0",
  user: "alice",
  line: "pts/0",
  host: "203.0.113.7",
  seconds: 1_795_363_270,
  microseconds: 123,
  termination: 15,
  exit: -1,
  address: [203, 0, 113, 7],
};

describe("UtmpEntry", () => {
  test("has the fields of the contract, in their order", () => {
    const [entry] = entriesOf([LOGIN]);
    expect(JSON.stringify(entry)).toBe(
      JSON.stringify({
        type: "USER_PROCESS",
        typeCode: 7,
        pid: 1234,
        sid: 1200,
        id: "ts/0",
        user: "alice",
        line: "pts/0",
        host: "203.0.113.7",
        device: "/dev/pts/0",
        time: "2026-11-22T16:01:10.000123Z",
        micros: 1_795_363_270_000_123,
        exit: { termination: 15, exit: -1 },
        address: "203.0.113.7",
        isUserProcess: true,
        source: "file",
        offset: 0,
      }),
    );
    expect(entry?.time).toEqual(new Date("2026-11-22T16:01:10Z"));
  });

  test("gives the hex of text that is not valid UTF-8, beside the text", () => {
    const bytes = Uint8Array.of(0xe9, 0x41);
    const [entry] = entriesOf([{ user: bytes, line: bytes, host: bytes, id: bytes }]);
    const text = "\ufffdA";
    const hex = "e941";
    expect(Object.keys(entry?.toJSON() ?? {}).slice(4, 12)).toEqual([
      "id",
      "idBytes",
      "user",
      "userBytes",
      "line",
      "lineBytes",
      "host",
      "hostBytes",
    ]);
    expect(entry).toMatchObject({
      user: text,
      userBytes: hex,
      line: text,
      lineBytes: hex,
      host: text,
      hostBytes: hex,
      id: text,
      idBytes: hex,
    });
  });

  test("its raw bytes are a copy", () => {
    const [entry] = entriesOf([LOGIN, LOGIN]);
    const first = entry?.raw();
    expect(first).toEqual(recordBytes([LOGIN]));
    first?.fill(0);
    expect(entry?.raw()).toEqual(recordBytes([LOGIN]));
  });

  test("a device is a plausible terminal of a process", () => {
    const lines = [
      "pts/0",
      "tty1",
      "ttyS0",
      "console",
      ":0",
      "~",
      "ssh:notty",
      "../etc/passwd",
      "pts 0",
      "",
    ];
    const devices = entriesOf(lines.map((line) => ({ type: "USER_PROCESS", line }))).map(
      ({ device }) => device,
    );
    expect(devices).toEqual([
      "/dev/pts/0",
      "/dev/tty1",
      "/dev/ttyS0",
      "/dev/console",
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
    const types = [
      "INIT_PROCESS",
      "LOGIN_PROCESS",
      "DEAD_PROCESS",
      "BOOT_TIME",
      "RUN_LVL",
      "EMPTY",
      "ACCOUNTING",
    ] as const;
    const byType = entriesOf(types.map((type) => ({ type, line: "tty1" }))).map(
      ({ device }) => device,
    );
    expect(byType).toEqual(["/dev/tty1", "/dev/tty1", "/dev/tty1", null, null, null, null]);
  });

  test("a user's process has a user", () => {
    const entries = entriesOf([
      { type: "USER_PROCESS" },
      { type: "USER_PROCESS", user: "a" },
      { type: "LOGIN_PROCESS", user: "a" },
    ]);
    expect(entries.map(({ isUserProcess }) => isUserProcess)).toEqual([false, true, false]);
  });

  test("addresses are IPv4 or IPv6, and the host decides where they look alike", () => {
    const ipv6 = [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    const zeroTail = ipv6.slice(0, 4);
    const mapped = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, 2, 1];
    const records: TestRecord[] = [
      { address: [] },
      { address: [203, 0, 113, 7] },
      { address: ipv6 },
      { address: mapped },
      { address: zeroTail },
      { address: zeroTail, host: "2001:db8::" },
      { address: zeroTail, host: "2001:db8::1" },
      { address: [203, 0, 113, 7] },
    ];
    const entries = entriesOf(records);
    expect(entries.map(({ address }) => address)).toEqual([
      null,
      "203.0.113.7",
      "2001:db8::1",
      "192.0.2.1",
      "32.1.13.184",
      "2001:db8::",
      "32.1.13.184",
      "203.0.113.7",
    ]);
    expect(entries.map((entry) => entry.addressBytes()?.length)).toEqual([
      undefined,
      4,
      16,
      4,
      4,
      16,
      4,
      4,
    ]);
    expect(entries[1]?.addressBytes()).toEqual(Uint8Array.of(203, 0, 113, 7));
  });

  test("shows nothing that deceives when it is logged", () => {
    const shown = Bun.inspect(entriesOf([{ user: "\x1b[2J\u202e\u200b\n", host: "a\u2028b" }])[0]);
    expect(shown).toStartWith('UtmpEntry {\n  "type": "EMPTY",\n');
    expect(shown).toContain('"user": "\\u001b[2J\\u202e\\u200b\\n"');
    expect(shown).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u202e\u200b\u2028]/u);
  });
});
