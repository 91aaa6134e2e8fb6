import { describe, expect, test } from "bun:test";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { openbsdBadlogin312 } from "../../platforms/openbsd.ts";
import { canBeLive, runLive } from "../live-system.ts";
import { recordBytes, type TestRecord } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";
import {
  failed,
  failure,
  hasLastb,
  LAYOUT,
  linesOfLastb,
  NOON,
  parsed,
  treeWith,
} from "./failed-runs.ts";
import { runUtmpx } from "./run-utmpx.ts";

const SERVER = "test/fixtures/server";

describe("of a host", () => {
  test.each([
    ["failed-server.txt", []],
    ["failed-server.json.txt", ["--json", "--limit", "3"]],
    ["failed-server.csv", ["--csv", "--limit", "3"]],
    ["failed-server-redacted.txt", ["--redact", "--limit", "12", "--reverse"]],
    ["failed-server-redacted.csv", ["--redact", "--csv", "--limit", "3"]],
    ["failed-server-by-address.txt", ["--by", "address"]],
    ["failed-server-by-user.txt", ["--by", "user"]],
    ["failed-server-by-user-redacted.txt", ["--by", "user", "--redact"]],
    [
      "failed-server-by-user-redacted.json.txt",
      ["--by", "user", "--redact", "--json", "--top", "4"],
    ],
    ["failed-server-by-network.csv", ["--by", "network", "--csv"]],
    ["failed-server-by-day.txt", ["--by", "day", "--tz", "America/New_York"]],
    [
      "failed-server-by-hour.ndjson",
      ["--by", "hour", "--tz", "Asia/Kolkata", "--top", "3", "--ndjson"],
    ],
  ])("%s", (golden, args) => {
    const { code, out, err } = failed("--root", SERVER, ...args);
    expect(out).toBe(readFileSync(`test/golden/${golden}`, "utf8"));
    expect({ code, err }).toEqual({ code: 0, err: "" });
  });

  test.skipIf(!hasLastb)("the unfiltered list has a line for each of lastb's", () => {
    const path = `${SERVER}/var/log/btmp`;
    const lines = linesOfLastb(path);
    expect(lines).toBe(64);
    expect(failed(path).out.split("\n")).toHaveLength(lines + 2);
    expect(parsed(failed(path, "--ndjson"))).toHaveLength(lines);
    for (const by of ["user", "host", "address", "network", "hour", "day"]) {
      const counts = parsed(failed(path, "--by", by, "--json"));
      expect(counts.reduce((sum, { count }) => sum + Number(count), 0)).toBe(lines);
    }
  });

  test.skipIf(!canBeLive)("this system's own are found where it keeps them", () => {
    const command = [process.execPath, "src/cli/main.ts", "failed", "--by", "network", "--csv"];
    const golden = readFileSync("test/golden/failed-server-by-network.csv", "utf8");
    expect(runLive(SERVER, command)).toBe(golden);
  });

  test("filters are those of sessions", () => {
    const count = (...args: readonly string[]): number =>
      parsed(failed("--root", SERVER, "--ndjson", ...args)).length;
    expect(count("--user", "root")).toBe(22);
    expect(count("--address", "192.0.2.0/24")).toBe(45);
    expect(count("--address", "2001:db8:bad::/48", "--user", "root")).toBe(5);
    expect(count("--host", "203.0.113.9")).toBe(6);
    expect(count("--line", "/dev/tty1")).toBe(1);
    expect(count("--since", "2026-11-20")).toBe(6);
    expect(count("--since", "2026-11-19 12:00", "--until", "2026-11-19T18:50:43Z")).toBe(5);
    expect(count("--user", "nobody")).toBe(0);
    expect(count("--limit", "0")).toBe(0);
    const newest = parsed(failed("--root", SERVER, "--json", "--limit", "2", "--user", "root"));
    expect(newest.map(({ time }) => time)).toEqual([
      "2026-11-20T00:15:53.000000Z",
      "2026-11-20T03:09:52.000000Z",
    ]);
    const turned = failed(
      "--root",
      SERVER,
      "--json",
      "--limit",
      "2",
      "--user",
      "root",
      "--reverse",
    );
    expect(parsed(turned)).toEqual(newest.reverse());
    const least = parsed(failed("--root", SERVER, "--json", "--by", "user", "--reverse"));
    expect(least).toEqual(parsed(failed("--root", SERVER, "--json", "--by", "user")).reverse());
    const newestOnly = parsed(failed("--root", SERVER, "--json", "--by", "day", "--limit", "6"));
    expect(newestOnly.map(({ key, count: n }) => [key, n])).toEqual([["2026-11-20", 6]]);
  });

  test("what fits nothing is said, and is no failure", () => {
    for (const by of [[], ["--by", "user"]]) {
      expect(failed("--root", SERVER, "--user", "nobody", ...by)).toEqual({
        code: 0,
        out: "",
        err: "utmpx: No failed logins are on record that fit\n",
      });
      const none = failed("--root", SERVER, "--user", "nobody", "--json", ...by);
      expect(none).toEqual({ code: 0, out: "[]\n", err: "" });
    }
  });

  test.each([[["--limit"]], [["--by", "user", "--top"]], [["--by", "user", "--limit"]]])(
    "none are shown if none are wanted, and nothing untrue is said: %j",
    (args) => {
      const none = failed("--root", SERVER, ...args, "0");
      expect(none).toEqual({ code: 0, out: "", err: "" });
      const { code, out, err } = failed("/nonexistent/btmp", ...args, "0");
      expect({ code, out }).toEqual({ code: 3, out: "" });
      expect(err).toContain("/nonexistent/btmp");
    },
  );

  test.each(["hour", "day"])("by %s programs count in UTC unless told otherwise", (by) => {
    const counted = (TZ: string, ...args: readonly string[]): string =>
      runUtmpx(["failed", "--root", SERVER, "--by", by, ...args], { env: { TZ } }).out;
    for (const format of ["--json", "--csv"]) {
      expect(counted("America/New_York", format)).toBe(counted("UTC", format));
      const zone = ["--tz", "America/New_York"];
      expect(counted("UTC", format, ...zone)).not.toBe(counted("UTC", format));
    }
    expect(counted("America/New_York")).not.toBe(counted("UTC"));
  });

  test("titles are bold if that is asked for", () => {
    const colored = failed("--root", SERVER, "--limit", "1", "--color", "always").out;
    expect(colored).toStartWith("\x1b[1mTIME                 USER");
    expect(failed("--root", SERVER, "--by", "day", "--color", "always").out).toStartWith("\x1b[1m");
    expect(failed("--root", SERVER).out).not.toContain("\x1b");
  });
});

