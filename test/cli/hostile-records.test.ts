// Text in records comes from the network. Every class of bytes that can deceive goes through every
// command and format: none reaches the output, and programs get back what the record holds.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { linuxLastlog292 } from "../../platforms/linux-glibc.ts";
import { encodeLastlog } from "../../src/encode.ts";
import { recordBytes, type TestRecord } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { runUtmpx, type Run } from "./run-utmpx.ts";

/** Text of one record each: what terminals, spreadsheets, pages and parsers stumble over. */
const TEXTS: readonly string[] = [
  ...Array.from({ length: 0x1f }, (_, i) => `c0 ${String.fromCharCode(i + 1)}.`),
  "del \x7f.",
  ...Array.from({ length: 0x20 }, (_, i) => `c1 ${String.fromCharCode(0x80 + i)}.`),
  "bidi \u061c\u200e\u200f\u202a\u202b\u202c",
  "bidi \u202d\u202e\u2066\u2067\u2068\u2069",
  "zero \u200b\u200c\u200d\u2060\ufeff\u00ad",
  "blank \u115f\u3164\uffa0\u180e\u034f",
  "lines \u2028\u2029\u0085",
  "tags \u{e0041}\ufe0f\ufffe",
  "\nforged   pts/9   203.0.113.1",
  "\r\x1b[2K\x1b[1Aforged",
  "\x1b]0;title\x07",
  "\x9b31m",
  '=HYPERLINK("x")',
  "+1",
  "-1",
  "@SUM(A1)",
  "\t=1",
  "\r=1",
  '"quoted", \\n \\x1b \\u{202e}',
  "</script><b>&amp;",
  "[1] [2]",
  "Grüße 世界 🦊",
];
/** Bytes that are no text. */
const BYTES: readonly Uint8Array[] = [
  Uint8Array.of(0x61, 0xff, 0xfe, 0x62),
  Uint8Array.of(0xc3),
  Uint8Array.of(0xe2, 0x80),
  Uint8Array.of(0xed, 0xa0, 0x80),
  Uint8Array.of(0xf4, 0x90, 0x80, 0x80),
  Uint8Array.of(0xc0, 0xaf, 0x1b, 0x9b),
];
const FIELDS: readonly (string | Uint8Array)[] = [...TEXTS, ...BYTES];

const BEGIN = 1_795_000_000;

/** A session of each text, on a line of its own. */
const sessions: readonly TestRecord[] = FIELDS.flatMap((field, i): TestRecord[] => {
  const line = i % 2 === 0 ? field : `pts/${i}`;
  const common = { pid: 100 + i, id: `${i}`, line } as const;
  const login = { ...common, type: "USER_PROCESS", user: field, host: field } as const;
  return [
    { ...login, seconds: BEGIN + i * 60, address: [192, 0, 2, i] },
    ...(i % 3 === 0
      ? []
      : [{ ...common, type: "DEAD_PROCESS", seconds: BEGIN + i * 60 + 30 } as const]),
  ];
});
const system: readonly TestRecord[] = [
  {
    type: "BOOT_TIME",
    line: "~",
    id: "~~",
    user: "reboot",
    host: "\x1b[31m6.1",
    seconds: BEGIN - 60,
  },
  {
    type: "RUN_LVL",
    pid: 0x1b,
    line: "~",
    id: "~~",
    user: "runlevel",
    host: "\x1b",
    seconds: BEGIN - 50,
  },
  {
    type: "LOGIN_PROCESS",
    pid: 5,
    line: "\x1b[1m",
    id: "\x1b\u202e",
    user: "LOGIN",
    seconds: BEGIN,
  },
  { type: "INIT_PROCESS", pid: 6, line: "tty2", id: "\n\r", seconds: BEGIN },
];

/** What must not be in any output. Line feeds end lines; ac(8) indents by TAB; CSV has CRLF. */
const FORBIDDEN =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufffe\u{e0000}-\u{e0fff}]/u;

