import { describe, expect, test } from "bun:test";
import { closeSync, openSync, readFileSync } from "node:fs";
import { defineCommand, type Command } from "../../src/cli/command.ts";
import { Output } from "../../src/cli/output.ts";
import { UsageError } from "../../src/cli/usage-error.ts";
import { TemporaryDirectory } from "../temporary.ts";

/** What the command was called with. */
interface Call {
  readonly values: Readonly<Record<string, unknown>>;
  readonly operands: readonly string[];
}

function commandThatRecords(calls: Call[]): Command {
  return defineCommand({
    name: "list",
    summary: "Lists things, and nothing else",
    operands: "[FILE [FILE]]",
    maxOperands: 2,
    options: {
      limit: { type: "string", short: "n", value: "COUNT", help: "list COUNT things" },
      line: { type: "string", value: "LINE", help: "list those of a line" },
      reverse: { type: "boolean", short: "r", help: "list the newest first" },
      "no-redact": { type: "boolean", help: "show names" },
    },
    run(values, operands) {
      calls.push({ values: { ...values }, operands });
      return 7;
    },
  });
}

const HELP = `Usage: utmpx list [OPTIONS] [FILE [FILE]]

Lists things, and nothing else.

  -n, --limit COUNT  list COUNT things
      --line LINE    list those of a line
  -r, --reverse      list the newest first
      --no-redact    show names
  -h, --help         show this help
  -V, --version      show the version
      --color WHEN   color text: auto, always or never
`;

/** Runs the command, and gives what it was called with and what it printed. */
function run(...argv: string[]): { code: number; printed: string; calls: Call[] } {
  using directory = new TemporaryDirectory();
  const fd = openSync(directory.at("out"), "w");
  const output = new Output(() => fd, "a file");
  const calls: Call[] = [];
  const code = commandThatRecords(calls).run(argv, output);
  output.flush();
  closeSync(fd);
  return { code, printed: readFileSync(directory.at("out"), "utf8"), calls };
}

function called(...argv: string[]): Call {
  const { code, calls } = run(...argv);
  expect(code).toBe(7);
  expect(calls).toHaveLength(1);
  const [call = { values: {}, operands: [] }] = calls;
  return call;
}

describe("a command", () => {
  test("is given its options and operands, and its exit code is given back", () => {
    expect(called("-n", "3", "wtmp", "--reverse", "wtmp.1")).toEqual({
      values: { limit: "3", reverse: true },
      operands: ["wtmp", "wtmp.1"],
    });
    expect(called()).toEqual({ values: {}, operands: [] });
  });

  test("takes the values of its options in all ways", () => {
    for (const argv of [["-n3"], ["-n", "3"], ["--limit=3"], ["--limit", "3"], ["-rn3"]]) {
      expect(called(...argv).values["limit"]).toBe("3");
    }
    expect(called("--line=").values["line"]).toBe("");
    expect(called("--line=a=b").values["line"]).toBe("a=b");
    expect(called("--line=\n").values["line"]).toBe("\n");
  });

  test("takes any beginning of a long option that fits no other", () => {
    expect(called("--rev").values).toEqual({ reverse: true });
    expect(called("--r").values).toEqual({ reverse: true });
    expect(called("--lim=3").values).toEqual({ limit: "3" });
    expect(called("--lin", "tty1").values).toEqual({ line: "tty1" });
    expect(called("--no-r").values).toEqual({ "no-redact": true });
    expect(called("--lim=\n").values).toEqual({ limit: "\n" });
  });

  test("takes what stands behind two dashes for operands", () => {
    expect(called("-r", "--", "--rev", "--li")).toEqual({
      values: { reverse: true },
      operands: ["--rev", "--li"],
    });
  });

  test("takes a single dash for an operand", () => {
    expect(called("-").operands).toEqual(["-"]);
  });
});

describe("the help", () => {
  test("tells the usage, the summary and every option", () => {
    expect(commandThatRecords([]).help).toBe(HELP);
  });

  test.each([["--help"], ["-h"], ["--he"], ["-rh"]])("is printed for %s", (option) => {
    expect(run(option)).toEqual({ code: 0, printed: HELP, calls: [] });
  });

  test("is printed instead of all other work", () => {
    expect(run("a", "b", "c", "--help")).toEqual({ code: 0, printed: HELP, calls: [] });
  });

  test("has no operands where the command has none", () => {
    const command = defineCommand({
      name: "bare",
      summary: "Does nothing",
      operands: "",
      maxOperands: 0,
      options: {},
      run: () => 0,
    });
    expect(command.help).toBe(
      "Usage: utmpx bare [OPTIONS]\n\nDoes nothing.\n\n  -h, --help        show this help\n  -V, --version     show the version\n      --color WHEN  color text: auto, always or never\n",
    );
  });
});

describe("a wrong command line", () => {
  test.each([
    [["--li=3"], 'Ambiguous option "--li": it can be --limit, --line'],
    [["--l"], 'Ambiguous option "--l": it can be --limit, --line'],
    [["a", "b", "c"], 'Unexpected operand "c"'],
    [["--", "a", "b", "--c"], 'Unexpected operand "--c"'],
    [["--reverse=1"], 'Option "--reverse" takes no value'],
    [["--rev=1"], 'Option "--rev" takes no value'],
    [["--limit"], 'Option "--limit" needs a value'],
    [["--lim"], 'Option "--lim" needs a value'],
    [["-rn"], 'Option "-n" needs a value'],
    [["--bogus"], 'Unknown option "--bogus"'],
    [["--constructor"], 'Unknown option "--constructor"'],
    [["-x"], 'Unknown option "-x"'],
    [["--Limit=3"], 'Unknown option "--Limit"'],
  ])("%j is a UsageError", (argv, message) => {
    expect(() => run(...argv)).toThrow(UsageError);
    expect(() => run(...argv)).toThrow(new UsageError(message));
  });

  test("does none of the work", () => {
    const calls: Call[] = [];
    const command = commandThatRecords(calls);
    expect(() => command.run(["--bogus"], new Output(() => -1, "nothing"))).toThrow(UsageError);
    expect(calls).toEqual([]);
  });
});
