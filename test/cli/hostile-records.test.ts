// Text in records comes from the network. Every class of bytes that can deceive goes through every
// command and format: none reaches the output, and programs get back what the record holds.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { linuxLastlog292 } from "../../platforms/linux-glibc.ts";
import { encodeLastlog } from "../../src/encode.ts";
import { recordBytes, type TestRecord } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { runMany } from "./many-runs.ts";
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
  ["report"],
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
  ["dump", "/var/log/wtmp"],
  ["dump", "/var/log/btmp"],
];

const isReport = ([name]: readonly string[]): boolean => name === "report";
const REPORTS = COMMANDS.filter(isReport);
/** Those of which JSON is a list. */
const LISTS = COMMANDS.filter((command) => !isReport(command) && command[1] !== "-q");

const root = new TemporaryDirectory();
afterAll(() => root[Symbol.dispose]());

const ENVIRONMENT = { LC_ALL: "C.UTF-8" };

function runAll(commands: readonly (readonly string[])[]): Run[] {
  const tasks = commands.map((args) => ({ args, beside: null }));
  return runMany(tasks, { env: ENVIRONMENT });
}

/** What each command left behind, by its words. */
const runs = new Map<string, Run>();

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
  const commands = [
    ...COMMANDS,
    ...[...LISTS, ...REPORTS].flatMap((list) => [
      [...list, "--json"],
      [...list, "--ndjson"],
    ]),
    ...LISTS.map((list) => [...list, "--csv"]),
  ];
  const all = runAll(commands.map((command) => [...command, "--root", root.path]));
  for (const [i, run] of all.entries()) runs.set((commands[i] ?? []).join(" "), run);
});

/** What a command left behind, which was run in the tree. */
function run(command: readonly string[], ...more: string[]): Run {
  const words = [...command, ...more].join(" ");
  const known = runs.get(words);
  if (known === undefined) throw new Error(`Nobody ran ${words}`);
  return known;
}

/** The records of a command whose JSON is a list. */
function recordsOf(command: readonly string[]): readonly (Record<string, unknown> | string)[] {
  const parsed: unknown = JSON.parse(run(command, "--json").out);
  return Array.isArray(parsed) ? parsed : [];
}

/** Each line is JSON. */
function linesOf({ out }: Run): unknown[] {
  const lines = out.trimEnd().split("\n");
  return lines.map((line): unknown => JSON.parse(line));
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

describe.each(LISTS.map((command) => [command.join(" "), command] as const))("%s", (_, command) => {
  test("shows nothing raw as JSON, and the same records a line each", () => {
    const json = run(command, "--json");
    expectSafe(json, /(?!)/g);
    const lines = run(command, "--ndjson");
    expectSafe(lines, /(?!)/g);
    expect(linesOf(lines)).toEqual([...recordsOf(command)]);
  });

  test("shows nothing raw as CSV, and the same records", () => {
    const csv = run(command, "--csv");
    expectSafe(csv, /\r(?=\n)/g);
    const [header = [], ...rows] = parseCsv(csv.out);
    const records = recordsOf(command);
    expect(rows).toHaveLength(records.length);
    for (const [i, record] of records.entries()) {
      for (const [name, value] of Object.entries(
        typeof record === "string" ? { user: record } : record,
      )) {
        if (typeof value !== "string") continue;
        // The names of users are all there is: JSON has no bytes beside them.
        if (typeof record === "string" && value.includes("\ufffd")) continue;
        const hex = typeof record === "string" ? undefined : record[`${name}Bytes`];
        const cell = rows[i]?.[header.indexOf(name)];
        if (header.includes(name))
          expect(cell).toEqual(
            typeof hex === "string" ? Buffer.from(hex, "hex") : Buffer.from(value),
          );
      }
    }
  });
});

describe.each(REPORTS.map((command) => [command.join(" "), command] as const))(
  "%s",
  (_, command) => {
    test("shows nothing raw as an object of JSON, and the same of each kind a line each", () => {
      const json = run(command, "--json");
      expectSafe(json, /(?!)/g);
      const lines = run(command, "--ndjson");
      expectSafe(lines, /(?!)/g);
      const report: Record<string, unknown> = JSON.parse(json.out);
      const lists = { open: "open", sessions: "session", failed: "failed", boots: "boot" };
      const kinds = Object.entries({ ...lists, sources: "source" });
      const ofKind = (kind: string): unknown[] => linesOf(lines).filter(hasKind(kind));
      expect(ofKind("report")).toHaveLength(1);
      for (const [name, kind] of kinds) {
        const items: unknown = report[name];
        const ours = Array.isArray(items) ? items.map((item): unknown => ({ ...item, kind })) : [];
        expect(ours.length).toBeGreaterThan(0);
        expect(ofKind(kind)).toEqual(ours);
      }
    });
  },
);

function hasKind(kind: string): (line: unknown) => boolean {
  return (line) =>
    typeof line === "object" && line !== null && "kind" in line && line.kind === kind;
}

test.each([
  [["sessions"]],
  [["last", "-x"]],
  [["lastb", "-w"]],
  [["failed"]],
  [["who", "-a", "-H"]],
  [["dump", "/var/log/wtmp"]],
  [["dump", "/var/log/btmp"]],
])("%j gives programs every user as the record has it", (command) => {
  const users = recordsOf(command).map((record) => typeof record === "object" && record["user"]);
  expect(texts.filter((text) => !users.includes(text))).toEqual([]);
});

test("users gives programs every name", () => {
  const names = recordsOf(["users"]);
  expect(texts.filter((text) => !names.includes(text.trimEnd()))).toEqual([]);
});

test("names of files are as hostile as records", () => {
  const path = join(root.path, "\x1b[2J\u202e\nforged");
  writeFileSync(path, recordBytes(sessions).subarray(0, -1));
  const commands = [
    ["last", "-f", path],
    ["lastb", "-f", path],
    ["sessions", path],
    ["failed", path],
    ["who", path],
    ["ac", "-f", path],
    ["dump", path],
  ];
  for (const [i, shown] of runAll(commands).entries()) {
    expect([commands[i]?.[0], shown.code]).toEqual([commands[i]?.[0], 1]);
    expect(shown.err).toContain("\\x1b[2J\\u{202e}\\x0aforged");
    expectSafe(shown, /^\t/gm);
  }
});

test("so are names of files that are not there", () => {
  const path = join(root.path, "\x1b[2K\u202e\nforged");
  const shown = runUtmpx(["last", "-f", path], { env: ENVIRONMENT });
  expect(shown.code).toBe(3);
  expect(shown.err).toContain("\\x1b[2K\\u{202e}");
  expectSafe(shown, /(?!)/g);
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
  const unguarded = /^'(?='*(?:[=+\-@]|\\x0[9d]))/.test(cell) ? cell.slice(1) : cell;
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