describe("in another system's tree", () => {
  const HOUR = 3600;
  /** 2020-01-02T12:00:00Z. */
  const LAST = 1_577_966_400;
  const records = [LAST - 72 * HOUR, LAST - 20 * HOUR, LAST - HOUR, LAST].map((seconds) =>
    failure({ seconds }),
  );

  test.each([
    ["yesterday", 3],
    ["today", 2],
    ["-1s", 1],
    ["12:00", 1],
    ["@0", 4],
  ])("it is as late as its last record: --since %s", (since, count) => {
    using tree = treeWith(records);
    const where = ["--root", tree.path, "--layout", LAYOUT, "--since", since];
    expect(parsed(failed(...where, "--ndjson"))).toHaveLength(count);
    expect(parsed(failed(...where, "--ndjson", "--reverse", "--all"))).toHaveLength(count);
    const counts = parsed(failed(...where, "--json", "--by", "user"));
    expect(counts.map((counted) => counted["count"])).toEqual([count]);
  });

  test("a record without a time does not tell how late it is", () => {
    using tree = treeWith([...records, failure({ seconds: 0 })]);
    const where = ["--root", tree.path, "--layout", LAYOUT, "--since", "today"];
    expect(parsed(failed(...where, "--ndjson"))).toHaveLength(2);
  });

  test("without a record it is as late as here", () => {
    using tree = treeWith([]);
    const run = failed("--root", tree.path, "--layout", LAYOUT, "--since", "today", "--json");
    expect(run).toEqual({ code: 0, out: "[]\n", err: "" });
  });

  test("a wrong time is found before anything is read", () => {
    expect(failed("--root", "/nonexistent", "--since", "soon").code).toBe(2);
    expect(failed("--root", "/nonexistent", "--since", "today", "--limit", "x").code).toBe(2);
    expect(failed("--root", "/nonexistent", "--since", "today").code).toBe(3);
  });

  test("on this one it is as late as the clock says", () => {
    using tree = treeWith(records);
    const path = tree.at("var/log/btmp");
    expect(parsed(failed(path, "--layout", LAYOUT, "--since", "today", "--ndjson"))).toEqual([]);
  });
});

