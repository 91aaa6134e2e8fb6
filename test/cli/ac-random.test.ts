// GNU's ac(8) of this machine over random files with random options: the same text, byte for byte.
// To compare more, set UTMPX_AC_RUNS to the number of runs in each zone.

import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { visible } from "../../src/cli/byte-text.ts";
import { randomNumbers, type Below } from "../bench/random.ts";
import { recordBytes } from "../records.ts";
import { TemporaryDirectory } from "../temporary.ts";
import { acCase } from "./ac-cases.ts";
import { compareWithTool, hasTools, type Comparison } from "./tool-comparison.ts";

const SEED = 20261122;
const RUNS = Number(process.env["UTMPX_AC_RUNS"] ?? 50);

const ZONES = [
  "UTC",
  "Europe/Berlin",
  "Australia/Lord_Howe",
  "Asia/Kolkata",
  "America/St_Johns",
  // Its clocks are set back at one in the morning: midnight comes twice.
  "America/Havana",
  "CET-1CEST,M3.5.0,M10.5.0/3",
] as const;

const isHere = hasTools("ac");
/** On a machine that is busy. */
const TIMEOUT_MS = 60_000;

/** Layouts are not guessed from random records. */
const LAYOUT = ["--layout", "linux-glibc-384-le"];

interface Compared extends Comparison {
  /** Whether a file has bytes behind its last record. */
  readonly isTorn: boolean;
}

const known = new Map<string, readonly Compared[]>();

function comparedIn(zone: (typeof ZONES)[number]): readonly Compared[] {
  const compared = known.get(zone) ?? compare(zone, randomNumbers(SEED + ZONES.indexOf(zone)));
  known.set(zone, compared);
  return compared;
}

function compare(zone: string, below: Below): Compared[] {
  using directory = new TemporaryDirectory();
  const cases = Array.from({ length: RUNS }, (_, run) => {
    const { files, tail, options, users } = acCase(below);
    const paths = files.map((records, i) => {
      const path = directory.at(`${run}.${i}`);
      writeFileSync(path, Buffer.concat([recordBytes(records), Buffer.alloc(tail, 7)]));
      return path;
    });
    const args = [...options, ...paths.flatMap((path) => ["-f", path]), "--", ...users];
    return { args, isTorn: tail > 0 };
  });
  const runs = cases.map(({ args }) => args);
  const task = { tool: "ac", runs, more: LAYOUT, shown: visibleLine };
  return compareWithTool(task, { TZ: zone }).map((comparison, i) => {
    return { ...comparison, isTorn: cases[i]?.isTorn ?? false };
  });
}

/** TABs that are the tool's own stay: before the text of a record, or behind the name of a day. */
function visibleLine(line: string): string {
  const own = /^(?:\t+|\*\*\t|(?:Today|[A-Z][a-z]{2} [ \d]\d(?: \d{4})?)\t+)/.exec(line)?.[0] ?? "";
  return own + visible(line.slice(own.length), true);
}

test.skipIf(!isHere).each(ZONES)(
  "prints what ac(8) prints in %s",
  (zone) => {
    const compared = comparedIn(zone);
    for (const { args, ours, theirs, codes, isTorn } of compared) {
      const [code, theirCode] = codes;
      // A record that is torn is said to be: that is no success.
      expect({ args, ours, code }).toEqual({ args, ours: theirs, code: isTorn ? 1 : theirCode });
    }
    expect(compared).toHaveLength(RUNS);
  },
  TIMEOUT_MS,
);

/** What ac(8) has a word for. */
const WORDS = [
  "time warp (",
  "unpaired time record",
  "duplicate record",
  "missing login record",
  "ut_line == NULL",
  "empty record",
  "update user",
  "(midnight logout)",
  "(supplant)",
  "(shutdown)",
  "(reboot)",
  "(time warp)",
  "(catch-up)",
  "MUNGED REC",
  "Today\t",
];

test.skipIf(!isHere)(
  "the files are of all kinds",
  () => {
    const printed = ZONES.flatMap(comparedIn).map(({ theirs }) => theirs ?? "");
    const all = printed.join("");
    expect(WORDS.filter((word) => !all.includes(word))).toEqual([]);
    // The tables have grown three times.
    const rows = printed.map((out) => out.match(/^\t.{32} +[\d.]+$/gm)?.length ?? 0);
    expect(Math.max(...rows)).toBeGreaterThan(67);
  },
  TIMEOUT_MS,
);
