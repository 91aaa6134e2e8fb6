import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { recordBytes, type TestRecord } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { runUtmpx } from "./run-utmpx.ts";

/** 2026-11-20T12:00:00Z. */
const NOON = 1_795_176_000;
const RECORDS: readonly TestRecord[] = [
  { type: "BOOT_TIME", user: "reboot", line: "~", id: "~~", host: "6.1.0", seconds: NOON },
  {
    type: "USER_PROCESS",
    pid: 41,
    id: "ts/0",
    user: Uint8Array.of(0x61, 0xff),
    line: "ftp3",
    host: "gate",
    seconds: NOON + 60,
    microseconds: 250_000,
    address: [192, 0, 2, 1],
  },
  { type: "DEAD_PROCESS", line: "ftp3", seconds: NOON + 90, microseconds: 500_000 },
  { type: "NEW_TIME", user: "date", line: "{", seconds: NOON + 95 },
  { type: "USER_PROCESS", user: "bo", line: Uint8Array.of(0xfe), seconds: NOON + 99 },
  { type: "RUN_LVL", pid: 0x36, user: "runlevel", line: "~", id: "~~", seconds: NOON + 120 },
  { type: "BOOT_TIME", user: "reboot", line: "~", id: "~~", host: "6.1.1", seconds: NOON + 180 },
  { type: "USER_PROCESS", user: "cy", line: "pts/0", seconds: NOON + 200 },
];

function shown(tool: string, ...args: string[]): unknown[] {
  using directory = new TemporaryDirectory();
  writeFileSync(directory.at("log"), recordBytes(RECORDS));
  const { code, out } = runUtmpx([tool, "--ndjson", "-f", directory.at("log"), ...args]);
  expect(code).toBe(0);
  return out
    .split("\n")
    .filter(Boolean)
    .map((line): unknown => JSON.parse(line));
}

const nobody = { host: "", address: null, pid: 0, id: "", source: "file" } as const;

test("programs get the lines of last as records", () => {
  const boot = { ...nobody, kind: "boot", user: "reboot", line: "system boot", id: "~~" } as const;
  expect(shown("last", "-x")).toEqual([
    {
      ...nobody,
      ...{ kind: "user", user: "cy", line: "pts/0", offset: 7 * 384 },
      ...{ login: "2026-11-20T12:03:20.000000Z", logout: null, durationSeconds: null },
      end: "gone",
    },
    {
      ...boot,
      ...{ host: "6.1.1", offset: 6 * 384 },
      ...{ login: "2026-11-20T12:03:00.000000Z", logout: null, durationSeconds: null },
      end: "open",
    },
    {
      ...nobody,
      ...{ kind: "run-level", user: "runlevel", line: "(to lvl 6)", id: "~~", pid: 0x36 },
      ...{ login: "2026-11-20T12:02:00.000000Z", logout: null, durationSeconds: null },
      ...{ end: "open", offset: 5 * 384 },
    },
    {
      ...nobody,
      ...{ kind: "user", user: "bo", line: "\ufffd", lineBytes: "fe", offset: 4 * 384 },
      ...{ login: "2026-11-20T12:01:39.000000Z", logout: "2026-11-20T12:02:00.000000Z" },
      ...{ durationSeconds: 21, end: "reboot" },
    },
    {
      ...nobody,
      ...{ kind: "clock", user: "date", line: "new time", offset: 3 * 384 },
      ...{ login: "2026-11-20T12:01:35.000000Z", logout: null, durationSeconds: null, end: null },
    },
    {
      ...{ kind: "user", user: "a\ufffd", userBytes: "61ff", line: "ftp3", host: "gate" },
      ...{ address: "192.0.2.1", pid: 41, id: "ts/0" },
      ...{ login: "2026-11-20T12:01:00.250000Z", logout: "2026-11-20T12:01:30.500000Z" },
      ...{ durationSeconds: 30.25, end: "logout", source: "file", offset: 384 },
    },
    {
      ...boot,
      ...{ host: "6.1.0", offset: 0, end: "reboot" },
      ...{ login: "2026-11-20T12:00:00.000000Z", logout: "2026-11-20T12:02:00.000000Z" },
      durationSeconds: 120,
    },
  ]);
});

test("the same filters apply", () => {
  const users = (...args: string[]): unknown[] =>
    shown("last", ...args).map((record) => Object(record).user);
  expect(users()).toEqual(["cy", "reboot", "bo", "a\ufffd", "reboot"]);
  expect(users("-2")).toEqual(["cy", "reboot"]);
  expect(users("ftp")).toEqual(["a\ufffd"]);
  expect(users("-p", "2026-11-20 12:01:10", "-x")).toEqual(["date", "a\ufffd", "reboot"].slice(1));
  expect(users("-s", "2026-11-20 12:03")).toEqual(["cy", "reboot"]);
});

test("programs get failed logins, which never end", () => {
  const [newest, ...others] = shown("lastb");
  expect(newest).toEqual({
    ...nobody,
    ...{ kind: "failed", user: "cy", line: "pts/0", offset: 7 * 384 },
    ...{ login: "2026-11-20T12:03:20.000000Z", logout: null, durationSeconds: null, end: null },
  });
  expect(others).toHaveLength(RECORDS.length - 1);
  expect(others.at(-1)).toMatchObject({ kind: "failed", user: "reboot", line: "~" });
});

test("JSON is a list, CSV has a header, and both have times in the zone that is asked for", () => {
  using directory = new TemporaryDirectory();
  const path = directory.at("log");
  writeFileSync(path, recordBytes(RECORDS.slice(1, 3)));
  const zone = ["--tz", "Asia/Kolkata", "-f", path];
  const list: unknown = JSON.parse(runUtmpx(["last", "--json", ...zone]).out);
  expect(list).toMatchObject([{ login: "2026-11-20T17:31:00.250000+05:30" }]);
  expect(runUtmpx(["last", "--csv", ...zone]).out).toBe(
    "kind,user,line,host,address,pid,id,login,logout,durationSeconds,end,source,offset\r\n" +
      "user,a\\xff,ftp3,gate,192.0.2.1,41,ts/0,2026-11-20T17:31:00.250000+05:30,2026-11-20T17:31:30.500000+05:30,30.25,logout,file,0\r\n",
  );
});