describe("columns", () => {
  test("a field can't be taken for several", () => {
    using tree = treeWith([
      failure({ user: "root  ssh:notty  192.0.2.7", host: " x ", address: [192, 0, 2, 1] }),
      failure({ user: "-", line: "", host: "a\u00a0\u00a0b" }),
      failure({ user: "", host: "a b" }),
    ]);
    const { out } = failed("--root", tree.path, "--layout", LAYOUT);
    expect(out.split("\n").slice(1, -1)).toEqual([
      "2026-11-20 12:00:00  root\\x20 ssh:notty\\x20 192.0.2.7  ssh:notty  \\x20x\\x20  192.0.2.1  unknown user",
      "2026-11-20 12:00:00  \\x2d              -          a\\xa0\u00a0b  unknown user",
      "2026-11-20 12:00:00  -                 ssh:notty  a b  unknown user",
    ]);
  });

  test("are aligned by what is seen", () => {
    using tree = treeWith([
      failure({ user: "日本語" }),
      failure({ user: "🙂", seconds: NOON + 1 }),
    ]);
    const where = ["--root", tree.path, "--layout", LAYOUT];
    const widths = (out: string, end: string): number[] =>
      out
        .split("\n")
        .slice(1, -1)
        .map((line) => Bun.stringWidth(line.slice(0, line.indexOf(end))));
    expect(widths(failed(...where).out, "ssh:notty")).toEqual([39, 39]);
    const [first = 0, second = 1] = widths(failed(...where, "--by", "user").out, "2026-");
    expect(first).toBe(second);
  });

  test("cells that a spreadsheet would run are marked", () => {
    using tree = treeWith([failure({ user: "=1+1" }), failure({ user: 'a"b,c' })]);
    const where = ["--root", tree.path, "--layout", LAYOUT, "--csv"];
    const [, formula, quoted] = failed(...where).out.split("\r\n");
    expect(formula).toContain(",'=1+1,");
    expect(quoted).toContain(',"a""b,c",');
    const [, key] = failed(...where, "--by", "user").out.split("\r\n");
    expect(key).toStartWith("'=1+1,1,");
  });
});