const COMMANDS: readonly (readonly string[])[] = [
  ["report", "--no-redact"],
  ["sessions"],
  ["sessions", "--boots"],
  ["failed"],
  ["failed", "--redact"],
  ["failed", "--by", "user"],
  ["failed", "--by", "host"],
  ["failed", "--by", "address"],
  ["last", "-x"],
  ["last", "-x", "-w", "-a"],
  ["last", "-R", "--time-format", "full"],
  ["lastb", "-w"],
  ["who", "-a", "-H"],
  ["who", "-q"],
  ["users"],
  // A file of nothing but nonsense is not recognised as one of last logins.
  ["lastlog", "--layout", "linux-lastlog-292"],
  ["lastlog", "-a", "--layout", "linux-lastlog-292"],
  ["ac", "-p"],
  ["ac", "-dp"],
  ["sources"],
];

const root = new TemporaryDirectory();
afterAll(() => root[Symbol.dispose]());

beforeAll(() => {
  for (const folder of ["etc", "run", "var/log"]) mkdirSync(root.at(folder), { recursive: true });
  writeFileSync(root.at("run/utmp"), recordBytes([...system, ...sessions]));
  writeFileSync(root.at("var/log/wtmp"), recordBytes([...system, ...sessions]));
  const failures = sessions.filter(({ type }) => type === "USER_PROCESS");
  writeFileSync(root.at("var/log/btmp"), recordBytes(failures));
  const accounts = FIELDS.map((field, i) => {
    const name = typeof field === "string" ? field.replaceAll(/[:\n]/g, "_") : `bytes${i}`;
    return `${name}:x:${i}:${i}::/:/bin/sh\n`;
  });
  writeFileSync(root.at("etc/passwd"), accounts.join(""));
  writeFileSync(root.at("etc/hostname"), "\x1b[31mweb\u202e\n");
  const lastlog = FIELDS.map((field, i) => {
    const text = typeof field === "string" ? new TextEncoder().encode(field) : field;
    const values = { seconds: BEGIN + i, line: text, host: text };
    return encodeLastlog(linuxLastlog292, "little", values);
  });
  writeFileSync(root.at("var/log/lastlog"), Buffer.concat(lastlog));
});

function run(command: readonly string[], ...more: string[]): Run {
  return runUtmpx([...command, "--root", root.path, ...more], { env: { LC_ALL: "C.UTF-8" } });
}

/** The lines of the output have no character that deceives, and none is of a record's making. */
function expectSafe({ out, err }: Run, breaks: RegExp): void {
  expect(FORBIDDEN.exec(out)).toBeNull();
  expect(FORBIDDEN.exec(err)).toBeNull();
  expect(out.replaceAll(breaks, "")).not.toMatch(/[\r\t]/);
  expect(err).not.toMatch(/[\r\t]/);
  for (const line of `${out}\n${err}`.split("\n")) expect(line).not.toStartWith("forged");
}

/** The text that entries have of a field: of bytes, with U+FFFD where they are no text. */
const texts: readonly string[] = FIELDS.map((field) =>
  typeof field === "string"
    ? cut(field)
    : new TextDecoder("utf-8", { ignoreBOM: true }).decode(field),
);

