import { describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { freebsdFutx197 } from "../../platforms/freebsd.ts";
import { hours } from "../../src/cli/ac-text.ts";
import { recordBytes, type TestRecord } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { utxLogFile } from "../utx-log-file.ts";
import { runUtmpx, type Run } from "./run-utmpx.ts";

const HOUR = 3600;
/** 2026-11-20T12:00:00Z: the seconds of the records below count from here. */
const NOON = 1_795_176_000;

function login(user: string | Uint8Array, line: string, hours: number): TestRecord {
  return { type: "USER_PROCESS", user, line, id: "1", pid: 7, seconds: NOON + hours * HOUR };
}

function dead(line: string, hours: number): TestRecord {
  return { type: "DEAD_PROCESS", line, id: "1", pid: 7, seconds: NOON + hours * HOUR };
}

/** Two days, and no login left open that would be counted up to now. */
const RECORDS = [
  login("bob", "pts/0", 0),
  login("ann", "pts/1", 1),
  dead("pts/0", 2),
  dead("pts/1", 13),
];

const FILE = "/wtmp";

/** Runs ac over a file of records, where the clock is what the last of them says. */
function ac(records: readonly TestRecord[], args: readonly string[], tail = 0): Run {
  using directory = new TemporaryDirectory();
  writeFileSync(directory.at(FILE), Buffer.concat([recordBytes(records), Buffer.alloc(tail, 1)]));
  return runUtmpx(["ac", "--root", directory.path, "-f", FILE, ...args]);
}

describe("text", () => {
  test("is that of ac(8)", () => {
    const out = [
      "Nov 20 2026\ttotal        0.00",
      "\t\tann                                 11.00",
      "\t\tbob                                  2.00",
      "Nov 20 2026\ttotal       13.00",
      "\t\tann                                  1.00",
      "Today\t\ttotal        1.00",
    ];
    expect(ac(RECORDS, ["-dpyz"])).toEqual({ code: 0, out: `${out.join("\n")}\n`, err: "" });
    expect(ac(RECORDS, []).out).toBe("\ttotal       14.00\n");
    expect(ac(RECORDS, ["--individual", "carl", "bob"]).out).toBe(
      "\tbob                                  2.00\n\ttotal        2.00\n",
    );
  });

  test("has days in the zone that is named", () => {
    const out = ["Nov 20\ttotal        7.50", "Today\ttotal        6.50", ""].join("\n");
    expect(ac(RECORDS, ["-d", "--tz", "Asia/Kolkata"]).out).toBe(out);
  });

  test("rounds as printf(3)", () => {
    expect([0, 18, 450, 1350, 2250, 3150, 4050].map(hours)).toEqual(
      ["0.00", "0.01", "0.12", "0.38", "0.62", "0.88", "1.12"], //
    );
  });

  test("shows hostile names, and cuts none of them apart", () => {
    const names = ["\x1b[31m\n\t\r", "\u202egpj", Uint8Array.of(0x61, 0xff), "世".repeat(11)];
    const records = names.flatMap((name, i) => [login(name, "pts/0", i), dead("pts/0", i + 1)]);
    const rows = [
      "\t*[[31m*J*I*M                             1.00",
      "\t\\342\\200\\256gpj                               1.00",
      "\ta\\377                                   1.00",
      `\t${"世".repeat(10)}\\344\\270     1.00`,
      "\ttotal        4.00",
    ];
    expect(ac(records, ["-p"]).out.trimEnd().split("\n").toSorted()).toEqual(rows.toSorted());
  });
});

describe("what is wrong with records", () => {
  const records = [...RECORDS.slice(0, 3), dead("pts/0\x1b", 2), dead("pts/1", 0)];
  const lines = [
    "/wtmp:1: problem: time warp (Thu Jan  1 00:00:00 1970 -> Fri Nov 20 12:00:00 2026)",
    "/wtmp:4: problem: missing login record for `pts/0*['",
    "/wtmp:5: problem: time warp (Fri Nov 20 14:00:00 2026 -> Fri Nov 20 12:00:00 2026)",
    "/wtmp:5: problem: missing login record for `pts/1'",
    "",
  ].join("\n");

  test("stands in the text, as ac(8) has it", () => {
    const { code, out, err } = ac(records, ["--complain"]);
    expect({ code, out, err }).toEqual({ code: 0, out: `${lines}\ttotal        2.00\n`, err: "" });
  });

  test("stands on standard error where a program reads the output", () => {
    const { out, err } = ac(records, ["--complain", "--ndjson"]);
    expect({ out, err }).toEqual({ out: '{"user":null,"seconds":7200,"day":null}\n', err: lines });
  });

  test("ends all if time would be negative", () => {
    const negative = [...RECORDS.slice(0, 3), dead("pts/1", 0.99), login("x", "pts/3", 2)];
    const said = "/wtmp:4: problem: update user ann (for logout) with -36 seconds?!\n";
    const options = ["--tw-leniency", "7200"];
    const text = ac(negative, options);
    expect(text).toMatchObject({ code: 1, out: said });
    expect(text.err).toStartWith("utmpx: Cannot count -36 seconds from a login to its logout");
    const json = ac(negative, [...options, "--json"]);
    expect({ code: json.code, out: json.out }).toEqual({ code: 1, out: "[]\n" });
    expect(json.err).toStartWith(said);
  });
});

describe("formats", () => {
  test("have rows of days and users", () => {
    const { out, code } = ac(RECORDS, ["-dp", "--json"]);
    expect({ code, rows: JSON.parse(out) }).toEqual({
      code: 0,
      rows: [
        { user: "ann", seconds: 11 * HOUR, day: "2026-11-20" },
        { user: "bob", seconds: 2 * HOUR, day: "2026-11-20" },
        { user: null, seconds: 13 * HOUR, day: "2026-11-20" },
        { user: "ann", seconds: HOUR, day: "2026-11-21" },
        { user: null, seconds: HOUR, day: "2026-11-21" },
      ],
    });
  });

  test("have names whole, and safe", () => {
    const long = "a,".repeat(16);
    const records = [login(long, "a", 0), dead("a", 1), login(Uint8Array.of(0xff), "b", 1)];
    const { out } = ac([...records, dead("b", 2)], ["-p", "--csv"]);
    expect(out).toBe(
      `user,seconds,day\r\n${["\\xff,3600,", `"${long}",3600,`, ",7200,"].join("\r\n")}\r\n`,
    );
  });
});

describe("files", () => {
  test("are one stream, in the order in which they are named", () => {
    using directory = new TemporaryDirectory();
    const paths = [directory.at("new"), directory.at("old")] as const;
    writeFileSync(paths[0], recordBytes(RECORDS.slice(2)));
    writeFileSync(paths[1], recordBytes(RECORDS.slice(0, 2)));
    const { out } = runUtmpx(["ac", "--complain", "-f", paths[1], "--file", paths[0]]);
    expect(out.trimEnd().split("\n").slice(1)).toEqual(["\ttotal       14.00"]);
    const turned = runUtmpx(["ac", "--complain", "-f", paths[0], "-f", paths[1]]).out;
    expect(turned).toContain(`${paths[0]}:2: problem: missing login record for \`pts/1'`);
    expect(turned).toContain(`${paths[1]}:1: problem: time warp`);
  });

  test("can be standard input", () => {
    const stdin = recordBytes(RECORDS);
    expect(runUtmpx(["ac", "-f", "-"], { stdin }).out).toBe("\ttotal       14.00\n");
  });

  test("that are not there are an error, unless one could be read", () => {
    const alone = runUtmpx(["ac", "-f", "/none"]);
    expect(alone).toMatchObject({ code: 3, out: "" });
    expect(alone.err).toContain("ENOENT");
    const both = ac(RECORDS, ["-f", "/none"]);
    expect(both).toMatchObject({ code: 1, out: "\ttotal       14.00\n" });
    expect(both.err).toContain("ENOENT");
    const none = runUtmpx(["ac", "-f", "/none", "-f", "/neither", "--json"]);
    expect(none).toMatchObject({ code: 3, out: "" });
    expect(none.err).toContain("'/none'");
    expect(none.err).toContain("'/neither'");
  });

  test("that are torn or empty are counted as far as they go", () => {
    const torn = ac(RECORDS, [], 100);
    expect(torn).toMatchObject({ code: 1, out: "\ttotal       14.00\n" });
    expect(torn.err).toContain("100 bytes remain");
    expect(ac([], [])).toEqual({ code: 0, out: "\ttotal        0.00\n", err: "" });
    expect(ac([], ["-d", "--json"])).toEqual({ code: 0, out: "[]\n", err: "" });
  });

  test("of FreeBSD have logouts without a line, by their ids", () => {
    using directory = new TemporaryDirectory();
    const records = RECORDS.map(({ seconds, line, ...record }, i) => {
      const type = freebsdFutx197.types.indexOf(i < 2 ? "USER_PROCESS" : "DEAD_PROCESS");
      const id = Buffer.from([...Buffer.from(line ?? "")].toReversed());
      const microseconds = Number(seconds) * 1e6;
      return { ...record, id, type, microseconds, ...(i < 2 && { line: line ?? "" }) };
    });
    const bytes = records.map((record) => recordBytes([record], freebsdFutx197, "big"));
    writeFileSync(directory.at("utx.log"), utxLogFile(bytes));
    const { out } = runUtmpx(["ac", "-p", "-f", directory.at("utx.log")]);
    expect(out.trimEnd().split("\n")).toEqual([
      "\tann                                 12.00",
      "\tbob                                  2.00",
      "\ttotal       14.00",
    ]);
  });
});

test("of another system's tree open logins are counted up to the last record", () => {
  using directory = new TemporaryDirectory();
  const log = directory.at("root/var/log");
  mkdirSync(log, { recursive: true });
  const records = [login("bob", "pts/0", 0), login("ann", "pts/1", 2)];
  writeFileSync(`${log}/wtmp`, recordBytes(records));
  const { code, out } = runUtmpx(["ac", "-d", "--json", "--root", directory.at("root")]);
  const rows = [{ user: null, seconds: 2 * HOUR, day: "2026-11-20" }];
  expect({ code, rows: JSON.parse(out) }).toEqual({ code: 0, rows });
});

test.each([
  [["--tw-leniency", "soon"], 'Cannot take "soon" as --tw-leniency'],
  [["--tw-leniency", "-1"], 'Cannot take "-1" as --tw-leniency'],
  [["--tw-suspicious", "60"], "Cannot take 60 as --tw-suspicious"],
  [["--comp"], 'Ambiguous option "--comp"'],
  [["-f", ""], "Cannot read an empty name"],
  [["--json", "--csv"], "Cannot print both"],
  [["--layout", "linux-lastlog-292"], "its records are last logins"],
  [["--tz", "Nowhere/None"], 'Unknown time zone "Nowhere/None"'],
])("%p is a wrong command line", (args, message) => {
  const { code, out, err } = runUtmpx(["ac", ...args]);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(message);
});

test("--debug tells all that is made of records", () => {
  const marked = { type: "EMPTY", line: "pts/1", seconds: NOON + 2 * HOUR } as const;
  const { out } = ac([login("bob", "pts/1", 0), marked], ["--debug", "bob", "ann"]);
  const blanks = (count: number): string => " ".repeat(count);
  const fields = (user: string, type: number, id: string, pid: number, at: string): string =>
    `${user.padEnd(32)}|${"pts/1".padEnd(32)}|${type}|${id.padEnd(4)}|${blanks(4)}${pid}|${blanks(256)}|Fri Nov 20 ${at} 2026`;
  expect(out.split("\n")).toEqual([
    "ann (3)",
    "bob (3)",
    "-".repeat(75),
    `CURRENT REC: ${fields("bob", 7, "1", 7, "12:00:00")}`,
    "/wtmp:1: problem: time warp (Thu Jan  1 00:00:00 1970 -> Fri Nov 20 12:00:00 2026)",
    `**\tpts/1${blanks(28)}bob${blanks(30)}Fri Nov 20 12:00:00 2026`,
    "-".repeat(75),
    `CURRENT REC: ${fields("", 0, "", 0, "14:00:00")}`,
    ` MUNGED REC: ${fields("", 8, "", 0, "14:00:00")}`,
    `\t\t\t\t\t${blanks(28)}2.00 bob${blanks(30)}(logout)`,
    "\ttotal        2.00",
    "",
  ]);
});