describe("files", () => {
  test("several are one stream, oldest first", () => {
    using directory = new TemporaryDirectory();
    const at = (days: number, user: string): TestRecord =>
      failure({ user, seconds: NOON + days * 86_400 });
    writeFileSync(directory.at("new"), recordBytes([at(2, "c"), at(3, "d")]));
    writeFileSync(directory.at("old"), recordBytes([at(0, "a"), at(1, "b")]));
    const paths = [directory.at("new"), directory.at("old"), "--layout", LAYOUT];
    const users = (...args: readonly string[]): unknown[] =>
      parsed(failed(...paths, ...args, "--ndjson")).map(({ user }) => user);
    expect(users()).toEqual(["a", "b", "c", "d"]);
    expect(users("--limit", "3")).toEqual(["b", "c", "d"]);
    expect(users("--reverse", "--limit", "3")).toEqual(["d", "c", "b"]);
    const counts = parsed(failed(...paths, "--by", "day", "--json"));
    expect(counts.map(({ key }) => key)).toEqual([
      "2026-11-20",
      "2026-11-21",
      "2026-11-22",
      "2026-11-23",
    ]);
  });

  test("what was rotated away is read if that is asked for", () => {
    using tree = treeWith([failure({ user: "alice", seconds: NOON + 5 })]);
    writeFileSync(tree.at("var/log/btmp.1"), recordBytes([failure({ user: "root" })]));
    const users = (...args: readonly string[]): unknown[] =>
      parsed(failed("--root", tree.path, "--layout", LAYOUT, "--json", ...args)).map(
        ({ user }) => user,
      );
    expect(users()).toEqual(["alice"]);
    expect(users("--all")).toEqual(["root", "alice"]);
  });

  test("a torn one is said, with 1, and what could be read is there", () => {
    using tree = treeWith([failure({})]);
    appendFileSync(tree.at("var/log/btmp"), "torn");
    for (const args of [[], ["--by", "user"], ["--limit", "1"], ["--csv"]]) {
      const { code, out, err } = failed("--root", tree.path, "--layout", LAYOUT, ...args);
      expect(out).toContain("root");
      expect({ code, err }).toEqual({
        code: 1,
        err: `utmpx: Cannot decode "${tree.path}/var/log/btmp" at byte 384: 4 bytes remain and a record takes 384\n`,
      });
    }
  });

  test("none that can be read is 3, and nothing is printed", () => {
    using tree = new TemporaryDirectory();
    for (const args of [[], ["--by", "user"], ["--csv"], ["--json"]]) {
      const { code, out, err } = failed("--root", tree.path, ...args);
      expect({ code, out }).toEqual({ code: 3, out: "" });
      expect(err).toContain("ENOENT");
    }
    expect(failed(tree.at("a"), tree.at("b")).code).toBe(3);
  });

  test("one of several that can't be read is 1", () => {
    using directory = new TemporaryDirectory();
    writeFileSync(directory.at("btmp"), recordBytes([failure({})]));
    const run = failed(directory.at("btmp"), directory.at("none"), "--layout", LAYOUT, "--ndjson");
    expect(parsed(run)).toHaveLength(1);
    expect(run.code).toBe(1);
    expect(run.err).toContain("ENOENT");
  });

  test("OpenBSD's records count", () => {
    using directory = new TemporaryDirectory();
    const { size } = openbsdBadlogin312;
    const bytes = Buffer.alloc(3 * size);
    bytes.write("ttyp0", size);
    bytes.write("alice", size + 8);
    bytes.writeBigInt64LE(BigInt(NOON), size + 296);
    bytes.writeBigUInt64LE(7n, size + 304);
    writeFileSync(directory.at("failedlogin"), bytes);
    const path = [directory.at("failedlogin"), "--layout", "openbsd-badlogin-312-le"];
    expect(failed(...path).out).toContain("2026-11-20 12:00:00  alice             ttyp0      -");
    expect(failed(...path).out).toEndWith("  7 times\n");
    const [header, row] = failed(...path, "--csv").out.split("\r\n");
    const columns = header?.split(",") ?? [];
    expect(row?.split(",")[columns.indexOf("count")]).toBe("7");
    expect(parsed(failed(...path, "--by", "user", "--json"))).toMatchObject([
      { key: "alice", count: 7 },
    ]);
  });
});

describe("a wrong command line is 2", () => {
  test.each([
    [["--top", "3"], "Cannot tell the highest of no counts: --top goes with --by"],
    [
      ["--by", "colour"],
      'Cannot count by "colour": known are user, host, address, network, hour, day',
    ],
    [
      ["--by", "user", "--top", "-1"],
      'Cannot take "-1" as --top: it must be a whole number from 0',
    ],
    [["--json", "--csv"], "Cannot print both --json and --csv"],
    [
      ["--layout", "linux-lastlog-292-le"],
      'Cannot take "linux-lastlog-292-le" for logins: its records are last logins',
    ],
    [["--user", ""], "Cannot look for an empty --user: a text is wanted"],
    [["--tz", "+01:00"], 'Unknown time zone "+01:00": an IANA name is wanted, as Europe/Berlin'],
    [[""], "Cannot read an empty name: a file is wanted"],
  ])("%j", (args, message) => {
    const { code, out, err } = failed(...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err.split("\n")[0]).toBe(`utmpx failed: ${message}`);
  });
});