/** What has room in a field of 32 bytes. */
function cut(text: string): string {
  const bytes = new TextEncoder().encode(text).subarray(0, 32);
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

describe.each(COMMANDS.map((command) => [command.join(" "), command] as const))(
  "%s",
  (_, command) => {
    test("shows nothing raw as text", () => {
      const shown = run(command);
      expect([0, 1]).toContain(shown.code ?? -1);
      expect(shown.out).not.toBe("");
      expectSafe(shown, command[0] === "ac" ? /^\t+|\t(?=total )/gm : /(?!)/g);
    });
  },
);

const LISTS = COMMANDS.filter(([name, option]) => name !== "report" && option !== "-q");

describe.each(LISTS.map((command) => [command.join(" "), command] as const))("%s", (_, command) => {
  test("shows nothing raw as JSON, and the same records a line each", () => {
    const json = run(command, "--json");
    expectSafe(json, /(?!)/g);
    const lines = run(command, "--ndjson");
    expectSafe(lines, /(?!)/g);
    const parsed: unknown = JSON.parse(json.out);
    expect(
      lines.out
        .trimEnd()
        .split("\n")
        .map((line): unknown => JSON.parse(line)),
    ).toEqual(Array.isArray(parsed) ? parsed : []);
  });

  test("shows nothing raw as CSV, and the same records", () => {
    const csv = run(command, "--csv");
    expectSafe(csv, /\r(?=\n)/g);
    const parsed: unknown = JSON.parse(run(command, "--json").out);
    const [header = [], ...rows] = parseCsv(csv.out);
    const records = Array.isArray(parsed) ? parsed : [];
    expect(rows).toHaveLength(records.length);
    for (const [i, record] of records.entries()) {
      for (const [name, value] of Object.entries(
        typeof record === "string" ? { user: record } : record,
      )) {
        if (typeof value !== "string") continue;
        // The names of users are all there is: JSON has no bytes beside them.
        const hex: unknown = record[`${name}Bytes`];
        if (typeof record === "string" && value.includes("\ufffd")) continue;
        const cell = rows[i]?.[header.indexOf(name)];
        if (header.includes(name))
          expect(cell).toEqual(
            typeof hex === "string" ? Buffer.from(hex, "hex") : Buffer.from(value),
          );
      }
    }
  });
});

test.each([["sessions"], ["last"], ["lastb"], ["failed"], ["who"]])(
  "%s gives programs every user as the record has it",
  (name) => {
    const parsed: unknown = JSON.parse(run([name], "--json").out);
    const users = new Set((Array.isArray(parsed) ? parsed : []).map(({ user }) => user));
    expect(texts.filter((text) => !users.has(text))).toEqual([]);
  },
);

test("users gives programs every name", () => {
  const parsed: unknown = JSON.parse(run(["users"], "--json").out);
  expect(
    texts.filter((text) => !(Array.isArray(parsed) && parsed.includes(text.trimEnd()))),
  ).toEqual([]);
});

test("names of files are as hostile as records", () => {
  const path = join(root.path, "\x1b[2J\u202e\nforged");
  writeFileSync(path, recordBytes(sessions).subarray(0, -1));
  for (const command of [
    ["last", "-f", path],
    ["lastb", "-f", path],
    ["sessions", path],
    ["failed", path],
    ["who", path],
    ["ac", "-f", path],
    ["dump", path],
  ]) {
    const shown = runUtmpx(command, { env: { LC_ALL: "C.UTF-8" } });
    expect([command[0], shown.code]).toEqual([command[0], 1]);
    expectSafe(shown, /^\t/gm);
  }
});

/** The cells of CSV as bytes, with all our escapes undone. */
function parseCsv(text: string): [string[], ...Buffer[][]] {
  const [header = "", ...lines] = text.split("\r\n").slice(0, -1);
  return [header.split(","), ...lines.map((line) => cellsOf(line).map(undone))];
}

function cellsOf(line: string): string[] {
  return [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
    ([, quoted, plain = ""]) => quoted?.replaceAll('""', '"') ?? plain,
  );
}

function undone(cell: string): Buffer {
  const unguarded = /^'(?=[=+\-@\t\r]|\\x0[9d])/.test(cell) ? cell.slice(1) : cell;
  const parts = unguarded.match(/\\x[0-9a-f]{2}|\\u\{[0-9a-f]+\}|[^]/gu) ?? [];
  return Buffer.concat(
    parts.map((part) => {
      // Below 0x80 a byte is its character; beyond, `\x85` stands for a byte or for a character.
      if (part.startsWith("\\u"))
        return Buffer.from(String.fromCodePoint(Number.parseInt(part.slice(3, -1), 16)));
      return part.length === 4 ? Buffer.from(part.slice(2), "hex") : Buffer.from(part);
    }),
  );
}
