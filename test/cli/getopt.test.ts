// getopt(1) of util-linux parses by getopt_long(3): the same command lines must mean the same.

import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { parseArguments, type ParsedArguments } from "../../src/cli/getopt.ts";
import { UsageError } from "../../src/cli/usage-error.ts";

const SEED = 20261122;

const OPTIONS = {
  file: { type: "strings", short: "f" },
  limit: { type: "string", short: "n" },
  fulltimes: { type: "boolean", short: "F" },
  fullnames: { type: "boolean", short: "w" },
  mesg: { type: "boolean", short: "Tm", aliases: ["message", "writable"] },
} as const;

function parse(...argv: string[]): ParsedArguments {
  return parseArguments(argv, OPTIONS, "limit");
}

describe("parseArguments", () => {
  test("gives all values of an option that can be repeated, and the last of others", () => {
    expect(parse("-f", "a", "-n1", "--file=b", "-n", "2").values).toEqual({
      file: ["a", "b"],
      limit: "2",
    });
  });

  test("takes a value that begins with a dash", () => {
    expect(parse("-n", "-2days", "--file", "--", "x")).toEqual({
      values: { limit: "-2days", file: ["--"] },
      operands: ["x"],
    });
  });

  test("takes a number for the option that it stands for", () => {
    expect(parse("-10", "alice").values).toEqual({ limit: "10" });
    expect(() => parse("-10x")).toThrow(new UsageError('Unknown option "-x"'));
    expect(() => parseArguments(["-10"], OPTIONS, null)).toThrow(
      new UsageError('Unknown option "-1"'),
    );
  });

  test.each([
    [["-F3"], { fulltimes: true, limit: "3" }],
    [["-3F"], { fulltimes: true, limit: "3" }],
    [["-12F4"], { fulltimes: true, limit: "124" }],
    [["-1", "-0"], { limit: "10" }],
    [["-n", "2", "-3"], { limit: "23" }],
    [["-3", "-n", "2"], { limit: "2" }],
    [["-F5n6"], { fulltimes: true, limit: "6" }],
    [["-2f", "a"], { limit: "2", file: ["a"] }],
    [["-f2"], { file: ["2"] }],
  ])("takes digits among letters, each behind the number before: %j", (argv, values) => {
    expect(parse(...argv, "alice")).toEqual({ values, operands: ["alice"] });
  });

  test("makes no number of what was none by digits behind it", () => {
    for (const value of ["", " ", "+", "x"]) {
      expect(parse(`--limit=${value}`, "-3").values).toEqual({ limit: value });
    }
  });

  test("takes other letters and names of an option for the option", () => {
    for (const arg of ["-T", "-m", "--mesg", "--message", "--writable", "--mes", "--wr"]) {
      expect(parse(arg).values).toEqual({ mesg: true });
    }
  });

  test("leaves a command's abbreviations where all commands have such an option", () => {
    const options = {
      runlevel: { type: "boolean", short: "r" },
      root: { type: "string", isCommon: true },
      raw: { type: "boolean", isCommon: true },
    } as const;
    expect(parseArguments(["--r"], options, null).values).toEqual({ runlevel: true });
    expect(parseArguments(["--ro=/x"], options, null).values).toEqual({ root: "/x" });
    expect(parseArguments(["--ra"], options, null).values).toEqual({ raw: true });
  });

  test("names what an option can be that is cut too short", () => {
    expect(() => parse("--full")).toThrow(
      new UsageError('Ambiguous option "--full": it can be --fulltimes, --fullnames'),
    );
  });
});

/** What getopt(1) makes of a command line, `null` if it refuses it. */
function oracle(argv: readonly string[]): ParsedArguments | null {
  const long = ["file:", "limit:", "fulltimes", "fullnames", "mesg", "message", "writable"];
  const command = ["getopt", "-q", "-o", "f:n:FwTm", "-l", long.join(","), "--", ...argv];
  const { exitCode, stdout } = Bun.spawnSync(command, { env: { PATH: "/usr/bin:/bin" } });
  if (exitCode !== 0) return null;
  // Values and operands are in quotes, options and the dashes before the operands are not.
  const words = stdout.toString().trim().split(" ");
  const [options, operands] = [
    words.slice(0, words.indexOf("--")),
    words.slice(words.indexOf("--") + 1),
  ];
  const values: Record<string, string | true | string[]> = {};
  for (const [i, word] of options.entries()) {
    const value = (options[i + 1] ?? "").slice(1, -1);
    if (word === "-f" || word === "--file") {
      const known = values["file"];
      values["file"] = [...(Array.isArray(known) ? known : []), value];
    } else if (word === "-n" || word === "--limit") values["limit"] = value;
    else if (word === "-F" || word === "--fulltimes") values["fulltimes"] = true;
    else if (word === "-w" || word === "--fullnames") values["fullnames"] = true;
    else if (word.startsWith("-")) values["mesg"] = true;
  }
  return { values, operands: operands.map((operand) => operand.slice(1, -1)) };
}

test("means the same as getopt_long(3) on random command lines", () => {
  const word = fc.constantFrom(
    ..."-f -n -F -w -T -m -Fw -wn -fx -Tn7 -x -Fx --file --fi=a --f --fullt --fulln --full=1".split(
      " ",
    ),
    ..."--limit --l=3 --limit= --mesg --message --w --mesg=1 -- - alice tty1 --bogus".split(" "),
  );
  let understood = 0;
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), (argv) => {
      const wanted = oracle(argv);
      if (wanted === null) {
        expect(() => parseArguments(argv, OPTIONS, null)).toThrow(UsageError);
      } else {
        understood++;
        expect(parseArguments(argv, OPTIONS, null)).toEqual(wanted);
      }
    }),
    { seed: SEED, numRuns: 500 },
  );
  expect(understood).toBeGreaterThan(50);
});
