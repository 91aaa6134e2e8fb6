// GNU's ac(8) of this machine over random files with random options: the same text, byte for byte.
// To compare more, set UTMPX_AC_RUNS to the number of runs in each zone.

import { expect, test } from "bun:test";
import { runAcTwins, type AcTwins } from "./ac-twins.ts";
import { hasTools } from "./tool-twins.ts";

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

const known = new Map<string, readonly AcTwins[]>();

function twinsIn(zone: (typeof ZONES)[number]): readonly AcTwins[] {
  const seed = SEED + ZONES.indexOf(zone);
  const twins = known.get(zone) ?? runAcTwins({ seed, runs: RUNS }, zone);
  known.set(zone, twins);
  return twins;
}

test.skipIf(!isHere).each(ZONES)(
  "prints what ac(8) prints in %s",
  (zone) => {
    const twins = twinsIn(zone);
    for (const { args, ours, theirs } of twins) {
      expect({ args, ...ours }).toEqual({ args, ...theirs });
    }
    expect(twins).toHaveLength(RUNS);
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
    const printed = ZONES.flatMap(twinsIn).map(({ theirs }) => theirs.out);
    const all = printed.join("");
    expect(WORDS.filter((word) => !all.includes(word))).toEqual([]);
    // The tables have grown three times.
    const rows = printed.map((out) => out.match(/^\t.{32} +[\d.]+$/gm)?.length ?? 0);
    expect(Math.max(...rows)).toBeGreaterThan(67);
  },
  TIMEOUT_MS,
);
